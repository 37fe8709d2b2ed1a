"""What a place written in a saved chat is: an address in the web, or a path on the disk of whoever saved it."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(r"(?:https?:)?//\S", re.IGNORECASE)
_FILE: Final = re.compile(r"file:(?://(?:localhost)?/?)?", re.IGNORECASE)
_ABSOLUTE: Final = re.compile(r"[A-Za-z]:[\\/]|[\\/]")
_ESCAPED: Final = re.compile(rb"%([0-9A-Fa-f]{2})")
_KEPT_NAMES: Final = 2  # the folder of the media and the file in it: what is above was that computer's own


def is_address(place: str) -> bool:
    """Tell whether this is an address in the web."""
    return bool(_ADDRESS.match(place))


def unescaped(path: str) -> str:
    """Return a path of a web page with its percent escapes resolved (RFC 3986, 2.1)."""
    raw = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), path.encode("utf-8", "replace"))
    return raw.decode("utf-8", "replace")


def portable(path: str) -> str:
    """Return a path as it may be found on another computer: an absolute one by its last folder and its name."""
    local = _FILE.match(path)
    if local is None and not _ABSOLUTE.match(path):
        return path
    names = [name for name in re.split(r"[\\/]+", path[local.end() :] if local else path) if name]
    return "/".join(names[-_KEPT_NAMES:])


def without_query(place: str) -> str:
    """Return an address without what follows its path, so that it ends in a file's name."""
    return re.split(r"[?#]", place, maxsplit=1)[0] if is_address(place) else place
