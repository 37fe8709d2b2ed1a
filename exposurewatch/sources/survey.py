"""Walks through a container once and notes what is in it, without opening a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from exposurewatch.model import Reason
from exposurewatch.sources.containers import Container, Member, Refused

_DOCUMENT: Final = "result.json"
_PAGE: Final = re.compile(r"messages[0-9]*\.html|export_results\.html", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Survey:
    """`documents` may be exports in JSON; `pages` are the folders (raw paths) that hold an HTML export."""

    documents: tuple[Member, ...]
    pages: tuple[str, ...]
    files: int
    refused: frozenset[Reason]
    closed: str | None
    """Why the container itself cannot be listed, if it cannot."""


def survey(container: Container, document: str | None = None) -> Survey:
    """Return what is in `container`. `document` is the path of an export that goes by a name of its own."""
    documents: list[Member] = []
    pages: dict[str, None] = {}
    refused: set[Reason] = set()
    closed: str | None = None
    files = 0
    for member in container.members():
        if isinstance(member, Refused):
            refused.add(member.reason)
            closed = closed if member.path else member.detail
            continue
        files += 1
        folder, slash, name = member.path.rpartition("/")
        if name.lower() == _DOCUMENT or member.path == document:
            documents.append(member)
        elif _PAGE.fullmatch(name):
            pages[folder + slash] = None
    return Survey(tuple(documents), tuple(pages), files, frozenset(refused), closed)
