"""Finds own photos, or parts of them, inside a picture: neighbours, votes, geometry, layout, one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.fingerprints import codes
from exposurewatch.matching.commonplace import is_along_edges, is_pattern
from exposurewatch.matching.geometry import Geometry, fitted
from exposurewatch.matching.layout import Agreement, agreement, agrees_amid
from exposurewatch.matching.neighbours import Neighbours
from exposurewatch.matching.votes import Ballot, Pairs, elected, of_enough
from exposurewatch.model import Lists, LocalFeatures, Photo, Picture
from exposurewatch.parameters import FRAME_SIDE, INVERTED_FEATURES, Setting

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Part:
    """An own photo found inside a picture: the map from the photo's frame to the picture's view, and what agrees.

    `is_commonplace` says that the points which lie alike would do so in many pictures.
    """

    photo: Photo
    mirrored: bool
    inverted: bool
    geometry: Geometry
    agreement: Agreement
    is_commonplace: bool = False

    @property
    def score(self) -> float:
        """Separate points that lie alike, plus the layout's deviations from chance."""
        return self.geometry.inliers + self.agreement.deviations


@dataclass(frozen=True, slots=True)
class Found:
    """The own photos found inside a picture, and the strength of the votes for the most likely one that was not.

    What votes are worth by chance depends on how few own photos they are for. No picture shows a photo in two forms, so
    chance is told by the form that has the second most: only what is above it counts.
    """

    parts: tuple[Part, ...]
    strength: float


def _above_chance(strengths: Sequence[float]) -> float:
    second, most = sorted(strengths)[-2:]
    return most - second


class Parts:
    """The local features of all own photos, ready to be found in pictures.

    The points of the photos move into tables of their own, one photo after the other, so that thousands of photos are
    in memory once; `photos` are the same photos without their points.
    """

    def __init__(self, photos: Iterable[Photo], setting: Setting, known: Lists | None = None) -> None:
        tables = _Tables()
        self.photos = tuple(map(tables.take, photos))
        self._ends = np.cumsum(tables.counts)
        self._points = tables.points()
        self._neighbours = Neighbours(tables.codes(), setting.probes, known)
        self._verified = setting.verified

    @property
    def lists(self) -> Lists | None:
        """See `Neighbours`."""
        return self._neighbours.lists

    def find(self, picture: Picture) -> Found:
        """Every own photo whose points lie alike in the picture, each in its best form."""
        local = picture.fingerprints.local
        if local is None or not len(local.points):
            return Found((), 0.0)
        best: dict[int, Part] = {}
        strengths: defaultdict[int, list[float]] = defaultdict(lambda: [0.0])  # by owner, one for each form with votes
        forms = _forms(local, picture.view.shape[1])
        for form, ballot in zip(forms, self._ballots(forms), strict=True):
            for pairs in elected(ballot, self._verified):
                owner, part = pairs.owner, self._part(picture, form, pairs)
                strengths[owner].append(pairs.strength)
                if part is not None and (owner not in best or part.score > best[owner].score):
                    best[owner] = part
        missed = (_above_chance(votes) for owner, votes in strengths.items() if owner not in best)
        return Found(tuple(best.values()), max(missed, default=0.0))

    def _part(self, picture: Picture, form: _Form, pairs: Pairs) -> Part | None:
        seen, own = form.seen, self._points[pairs.own].astype(np.float32)
        geometry = fitted(own, seen.points[pairs.found], pairs.distances, max(picture.view.shape))
        if geometry is None:
            return None
        if form.mirrored:
            geometry = replace(geometry, affine=_mirrored_back(geometry.affine, picture.view.shape[1]))
        photo = self.photos[pairs.owner]
        layout = photo.fingerprints.layout
        assert layout is not None  # noqa: S101 (own photos have one)
        frame = frame_of(photo)
        alike = agreement(layout, geometry.affine, frame, picture.view, inverted=form.inverted)
        spots, shown = own[geometry.agreeing, :2], seen.codes[pairs.found[geometry.agreeing]]
        common = is_pattern(shown, len(own)) or (
            is_along_edges(spots, shown, frame)
            and not agrees_amid(layout, geometry.affine, frame, picture.view, inverted=form.inverted)
        )
        return Part(photo, form.mirrored, form.inverted, geometry, alike, common)

    def _ballots(self, forms: Sequence[_Form]) -> Iterator[Ballot]:
        """What near pairs of points say of each form; searched for all forms at once, which takes an eighth less."""
        ends = np.cumsum([len(form.seen.codes) for form in forms])
        asked, own, distances = self._neighbours.search(np.concatenate([form.seen.codes for form in forms]))
        cuts = np.searchsorted(asked, [0, *ends])
        for form, end, first, last in zip(forms, ends, cuts[:-1], cuts[1:], strict=True):
            found = asked[first:last] - (end - len(form.seen.codes))
            yield self._ballot(form.seen, found, own[first:last], distances[first:last])

    def _ballot(
        self, seen: LocalFeatures, found: NDArray[np.int64], own: NDArray[np.int64], distances: NDArray[np.int32]
    ) -> Ballot:
        owner = np.searchsorted(self._ends, own, side="right")
        kept = of_enough(owner)
        owner, found, own, distances = owner[kept], found[kept], own[kept], distances[kept]
        there, here = seen.points[found].astype(np.float64), self._points[own].astype(np.float64)
        return Ballot(
            owner=owner,
            found=found,
            own=own,
            distances=distances,
            octaves=np.log2(there[:, 2] / here[:, 2]),
            degrees=(there[:, 3] - here[:, 3]) % 360,
        )


