"""Takes own videos apart into their stills, which are compared like photos, and tells afterwards whose still it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from exposurewatch.model import Judgement, Photo, Span


class Owned:
    """Which still is of which own video, and of which stretch of it."""

    def __init__(self) -> None:
        self._spans: dict[str, tuple[str, Span]] = {}
        self._owners: dict[str, Photo] = {}

    def stills(self, photos: Iterable[Photo]) -> Iterator[Photo]:
        """Yield each photo, and in the place of a video each of its stills."""
        for photo in photos:
            if not photo.moments:
                yield photo
            for number, (span, fingerprints) in enumerate(photo.moments):
                still = replace(photo, id=f"{photo.id}@{number}", fingerprints=fingerprints, moments=())
                self._spans[still.id] = photo.id, span
                yield still

    def owners(self, stills: Iterable[Photo]) -> tuple[Photo, ...]:
        """The photos and videos that these stills are of, in their order; of a video the first stands for all."""
        owners: list[Photo] = []
        for still in stills:
            if still.id not in self._spans:
                owners.append(still)
                continue
            owner, _ = self._spans[still.id]
            if owner not in self._owners:
                self._owners[owner] = replace(still, id=owner)
                owners.append(self._owners[owner])
        return tuple(owners)

    def of_owner(self, judgement: Judgement) -> Judgement:
        """The same judgement on the photo or video itself."""
        if judgement.photo.id not in self._spans:
            return judgement
        owner, span = self._spans[judgement.photo.id]
        return replace(judgement, photo=self._owners[owner], own=span)
