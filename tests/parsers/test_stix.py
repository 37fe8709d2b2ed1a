"""A bundle of STIX becomes reports, each in its newest version."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import Digest
from exposurewatch.parsers.entries import Entry, PassedOver
from exposurewatch.parsers.misp_attribute import FILES
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.parsers.stix import NO_BUNDLE, OLDER, STIX
from exposurewatch.parsers.stix_object import OTHERS, PATTERNS

_MD5 = Digest("md5", b"\x0a" * 16)


def _read(document: Any) -> list[Record]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(STIX.read(io.BytesIO(data)))


def _bundle(*objects: Any) -> dict[str, Any]:
    return {"type": "bundle", "id": "bundle--1", "objects": list(objects)}


def _file(name: str = "a") -> dict[str, Any]:
    return {"type": "file", "spec_version": "2.1", "id": f"file--{name}", "hashes": {"MD5": "0a" * 16}}


def _indicator(modified: str, first: str, **more: Any) -> dict[str, Any]:
    pattern = f"[file:hashes.MD5 = '{first * 16}']"
    return {"type": "indicator", "id": "indicator--1", "pattern": pattern, "modified": modified, **more}


def _first_bytes(records: list[Record]) -> list[int]:
    return [entry.digests[0].value[0] for entry in records if isinstance(entry, Entry)]


def test_reports_stand_in_their_order_and_the_rest_is_counted() -> None:
    markings = {"object_marking_refs": ["marking-definition--1"]}

    assert _read(_bundle({"type": "identity", "id": "identity--1"}, _file("a") | markings, 5, _file("b"))) == [
        Entry("file--a", (_MD5,)),
        Entry("file--b", (_MD5,)),
        PassedOver(OTHERS, 2),
    ]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2024-05-01T10:00:00.000Z", "2024-05-02T10:00:00.000Z"),
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00.5Z"),
        ("2024-05-01T10:00:00.123Z", "2024-05-01T10:00:00.124Z"),
        ("next year", "2024-05-01T10:00:00.123Z"),
    ],
)
def test_the_newest_version_counts_wherever_it_stands(older: str, newer: str) -> None:
    for versions in (
        (_indicator(older, "aa"), _indicator(newer, "bb")),
        (_indicator(newer, "bb"), _indicator(older, "aa")),
    ):
        records = _read(_bundle(*versions))

        assert _first_bytes(records) == [0xBB]
        assert records[-1] == PassedOver(OLDER)


def test_a_newer_version_may_take_a_report_back_or_say_something_else() -> None:
    old = _indicator("2024-05-01T10:00:00Z", "aa")
    taken_back = _indicator("2024-05-02T10:00:00Z", "aa", revoked=True)
    changed = _indicator("2024-05-02T10:00:00Z", "aa", pattern="[url:value = 'x']")

    assert _read(_bundle(taken_back, old)) == [Entry("indicator--1", withdrawn=True), PassedOver(OLDER)]
    assert _read(_bundle(old, changed)) == [PassedOver(OLDER), PassedOver(PATTERNS)]


def test_a_large_artifact_hides_no_report_behind_it() -> None:
    payload = base64.b64encode(bytes(range(256)) * 40_000).decode()

    assert _read(_bundle({"type": "artifact", "id": "artifact--1", "payload_bin": payload}, _file())) == [
        Entry("file--a", (_MD5,)),
        PassedOver(FILES),
        PassedOver(OTHERS),
    ]


def test_an_envelope_of_a_server_is_read_like_a_bundle() -> None:
    assert _read({"more": False, "objects": [_file()]}) == [Entry("file--a", (_MD5,))]


@pytest.mark.parametrize("other", [{}, [], [_file()], 5, {"type": "bundle"}, {"type": "indicator"}])
def test_what_is_no_bundle_says_so(other: Any) -> None:
    assert _read(other) == [Ended(NO_BUNDLE, truncated=False)]


def test_an_empty_bundle_is_one() -> None:
    assert _read(_bundle()) == []


def test_a_bundle_that_is_cut_off_gives_what_is_there() -> None:
    data = json.dumps(_bundle(_file("a"), _file("b"))).encode()

    assert _read(data[:-20]) == [Entry("file--a", (_MD5,)), Ended("it is cut off", truncated=True)]


def test_deep_nesting_is_damage() -> None:
    (ended,) = _read(b'{"objects": [' + b'{"a":' * 100_000)

    assert ended == Ended("it is nested more than 64 levels deep", truncated=False)


@given(st.binary(max_size=200), st.integers(0, 150))
def test_no_bytes_make_it_raise(junk: bytes, at: int) -> None:
    data = json.dumps(_bundle(_file())).encode()

    _read(data[:at] + junk + data[at:])
