"""Reads JSON larger than memory as a stream of values, within limits that hold for hostile JSON too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import ijson

from exposurewatch.parsers.json_repair import Readable

Path = tuple[str | None, ...]
"""Where a value stands: the key of each object, None for each array, outermost first."""

MAX_DEPTH: Final = 64
MAX_VALUE_BYTES: Final = 4 << 20  # a message has 4,096 characters and a few hundred entities
MAX_VALUE_PARTS: Final = 200_000

BEGUN: Final = object()
"""Stands for an object or array that begins; what is in it follows."""

_BEGINNINGS: Final = frozenset({"start_map", "start_array"})
_ENDS: Final = frozenset({"end_map", "end_array"})
_Event = tuple[str, Any]


class BadJson(Exception):
    """JSON that cannot be read any further; `truncated` tells a file cut off from one that is damaged."""

    def __init__(self, detail: str, *, truncated: bool = False) -> None:
        super().__init__(detail)
        self.truncated = truncated


def values(source: Readable, wanted: Callable[[Path], bool]) -> Iterator[tuple[Path, Any]]:
    """Yield each `wanted` value whole, and of the rest each scalar and each beginning.

    Raises `BadJson` where the JSON cannot be read any further; everything before has been yielded by then.
    """
    gauge = _Gauge(source)
    return _checked(ijson.basic_parse(gauge, use_float=True), gauge, wanted)


def values_of_many(source: Readable, wanted: Callable[[Path], bool]) -> Iterator[tuple[Path, Any]]:
    """Yield what `values` does for JSON texts that follow each other, as one on each line."""
    gauge = _Gauge(source)
    return _checked(ijson.basic_parse(gauge, use_float=True, multiple_values=True), gauge, wanted)


def _checked(events: Iterator[_Event], gauge: _Gauge, wanted: Callable[[Path], bool]) -> Iterator[tuple[Path, Any]]:
    try:
        yield from _walk(events, gauge, wanted)
    except BadJson:
        raise
    # SystemError and the like: a number or string that the C parser took and Python then refused.
    except (ijson.JSONError, ValueError, ArithmeticError, SystemError, RecursionError) as error:
        words = "it is cut off" if gauge.ended else "it is no valid JSON from there on"
        raise BadJson(words, truncated=gauge.ended) from error


class _Gauge:
    """Lets no more than `MAX_VALUE_BYTES` through between two resets: a parser keeps a string until it ends."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._let_through = 0
        self.ended = False

    def reset(self) -> None:
        self._let_through = 0

    def read(self, size: int, /) -> bytes:
        block = self._source.read(size)
        self.ended = self.ended or (size != 0 and not block)
        self._let_through += len(block)
        if self._let_through > MAX_VALUE_BYTES:
            raise BadJson(f"one value in it is larger than {MAX_VALUE_BYTES >> 20} MiB")
        return block


def _walk(events: Iterator[_Event], gauge: _Gauge, wanted: Callable[[Path], bool]) -> Iterator[tuple[Path, Any]]:
    inside: list[str | None] = []  # one entry for each open object (its current key) or array (None)
    for kind, value in events:
        gauge.reset()
        if kind == "map_key":
            inside[-1] = value
        elif kind in _ENDS:
            inside.pop()
        elif wanted(path := tuple(inside)):
            yield path, _built(events, kind, value, len(inside))
        elif kind in _BEGINNINGS:
            yield path, BEGUN
            inside.append(None)
            _check_depth(len(inside))
        else:
            yield path, value


def _built(events: Iterator[_Event], kind: str, value: Any, depth: int) -> Any:
    """Return the value that begins with the event `kind`, read to its end."""
    root = _begun(kind, value)
    open_ones = [root] if kind in _BEGINNINGS else []
    key = ""
    parts = 0
    while open_ones:
        kind, value = next(events)
        parts += 1
        if parts > MAX_VALUE_PARTS:
            raise BadJson(f"one value in it has more than {MAX_VALUE_PARTS:,} parts")
        if kind == "map_key":
            key = value
        elif kind in _ENDS:
            open_ones.pop()
        else:
            begins = kind in _BEGINNINGS
            made = _begun(kind, value) if begins else value
            into = open_ones[-1]
            if type(into) is dict:
                into[key] = made
            else:
                into.append(made)
            if begins:
                open_ones.append(made)
                _check_depth(depth + len(open_ones))
    return root


def _begun(kind: str, value: Any) -> Any:
    if kind == "start_map":
        return {}
    return [] if kind == "start_array" else value


def _check_depth(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise BadJson(f"it is nested more than {MAX_DEPTH} levels deep")
