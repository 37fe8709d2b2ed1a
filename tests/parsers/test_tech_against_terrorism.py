"""What Tech Against Terrorism gives out becomes reports; its list goes on after the checkpoint of each page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.model import Digest, Moment
from exposurewatch.parsers.digests import CHANGED, MISSHAPEN, UNKNOWN, VIDEOS
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.exchange_json import LAST, LATEST, MORE, NEXT, REPORTS
from exposurewatch.parsers.tech_against_terrorism import TECH_AGAINST_TERRORISM
from tests.parsers.reports import entries, passed, told

_CHECKPOINT = "1714557600.75,2819"


def _result(**fields: Any) -> dict[str, Any]:
    return {
        "hash_digest": "0F" * 16,
        "algorithm": "MD5",
        "ideology": "islamist",
        "file_type": "jpg",
        "deleted": False,
        "updated_on": 1714557600.75,
        "created_on": "2024-05-01 10:00:00,587",
        "id": 2819,
    } | fields


def _page(*results: Any, **fields: Any) -> bytes:
    return json.dumps({"count": 1, "next": None, "checkpoint": _CHECKPOINT, "results": results} | fields).encode()


def test_a_result_is_known_by_its_id() -> None:
    when = Moment(datetime(2024, 5, 1, 10, tzinfo=UTC))

    assert entries(TECH_AGAINST_TERRORISM, _page(_result())) == [
        Entry("2819", (Digest("md5", b"\x0f" * 16),), date=when, note=CHANGED)
    ]
    assert entries(TECH_AGAINST_TERRORISM, _page(_result(id=None)))[0].key == f"md5:{'0f' * 16}"


def test_what_was_deleted_is_withdrawn_under_the_same_key() -> None:
    assert entries(TECH_AGAINST_TERRORISM, _page(_result(deleted=True))) == [Entry("2819", withdrawn=True)]


@pytest.mark.parametrize("file_type", ["mp4", ".MP4", "video/webm"])
def test_sums_of_videos_are_told_by_the_type_of_the_file(file_type: str) -> None:
    assert passed(TECH_AGAINST_TERRORISM, _page(_result(file_type=file_type))) == {VIDEOS: 1}


def test_what_photos_are_not_compared_by_is_counted() -> None:
    page = _page(_result(hash_digest="123abc"), _result(algorithm="SHA512", hash_digest="0f" * 64))

    assert passed(TECH_AGAINST_TERRORISM, page) == {MISSHAPEN: 1, UNKNOWN: 1}


def test_a_page_says_where_the_next_one_begins() -> None:
    both = {REPORTS: "", NEXT: _CHECKPOINT, LATEST: _CHECKPOINT}

    assert told(TECH_AGAINST_TERRORISM, _page(next="https://example.org/next")) == both | {MORE: ""}
    assert told(TECH_AGAINST_TERRORISM, _page()) == both | {LAST: ""}
