"""Reads the manifest of a MISP feed: which events there are, and when each was last changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.parsers.entries import PassedOver, Told
from exposurewatch.parsers.fields import number
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BEGUN, BadJson, values
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Record

NO_MANIFEST: Final = "it is no manifest of MISP events"
NAMELESS: Final = "events whose name is no UUID, and could lead anywhere"

_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def is_uuid(words: str) -> bool:
    """Tell whether `words` are a UUID and nothing else, so that they can stand in an address as they are."""
    return _UUID.fullmatch(words) is not None


def _read(source: Readable) -> Iterator[Record]:
    """Yield of each event its UUID and when it was last changed, in seconds since 1970, 0 where that is not said."""
    named = nameless = 0
    try:
        for path, value in values(RepairedJson(source), lambda path: len(path) == 1):
            match path:
                case ():
                    if value is not BEGUN:
                        yield Ended(NO_MANIFEST, truncated=False)
                        return
                case (str(name),) if is_uuid(name) and isinstance(value, dict):
                    named += 1
                    yield Told(name, str(number(value, "timestamp") or 0))
                case _:
                    nameless += 1
    except BadJson as error:
        yield Ended(str(error), error.truncated)
        return
    if nameless and not named:
        yield Ended(NO_MANIFEST, truncated=False)
    elif nameless:
        yield PassedOver(NAMELESS, nameless)


MISP_MANIFEST: Final = Parser("misp-manifest", _read)
