"""Handles, which are user names on services such as Instagram and Telegram: alone, behind an @, and in links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from exposurewatch.details.detail import Kind, NotOne, Search, Stretch
from exposurewatch.details.folding import Folded, bones, folded
from exposurewatch.details.services import BY_WORD, SERVICES, Service
from exposurewatch.model import DetailKind

_HANDLE: Final = re.compile(r"(?=.*[a-z0-9])[a-z0-9._-]{2,64}")
_SAID: Final = re.compile(r"([a-z]+) ?: ?(?!//)(.+)")
_DISTINCTIVE: Final = 8  # letters; a shorter word without digit, dot or underscore may be anybody's name, or any word
_DISGUISED: Final = 6  # characters; shorter ones with letters exchanged or apart are too often other words
_LOOKS_LIKE: Final = {
    **dict.fromkeys("a4", "[a4@]"),
    **dict.fromkeys("e3", "[e3]"),
    **dict.fromkeys("il1", "[il1|!]"),
    **dict.fromkeys("o0", "[o0]"),
    **dict.fromkeys("s5", "[s5$]"),
    **dict.fromkeys("t7", "[t7]"),
}
_END: Final = r"(?![a-z0-9_])(?![.-][a-z0-9_])"
_ALONE: Final = r"(?<![a-z0-9_@])(?<![a-z0-9_][.-])"


def _normal(words: str) -> str:
    """Return it without its @, behind the name of its service where that was given or stands in the link."""
    plain = folded(words).rstrip("/")
    service, handle = _linked(plain) or _said(plain)
    handle = handle.removeprefix("@").rstrip(".-")
    if not _HANDLE.fullmatch(handle):
        raise NotOne(
            "That is no handle.",
            "It is one word of letters, digits, dots, hyphens and underscores: jane_doe, instagram:jane_doe, or a link"
            " to the profile.",
        )
    return handle if service is None else f"{service.name}:{handle}"


def _linked(plain: str) -> tuple[Service, str] | None:
    for service in SERVICES:
        for link in service.links:
            if found := re.fullmatch(rf"(?:.*[/.])?(?:{link})([^/?#&]+).*", plain):
                return service, found[1]
    return None


def _said(plain: str) -> tuple[Service | None, str]:
    said = _SAID.fullmatch(plain)
    if said is None:
        return None, plain
    service = BY_WORD.get(said[1])
    return (None, plain) if service is None else (service, said[2])


def _masked(value: str) -> str:
    service, _, handle = value.rpartition(":")
    return f"{service}:{handle[0]}…" if service else f"{handle[0]}…"


def _search(value: str) -> Search:
    name, _, handle = value.rpartition(":")
    services = [BY_WORD[name]] if name else SERVICES
    patterns = [(re.compile(pattern), exact) for pattern, exact in _patterns(handle, services)]

    core = bones(handle)

    def find(text: Folded) -> Iterator[Stretch]:
        if core not in text.bones:
            return
        for pattern, exact in patterns:
            for match in pattern.finditer(text.words):
                yield Stretch(match.start("it"), match.end(), exact and match["it"].lstrip("@") == handle)

    return find


def _patterns(handle: str, services: Iterable[Service]) -> Iterator[tuple[str, bool]]:
    """What to look for, with the group `it` for what exposes her, and whether it may be the handle as one writes it."""
    plain = re.escape(handle)
    long = len(handle) >= _DISGUISED
    disguised = "".join(_LOOKS_LIKE.get(letter, re.escape(letter)) for letter in handle) if long else plain
    at = r"(?<![a-z0-9_.@])@\s?"
    links = "|".join(link for service in services for link in service.links)
    words = "|".join(word for service in services for word in (service.name, *service.words))
    yield rf"(?P<it>{at}{disguised}){_END}", True
    if len(handle) >= _DISTINCTIVE or not handle.isalpha():  # then it is she in links to other services as well
        yield rf"{_ALONE}(?P<it>{disguised}){_END}", True
    else:
        if links:
            yield rf"(?:{links})(?P<it>{disguised}){_END}", True
        yield rf"(?<![a-z0-9])(?:{words}|username|handle)\s?[:=>-]?\s?(?P<it>{plain}){_END}", True
    if long:
        apart = r"[\s._*-]{1,2}".join(_LOOKS_LIKE.get(letter, letter) for letter in handle if letter.isalnum())
        yield rf"(?<![a-z0-9_])(?P<it>@?\s?{apart}){_END}", False


HANDLE: Final = Kind(
    DetailKind.HANDLE,
    "instagram:jane_doe",
    _normal,
    _masked,
    _search,
    ("username", "user name", "user"),
)
