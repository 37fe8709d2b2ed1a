"""Reads messages that scripts with Telethon or Pyrogram, and 4CAT, wrote down: an array, one a line, or one alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.parsers import pyrogram_message, telethon_message
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BadJson, Path, values_of_many
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record

_MESSAGES: Final = frozenset({"Message", "MessageService"})
_BLANKS: Final = b" \t\r\n"


def _read(source: Readable) -> Iterator[Record]:
    text = _Opened(RepairedJson(source))
    message: Path = (None,) if text.is_array else ()
    try:
        for path, value in values_of_many(text, lambda path: path == message):
            if path == message and isinstance(value, dict) and (post := read_message(value)) is not None:
                yield post
    except BadJson as error:
        yield Ended(str(error), error.truncated)


def read_message(fields: dict[str, Any]) -> Post | None:
    """Return what a message says, or None for an object of another kind, such as a user or a deleted message."""
    kind = telethon_message.kind_of(fields) or ("Message" if "_chat" in fields else "")
    if kind not in _MESSAGES or fields.get("empty") is True:
        return None
    if isinstance(fields.get("chat"), dict):
        return pyrogram_message.read_message(fields)
    return telethon_message.read_message(fields)


class _Opened:
    """A text of which the beginning was looked at. Reads on from there."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._begun = b""
        while not self._begun.lstrip(_BLANKS) and (block := source.read(1 << 16)):
            self._begun = block  # what is blank so far means nothing
        self.is_array = self._begun.lstrip(_BLANKS).startswith(b"[")

    def read(self, size: int, /) -> bytes:
        if self._begun and size:
            begun, self._begun = self._begun, b""
            return begun
        return self._source.read(size)


TELEGRAM_DUMP: Final = Parser("telegram-dump", _read)
