"""Reads the text of a WhatsApp export, twice where need be: first how its dates are spelt, then its messages."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Post, Record
from exposurewatch.parsers.whatsapp_dates import Evidence, Spelling, moment
from exposurewatch.parsers.whatsapp_lines import Raw, Shape, lines, messages, start_of
from exposurewatch.parsers.whatsapp_media import Media
from exposurewatch.parsers.whatsapp_words import MARKS
from exposurewatch.text import clean, clean_lines

_ENOUGH: Final = 1 << 18  # bytes that are always looked at before dates are taken to be clear
_MOST: Final = 32 << 20  # bytes that are kept for a second look, should the dates stay unclear: about 300,000 messages
_LOOKED_AT: Final = 1000  # lines after which to ask again whether the dates are clear
_MAX_NAME_READ: Final = 1024
# A name may hold a colon, but no blank after it. System messages have no sender, yet may quote a colon: “…: …”.
_SENDER: Final = re.compile(rf"(.{{1,200}}?)\s?[{MARKS}]?:(?=[\s{MARKS}]|$)[^\S\n]?", re.DOTALL)


def _read(source: Readable) -> Iterator[Record]:
    kept = _Kept(source)
    shape, spelling = _survey(kept)
    media = Media()
    for raw in messages(lines(_Again(kept)), shape):
        yield _post(raw, spelling, media)


class _Kept:
    """A readable that keeps what is read from it."""

    def __init__(self, source: Readable) -> None:
        self.source = source
        self.blocks: deque[bytes] = deque()
        self.size = 0

    def read(self, size: int, /) -> bytes:
        block = self.source.read(size)
        self.blocks.append(block)
        self.size += len(block)
        return block


class _Again:
    """A readable that gives what was kept, lets go of it, and goes on with what comes after."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    def read(self, size: int, /) -> bytes:
        blocks = self._kept.blocks
        return blocks.popleft() if blocks else self._kept.source.read(size)


def _survey(kept: _Kept) -> tuple[Shape | None, Spelling]:
    """Return how the starts of messages are spelt in most of a text, as far into it as that takes."""
    evidence: dict[Shape, Evidence] = {}
    for number, line in enumerate(lines(kept), 1):
        start = start_of(line)
        if start is not None:
            evidence.setdefault(start.shape, Evidence()).add(start)
        if number % _LOOKED_AT == 0 and kept.size > _ENOUGH and (kept.size > _MOST or _is_clear(evidence)):
            break
    if not evidence:
        return None, Spelling()
    shape = max(evidence, key=lambda each: evidence[each].starts)
    return shape, evidence[shape].spelling()


def _is_clear(evidence: dict[Shape, Evidence]) -> bool:
    if not evidence:
        return False
    found = max(evidence.values(), key=lambda each: each.starts).spelling()
    return found.order is not None and not found.told


def _post(raw: Raw, spelling: Spelling, media: Media) -> Post:
    if raw.start is None:
        return Post(text=clean_lines(raw.body))
    sender = _SENDER.match(raw.body) if _speaks(raw.body) else None
    if sender is None:
        return Post(date=moment(raw.start, spelling), text=clean_lines(raw.body))
    content = media.content(raw.body[sender.end() :])
    return Post(
        date=moment(raw.start, spelling),
        sender=_name(sender[1]),
        text=clean_lines(content.words),
        attachments=content.attachments,
        vanished=content.vanished,
    )


def _speaks(body: str) -> bool:
    """Tell whether a person says this, going by what stands before the first colon: a quotation is never half a name.

    “Ana changed the subject to “Trip: the end””, in any language, is what WhatsApp says.
    """
    before = body.partition(":")[0]
    return "\n" not in before and before.count("“") == before.count("”") and before.count('"') % 2 == 0


@lru_cache(maxsize=4096)
def _name(words: str) -> str | None:
    return clean(words[:_MAX_NAME_READ]) or None  # the same few people write most messages of a chat


WHATSAPP: Final = Parser("whatsapp", _read)
