"""What published hashes are called, which of them photos are compared by, and why the others are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from exposurewatch.model import DIGESTS, Digest, Moment
from exposurewatch.parsers.entries import PassedOver
from exposurewatch.parsers.written_times import moment

VIDEOS: Final = "hashes of videos"
PHOTODNA: Final = "PhotoDNA hashes, which only its licensees can compare"
UNKNOWN: Final = "reports of a kind that is not known here"
MISSHAPEN: Final = "hashes that are not what a hash of their kind looks like"
TOO_PLAIN: Final = "PDQ hashes of pictures too plain to be told from others"

LEAST_QUALITY: Final = 50
"""PDQ hashes of a lower quality, 0 to 100, tell nothing (Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ
Image-Hashing Algorithm", 2019)."""

CHANGED: Final = "the date is when the report was last changed"

_HEX: Final = re.compile(r"[0-9A-Fa-f]{2,128}")
_BETWEEN: Final = re.compile(r"[\s_+-]+")
_MAX_NAME: Final = 64
_BEFORE: Final = ("hash", "image")  # HASH_PDQ of ThreatExchange, ImagePDQ of StopNCII
_OF_VIDEOS: Final = re.compile(r"(?:hash)?(?:video|tmk|vpdq|vmd5)|.*(?:tmk|vpdq)")
_OF_PHOTODNA: Final = re.compile(r"(?:hash|image|ncmec)?(?:photodna|pdna)")
_BY_LENGTH: Final[Mapping[int, str]] = {2 * DIGESTS["phash"]: "phash", 2 * DIGESTS["phash64"]: "phash64"}
_A_DAY: Final = timedelta(days=1)  # clocks and time zones differ by no more


@lru_cache(maxsize=64)  # a list says the same on each of its lines
def named(kind: str) -> str:
    """Return the algorithm, one of `DIGESTS`, that a publisher means by `kind`; '' where it is none of them."""
    bare = _bare(kind)
    for before in _BEFORE:
        bare = bare.removeprefix(before)
    return bare if bare in DIGESTS else ""


def why_not(kind: str) -> str:
    """Return why hashes of a `kind` that has no algorithm here are not compared, in plain words."""
    bare = _bare(kind)
    if _OF_PHOTODNA.match(bare):
        return PHOTODNA
    return VIDEOS if _OF_VIDEOS.match(bare) else UNKNOWN


def digest(kind: str, value: Any, quality: int | None = None) -> Digest | str:
    """Return the hash of `kind` that `value` spells in hexadecimal digits, or why it is passed over.

    A ``phash`` is of 256 bits or of 64, as its length says; nothing else is told from a length.
    """
    algorithm = named(kind)
    if not algorithm:
        return why_not(kind)
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        return MISSHAPEN
    if algorithm == "phash":
        algorithm = _BY_LENGTH.get(len(value), algorithm)
    if len(value) != 2 * DIGESTS[algorithm]:
        return MISSHAPEN
    if algorithm != "pdq":
        return Digest(algorithm, bytes.fromhex(value))
    if quality is not None and quality < LEAST_QUALITY:
        return TOO_PLAIN
    return Digest(algorithm, bytes.fromhex(value), quality)


def key_of(*digests: Digest) -> str:
    """Return what a report is called that has no name of its own: the algorithms and values of its hashes."""
    return " ".join(f"{each.algorithm}:{each.value.hex()}" for each in digests)


def passed_over(counts: Mapping[str, int]) -> Iterator[PassedOver]:
    """Yield how many reports were passed over, for each of the plain words that say why."""
    return (PassedOver(what, count) for what, count in counts.items())


def changed(value: Any) -> Moment | None:
    """Return when a report was changed: seconds since 1970, or text; not certain where that lies in the future."""
    when = moment(value)
    if when is None or when.utc is None or when.utc <= datetime.now(UTC) + _A_DAY:
        return when
    return Moment(None, when.raw or when.utc.isoformat(), "it lies in the future")


def _bare(kind: str) -> str:
    return _BETWEEN.sub("", kind[:_MAX_NAME]).lower()
