"""Half a character somewhere in a document of JSON costs no more than the words it stands in, whoever parses it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from exposurewatch.parsers.entries import Entry, Told
from exposurewatch.parsers.feed_entries import FEED_ENTRIES
from exposurewatch.parsers.feed_manifest import FEED_MANIFEST
from exposurewatch.parsers.imageboard import IMAGEBOARD
from exposurewatch.parsers.imageboard_list import IMAGEBOARD_LIST
from exposurewatch.parsers.json_feed import JSON_FEED
from exposurewatch.parsers.misp_event import MISP_EVENT
from exposurewatch.parsers.misp_manifest import MISP_MANIFEST
from exposurewatch.parsers.ncmec import NCMEC
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.stix import STIX
from exposurewatch.parsers.stopncii import STOPNCII
from exposurewatch.parsers.tech_against_terrorism import TECH_AGAINST_TERRORISM
from exposurewatch.parsers.telegram_channel import TELEGRAM_CHANNEL
from exposurewatch.parsers.threat_updates import THREAT_UPDATES
from tests.parsers.feeds import a_json_feed, a_json_item
from tests.parsers.reports import records

_MD5 = "0a" * 16
_UUID = "5a3c1b2e-0000-4000-8000-0123456789ab"
_HALF = "\ud800"  # json.dumps writes it as its escape


def _stix(half: str) -> Any:
    strange = {"type": "file", "id": half, "name": half, "hashes": {"MD5": "0b" * 16, half: half}}
    return {"type": "bundle", "objects": [strange, {"type": "file", "id": "file--a", "hashes": {"MD5": _MD5}}]}


def _misp(half: str) -> Any:
    attributes = [{"type": "md5", "uuid": half, "value": half}, {"type": "md5", "uuid": _UUID, "value": _MD5}]
    return {"Event": {"uuid": _UUID, "info": half, "Attribute": attributes}}


def _threat(half: str) -> Any:
    whole = {"id": "2001", "indicator": _MD5, "type": "HASH_MD5", "last_updated": 1714557600, "should_delete": False}
    return {"data": [whole | {"id": half, "indicator": half}, whole], half: half}


def _stopncii(half: str) -> Any:
    whole = {"lastModtimestamp": 1714557600, "signalType": "ImagePDQ", "hashValue": "0f" * 32, "hashStatus": "Active"}
    return {"count": 2, "hashRecords": [whole | {"hashValue": half, "caseNumbers": {half: half}}, whole]}


def _tech(half: str) -> Any:
    whole = {"hash_digest": _MD5, "algorithm": "MD5", "file_type": "jpg", "deleted": False, "id": 2819}
    return {"count": 2, "checkpoint": half, "results": [whole | {"id": half, "ideology": half}, whole]}


def _feed_entries(half: str) -> Any:
    whole: dict[str, Any] = {
        "id": "0" * 32,
        "sha256": "0a" * 32,
        "regions": [],
        "channel": {"title": f"Gossip{half}", "username": half, "id": half},
        "message_id": half,
        "time": None,
        "permalink": f"https://t.me/{half}",
    }
    head = {"schema": "exposurewatch-feed-entries/1", "created": "2026-04-26T15:55:03Z"}
    return head | {"entries": [{**whole, "id": half}, whole], "withdrawn": [half]}


_ENTRIES = [
    (STIX, _stix),
    (MISP_EVENT, _misp),
    (THREAT_UPDATES, _threat),
    (STOPNCII, _stopncii),
    (TECH_AGAINST_TERRORISM, _tech),
    (FEED_ENTRIES, _feed_entries),
]


def _read(parser: Parser, document: Any) -> list[Record]:
    """What a parser finds, through the packing of a worker; nothing in it is half a character."""
    found = records(parser, document if isinstance(document, bytes) else json.dumps(document).encode())
    repr(found).encode()
    assert "\\ud8" not in repr(found)
    return found


@pytest.mark.parametrize(("parser", "make"), _ENTRIES, ids=[parser.name for parser, _ in _ENTRIES])
@pytest.mark.parametrize("half", [_HALF, "\udc00", "x\udbff\udbffx"])
def test_reports_behind_half_a_character_are_read(parser: Parser, make: Callable[[str], Any], half: str) -> None:
    found = _read(parser, make(half))
    assert not [record for record in found if isinstance(record, Ended)]
    whole = [record for record in _read(parser, make("x")) if isinstance(record, Entry)]
    told = [record for record in found if isinstance(record, Entry)]
    assert told
    assert told[-1].digests == whole[-1].digests


def test_posts_behind_half_a_character_are_read() -> None:
    found = _read(JSON_FEED, a_json_feed(a_json_item(1, id=_HALF, title=_HALF), a_json_item(2), title=_HALF))
    assert len([record for record in found if isinstance(record, Post)]) == 2
    assert not [record for record in found if isinstance(record, Ended)]
    thread = {"posts": [{"no": 100, "resto": 0, "sub": _HALF, "com": _HALF}, {"no": 101, "resto": 100, "com": "y"}]}
    assert len([record for record in _read(IMAGEBOARD, thread) if isinstance(record, Post)]) == 2


def test_lists_behind_half_a_character_are_read() -> None:
    listed = [{"page": 1, "threads": [{"no": 7, "sub": _HALF, _HALF: 1}, {"no": 8, "last_modified": 18}]}]
    assert [record.value[:1] for record in _read(IMAGEBOARD_LIST, listed) if isinstance(record, Told)][-1] == "8"
    events = {_HALF: {"info": _HALF, "timestamp": "1"}, _UUID: {"info": _HALF, "timestamp": "1714557600"}}
    assert _read(MISP_MANIFEST, events)[0] == Told(_UUID, "1714557600")


def test_a_manifest_or_a_page_with_half_a_character_ends_in_no_error() -> None:
    manifest = {"schema": "exposurewatch-feed/1", "name": _HALF, "about": _HALF, "key": _HALF, "chunks": [_HALF]}
    assert isinstance(_read(FEED_MANIFEST, manifest)[-1], Ended)
    post = '<div class="tgme_widget_message" data-post="gossip/7"><div class="tgme_widget_message_text">x</div></div>'
    assert _read(TELEGRAM_CHANNEL, post + _HALF)
    assert _read(NCMEC, {"a": _HALF})
