"""Which objects of STIX are reports of a picture."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import Digest, Moment
from exposurewatch.parsers.digests import CHANGED, MISSHAPEN, PHOTODNA
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.misp_attribute import FILES, OTHER_HASHES
from exposurewatch.parsers.stix_object import OTHERS, PATTERNS, Found, read_object

_ID = "file--5a3c1b2e-0000-4000-8000-0123456789ab"
_MD5, _SHA1, _SHA256 = "0a" * 16, "0b" * 20, "0c" * 32
_WHEN = Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), "2024-05-01T10:00:00.000Z")


def _digest(algorithm: str, value: str) -> Digest:
    return Digest(algorithm, bytes.fromhex(value))


def _file(hashes: Any, **more: Any) -> dict[str, Any]:
    return {"type": "file", "spec_version": "2.1", "id": _ID, "hashes": hashes, **more}


def _indicator(pattern: str, **more: Any) -> dict[str, Any]:
    times = {"created": "2024-04-30T10:00:00.000Z", "modified": "2024-05-01T10:00:00.000Z"}
    return {"type": "indicator", "id": "indicator--1", "pattern": pattern, "pattern_type": "stix", **times, **more}


def test_all_hashes_of_a_file_are_one_report() -> None:
    found = read_object(_file({"MD5": _MD5, "SHA-1": _SHA1.upper(), "SHA-256": _SHA256}, name="she\u202e.jpg"))

    digests = (_digest("md5", _MD5), _digest("sha1", _SHA1), _digest("sha256", _SHA256))
    assert found == Found((Entry(_ID, digests, note="she.jpg"),))


@pytest.mark.parametrize("name", ["pdq", "PDQ", "x_pdq", "x-pdq", "X_PDQ"])
def test_a_perceptual_hash_counts_where_it_is_named_so(name: str) -> None:
    assert read_object(_file({name: "ab" * 32})).entries == (Entry(_ID, (_digest("pdq", "ab" * 32),)),)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SHA-512", "ab" * 64, OTHER_HASHES),
        ("SSDEEP", "3:abc:de", OTHER_HASHES),
        ("x_perceptual", "ab" * 32, OTHER_HASHES),
        ("x_hash", "ab" * 32, OTHER_HASHES),
        ("PhotoDNA", "ab" * 144, PHOTODNA),
        ("MD5", _SHA1, MISSHAPEN),
        ("MD5", None, MISSHAPEN),
        ("pdq", "ab" * 31, MISSHAPEN),
    ],
)
def test_any_other_hash_is_counted_and_never_guessed(name: str, value: Any, words: str) -> None:
    found = read_object(_file({name: value}))

    assert (found.entries, dict(found.passed_over)) == ((), {words: 1})


def test_hashes_of_one_kind_that_differ_stand_alone() -> None:
    found = read_object(_file({"MD5": _MD5, "md5": "ff" * 16}, id=None))

    assert [entry.key for entry in found.entries] == [f"md5:{_MD5}", f"md5:{'ff' * 16}"]


def test_an_artifact_has_hashes_and_its_contents_are_not_opened() -> None:
    found = read_object({"type": "artifact", "id": "artifact--1", "payload_bin": "aGVy", "hashes": {"MD5": _MD5}})

    assert found.entries == (Entry("artifact--1", (_digest("md5", _MD5),)),)
    assert dict(found.passed_over) == {FILES: 1}


@pytest.mark.parametrize("kind", ["identity", "marking-definition", "relationship", "url", "", "file", "artifact"])
def test_an_object_without_hashes_is_counted(kind: str) -> None:
    found = read_object({"type": kind, "id": f"{kind}--1"})

    assert (found.entries, dict(found.passed_over)) == ((), {OTHERS: 1})


def test_each_file_that_a_pattern_finds_is_a_report() -> None:
    pattern = f"[file:hashes.MD5 = '{_MD5}' AND file:hashes.'SHA-1' = '{_SHA1}'] OR [file:hashes.x_pdq = '{'ab' * 32}']"
    found = read_object(_indicator(pattern, name="Leak of May"))

    note = f"Leak of May; {CHANGED}"
    assert found.entries == (
        Entry("indicator--1", (_digest("md5", _MD5), _digest("sha1", _SHA1)), date=_WHEN, note=note),
        Entry("indicator--1 2", (_digest("pdq", "ab" * 32),), date=_WHEN, note=note),
    )
    assert not found.passed_over


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (_indicator("[url:value = 'x']"), {PATTERNS: 1}),
        (_indicator(f"[file:hashes.MD5 = '{_MD5}']", pattern_type="yara"), {PATTERNS: 1}),
        (_indicator("[file:name = 'x']"), {PATTERNS: 1}),
        (_indicator(f"[file:hashes.'SHA-512' = '{_MD5 * 4}']"), {OTHER_HASHES: 1}),
        ({"type": "indicator", "pattern": 5}, {PATTERNS: 1}),
    ],
)
def test_a_pattern_that_is_more_than_hashes_is_counted(given: dict[str, Any], words: dict[str, int]) -> None:
    found = read_object(given)

    assert (found.entries, dict(found.passed_over)) == ((), words)


def test_an_indicator_without_a_name_or_an_id_is_called_by_its_hash() -> None:
    found = read_object({"type": "indicator", "pattern": f"[file:hashes.MD5 = '{_MD5}']"})

    assert found.entries == (Entry(f"md5:{_MD5}", (_digest("md5", _MD5),)),)


def test_files_inside_an_observation_are_reports() -> None:
    seen = {"0": {"type": "file", "hashes": {"MD5": _MD5}}, "1": {"type": "url", "value": "x"}, "2": 5}
    found = read_object({"type": "observed-data", "id": "observed-data--1", "objects": seen, "created": _WHEN.raw})

    assert found.entries == (Entry("observed-data--1 0", (_digest("md5", _MD5),), date=_WHEN, note=CHANGED),)


def test_an_observation_without_files_is_counted() -> None:
    assert dict(read_object({"type": "observed-data", "object_refs": ["x"]}).passed_over) == {OTHERS: 1}


def test_what_was_revoked_is_withdrawn() -> None:
    assert read_object(_indicator("x", revoked=True)) == Found((Entry("indicator--1", withdrawn=True),))


def test_a_clock_that_is_wrong_is_told_as_it_stands() -> None:
    for written in ("1970-01-01T00:00:00Z", "2091-01-01T00:00:00Z", "May"):
        (entry,) = read_object(_indicator(f"[file:hashes.MD5 = '{_MD5}']", modified=written)).entries
        assert entry.date is not None
        assert (entry.date.utc, entry.date.raw) == (None, written)
        assert entry.date.uncertain


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just(_MD5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.just("MD5") | st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=5,
)
_KINDS = st.sampled_from(["file", "artifact", "indicator", "observed-data"])
_FIELDS = ("id", "hashes", "pattern", "pattern_type", "name", "modified", "revoked", "objects", "payload_bin")


@given(_KINDS, st.dictionaries(st.sampled_from(_FIELDS), _JSON))
def test_no_shape_makes_it_raise(kind: str, fields: dict[str, Any]) -> None:
    found = read_object({"type": kind, **fields})

    assert all(entry.key for entry in found.entries)
