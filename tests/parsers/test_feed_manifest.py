"""Of a manifest exactly what the format allows is believed, and it comes out of its packing as it went in."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.feeds.own.feed_files import manifest_file
from exposurewatch.parsers import feed_manifest
from exposurewatch.parsers.entries import Told
from exposurewatch.parsers.feed_format import Chunk, Manifest, is_newer, read_time, written_time
from exposurewatch.parsers.feed_manifest import FEED_MANIFEST, Newer, gathered, read_manifest
from exposurewatch.parsers.posts import Ended
from exposurewatch.parsers.whole import NotRead

_TIME = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
_CHUNK = Chunk("2026-05-01-0001.json", bytes(range(32)), 10, 2, _TIME)
_MANIFEST = Manifest("Helpline", "Write to us\nor call", bytes(range(32)), _TIME, _TIME, 3, (_CHUNK,))


def _changed(**fields: Any) -> bytes:
    return json.dumps(json.loads(manifest_file(_MANIFEST)) | fields).encode()


def _chunk(**fields: Any) -> list[dict[str, Any]]:
    return [json.loads(manifest_file(_MANIFEST))["chunks"][0] | fields]


def _told(content: bytes) -> list[Told | Ended]:
    return [record for record in FEED_MANIFEST.read(io.BytesIO(content)) if isinstance(record, Told | Ended)]


def test_a_manifest_is_read_as_it_was_written() -> None:
    assert read_manifest(manifest_file(_MANIFEST)) == _MANIFEST


@pytest.mark.parametrize("chunks", [(), (_CHUNK,), (_CHUNK, replace(_CHUNK, file="b.json"))])
def test_what_is_told_of_it_is_the_whole_of_it(chunks: tuple[Chunk, ...]) -> None:
    manifest = replace(_MANIFEST, chunks=chunks)
    told = [record for record in _told(manifest_file(manifest)) if isinstance(record, Told)]
    assert gathered(told) == manifest


def test_words_of_strangers_are_cleaned() -> None:
    found = read_manifest(_changed(name="a\u202eb\x1b[31m\n" + "x" * 9999, about="a\u200b\nb"))
    assert found.name.startswith("ab[31m x")
    assert len(found.name) == 256
    assert found.about == "a\nb"


def test_fields_that_are_not_known_are_passed_over() -> None:
    assert read_manifest(_changed(licence="none", chunks=_chunk(size=7))) == _MANIFEST


@pytest.mark.parametrize(
    "fields",
    [
        {"schema": "exposurewatch-report/1"},
        {"schema": None},
        {"schema": "exposurewatch-feed/0"},
        {"schema": "exposurewatch-feed/x"},
        {"name": None},
        {"about": ["a"]},
        {"key": None},
        {"key": "AAAA"},
        {"key": "not base64"},
        {"key": "é"},
        {"key": base64.b64encode(bytes(33)).decode()},
        {"created": "2026-05-01"},
        {"created": "2026-13-01T00:00:00Z"},
        {"updated": 7},
        {"sequence": -1},
        {"sequence": 1.5},
        {"sequence": True},
        {"sequence": 1 << 60},
        {"sequence": "٣"},
        {"chunks": None},
        {"chunks": {}},
        {"chunks": [None]},
        {"chunks": _chunk() * 2},
        {"chunks": _chunk(sha256="00")},
        {"chunks": _chunk(sha256="zz" * 32)},
        {"chunks": _chunk(sha256=" 0" * 32)},
        {"chunks": _chunk(sha256=7)},
        {"chunks": _chunk(entries=10_001)},
        {"chunks": _chunk(withdrawn=None)},
        {"chunks": _chunk(created="yesterday")},
    ],
)
def test_what_is_no_manifest_is_refused_with_a_sentence(fields: dict[str, Any]) -> None:
    (ended,) = _told(_changed(**fields))
    assert isinstance(ended, Ended)
    assert ended.detail


@pytest.mark.parametrize(
    "file",
    [
        *(
            "../feed.json",
            "/etc/passwd",
            "a/b.json",
            "a\\b.json",
            "https://evil.example/a.json",
            "//evil.example/a.json",
        ),
        *(
            "a.json\n",
            "a.JSON",
            "a..json",
            ".json",
            "a.json?x",
            "a.json#x",
            "%2e%2e.json",
            "a b.json",
            "ä.json",
            "",
            "a",
        ),
        *("x" * 65 + ".json", 7, None),
    ],
)
def test_a_chunk_has_a_plain_name_that_leads_nowhere_else(file: Any) -> None:
    with pytest.raises(NotRead):
        read_manifest(_changed(chunks=_chunk(file=file)))


def test_a_list_of_chunks_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_manifest, "MOST_CHUNKS", 0)
    with pytest.raises(NotRead, match="too long"):
        read_manifest(manifest_file(_MANIFEST))


def test_an_endless_manifest_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_manifest, "MOST_MANIFEST", 1 << 20)
    (ended,) = _told(b" " * ((1 << 20) + 1))
    assert isinstance(ended, Ended)
    assert "larger than 1 MiB" in ended.detail


def test_a_manifest_that_is_cut_off_is_told_from_a_damaged_one() -> None:
    whole = manifest_file(_MANIFEST)
    (ended,) = _told(whole[:100])
    assert isinstance(ended, Ended)
    assert ended.truncated


def test_a_later_version_is_told_from_no_feed_at_all() -> None:
    told = _told(_changed(schema="exposurewatch-feed/2", chunks="of another shape"))
    with pytest.raises(Newer):
        gathered(record for record in told if isinstance(record, Told))


@pytest.mark.parametrize(
    ("schema", "newer"),
    [
        ("a/2", True),
        ("a/10", True),
        ("a/1", False),
        ("a/0", False),
        ("b/2", False),
        ("a/9999999999", False),
        (7, False),
    ],
)
def test_a_version_is_newer_if_its_number_is(schema: object, newer: bool) -> None:  # noqa: FBT001
    assert is_newer(schema, "a") is newer


@pytest.mark.parametrize("records", [[], [Told("name", "x")], [Told("chunk", "a.json")], [Told("chunk", "")]])
def test_nothing_is_gathered_from_what_the_parser_does_not_tell(records: list[Told]) -> None:
    with pytest.raises(NotRead):
        gathered(records)


def test_times_are_written_in_utc_to_the_second_and_read_back() -> None:
    assert written_time(_TIME) == "2026-05-01T12:00:00Z"
    assert read_time("2026-05-01T12:00:00Z") == _TIME
    assert read_time("2026-05-01T12:00:00+00:00") is None
    assert read_time("2026-02-30T12:00:00Z") is None
