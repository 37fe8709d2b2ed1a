"""Reads what the user says of a feed that she adds; nothing is asked of anybody for that."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from exposurewatch.cli.arguments import expanded
from exposurewatch.cli.durations import read_duration
from exposurewatch.errors import WrongUsage
from exposurewatch.text import clean

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(/|\Z)")


@dataclass(frozen=True, slots=True)
class Adding:
    """What the user said of the feed that she adds, in her words."""

    address: str
    name: str | None = None
    every: str = "6h"
    kind: str | None = None
    since: str | None = None
    options: tuple[str, ...] = ()
    proxy: str | None = None
    allow_http: bool = False
    keys_fd: int | None = None
    yes: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """The same, understood: `address` is a whole one, `since` a day in UTC."""

    address: str
    name: str | None
    every: timedelta
    since: date | None
    options: dict[str, str]
    proxy: str | None


def understood(adding: Adding) -> Arguments:
    """Read all that can be read by itself. Raises `WrongUsage` where something in it is wrong."""
    return Arguments(
        _address(adding.address),
        _name(adding.name),
        read_duration(adding.every, "--every"),
        _day(adding.since),
        _options(adding.options),
        _proxy(adding.proxy),
    )


def is_file(address: str) -> bool:
    """Whether an address is that of a file or folder of this computer."""
    return address.lower().startswith("file:")


def without_secret(proxy: str) -> str:
    """A proxy without the name and password that may stand in it."""
    return clean(re.sub(r"//.*@", "//", proxy))


def made_name(address: str, taken: set[str]) -> str:
    """A name that says where a feed is, and that no other has."""
    parts = urlsplit(address)
    path = [part for part in parts.path.split("/") if part and part != "s"]
    told = path[-1].partition(".")[0] if path else (parts.hostname or "feed")
    name = "-".join(re.findall(r"[A-Za-z0-9_]+", told))[:32].strip("-_") or "feed"
    number, made = 1, name
    while made in taken:
        number += 1
        made = f"{name}-{number}"
    return made


def _address(words: str) -> str:
    """An address as it is kept: that of a file is made whole, and that of a folder ends with a slash."""
    words = words.strip()
    if not words:
        raise WrongUsage("No address was given.", "Name one, such as https://t.me/s/examplechannel.")
    if _SCHEME.match(words) and not _DRIVE.match(words):
        return words
    path = expanded(Path(words))
    with suppress(OSError):  # as of a name that is too long to be one
        if path.exists():
            return path.absolute().as_uri() + ("/" if path.is_dir() else "")
    if words.startswith(("@", "t.me/", "telegram.me/")) or _HOST.match(words):
        return words if words.startswith("@") else f"https://{words}"
    raise WrongUsage(
        f"“{clean(words)}” is neither an address nor a file.", "Write the whole address, beginning with https://."
    )


def _name(name: str | None) -> str | None:
    if name is not None and not _NAME.fullmatch(name):
        raise WrongUsage(
            f"“{clean(name)}” cannot be the name of a feed.", "Take letters, digits, - and _, at most 40 of them."
        )
    return name


def _day(words: str | None) -> date | None:
    try:
        return None if words is None else date.fromisoformat(words.strip())
    except ValueError:
        raise WrongUsage(
            f"“{clean(words or '')}” is not a day of the calendar.",
            "Write year, month and day, as in --since 2026-01-31.",
        ) from None


def _options(given: tuple[str, ...]) -> dict[str, str]:
    options: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise WrongUsage(f"“{clean(each)}” is not an option.", "Write NAME=VALUE, as in --option algorithm=pdq.")
        options[name.strip()] = value.strip()
    return options


def _proxy(words: str | None) -> str | None:
    if words is None:
        return None
    try:
        parts = urlsplit(words.strip())
        whole = parts.scheme in ("socks5", "socks5h", "http") and parts.hostname and parts.port
    except ValueError:
        whole = None
    if not whole:
        raise WrongUsage(
            "That is not a proxy.",  # and is not said again: it may hold a password
            "Write its kind, host and port, as in --proxy socks5://127.0.0.1:9050.",
        )
    return words.strip()
