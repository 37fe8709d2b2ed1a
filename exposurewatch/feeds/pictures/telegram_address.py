"""Tells what an address of Telegram's is of: a channel by its name, or something that is not shown on the web."""

from __future__ import annotations

import re
from typing import Final

_HOST: Final = r"(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)"
_NAME: Final = r"(?P<name>[a-z]\w{3,31})"
_END: Final = r"/?(?:[?#].*)?"
_NAMED: Final = tuple(
    re.compile(shape, re.IGNORECASE | re.ASCII | re.DOTALL)
    for shape in (
        rf"@{_NAME}",
        rf"{_HOST}/(?:s/)?{_NAME}(?:/[0-9]{{1,18}}){{0,2}}{_END}",
        rf"(?:https?://)?{_NAME}\.t\.me(?:/[0-9]{{1,18}})?{_END}",
        rf"tg:(?://)?resolve/?\?domain={_NAME}(?:&.*)?",
        rf"(?:https?://)?web\.telegram\.org/[akz]/(?:\?[^#]*)?#@{_NAME}",
    )
)
# Paths of t.me that are no names, as https://core.telegram.org/api/links lists them.
_TAKEN: Final = re.compile(
    "addemoji|addlist|addstickers|addtheme|auction|boost|call|confirmphone|contact|giftcode|invoice|joinchat|login|"
    "message|newbot|privatepost|proxy|resolve|setlanguage|share|socks|stars|topup",
    re.IGNORECASE,
)
_INVITES: Final = re.compile(rf"(?:{_HOST}/(?:\+|joinchat/)|tg:(?://)?join\b).*", re.IGNORECASE | re.DOTALL)
_NUMBERED: Final = re.compile(
    rf"(?:{_HOST}/c/-?[0-9]|tg:(?://)?privatepost\b|(?:https?://)?web\.telegram\.org/[akz]/(?:\?[^#]*)?#-?[0-9]).*",
    re.IGNORECASE | re.DOTALL,
)
_TELEGRAM: Final = re.compile(rf"(?:{_HOST}(?:/.*)?|tg:.*|(?:https?://)?web\.telegram\.org\b.*|@.*)", re.I | re.DOTALL)

INVITE: Final = (
    "This is an invitation to a private chat, and Telegram shows private chats to nobody on the web. If you are in "
    "it, export it with Telegram Desktop, and scan the export."
)
NUMBERED: Final = (
    "This leads to a chat by its number, which only its members can open. If it is a public channel, use the name that "
    "it has after t.me/; if not, and you are in it, export it with Telegram Desktop, and scan the export."
)
NO_NAME: Final = "This is no channel of Telegram's. A public channel has an address such as https://t.me/s/durov."


def is_telegram(address: str) -> bool:
    """Tell whether this is meant to lead to something of Telegram's."""
    return _TELEGRAM.fullmatch(address.strip()) is not None or channel_name(address) is not None


def channel_name(address: str) -> str | None:
    """Return the name of the channel that an address or a name with an @ leads to; None where it leads to none."""
    for shape in _NAMED:
        if (found := shape.fullmatch(address.strip())) and not _TAKEN.fullmatch(found["name"]):
            return found["name"]
    return None


def page_of(name: str) -> str:
    """Return where Telegram shows the newest posts of a channel."""
    return f"https://t.me/s/{name}"


def normal(address: str) -> str:
    """Return the one address of a channel; what leads to none stays as it is."""
    name = channel_name(address)
    return address if name is None else page_of(name.lower())


def why_not(address: str) -> str:
    """Return what an address leads to that is the name of no channel, in a sentence that says what to do."""
    words = address.strip()
    if _INVITES.fullmatch(words):
        return INVITE
    return NUMBERED if _NUMBERED.fullmatch(words) else NO_NAME
