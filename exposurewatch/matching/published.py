"""Finds the own photos that published hashes may be of, when all that is known of a picture is its hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from exposurewatch.matching.verdict import identical
from exposurewatch.model import Judgement, Photo, PublishedHash


class Published:
    """What published hashes are compared with."""

    def __init__(self, photos: Sequence[Photo]) -> None:
        self._by_sum = {
            (algorithm, value): photo
            for photo in photos
            for algorithm, value in (("md5", photo.md5), ("sha1", photo.sha1), ("sha256", photo.sha256))
            if value
        }

    def search(self, many: Sequence[PublishedHash]) -> list[tuple[Judgement, ...]]:
        """For each of `many`, the own photos that it may be of, strongest first."""
        return [self._identical(one) for one in many]

    def _identical(self, published: PublishedHash) -> tuple[Judgement, ...]:
        same = (self._by_sum.get((digest.algorithm, digest.value)) for digest in published.digests)
        return tuple(identical(photo) for photo in {photo.id: photo for photo in same if photo is not None}.values())


def name_of(published: PublishedHash) -> bytes:
    """What a picture of which only hashes are known is remembered by: 32 bytes that stand for all of them."""
    told = sorted(f"{digest.algorithm} {digest.value.hex()}" for digest in published.digests)
    return hashlib.sha256("\n".join(("published", *told)).encode()).digest()
