"""What StopNCII.org gives out becomes reports, and what is taken back is taken back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.model import Digest, Moment
from exposurewatch.parsers.digests import CHANGED, MISSHAPEN, UNKNOWN, VIDEOS
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.exchange_json import LAST, LATEST, MORE, NEXT, REPORTS
from exposurewatch.parsers.stopncii import STOPNCII
from tests.parsers.reports import entries, passed, told

_PDQ = "0f" * 32


def _record(**fields: Any) -> dict[str, Any]:
    return {
        "lastModtimestamp": 1714557600,
        "signalType": "ImagePDQ",
        "hashValue": _PDQ,
        "hashStatus": "Active",
        "caseNumbers": {"0123": "Active"},
        "CSPFeedbacks": [{"source": "a company", "feedbackValue": "Blocked", "tags": ["x"]}],
    } | fields


def _page(*records: Any, **fields: Any) -> bytes:
    return json.dumps({"count": len(records), "hashRecords": records} | fields).encode()


def test_a_report_is_known_by_its_hash() -> None:
    when = Moment(datetime(2024, 5, 1, 10, tzinfo=UTC))

    assert entries(STOPNCII, _page(_record())) == [
        Entry(f"pdq:{_PDQ}", (Digest("pdq", b"\x0f" * 32),), date=when, note=CHANGED)
    ]


@pytest.mark.parametrize("status", ["Withdrawn", "Deleted", "withdrawn"])
def test_what_was_taken_back_is_withdrawn_under_the_same_key(status: str) -> None:
    assert entries(STOPNCII, _page(_record(hashStatus=status))) == [Entry(f"pdq:{_PDQ}", withdrawn=True)]


def test_what_one_case_or_one_partner_takes_back_is_still_reported() -> None:
    record = _record(caseNumbers={"1": "Withdrawn", "2": "Active"}, CSPFeedbacks=[{"feedbackValue": "Withdrawn"}])

    assert [entry.withdrawn for entry in entries(STOPNCII, _page(record))] == [False]


def test_videos_and_what_is_no_hash_are_counted() -> None:
    page = _page(
        _record(signalType="VideoMD5", hashValue="0f" * 16),
        _record(signalType="VideoTMK"),
        _record(signalType="URL", hashValue="https://example.org/"),
        _record(hashValue="0f"),
        _record(hashValue=None),
    )

    assert entries(STOPNCII, page) == []
    assert passed(STOPNCII, page) == {VIDEOS: 2, UNKNOWN: 1, MISSHAPEN: 2}


def test_a_page_says_where_the_next_one_is() -> None:
    further = _page(_record(), nextPageToken="abc", nextSetTimestamp=1714557601, hasMoreRecords=True)
    last = _page(nextPageToken="abc", nextSetTimestamp=1714557602, hasMoreRecords=False)

    assert told(STOPNCII, further) == {REPORTS: "", NEXT: "abc", LATEST: "1714557601", MORE: ""}
    assert told(STOPNCII, last) == {REPORTS: "", NEXT: "abc", LATEST: "1714557602", LAST: ""}


@pytest.mark.parametrize("when", [0, -1, 4_000_000_000, 1 << 62, "soon"])
def test_a_clock_that_is_wrong_is_not_believed(when: Any) -> None:
    (entry,) = entries(STOPNCII, _page(_record(lastModtimestamp=when)))

    assert entry.date is not None
    assert entry.date.utc is None
    assert entry.date.raw == str(when) or when == 4_000_000_000
    assert entry.date.uncertain
