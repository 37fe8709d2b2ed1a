"""Walks through a container once and notes what is in it, without opening a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from exposurewatch.model import Reason
from exposurewatch.parsers.suffixes import suffix
from exposurewatch.sources.archives import may_be_archive
from exposurewatch.sources.containers import Container, Member, Refused
from exposurewatch.sources.source import Source

Claims = dict[str, dict[str, list[Member]]]
"""By the root of an export that might be, and by the name of the source: the documents that it would have."""


@dataclass(frozen=True, slots=True)
class Survey:
    """`claims` are the exports that might be there; `archives` what is called an archive."""

    claims: Claims
    archives: tuple[Member, ...]
    files: int
    refused: frozenset[Reason]
    closed: str | None
    """Why the container itself cannot be listed, if it cannot."""


def survey(sources: tuple[Source, ...], container: Container) -> Survey:
    """Return what is in `container`."""
    suffixes = frozenset().union(*(source.suffixes for source in sources))
    claims: Claims = {}
    archives: list[Member] = []
    refused: set[Reason] = set()
    closed: str | None = None
    files = 0
    for member in container.members():
        if isinstance(member, Refused):
            refused.add(member.reason)
            closed = closed if member.path else member.detail
            continue
        files += 1
        if container.addresses:
            _claim(claims, (source for source in sources if source.addresses), member)
        elif (end := suffix(member.path)) in suffixes:
            _claim(claims, (source for source in sources if end in source.suffixes), member)
        elif may_be_archive(member.path):
            archives.append(member)
    return Survey(claims, tuple(archives), files, frozenset(refused), closed)


def _claim(claims: Claims, sources: Iterable[Source], member: Member) -> None:
    for source in sources:
        if (root := source.root(member.path)) is not None:
            claims.setdefault(root, {}).setdefault(source.name, []).append(member)


def holding(claims: Claims, document: str, paged: set[str]) -> Claims:
    """Keep of the exports that might be those that the file `document` is part of, and of them that file alone.

    Of the sources in `paged`, whose documents are pages of one export, all are kept.
    """
    kept: Claims = {}
    for root, named in claims.items():
        for name, members in named.items():
            held = [member for member in members if member.path == document]
            if held:
                kept.setdefault(root, {})[name] = members if name in paged else held
    return kept
