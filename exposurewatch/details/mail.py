"""E-mail addresses, also where they are spelt out so that no program shall recognise them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.details.detail import Kind, NotOne, Search, Stretch
from exposurewatch.details.folding import Folded, folded
from exposurewatch.model import DetailKind

_WRITTEN: Final = re.compile(r"([a-z0-9._%+'-]{1,64})@([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24})")
_AT: Final = r"\s{0,2}(?:@|[\[({<*]\s?(?:at|@)\s?[\])}>*]|(?<=\s)at(?=\s))\s{0,2}"
_DOT: Final = r"\s{0,2}(?:\.|[\[({<*]\s?(?:dot|titik|\.)\s?[\])}>*]|(?<=\s)(?:dot|titik)(?=\s))\s{0,2}"
_GMAIL: Final = frozenset({"gmail.com", "googlemail.com"})


def _normal(words: str) -> str:
    """Return it in small letters, and without what its provider passes over: the dots of Gmail, and what follows a +.

    A + is left where nothing stands before it.
    """
    written = _WRITTEN.fullmatch(folded(words))
    if written is None:
        raise NotOne("That is no e-mail address.", "It has an @ and a dot behind it: jane@example.org.")
    local, domain = written[1].partition("+")[0] or written[1], written[2]
    if domain in _GMAIL:
        return f"{local.replace('.', '') or local}@gmail.com"
    return f"{local}@{domain}"


def _masked(value: str) -> str:
    local, _, domain = value.partition("@")
    return f"{local[0]}…@{domain[0]}…"


def _search(value: str) -> Search:
    local, _, domain = value.partition("@")
    dots = f"(?:{_DOT})?" if domain in _GMAIL else ""
    name = dots.join(_DOT if letter == "." else re.escape(letter) for letter in local)
    domains = sorted(_GMAIL) if domain in _GMAIL else [domain]
    hosts = "|".join(_DOT.join(map(re.escape, each.split("."))) for each in domains)
    pattern = re.compile(rf"(?<![a-z0-9._%+-]){name}(?:\+[a-z0-9._-]+)?{_AT}(?:{hosts})(?![a-z0-9-])(?!\.[a-z0-9])")

    hosted = "mail.com" if domain in _GMAIL else domain  # what both hosts of Gmail end in
    label = max(hosted.split("."), key=len)

    def find(text: Folded) -> Iterator[Stretch]:
        if label not in text.words:
            return
        for match in pattern.finditer(text.words):
            yield Stretch(match.start(), match.end(), _WRITTEN.fullmatch(match[0]) is not None)

    return find


EMAIL: Final = Kind(
    DetailKind.EMAIL,
    "jane@example.org",
    _normal,
    _masked,
    _search,
    ("e-mail", "mail", "emel", "email address"),
)
