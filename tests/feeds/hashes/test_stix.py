"""A bundle of STIX is pulled whole, and only if it is another than the one before."""

from __future__ import annotations

import json
from typing import Any

import pytest

from exposurewatch.feeds.asking import Cause, Fetched, Trouble
from exposurewatch.feeds.feed import Batch, Pulling
from exposurewatch.feeds.hashes.stix import STIX
from exposurewatch.model import Digest
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.stix_object import OTHERS
from tests.feeds.fakes import FakeGet, read

_URL = "https://example.org/bundle.json"
_ENTRY = Entry("file--1", (Digest("md5", b"\x0a" * 16),))


def _bundle(*more: Any) -> bytes:
    file = {"type": "file", "id": "file--1", "hashes": {"MD5": "0a" * 16}}
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": [file, *more]}).encode()


def _pulled(get: FakeGet, checkpoint: Any = None) -> list[Batch]:
    return list(STIX.pull(Pulling(_URL, get, read, checkpoint or {})))


def test_all_reports_are_told_and_what_is_left_out_is_forgotten() -> None:
    (batch,) = _pulled(FakeGet({_URL: _bundle({"type": "identity"})}))

    assert (batch.entries, batch.opens, batch.closes) == ((_ENTRY,), True, True)
    assert dict(batch.passed_over) == {OTHERS: 1}


def test_nothing_new_is_one_request() -> None:
    get = FakeGet({_URL: _bundle()})
    (batch,) = _pulled(get)
    kept = json.loads(json.dumps(batch.checkpoint))

    assert _pulled(get, kept) == []
    assert get.urls == [_URL, _URL]


def test_a_bundle_without_reports_is_one() -> None:
    (batch,) = _pulled(FakeGet({_URL: b'{"type": "bundle", "objects": []}'}))

    assert (batch.entries, batch.closes) == ((), True)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", _bundle()[:-20], b"[]", b'{"objects": [' + b"[" * 9000, b"\xff" * 99]
)
def test_what_is_no_bundle_or_breaks_off_is_a_sentence_and_forgets_nothing(content: bytes) -> None:
    batches: list[Batch] = []
    with pytest.raises(Trouble) as caught:
        batches.extend(STIX.pull(Pulling(_URL, FakeGet({_URL: content}), read)))

    assert caught.value.cause is Cause.MALFORMED
    assert caught.value.words.endswith(".")
    assert not any(batch.closes for batch in batches)


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        (_bundle(), True),
        (b'\xef\xbb\xbf{\n  "id": "bundle--1",\n  "type" : "bundle"', True),
        (b'{"more": false, "objects": [{"spec_version": "2.1"', True),
        (b'["type": "bundle"]', False),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', False),
        (b"<p>&quot;type&quot;: bundle</p>", False),
    ],
)
def test_a_bundle_is_told_by_how_it_begins(content: bytes, *, is_one: bool) -> None:
    assert STIX.resembles(Fetched(_URL, content)) is is_one