@dataclass(frozen=True, slots=True)
class _Form:
    """The features of a picture as they would be were it mirrored, or its colours inverted, or both."""

    mirrored: bool
    inverted: bool
    seen: LocalFeatures


def _forms(local: LocalFeatures, width: int) -> tuple[_Form, ...]:
    """The picture as it is, mirrored, and both again with its colours inverted."""
    negative = _negative(local)
    return (
        _Form(mirrored=False, inverted=False, seen=local),
        _Form(mirrored=True, inverted=False, seen=_mirrored(local, width)),
        _Form(mirrored=False, inverted=True, seen=negative),
        _Form(mirrored=True, inverted=True, seen=_mirrored(negative, width)),
    )


class _Tables:
    """The points and codes of photos, end to end; `counts` says how many each photo has."""

    def __init__(self) -> None:
        self.counts: list[int] = []
        self._points, self._codes = bytearray(), bytearray()

    def take(self, photo: Photo) -> Photo:
        """Take the points of a photo, and return it without them."""
        local = photo.fingerprints.local
        self.counts.append(0 if local is None else len(local.points))
        if local is None:
            return photo
        # Half a number holds a position to a quarter of a pixel, far finer than points of copies lie alike.
        self._points += local.points.astype(np.float16).tobytes()
        self._codes += local.codes.tobytes()
        return replace(photo, fingerprints=replace(photo.fingerprints, local=None))

    def points(self) -> NDArray[np.float16]:
        return np.frombuffer(bytes(self._points), np.float16).reshape(-1, 4)  # without room to grow

    def codes(self) -> NDArray[np.uint8]:
        return np.frombuffer(self._codes, np.uint8).reshape(-1, codes.BYTES)


def frame_of(photo: Photo) -> tuple[int, int]:
    """The (width, height) of the frame in which the points of an own photo are given."""
    width, height = photo.fingerprints.width, photo.fingerprints.height
    scale = FRAME_SIDE / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _negative(local: LocalFeatures) -> LocalFeatures:
    """The strongest points of the picture with its colours inverted."""
    points = local.points[:INVERTED_FEATURES].copy()
    points[:, 3] += 180
    return LocalFeatures(points, codes.inverted(local.codes[:INVERTED_FEATURES]))


def _mirrored(local: LocalFeatures, width: int) -> LocalFeatures:
    """The points of the picture, `width` pixels wide, mirrored left to right."""
    points = local.points.copy()
    points[:, 0] = width - 1 - points[:, 0]
    points[:, 3] = 180 - points[:, 3]
    return LocalFeatures(points, codes.mirrored(local.codes))


def _mirrored_back(affine: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The map to the picture itself, given that to the picture mirrored."""
    unmirrored = affine.copy()
    unmirrored[0] *= -1
    unmirrored[0, 2] += width - 1
    return unmirrored
