"""Reads the list of the threads on a board: ``threads.json``, or a catalog, of 4chan and of vichan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.parsers.entries import Told
from exposurewatch.parsers.fields import number
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BadJson, Path, values
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Record

_THREAD: Final[Path] = (None, "threads", None)


def _read(source: Readable) -> Iterator[Record]:
    """Yield ``Told("thread", "NUMBER MARK")`` for each; the mark is another one once there is a new post in it.

    Where a list does not say when a thread has changed, the mark is ''.
    """
    try:
        for path, value in values(RepairedJson(source), _THREAD.__eq__):
            if path == _THREAD and (told := _told(value)) is not None:
                yield told
    except BadJson as error:
        yield Ended(str(error), error.truncated)


def _told(value: Any) -> Told | None:
    fields = value if isinstance(value, dict) else {}
    found = number(fields, "no")
    if found is None or found <= 0:
        return None
    changed, replies = (number(fields, key) for key in ("last_modified", "replies"))
    mark = "" if changed is None else str(changed) if replies is None else f"{changed}/{replies}"
    return Told("thread", f"{found} {mark}")


IMAGEBOARD_LIST: Final = Parser("imageboard-list", _read)
