"""The user's own photos, ready to be compared with pictures: by their bytes first, then by what they show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from exposurewatch.fingerprints.holding import may_hold_others
from exposurewatch.matching.hashes import Hashes
from exposurewatch.matching.index import Index
from exposurewatch.matching.owned import Owned
from exposurewatch.matching.parts import Part, Parts
from exposurewatch.matching.published import Published
from exposurewatch.matching.verdict import identical, is_confirmed, judge, judge_part
from exposurewatch.model import Judgement, Lists, Photo, Picture, PublishedHash, Region, Verdict
from exposurewatch.order import STRENGTH, of_judgement
from exposurewatch.parameters import DEFAULT, PROMISING, PROMISING_AMONG_OTHERS, SAME_PLACE, SMOOTH, Setting

Judgements = tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """What a first look at a picture tells: `by_parts` is what it tells by points alone, ungrouped.

    Where it leaves a doubt, a closer look is compared with `by_parts` known: now and then the first saw what the closer
    one does not, as points that are strong in a small picture give way to finer ones in a large one.
    """

    judgements: tuple[Judgement, ...]
    by_parts: tuple[Judgement, ...]
    in_doubt: bool


class Library:
    """All own photos and videos of one scan. Answers are judgements, strongest first, on photos without their points.

    `lists` say how their codes are sorted, where they are many; given as `known` with the same photos, and with others
    after them, they save most of the time that making a library takes. Without `reports`, published reports are told by
    equal sums alone: what else they are compared with takes room, and exports hold none.
    """

    def __init__(
        self,
        photos: Iterable[Photo],
        setting: Setting = DEFAULT,
        known: Lists | None = None,
        *,
        reports: bool = True,
    ) -> None:
        self._owned = Owned()
        hashes = Hashes(kept=reports)
        self._parts = Parts(hashes.taken_from(self._owned.stills(photos)), setting, known)
        self.photos = self._owned.owners(self._parts.photos)
        self.lists = self._parts.lists
        self._index = Index(self._parts.photos)
        self._by_bytes = {photo.sha256: photo for photo in self.photos}
        self._published = Published(self.photos, self._parts.photos, hashes)

    def same_bytes(self, sha256: bytes) -> tuple[Judgement, ...]:
        """The own photo that is this very file, if any."""
        photo = self._by_bytes.get(sha256)
        return () if photo is None else (identical(photo),)

    def published(self, many: Sequence[PublishedHash]) -> list[Judgements]:
        """For each of these, the own photos that it may be of: only equal sums of bytes are more than *possible*."""
        return [self._of_owners(judgements) for judgements in self._published.search(many)]

    def _of_owners(self, judgements: Iterable[Judgement]) -> Judgements:
        best: dict[str, Judgement] = {}
        for judgement in sorted(map(self._owned.of_owner, judgements), key=of_judgement):
            best.setdefault(judgement.photo.id, judgement)
        return _grouped(tuple(best.values()))

    @property
    def without_sums(self) -> int:
        """How many own photos were added by a version that took no MD5 sums."""
        return sum(not photo.md5 for photo in self.photos)

    def compare(self, found: Picture, known: Iterable[Judgement] = (), glanced: Iterable[Judgement] = ()) -> Judgements:
        """The own photos that a picture may show, whole or in part.

        `known` is what its bytes have told already, and `glanced` what its parts told at a first look. That counts as
        well, but not in what may hold others: two chats or pages look more alike from afar than they are.

        Where several own photos are found at one place of the picture, as shots of one moment are, only the best is
        given, with the others in its `alike`.
        """
        believed = () if may_hold_others(found.view) else glanced
        return self._told(found, known, [*believed, *self._by_parts(found, self._parts.find(found).parts)])

    def glance(self, found: Picture, known: Iterable[Judgement] = ()) -> Glance:
        """The same of a first look, and whether a closer one may tell more.

        It cannot where all that was found is certain, and no other own photo has votes worth mentioning.
        """
        seen = self._parts.find(found)
        by_parts = self._by_parts(found, seen.parts)
        judgements = self._told(found, known, by_parts)
        certain = all(STRENGTH[judgement.verdict] <= STRENGTH[Verdict.CERTAIN] for judgement in judgements)
        sure = certain and len(by_parts) >= len(seen.parts) and not _is_promising(found, seen.strength)
        return Glance(judgements, tuple(by_parts), not sure)

    def _told(self, found: Picture, known: Iterable[Judgement], by_parts: Iterable[Judgement]) -> Judgements:
        judgements = {judgement.photo.id: judgement for judgement in known}
        for judgement in map(self._owned.of_owner, self._best(found, by_parts)):
            before = judgements.get(judgement.photo.id)
            if before is None or (judgement.own is not None and of_judgement(judgement) < of_judgement(before)):
                judgements[judgement.photo.id] = judgement
        return _grouped(sorted(judgements.values(), key=of_judgement))

    def _best(self, found: Picture, by_parts: Iterable[Judgement]) -> Iterable[Judgement]:
        """Of each own photo, and of each still of an own video, the judgement that is believed."""
        best: dict[str, Judgement] = {}
        for judgement in sorted(by_parts, key=of_judgement):
            best.setdefault(judgement.photo.id, judgement)
        for judgement in self._by_hashes(found):
            before = best.get(judgement.photo.id)
            if before is None or _overrules(judgement, before):
                best[judgement.photo.id] = judgement
        return best.values()

    def _by_parts(self, found: Picture, parts: Iterable[Part]) -> list[Judgement]:
        judged = (judge_part(part, found) for part in parts)
        return [judgement for judgement in judged if judgement is not None]

    def _by_hashes(self, found: Picture) -> list[Judgement]:
        seen = found.fingerprints
        return [judge(candidate, seen) for candidate in self._index.search(seen) if is_confirmed(candidate, found)]


def _is_promising(found: Picture, strength: float) -> bool:
    """Whether votes for an own photo that was not found say that a closer look may find it.

    They need not be as strong where a photo may be shown small, or where there is little to go by.
    """
    local = found.fingerprints.local
    if local is None or strength < PROMISING_AMONG_OTHERS:
        return False
    return strength >= PROMISING or len(local.points) < SMOOTH or may_hold_others(found.view)


def _overrules(by_hash: Judgement, by_part: Judgement) -> bool:
    """Hashes see less than points and layout do: they are only believed against them where they are all but equal."""
    return by_hash.verdict is Verdict.CERTAIN and STRENGTH[by_part.verdict] > STRENGTH[Verdict.CERTAIN]


def _grouped(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    kept: list[Judgement] = []
    for judgement in judgements:
        for place, better in enumerate(kept):
            if _overlap(judgement.alteration.region, better.alteration.region) >= SAME_PLACE:
                kept[place] = replace(better, alike=(*better.alike, judgement.photo))
                break
        else:
            kept.append(judgement)
    return tuple(kept)


def _overlap(one: Region, other: Region) -> float:
    """The intersection of two regions over their union, taken of the upright boxes around them."""
    (left, top, right, bottom), (west, north, east, south) = _bounds(one), _bounds(other)
    width, height = min(right, east) - max(left, west), min(bottom, south) - max(top, north)
    shared = max(width, 0.0) * max(height, 0.0)
    if shared <= 0:  # the product of two tiny sides can be nothing as well
        return 0.0
    return shared / ((right - left) * (bottom - top) + (east - west) * (south - north) - shared)


def _bounds(region: Region) -> tuple[float, float, float, float]:
    """The part of a region's bounding box that lies inside the picture: left, top, right, bottom."""
    across, down = ([min(1.0, max(0.0, corner[axis])) for corner in region] for axis in (0, 1))
    return min(across), min(down), max(across), max(down)
