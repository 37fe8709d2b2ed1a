"""Which numbers of a channel's posts were read: ranges that do not touch each other, highest first."""

from __future__ import annotations

from typing import Any, Final

Range = tuple[int, int]
"""The lowest and the highest number that belong to it; all between them as well."""

BEGINNING: Final = 0
"""Below every post: a range that reaches down to it has nothing older beneath it."""


def joined(ranges: tuple[Range, ...], low: int, high: int) -> tuple[Range, ...]:
    """Return ranges with one more, put together with those that it touches."""
    apart = []
    for lower, upper in ranges:
        if upper < low - 1 or high + 1 < lower:
            apart.append((lower, upper))
        else:
            low, high = min(low, lower), max(high, upper)
    return tuple(sorted((*apart, (low, high)), reverse=True))


def around(ranges: tuple[Range, ...], number: int) -> Range | None:
    """Return the range that a number is in."""
    return next((each for each in ranges if each[0] <= number <= each[1]), None)


def written(ranges: tuple[Range, ...]) -> list[list[int]]:
    """Return ranges as plain values."""
    return [list(each) for each in ranges]


def understood(value: Any) -> tuple[Range, ...]:
    """Return the ranges that plain values say; none where these are not such."""
    ranges: tuple[Range, ...] = ()
    for each in value if isinstance(value, list) else ():
        match each:
            case [int(low), int(high)] if BEGINNING <= low <= high:
                ranges = joined(ranges, low, high)
            case _:
                return ()
    return ranges
