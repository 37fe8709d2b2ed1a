"""How the fingerprints of photos stand in rows, those of videos one kept frame after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from exposurewatch.fingerprints.wire import (
    MalformedAnswer,
    pack_clip,
    pack_crops,
    pack_photo,
    unpack_clip,
    unpack_crops,
    unpack_photo,
)
from exposurewatch.model import Fingerprints, Photo, Span
from exposurewatch.vault.database import Row, damaged


def points(photo: Photo) -> int:
    """How many local features there are of a photo, in all kept frames of a video."""
    frames = [seen for _, seen in photo.moments] or [photo.fingerprints]
    return sum(0 if seen.local is None else len(seen.local.points) for seen in frames)


def fingerprints(photo: Photo) -> bytes:
    """What a photo is known by in pictures, without its crops."""
    return _packed(photo, pack_photo)


def crops(photo: Photo) -> bytes:
    """Its crops, by which it is known where only hashes are published."""
    return _packed(photo, pack_crops)


def _packed(photo: Photo, pack: Callable[[Fingerprints], bytes]) -> bytes:
    if photo.seconds is None:
        return pack(photo.fingerprints)
    spans, stills = zip(*photo.moments, strict=True)
    return pack_clip(spans, list(map(pack, stills)), photo.seconds, spans[-1].end)


def photo(row: Row) -> Photo:
    """Read a photo back; one that was added before there were crops has none."""
    photo_id, label, sha256, packed, path, seconds, md5, sha1, parts = row
    try:
        if seconds is None:
            seen = unpack_photo(packed)
            whole = seen if parts is None else replace(seen, crops=unpack_crops(parts))
            return Photo(photo_id, label, sha256, whole, path, md5=md5, sha1=sha1)
        moments = _moments(packed, parts)
        return Photo(photo_id, label, sha256, moments[0][1], path, seconds, moments, md5, sha1)
    except (MalformedAnswer, ValueError) as error:
        raise damaged() from error


def _moments(packed: bytes, parts: bytes | None) -> tuple[tuple[Span, Fingerprints], ...]:
    moments = unpack_clip(packed, unpack_photo).moments
    if parts is None:
        return moments
    pairs = zip(moments, unpack_clip(parts, unpack_crops).moments, strict=True)
    return tuple((span, replace(seen, crops=frames)) for (span, seen), (_, frames) in pairs)
