"""Cuts a page that DiscordChatExporter wrote into the groups of messages that it consists of, as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.parsers.json_repair import Readable

MAX_GROUP_BYTES: Final = 4 << 20  # messages that one person sent within minutes

_BLOCK: Final = 1 << 16
_GROUP: Final = re.compile(rb"<div class=[\"']?chatlog__message-group[\"'\s>]")
_MARK: Final = 64  # bytes, more than such a beginning has: one that is cut by a block is met whole later


class TooLong(Exception):
    """A group that no honest page has."""


def groups(source: Readable) -> Iterator[bytes]:
    """Yield what precedes the first group, then each group; what follows the last one is part of it.

    Raises:
        TooLong: one of them is larger than `MAX_GROUP_BYTES`.
    """
    pending = b""
    searched = 1  # the group at the beginning itself is not looked for
    while block := source.read(_BLOCK):
        pending += block
        while found := _GROUP.search(pending, searched):
            yield pending[: found.start()]
            pending, searched = pending[found.start() :], 1
        searched = max(1, len(pending) - _MARK)
        if len(pending) > MAX_GROUP_BYTES:
            raise TooLong
    yield pending
