"""A page of an exchange is read to where it can be read, and says of itself only what can be kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import DIGESTS
from exposurewatch.parsers.entries import Entry, Told
from exposurewatch.parsers.exchange_json import REPORTS, SHAPELESS, told
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.stopncii import STOPNCII
from exposurewatch.parsers.tech_against_terrorism import TECH_AGAINST_TERRORISM
from exposurewatch.parsers.threat_updates import THREAT_UPDATES
from tests.parsers import reports

_PDQ: Final = "0f" * 32
_PAGES: Final[list[tuple[Parser, str, dict[str, Any]]]] = [
    (STOPNCII, "hashRecords", {"signalType": "ImagePDQ", "hashValue": _PDQ, "hashStatus": "Active"}),
    (THREAT_UPDATES, "data", {"id": "7", "type": "HASH_PDQ", "indicator": _PDQ, "should_delete": False}),
    (TECH_AGAINST_TERRORISM, "results", {"id": 7, "algorithm": "PDQ", "hash_digest": _PDQ, "deleted": False}),
]
_ALL: Final = pytest.mark.parametrize(("parser", "at", "report"), _PAGES, ids=[parser.name for parser, _, _ in _PAGES])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(_PDQ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@_ALL
def test_one_report_is_one_entry(parser: Parser, at: str, report: dict[str, Any]) -> None:
    (entry,) = reports.entries(parser, json.dumps({at: [report]}).encode("utf-16"))

    assert [(each.algorithm, each.value.hex()) for each in entry.digests] == [("pdq", _PDQ)]


@_ALL
def test_a_page_without_reports_is_one_and_anything_else_is_none(parser: Parser, at: str, report: Any) -> None:
    assert REPORTS in reports.told(parser, json.dumps({at: []}).encode())
    assert REPORTS not in reports.told(parser, b'{"error": {"code": 190}}')
    assert REPORTS not in reports.told(parser, json.dumps([{at: [report]}]).encode())


@_ALL
def test_a_page_that_is_cut_off_gives_what_is_there(parser: Parser, at: str, report: dict[str, Any]) -> None:
    data = json.dumps({at: [report | {"id": number} for number in range(50)]}).encode()
    half = data[: len(data) // 2]

    assert 10 < len(reports.entries(parser, half)) < 50
    assert reports.end(parser, half).truncated


@_ALL
@pytest.mark.parametrize("value", [None, 5, "x", []])
def test_a_report_of_another_shape_is_counted(parser: Parser, at: str, report: Any, value: Any) -> None:
    data = json.dumps({at: [value, report]}).encode()

    assert len(reports.entries(parser, data)) == 1
    assert reports.passed(parser, data) == {SHAPELESS: 1}


@_ALL
def test_nesting_and_giants_are_refused(parser: Parser, at: str, report: Any) -> None:
    deep = reports.end(parser, f'{{"{at}": {"[" * 100_000}'.encode())
    giant = reports.end(parser, f'{{"{at}": ["{"x" * (5 << 20)}"]}}'.encode())

    assert "levels deep" in deep.detail
    assert "larger than" in giant.detail


@_ALL
@given(data=st.data())
def test_no_value_makes_it_raise(parser: Parser, at: str, report: dict[str, Any], data: st.DataObject) -> None:
    odd = {key: data.draw(_JSON) for key in [*report, "last_updated", "updated_on", "lastModtimestamp", "file_type"]}
    beside = {key: data.draw(_JSON) for key in ("next", "checkpoint", "paging", "hasMoreRecords", "nextPageToken")}
    document = json.dumps({at: [odd, report | data.draw(st.sampled_from([odd, {}]))], **beside}).encode()

    for entry in reports.entries(parser, document + data.draw(st.binary(max_size=10))):
        assert entry.key
        assert all(len(each.value) == DIGESTS[each.algorithm] for each in entry.digests)


@_ALL
@given(junk=st.binary(max_size=60), at_byte=st.integers(0, 120))
def test_no_bytes_make_it_raise(parser: Parser, at: str, report: dict[str, Any], junk: bytes, at_byte: int) -> None:
    data = json.dumps({at: [report]}).encode()

    reports.records(parser, data[:at_byte] + junk + data[at_byte:])


def _told(value: Any) -> Iterator[Told]:
    return told("next", value)


def test_what_a_page_says_of_itself_is_kept_as_it_is_or_not_at_all() -> None:
    assert list(_told("a b")) == [Told("next", "a b")]
    assert list(_told(17)) == [Told("next", "17")]
    for value in (None, "", True, {"a": 1}, "\x1b[31m", "x" * 9000):
        assert list(_told(value)) == []


def test_entries_of_all_pages_are_entries() -> None:
    assert all(
        isinstance(record, Entry | Told)
        for parser, at, report in _PAGES
        for record in reports.records(parser, json.dumps({at: [report]}).encode())
    )
