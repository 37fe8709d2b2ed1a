"""What a worker does with one document: it asks for the bytes piece by piece, and hands over what stands in them."""

from __future__ import annotations

import struct
from typing import Final

from exposurewatch.parsers.discord_message import DISCORD_JSON
from exposurewatch.parsers.discord_page import DISCORD_HTML
from exposurewatch.parsers.feed_entries import FEED_ENTRIES
from exposurewatch.parsers.feed_manifest import FEED_MANIFEST
from exposurewatch.parsers.hash_list import HASH_LISTS
from exposurewatch.parsers.imageboard import IMAGEBOARD
from exposurewatch.parsers.imageboard_list import IMAGEBOARD_LIST
from exposurewatch.parsers.json_feed import JSON_FEED
from exposurewatch.parsers.messenger_message import MESSENGER
from exposurewatch.parsers.misp_event import MISP_EVENT
from exposurewatch.parsers.misp_manifest import MISP_MANIFEST
from exposurewatch.parsers.ncmec import NCMEC
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Post, Record, pack, pack_all
from exposurewatch.parsers.rss import RSS
from exposurewatch.parsers.stix import STIX
from exposurewatch.parsers.stopncii import STOPNCII
from exposurewatch.parsers.tdl import TDL
from exposurewatch.parsers.tech_against_terrorism import TECH_AGAINST_TERRORISM
from exposurewatch.parsers.telegram_archive import TELEGRAM_ARCHIVE
from exposurewatch.parsers.telegram_channel import TELEGRAM_CHANNEL
from exposurewatch.parsers.telegram_dump import TELEGRAM_DUMP
from exposurewatch.parsers.telegram_html import TELEGRAM_HTML
from exposurewatch.parsers.telegram_message import TELEGRAM_JSON
from exposurewatch.parsers.telegram_preview import TELEGRAM_PREVIEW
from exposurewatch.parsers.tg_archive import TG_ARCHIVE
from exposurewatch.parsers.threat_updates import THREAT_UPDATES
from exposurewatch.parsers.web_page import load_encodings
from exposurewatch.parsers.whatsapp_message import WHATSAPP
from exposurewatch.sandbox.protocol import Ask, Dialogue, Refused

PARSERS: Final[tuple[Parser, ...]] = (
    TELEGRAM_JSON,
    TELEGRAM_HTML,
    WHATSAPP,
    MESSENGER,
    DISCORD_JSON,
    DISCORD_HTML,
    IMAGEBOARD,
    TELEGRAM_PREVIEW,
    TDL,
    TG_ARCHIVE,
    TELEGRAM_ARCHIVE,
    TELEGRAM_DUMP,
    RSS,
    JSON_FEED,
    STOPNCII,
    NCMEC,
    THREAT_UPDATES,
    TECH_AGAINST_TERRORISM,
    *HASH_LISTS,
    FEED_MANIFEST,
    FEED_ENTRIES,
    TELEGRAM_CHANNEL,
    IMAGEBOARD_LIST,
    MISP_MANIFEST,
    MISP_EVENT,
    STIX,
)

WANTED: Final = struct.Struct("<I")
"""How many bytes of the document are wanted; it begins each question, and the records read so far follow it."""

_HANDED_OVER: Final = 1 << 18  # bytes of records that are kept back at most
_MAX_RECORD: Final = 1 << 19  # bytes of one record; an answer must not be larger than the protocol allows
_BY_NAME: Final = {parser.name: parser for parser in PARSERS}


def _parse(request: bytes, ask: Ask) -> bytes:
    """Read one document with the parser that the request names.

    Raises:
        Refused: there is no such parser.
    """
    parser = _BY_NAME.get(request.decode("ascii", "replace"))
    if parser is None:
        raise Refused("no-such-parser")
    desk = _Desk(ask)
    for record in parser.read(desk):
        desk.keep(record)
    return desk.records()


class _Desk:
    """The document as a readable, and the records that wait to be handed over along with the next question."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._packed: list[bytes] = []
        self._size = 0
        self._ended = False

    def read(self, size: int, /) -> bytes:
        if size <= 0 or self._ended:
            return b""
        block = self._put(size)
        self._ended = not block
        return block

    def keep(self, record: Record) -> None:
        packed = pack(record)
        if len(packed) > _MAX_RECORD and isinstance(record, Post):
            packed = pack(Post(record.chat, record.id, record.date, vanished="it is larger than any message can be"))
        self._packed.append(packed)
        self._size += len(packed)
        if self._size > _HANDED_OVER:
            self._put(0)

    def records(self) -> bytes:
        packed, self._packed, self._size = self._packed, [], 0
        return pack_all(packed)

    def _put(self, wanted: int) -> bytes:
        return self._ask(WANTED.pack(min(wanted, (1 << 32) - 1)) + self.records())


def warm_up() -> None:
    """Load what Python loads with the first document that needs it: a locked worker opens no file."""
    load_encodings()


READ: Final = Dialogue(_parse)
