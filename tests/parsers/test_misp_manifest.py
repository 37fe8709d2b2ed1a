"""What a MISP manifest names, and what it may not name."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.parsers.entries import PassedOver, Told
from exposurewatch.parsers.misp_manifest import MISP_MANIFEST, NAMELESS, NO_MANIFEST, is_uuid
from exposurewatch.parsers.posts import Ended, Record

_FIRST = "5a3c1b2e-0000-4000-8000-0123456789ab"
_SECOND = "5A3C1B2E-0000-4000-8000-0123456789AC"


def _read(document: Any) -> list[Record]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(MISP_MANIFEST.read(io.BytesIO(data)))


def test_each_event_is_told_with_when_it_was_changed() -> None:
    event = {"Orgc": {"name": "CERT"}, "Tag": [{"name": "tlp:white"}], "info": "x", "date": "2024-05-01"}

    assert _read({_FIRST: event | {"timestamp": "1714557600"}, _SECOND: event | {"timestamp": 5}}) == [
        Told(_FIRST, "1714557600"),
        Told(_SECOND, "5"),
    ]


@pytest.mark.parametrize("stamp", [None, "soon", [], 1.5, "9" * 30])
def test_an_event_that_does_not_say_when_it_was_changed_is_told_all_the_same(stamp: Any) -> None:
    assert _read({_FIRST: {"timestamp": stamp}}) == [Told(_FIRST, "0")]


@pytest.mark.parametrize(
    "name",
    [
        f"../{_FIRST}",
        f"{_FIRST}/..",
        f"{_FIRST}\n",
        f" {_FIRST}",
        f"{_FIRST}?x",
        "..",
        "",
        "//evil.example",
        _FIRST[:-1],
    ],
)
def test_a_name_that_could_lead_elsewhere_is_no_event(name: str) -> None:
    assert not is_uuid(name)
    assert _read({name: {"timestamp": 1}, _FIRST: {"timestamp": 1}}) == [Told(_FIRST, "1"), PassedOver(NAMELESS)]


def test_digits_of_other_scripts_make_no_uuid() -> None:
    assert not is_uuid(_FIRST.replace("0", "٠"))


@pytest.mark.parametrize("empty", [{}, []])  # PHP writes an empty object as an empty array
def test_a_feed_without_events_is_one(empty: Any) -> None:
    assert _read(empty) == []


@pytest.mark.parametrize("other", [[1], "x", 5, None, {"Event": {}}, {"..": {}}, {_FIRST: 5}])
def test_what_is_no_manifest_says_so(other: Any) -> None:
    assert _read(other) == [Ended(NO_MANIFEST, truncated=False)]


def test_a_manifest_that_is_cut_off_tells_what_is_there() -> None:
    data = json.dumps({_FIRST: {"timestamp": 1}, _SECOND: {"timestamp": 2}}).encode()

    assert _read(data[:-5]) == [Told(_FIRST, "1"), Ended("it is cut off", truncated=True)]


def test_a_page_is_no_manifest() -> None:
    assert _read(b"<html>not found</html>") == [Ended("it is no valid JSON from there on", truncated=False)]


@given(st.binary(max_size=200), st.integers(0, 60))
def test_no_bytes_make_it_raise(junk: bytes, at: int) -> None:
    data = json.dumps({_FIRST: {"timestamp": 1}}).encode()

    _read(data[:at] + junk + data[at:])
