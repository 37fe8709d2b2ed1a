"""Leaves files that stand in a document of JSON as base64 out of it: nothing looks at them, and they may be large."""

from __future__ import annotations

import re
from typing import Final

from exposurewatch.parsers.json_repair import Readable

_KEPT: Final = 1024  # characters; no hash, name or address that is read has as many without a blank or a full stop
# A slash may be written as "\/". No character of a run is a quote or a bracket, so that one that is cut short still
# ends where it did; the look behind lets each run be tried from its beginning only.
_RUN: Final = re.compile(rb"(?<![A-Za-z0-9+=/])((?:[A-Za-z0-9+=/]|\\/){%d})(?:[A-Za-z0-9+=/]|\\/)+" % _KEPT)


class WithoutFiles:
    """A readable over `source` in which each run of base64 has few characters of each block that is read."""

    def __init__(self, source: Readable) -> None:
        self._source = source

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, and none at the end only."""
        return _RUN.sub(rb"\1", self._source.read(size))
