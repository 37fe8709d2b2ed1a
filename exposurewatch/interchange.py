"""Writes the hashes of own photos in the ways in which other programs take lists of hashes. Opens and asks nothing.

It stands beside the reports: these tell what was found and show no hash of an own photo, this tells nothing else.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exposurewatch.model import Photo
from exposurewatch.model.places import WHOLE_BOX

LEAST_QUALITY: Final = 50
"""PDQ hashes of a lower quality, 0 to 100, are refused by everybody who takes them: they match anything."""

TOO_PLAIN: Final = "without a PDQ hash: too plain to be told from others by one"
A_VIDEO: Final = "left out: a video, for which this form has no hash"
NO_SUM: Final = "left out: a video of which an older version took no MD5 sum; add the file again"

_PDQ: Final = "pdq"
_VIDEO_MD5: Final = "video_md5"
_COLUMNS: Final = ("signalType", "hashValue", "quality")


@dataclass(frozen=True, slots=True, order=True)
class Hash:
    """One hash: its kind, by the name that ThreatExchange's programs have for it, and its lower-case digits.

    `quality` is that of a PDQ hash, 0 to 100.
    """

    kind: str
    digits: str
    quality: int | None = None


@dataclass(frozen=True, slots=True)
class Interchange:
    """A way to write hashes down: the kinds of them that it has, by what it calls them, and the function that does it.

    `suffix` begins with its dot.
    """

    name: str
    suffix: str
    kinds: Mapping[str, str]
    write: Callable[[Sequence[Hash]], bytes]


@dataclass(frozen=True, slots=True)
class Written:
    """A list as it is written to a file, how many hashes it has, and of how many photos.

    `left_out` counts the photos that have no PDQ hash in it, or nothing at all, by why.
    """

    content: bytes
    hashes: int
    photos: int
    left_out: Mapping[str, int]


def written(photos: Iterable[Photo], form: Interchange) -> Written:
    """Write the hashes of photos, each once and sorted, so that their order does not tell which belong together."""
    found: set[Hash] = set()
    left_out: Counter[str] = Counter()
    count = 0
    for photo in photos:
        hashes = [each for each in hashes_of(photo) if each.kind in form.kinds]
        found.update(hashes)
        count += bool(hashes)
        if why := _why_left_out(photo, form, hashes):
            left_out[why] += 1
    lines = sorted({(each.kind, each.digits): each for each in sorted(found)}.values())
    named = [Hash(form.kinds[each.kind], each.digits, each.quality) for each in lines]
    return Written(form.write(named), len(named), count, dict(left_out))


def hashes_of(photo: Photo) -> Iterator[Hash]:
    """Yield what is known of a photo as a whole: of a picture as it stands upright, of a video the sums of its file."""
    if photo.seconds is not None:
        yield from _sums(photo, "video_md5", "video_sha256")
        return
    for frame in photo.fingerprints.frames:
        if frame.box == WHOLE_BOX and frame.quality >= LEAST_QUALITY and _PDQ in frame.digests:
            yield Hash(_PDQ, frame.digests[_PDQ][0].hex(), frame.quality)
            break
    yield from _sums(photo, "md5", "sha256")


def _sums(photo: Photo, md5: str, sha256: str) -> Iterator[Hash]:
    if photo.md5:
        yield Hash(md5, photo.md5.hex())
    yield Hash(sha256, photo.sha256.hex())


def _why_left_out(photo: Photo, form: Interchange, hashes: Sequence[Hash]) -> str:
    if photo.seconds is None:
        return "" if any(each.kind == _PDQ for each in hashes) else TOO_PLAIN
    if hashes:
        return ""
    return NO_SUM if _VIDEO_MD5 in form.kinds else A_VIDEO


def _bare(hashes: Sequence[Hash]) -> bytes:
    return _lines(each.digits for each in hashes)


def _typed(hashes: Sequence[Hash]) -> bytes:
    return _lines(f"{each.kind} {each.digits}" for each in hashes)


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def _table(hashes: Sequence[Hash]) -> bytes:
    into = io.StringIO(newline="")
    rows = csv.writer(into, lineterminator="\r\n")  # RFC 4180
    rows.writerow(_COLUMNS)
    rows.writerows((each.kind, each.digits, "" if each.quality is None else each.quality) for each in hashes)
    return into.getvalue().encode("ascii")


def _as_they_are(*kinds: str) -> Mapping[str, str]:
    return {kind: kind for kind in kinds}


PDQ: Final = Interchange("pdq", ".txt", _as_they_are(_PDQ), _bare)
"""One PDQ hash a line, as the list that any program for PDQ reads."""

THREATEXCHANGE: Final = Interchange(
    "threatexchange", ".txt", _as_they_are(_PDQ, "md5", "sha256", _VIDEO_MD5, "video_sha256"), _typed
)
"""A kind and a hash a line, as the local files of ThreatExchange's programs are."""

STOPNCII_CSV: Final = Interchange("stopncii-csv", ".csv", {_PDQ: "ImagePDQ", _VIDEO_MD5: "VideoMD5"}, _table)
"""A table whose first columns and kinds have the names that the interface of StopNCII gives them."""

INTERCHANGES: Final[tuple[Interchange, ...]] = (PDQ, THREATEXCHANGE, STOPNCII_CSV)
