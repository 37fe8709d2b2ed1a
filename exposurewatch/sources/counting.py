"""Counts messages for a label, by the bytes that each of them has, without parsing anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from exposurewatch.model import Unreadable
from exposurewatch.sources.containers import Member

_BLOCK: Final = 1 << 20


def count(documents: Iterable[Member], *marks: bytes) -> int:
    """Return how often the marks stand in documents; what cannot be read counts as far as it can."""
    longest = max(map(len, marks))
    found = 0
    for document in documents:
        tail = b""
        try:
            with document.open() as stream:
                while block := stream.read(_BLOCK):
                    seen = tail + block
                    tail = seen[1 - longest :]
                    found += sum(seen.count(mark) - tail.count(mark) for mark in marks)
                found += sum(tail.count(mark) for mark in marks)
        except Unreadable:
            continue
    return found


def messages(number: int) -> str:
    """Return a number of messages in words: ``1 message``, ``2,431 messages``."""
    return "1 message" if number == 1 else f"{number:,} messages"
