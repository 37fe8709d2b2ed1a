"""Reads what imageboards give out as JSON (4chan and vichan: a thread, a page, a catalog) as a stream of raw posts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from exposurewatch.model import Unreadable
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BadJson, Path, values
from exposurewatch.parsers.posts import Ended

_THREAD: Final[Path] = ("posts", None)
_PAGE: Final[Path] = ("threads", None, "posts", None)
_CATALOG: Final[Path] = (None, "threads", None)
_POSTS: Final = frozenset({_THREAD, _PAGE, _CATALOG})
_AROUND: Final = frozenset({"posts", "threads", "page"})
_OF_A_POST: Final = frozenset({"com", "tim", "name", "sub", "resto", "last_modified", "now", "filedeleted"})


@dataclass(frozen=True, slots=True)
class Raw:
    """One post as it was written: hostile, of any shape. `opening` is the post that opened its thread, if it is here.

    The list of threads of a catalog holds the opening posts, and in each the last replies to it.
    """

    value: Any
    opening: Any


def read_thread(source: Readable) -> Iterator[Raw | Ended]:
    """Yield each post; last of all an `Ended` if the document is cut off or damaged."""
    opening: Any = None
    try:
        for path, value in values(RepairedJson(source), _POSTS.__contains__):
            if path not in _POSTS:
                continue
            if path == _CATALOG or _is_opening(value):
                opening = value
            yield Raw(value, opening)
            if path == _CATALOG:
                yield from _replies(value)
    except BadJson as error:
        yield Ended(str(error), error.truncated)


def recognise(source: Readable) -> bool:
    """Tell whether this is the beginning of what an imageboard gives out."""
    try:
        for path, value in values(RepairedJson(source), _POSTS.__contains__):
            if path in _POSTS:
                return _is_post(value)
            if any(isinstance(key, str) and key not in _AROUND for key in path):
                return False
    except (BadJson, Unreadable):
        return False
    return False


def _replies(opening: Any) -> Iterator[Raw]:
    replies = opening.get("last_replies") if isinstance(opening, dict) else None
    for reply in replies if isinstance(replies, list) else ():
        yield Raw(reply, opening)


def _is_opening(value: Any) -> bool:
    return isinstance(value, dict) and value.get("resto") in (0, "0")


def _is_post(value: Any) -> bool:
    return isinstance(value, dict) and "no" in value and not value.keys().isdisjoint(_OF_A_POST)
