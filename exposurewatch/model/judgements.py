"""What was decided about a picture, and where that was seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from exposurewatch.model.exposures import Exposure
from exposurewatch.model.pictures import Photo, Span
from exposurewatch.model.reasons import Unreadable
from exposurewatch.model.sightings import Sighting

Point = tuple[float, float]

Region = tuple[Point, Point, Point, Point]
"""Four corners in a picture, as fractions of its width and height: where the photo's top left, top right, bottom right
and bottom left corners lie."""

WHOLE: Region = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


class Verdict(StrEnum):
    """How sure a match is, strongest first."""

    EXACT = "exact"  # the same bytes
    CERTAIN = "certain"
    PROBABLE = "probable"
    SAME_SCENE = "same scene"  # another shot of the place, not a copy
    POSSIBLE = "possible"  # only a published hash agrees


@dataclass(frozen=True, slots=True)
class Alteration:
    """How the picture found differs from the own photo.

    The photo was mirrored first, then turned clockwise by `rotation_degrees`; `inverted` says that its colours were.
    `scale` is the size of the photo inside the picture found, relative to the photo's own pixels; `region` says where
    in the picture found it is; `visible_fraction` is the share of the photo that can still be seen. Where only hashes
    were compared, `scale` is 1 and `region` the published part; the rest is that of the nearest form.
    """

    mirrored: bool
    rotation_degrees: float
    scale: float
    region: Region
    visible_fraction: float
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided about one picture and one own photo, before it is known in how many places the picture stands.

    `score` grows with the evidence: standard deviations above chance, plus one for every separate point that lies
    alike; `agreement` is the share of bits alike. `alike` are other own photos that match the same place less well.
    In a video, `spans` are the stretches that show the photo, the surest first, then the longest. Where the photo is a
    video, `own` is the stretch of it that is shown.
    """

    photo: Photo
    verdict: Verdict
    score: float
    agreement: float
    alteration: Alteration
    alike: tuple[Photo, ...] = ()
    spans: tuple[Span, ...] = ()
    own: Span | None = None


Outcome = tuple[Judgement, ...] | Unreadable
"""What came of looking at one file: the own photos it may show, strongest first, or why it could not be looked at."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of a file by its bytes; `spared` where another picture with the same look stood for it.

    `partly` says which part of a video was looked at, where that is not all of it.
    """

    outcome: Outcome
    spared: bool = False
    partly: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One own photo, found in one place; `beside` are the user's own details that stand near it."""

    judgement: Judgement
    sighting: Sighting
    beside: tuple[Exposure, ...] = ()
