"""Says in plain words how a picture found differs from the own photo."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from exposurewatch.model import Alteration, Point, Region

_NEARLY_ALL = 0.94  # of the photo, or of the picture; what is missing beyond that is rounding, not an alteration
_SAME_SIZE = 0.05  # share of the size
_UPRIGHT = 1.5  # degrees; geometry is no finer on small pictures


def describe(alteration: Alteration) -> str:
    """Say how the picture was altered, the most telling first; without a full stop, to follow other words."""
    inverted = ["with inverted colours"] if alteration.inverted else []
    changes = [*_part(alteration), *inverted, *_turned(alteration), *_resized(alteration.scale)]
    return ", ".join(changes) or "saved again at about the same size, otherwise unaltered"


def published(alteration: Alteration) -> str:
    """Say of which part of a picture that nobody saw a fingerprint agrees, and in which form; empty for the whole."""
    filled, visible = filled_share(alteration.region), alteration.visible_fraction
    part = [] if filled >= _NEARLY_ALL else [f"that of a part that fills {_percent(filled)} of the picture"]
    own = [] if visible >= _NEARLY_ALL else [f"with a crop showing {_percent(visible)} of your photo"]
    inverted = ["with inverted colours"] if alteration.inverted else []
    return ", ".join((*part, *own, *inverted, *_turned(alteration)))


def in_common(alteration: Alteration) -> str:
    """Say how much of a picture that is no copy shows what the photo shows as well."""
    return f"what both of them show fills {_percent(filled_share(alteration.region))} of the picture"


def _part(alteration: Alteration) -> list[str]:
    visible, filled = alteration.visible_fraction, filled_share(alteration.region)
    cropped = visible < _NEARLY_ALL
    fills = f"fills {_percent(filled)} of"
    if filled >= _NEARLY_ALL:
        return [f"a crop showing {_percent(visible)} of your photo"] if cropped else []
    if cropped:
        return [f"a crop showing {_percent(visible)} of your photo, which {fills} the picture"]
    return [f"your photo {fills} a larger picture"]


def _turned(alteration: Alteration) -> list[str]:
    degrees = (alteration.rotation_degrees + 180) % 360 - 180  # -180 up to, and without, 180
    upside_down = abs(degrees) > 180 - _UPRIGHT
    if alteration.mirrored and upside_down:
        return ["mirrored top to bottom"]
    changes = ["mirrored"] if alteration.mirrored else []
    if upside_down:
        changes.append("turned upside down")
    elif abs(degrees) >= _UPRIGHT:
        angle = f"{abs(degrees):.1f}".removesuffix(".0")
        changes.append(f"turned {angle}° {'clockwise' if degrees > 0 else 'anticlockwise'}")
    return changes


def _resized(scale: float) -> list[str]:
    if abs(scale - 1) <= _SAME_SIZE:
        return []
    return [f"{'smaller' if scale < 1 else 'larger'} ({_percent(scale)} of your photo's size)"]


def _percent(share: float) -> str:
    return f"{max(1, round(100 * share)):,} %"


def filled_share(region: Region) -> float:
    """Return the share of the picture that `region` covers, 0 to 1; a cropped photo's corners lie outside of it.

    The region is clipped to the picture (Sutherland and Hodgman, 1974) and measured with the shoelace formula.
    """
    corners: list[Point] = list(region)
    for axis in (0, 1):
        corners = _clipped(corners, axis, lambda value: value)
        corners = _clipped(corners, axis, lambda value: 1 - value)
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*corners, *corners[:1]]))
    return abs(doubled) / 2


def _clipped(corners: list[Point], axis: int, inside: Callable[[float], float]) -> list[Point]:
    """Keep what lies on the side of one edge of the picture where `inside` is not negative."""
    kept: list[Point] = []
    for before, here in pairwise([*corners[-1:], *corners]):
        left, right = inside(before[axis]), inside(here[axis])
        if (left < 0) != (right < 0):
            along = left / (left - right)
            kept.append((before[0] + along * (here[0] - before[0]), before[1] + along * (here[1] - before[1])))
        if right >= 0:
            kept.append(here)
    return kept
