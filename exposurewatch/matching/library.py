"""The user's own photos, ready to be compared with pictures: by their bytes first, then by what they show."""

from __future__ import annotations

from collections.abc import Sequence

from exposurewatch.matching.index import Index
from exposurewatch.matching.verdict import identical, judge
from exposurewatch.model import Fingerprints, Judgement, Photo


class Library:
    """All own photos of one scan. Answers are judgements in the order of the photos' strength."""

    def __init__(self, photos: Sequence[Photo]) -> None:
        self.photos = tuple(photos)
        self._index = Index(self.photos)
        self._by_bytes = {photo.sha256: photo for photo in self.photos}

    def same_bytes(self, sha256: bytes) -> tuple[Judgement, ...]:
        """The own photo that is this very file, if any."""
        photo = self._by_bytes.get(sha256)
        return () if photo is None else (identical(photo),)

    def compare(self, found: Fingerprints) -> tuple[Judgement, ...]:
        """The own photos that a picture may be a copy of, strongest first."""
        judgements = [judge(candidate, found) for candidate in self._index.search(found)]
        return tuple(sorted(judgements, key=lambda judgement: -judgement.score))
