"""Counts messages for a label, by the bytes that each of them has, without parsing anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from exposurewatch.model import Unreadable
from exposurewatch.sources.containers import Member

_BLOCK: Final = 1 << 20
_END: Final = 64  # bytes


def count(documents: Iterable[Member], *marks: bytes) -> int:
    """Return how often the marks stand in documents; what cannot be read counts as far as it can."""
    return sum(measured(document, *marks)[0] for document in documents)


def measured(document: Member, *marks: bytes) -> tuple[int, bytes]:
    """Return how often the marks stand in a document, and how it ends: b"" where it cannot be read to its end."""
    longest = max(map(len, marks))
    found, tail, end = 0, b"", b""
    try:
        with document.open() as stream:
            while block := stream.read(_BLOCK):
                seen = tail + block
                end = (end + block)[-_END:]
                tail = seen[1 - longest :]
                found += sum(seen.count(mark) - tail.count(mark) for mark in marks)
    except Unreadable:
        end = b""
    return found + sum(tail.count(mark) for mark in marks), end


def messages(number: int) -> str:
    """Return a number of messages in words: ``1 message``, ``2,431 messages``."""
    return "1 message" if number == 1 else f"{number:,} messages"
