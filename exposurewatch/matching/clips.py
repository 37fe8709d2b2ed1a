"""Puts what was found in the frames of a video together: one judgement for each own photo, with the moments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from exposurewatch.matching.library import Library
from exposurewatch.model import Clip, Judgement, Photo, Picture, Span, Verdict
from exposurewatch.order import STRENGTH, of_judgement

BRIDGED: Final = 1  # kept frames between two that match, in which a photo may go unseen without having left


@dataclass(frozen=True, slots=True)
class _Shown:
    """One own photo in one kept frame, the `place`-th of its video."""

    place: int
    span: Span
    judgement: Judgement


def compare_clip(library: Library, clip: Clip[Picture], known: Iterable[Judgement] = ()) -> tuple[Judgement, ...]:
    """The own photos that a video may show, the surest first; `known` is what its bytes have told already.

    Shots of one moment that match the same frames are one judgement, on the best of them, as in a picture.
    """
    shown: dict[str, list[_Shown]] = {}
    for place, (span, picture) in enumerate(clip.moments):
        for judgement in library.compare(picture):
            shown.setdefault(judgement.photo.id, []).append(_Shown(place, span, judgement))
    told = {judgement.photo.id: judgement for judgement in known}
    for photo_id, frames in _folded(shown).items():
        told.setdefault(photo_id, _summed_up(frames))
    exact = {judgement.photo.id for judgement in known}
    return tuple(sorted((_without(judgement, exact) for judgement in told.values()), key=of_judgement))


def _folded(shown: Mapping[str, Sequence[_Shown]]) -> dict[str, list[_Shown]]:
    """Give the frames of a photo that is like a better one, in any frame, to that one."""
    kept: dict[str, list[_Shown]] = {}
    alike: dict[str, str] = {}
    for photo_id in sorted(shown, key=lambda each: of_judgement(_best(shown[each]).judgement)):
        better = alike.get(photo_id)
        kept.setdefault(better or photo_id, []).extend(shown[photo_id])
        if better is None:
            for frame in shown[photo_id]:
                for photo in frame.judgement.alike:
                    alike.setdefault(photo.id, photo_id)
    return kept


def _summed_up(frames: Sequence[_Shown]) -> Judgement:
    strongest = _best(frames).judgement
    telling = sorted((one for one in frames if _counts(one, strongest)), key=lambda one: one.place)
    runs = sorted(_runs(telling), key=_rank)
    best = _best(runs[0]).judgement
    own = [one.judgement.own for one in runs[0] if one.judgement.own and one.judgement.photo.id == best.photo.id]
    behind = {each.photo.id: each.photo for each in (one.judgement for one in frames)}
    behind |= {photo.id: photo for one in frames for photo in one.judgement.alike}
    return replace(
        best,
        spans=tuple(Span(run[0].span.start, run[-1].span.end) for run in runs),
        own=Span(min(own).start, max(span.end for span in own)) if own else None,
        alike=tuple(photo for photo_id, photo in sorted(behind.items()) if photo_id != best.photo.id),
    )


def _counts(one: _Shown, best: Judgement) -> bool:
    """Whether a frame belongs to what is told: other shots of the scene do where nothing better was found."""
    scene = STRENGTH[Verdict.SAME_SCENE]
    return STRENGTH[one.judgement.verdict] < scene or STRENGTH[best.verdict] >= scene


def _runs(frames: Iterable[_Shown]) -> list[list[_Shown]]:
    runs: list[list[_Shown]] = []
    for frame in frames:
        if runs and frame.place - runs[-1][-1].place <= BRIDGED + 1:
            runs[-1].append(frame)
        else:
            runs.append([frame])
    return runs


def _rank(run: Sequence[_Shown]) -> tuple[int, float, float, int]:
    """The surest verdict comes first, then the longest stretch."""
    best = _best(run).judgement
    return STRENGTH[best.verdict], run[0].span.start - run[-1].span.end, -best.score, run[0].place


def _best(frames: Sequence[_Shown]) -> _Shown:
    return min(frames, key=lambda one: (*of_judgement(one.judgement), one.place))


def _without(judgement: Judgement, exact: Iterable[str]) -> Judgement:
    """The judgement without those in its `alike` that have one of their own."""
    alike: tuple[Photo, ...] = tuple(photo for photo in judgement.alike if photo.id not in exact)
    return replace(judgement, alike=alike)
