"""A whole event of a MISP feed becomes reports."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import Digest
from exposurewatch.parsers.digests import CHANGED
from exposurewatch.parsers.entries import Entry, PassedOver
from exposurewatch.parsers.misp_attribute import FILES, NO_HASHES
from exposurewatch.parsers.misp_event import MISP_EVENT, NO_EVENT
from exposurewatch.parsers.posts import Ended, Record

_FIRST = "5a3c1b2e-0000-4000-8000-0123456789ab"
_SECOND = "5a3c1b2e-0000-4000-8000-0123456789ac"
_MD5 = Digest("md5", b"\x0a" * 16)


def _read(document: Any) -> list[Record]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(MISP_EVENT.read(io.BytesIO(data)))


def _attribute(uuid: str = _FIRST, **more: Any) -> dict[str, Any]:
    return {"uuid": uuid, "type": "md5", "category": "Payload delivery", "value": "0a" * 16, "to_ids": True, **more}


def _entry(key: str = _FIRST, note: str = f"Leak of May; {CHANGED}") -> Entry:
    return Entry(key, (_MD5,), note=note)


@pytest.mark.parametrize("title_first", [True, False])
def test_attributes_and_objects_are_reports_with_the_title_of_the_event(*, title_first: bool) -> None:
    title = {"info": "Leak of \x1b[31mMay\u202e"}
    held = {"Attribute": [_attribute()], "Object": [{"uuid": _SECOND, "name": "file", "Attribute": [_attribute()]}]}
    event = {"uuid": _FIRST, **title, **held} if title_first else {**held, **title}
    cleaned = f"Leak of [31mMay; {CHANGED}"

    assert _read({"Event": event}) == [_entry(note=cleaned), _entry(_SECOND, note=cleaned)]


def test_an_event_without_a_title_is_read() -> None:
    assert _read({"Event": {"info": 5, "Attribute": [_attribute()]}}) == [_entry(note=CHANGED)]
    assert _read({"Event": {"Attribute": [_attribute()]}}) == [_entry(note=CHANGED)]


def test_what_is_passed_over_is_counted() -> None:
    attached = {"type": "attachment", "value": "she.jpg", "data": "aGVy"}
    event = {"info": "x", "Attribute": [attached, attached, None, _attribute(deleted=True)], "Object": [5]}

    assert _read({"Event": event}) == [
        Entry(_FIRST, withdrawn=True),
        PassedOver(FILES, 2),
        PassedOver(NO_HASHES, 2),
    ]


def test_a_large_attachment_hides_no_report_behind_it() -> None:
    data = base64.b64encode(bytes(range(256)) * 40_000).decode()
    attached = {"type": "attachment", "value": "she.jpg", "data": data}
    document = json.dumps({"Event": {"info": "Leak of May", "Attribute": [attached, _attribute()]}})

    assert _read(document.replace("/", "\\/").encode()) == [_entry(), PassedOver(FILES)]


@pytest.mark.parametrize("other", [{}, [], 5, "x", {"response": []}, {"event": {}}, {"Attribute": []}])
def test_what_is_no_event_says_so(other: Any) -> None:
    assert _read(other) == [Ended(NO_EVENT, truncated=False)]


@pytest.mark.parametrize("event", [{}, {"Attribute": {}}, {"Object": "x"}, {"Attribute": None}, []])
def test_an_event_without_reports_is_one(event: Any) -> None:
    assert _read({"Event": event}) == []


def test_an_event_that_is_cut_off_gives_what_is_there() -> None:
    data = json.dumps({"Event": {"info": "Leak of May", "Attribute": [_attribute(), _attribute(_SECOND)]}}).encode()

    assert _read(data[:-20]) == [_entry(), Ended("it is cut off", truncated=True)]


def test_deep_nesting_is_damage() -> None:
    (ended,) = _read(b'{"Event": {"Attribute": [' + b"[" * 100_000)

    assert ended == Ended("it is nested more than 64 levels deep", truncated=False)


@given(st.binary(max_size=200), st.integers(0, 150))
def test_no_bytes_make_it_raise(junk: bytes, at: int) -> None:
    data = json.dumps({"Event": {"info": "x", "Attribute": [_attribute()]}}).encode()

    _read(data[:at] + junk + data[at:])
