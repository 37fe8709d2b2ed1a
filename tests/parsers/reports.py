"""Parses published reports for tests, through the same packing as a worker's."""

from __future__ import annotations

import io

from exposurewatch.parsers.entries import Entry, PassedOver, Told
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Record, pack, pack_all, unpack


def records(parser: Parser, data: bytes) -> list[Record]:
    """All that stands in a document."""
    return list(unpack(pack_all([pack(record) for record in parser.read(io.BytesIO(data))])))


def entries(parser: Parser, data: bytes) -> list[Entry]:
    """The reports in a document."""
    return [record for record in records(parser, data) if isinstance(record, Entry)]


def passed(parser: Parser, data: bytes) -> dict[str, int]:
    """How many reports in a document are passed over, and why."""
    return {record.what: record.count for record in records(parser, data) if isinstance(record, PassedOver)}


def told(parser: Parser, data: bytes) -> dict[str, str]:
    """What a document says of itself."""
    return {record.about: record.value for record in records(parser, data) if isinstance(record, Told)}


def end(parser: Parser, data: bytes) -> Ended:
    """Why a document ends early."""
    last = records(parser, data)[-1]
    assert isinstance(last, Ended)
    return last
