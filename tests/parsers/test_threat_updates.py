"""What ThreatExchange gives out becomes reports, known by the ids of their indicators."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.model import Digest, Moment
from exposurewatch.parsers.digests import CHANGED, MISSHAPEN, UNKNOWN, VIDEOS
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.exchange_json import LATEST, NEXT, REPORTS
from exposurewatch.parsers.threat_updates import THREAT_UPDATES
from tests.parsers.reports import end, entries, passed, records, told

_NEXT = "https://graph.facebook.com/v19.0/1/threat_updates?access_token=1%7Cabc&after=xyz"


def _indicator(kind: str, value: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": "2001",
        "indicator": value,
        "type": kind,
        "last_updated": 1714557600,
        "should_delete": False,
        "descriptors": {"data": [{"id": "5", "owner": {"id": "6"}, "status": "MALICIOUS", "tags": ["x"]}]},
    } | fields


def _page(*indicators: Any, **fields: Any) -> bytes:
    return json.dumps({"data": indicators} | fields).encode()


@pytest.mark.parametrize(
    ("kind", "algorithm", "size"),
    [("HASH_PDQ", "pdq", 32), ("HASH_MD5", "md5", 16), ("HASH_SHA1", "sha1", 20), ("HASH_SHA256", "sha256", 32)],
)
def test_an_indicator_is_known_by_its_id(kind: str, algorithm: str, size: int) -> None:
    when = Moment(datetime(2024, 5, 1, 10, tzinfo=UTC))

    assert entries(THREAT_UPDATES, _page(_indicator(kind, "0f" * size))) == [
        Entry("2001", (Digest(algorithm, b"\x0f" * size),), date=when, note=CHANGED)
    ]


def test_what_is_to_be_deleted_is_withdrawn_with_or_without_its_hash() -> None:
    whole = _indicator("HASH_PDQ", "0f" * 32, should_delete=True)
    stripped = {"id": "2002", "should_delete": True}
    nameless = {"type": "HASH_MD5", "indicator": "0f" * 16, "should_delete": True}

    assert entries(THREAT_UPDATES, _page(whole, stripped, nameless)) == [
        Entry("2001", withdrawn=True),
        Entry("2002", withdrawn=True),
        Entry(f"md5:{'0f' * 16}", withdrawn=True),
    ]


def test_what_photos_are_not_compared_by_is_counted() -> None:
    page = _page(
        _indicator("HASH_VIDEO_MD5", "0f" * 16),
        _indicator("HASH_TMK", "abc"),
        _indicator("DOMAIN", "example.org"),
        _indicator("HASH_PDQ", "0f"),
    )

    assert passed(THREAT_UPDATES, page) == {VIDEOS: 2, UNKNOWN: 1, MISSHAPEN: 1}


def test_a_page_says_where_the_next_one_is_and_up_to_when_it_goes() -> None:
    page = _page(
        _indicator("DOMAIN", "example.org", last_updated=1714557700),
        _indicator("HASH_MD5", "0f" * 16, last_updated="1714557650"),
        _indicator("HASH_MD5", "1f" * 16, last_updated=4_000_000_000),
        paging={"cursors": {"after": "xyz"}, "next": _NEXT},
    )

    assert told(THREAT_UPDATES, page) == {REPORTS: "", NEXT: _NEXT, LATEST: "1714557700"}
    assert told(THREAT_UPDATES, _page()) == {REPORTS: ""}


def test_a_page_that_breaks_off_does_not_say_up_to_when_it_goes() -> None:
    page = _page(_indicator("HASH_MD5", "0f" * 16))[:-5]

    assert end(THREAT_UPDATES, page).truncated
    assert LATEST not in {getattr(record, "about", "") for record in records(THREAT_UPDATES, page)}
