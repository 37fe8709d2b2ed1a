"""What can be told from an address on the web alone, hostile or not. Nothing is ever fetched."""

from __future__ import annotations

import re
from typing import Final

from exposurewatch.parsers.addresses import unescaped

_SCHEME: Final = re.compile(r"(?:https?:)?//", re.IGNORECASE)
# Emoji, buttons and style sheets that every page of Telegram's draws on.
_FURNITURE: Final = re.compile(r"https?://(?:[a-z0-9-]+\.)?telegram\.org/(?:img|css|js)/", re.IGNORECASE)
_TELEGRAM: Final = re.compile(
    r"https?://(?:www\.)?(?:t\.me|telegram\.(?:me|dog))/(?:s/)?[A-Za-z]\w{2,31}"
    r"(?:/[0-9]{1,18})?/?(?:[?#].*| \([0-9]+\))?",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)


def same_address(address: str) -> str:
    """Return what all spellings of an address have in common: no scheme, no fragment, the host in lower case."""
    bare = address[found.end() :] if (found := _SCHEME.match(address)) else address
    host, slash, path = bare.partition("#")[0].partition("/")
    return f"{host.lower()}{slash}{path}"


def without_query(address: str) -> str:
    """Return an address without what follows the question mark."""
    return address.partition("?")[0]


def file_name(address: str) -> str:
    """Return what the file at an address is called: its last name, unescaped; '' where it has none."""
    return unescaped(without_query(same_address(address)).rpartition("/")[2])


def is_furniture(address: str) -> bool:
    """Tell whether this is a button, an emoji or a style sheet of Telegram's own pages."""
    return _FURNITURE.match(address) is not None


def is_telegram_page(address: str) -> bool:
    """Tell whether this is where Telegram shows a public channel, or one post of it."""
    return _TELEGRAM.fullmatch(address) is not None
