"""Which details of a MISP event are reports of a picture, and which are only counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import Digest, Moment
from exposurewatch.parsers.digests import MISSHAPEN
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.misp_attribute import (
    ADDRESSES,
    FILES,
    NO_HASHES,
    OTHER_HASHES,
    read_attribute,
    read_object,
)

_UUID = "5a3c1b2e-0000-4000-8000-0123456789ab"
_OTHER = "5a3c1b2e-0000-4000-8000-0123456789ac"
_MD5, _SHA1, _SHA256 = "0a" * 16, "0b" * 20, "0c" * 32
_SIZES = {"md5": _MD5, "sha1": _SHA1, "sha256": _SHA256}


def _digest(algorithm: str, value: str) -> Digest:
    return Digest(algorithm, bytes.fromhex(value))


def _text(value: str, **said: str) -> dict[str, Any]:
    return {"uuid": _UUID, "type": "text", "value": value, **said}


@pytest.mark.parametrize("kind", ["md5", "sha1", "sha256"])
def test_sums_are_reports(kind: str) -> None:
    value = _SIZES[kind]
    entry = Entry(_UUID, (_digest(kind, value),))

    assert read_attribute({"uuid": _UUID, "type": kind, "value": value}) == entry
    assert read_attribute({"uuid": _UUID, "type": kind, "value": f" {value.upper()}\n"}) == entry
    assert read_attribute({"uuid": _UUID, "type": f"filename|{kind}", "value": f"her|photo.jpg|{value}"}) == entry


def test_a_sum_of_another_length_is_counted() -> None:
    assert read_attribute({"uuid": _UUID, "type": "md5", "value": _SHA1}) == MISSHAPEN
    assert read_attribute({"uuid": _UUID, "type": "filename|md5", "value": _MD5 + "|she.jpg"}) == MISSHAPEN


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("sha512", OTHER_HASHES),
        ("filename|sha512/256", OTHER_HASHES),
        ("sha3-256", OTHER_HASHES),
        ("ssdeep", OTHER_HASHES),
        ("filename|imphash", OTHER_HASHES),
        ("attachment", FILES),
        ("malware-sample", FILES),
        ("url", ADDRESSES),
        ("link", ADDRESSES),
        ("domain", NO_HASHES),
        ("filename", NO_HASHES),
        ("", NO_HASHES),
    ],
)
def test_what_photos_are_not_compared_by_is_counted_in_plain_words(kind: str, words: str) -> None:
    assert read_attribute({"uuid": _UUID, "type": kind, "value": f"x|{_MD5}", "data": "aGVy"}) == words


@pytest.mark.parametrize(
    ("said", "algorithm", "value"),
    [
        ({"object_relation": "pdq"}, "pdq", "ab" * 32),
        ({"comment": "PDQ of the picture, in hexadecimal"}, "pdq", "AB" * 32),
        ({"object_relation": "image_pHash"}, "phash64", "ab" * 8),
        ({"object_relation": "phash", "comment": "phash, 256 bits"}, "phash", "ab" * 32),
    ],
)
def test_a_text_is_a_perceptual_hash_where_it_is_said_to_be_one(
    said: dict[str, str], algorithm: str, value: str
) -> None:
    assert read_attribute(_text(value, **said)) == Entry(_UUID, (_digest(algorithm, value),))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("ab" * 32, {}),
        ("ab" * 32, {"comment": "hash of the picture"}),
        ("ab" * 32, {"comment": "pdqx"}),
        ("ab" * 32, {"comment": "vpdq"}),
        ("ab" * 32, {"object_relation": "pdq", "comment": "or is it the SHA-256?"}),
        ("ab" * 32, {"comment": "pdq and phash"}),
        ("ab" * 32, {"object_relation": "sha256"}),
        ("ab" * 8, {"object_relation": "dhash", "comment": "not a phash"}),
        ("ab" * 8, {"object_relation": "pdq"}),
        ("ab" * 16, {"object_relation": "phash"}),
        ("pdq", {"object_relation": "pdq"}),
    ],
)
def test_what_a_text_may_be_is_never_guessed(value: str, said: dict[str, str]) -> None:
    assert read_attribute(_text(value, **said)) == NO_HASHES


def test_what_was_deleted_is_withdrawn() -> None:
    fields = {"uuid": _UUID, "type": "md5", "value": _MD5, "deleted": True}

    assert read_attribute(fields) == Entry(_UUID, withdrawn=True)
    assert read_attribute(fields | {"uuid": ".."}) == Entry(f"md5:{_MD5}", withdrawn=True)
    assert read_attribute({"type": "url", "deleted": True}) == NO_HASHES


def test_a_report_without_a_uuid_is_called_by_its_hash() -> None:
    assert read_attribute({"uuid": "../x", "type": "md5", "value": _MD5}) == Entry(
        f"md5:{_MD5}", (_digest("md5", _MD5),)
    )


def test_the_date_is_when_the_attribute_was_changed() -> None:
    found = read_attribute({"uuid": _UUID, "type": "md5", "value": _MD5, "timestamp": "1714557600"})

    assert isinstance(found, Entry)
    assert found.date == Moment(datetime(2024, 5, 1, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    "stamp",
    ["5", 5, int((datetime.now(UTC) + timedelta(days=900)).timestamp()), "soon"],
    ids=["words of 1970", "1970", "years ahead", "words"],
)
def test_a_clock_that_is_wrong_is_told_as_it_stands(stamp: Any) -> None:
    found = read_attribute({"uuid": _UUID, "type": "md5", "value": _MD5, "timestamp": stamp})

    assert isinstance(found, Entry)
    assert found.date is not None
    assert found.date.utc is None
    assert found.date.raw
    assert found.date.uncertain


def _an_object(*attributes: Any, **more: Any) -> dict[str, Any]:
    return {"uuid": _UUID, "name": "file", "timestamp": "1714557600", "Attribute": list(attributes), **more}


def _attribute(kind: str, **more: Any) -> dict[str, Any]:
    return {"uuid": _OTHER, "type": kind, "value": _SIZES[kind], **more}


@pytest.mark.parametrize("name", ["file", "image", "File"])
def test_all_hashes_of_one_file_are_one_report(name: str) -> None:
    pdq = {"type": "text", "object_relation": "pdq", "value": "ab" * 32}
    attributes = [_attribute("md5"), _attribute("sha256"), pdq, {"type": "filename", "value": "she.jpg"}, None]
    digests = (_digest("md5", _MD5), _digest("sha256", _SHA256), _digest("pdq", "ab" * 32))

    assert list(read_object(_an_object(*attributes, name=name))) == [
        NO_HASHES,
        Entry(_UUID, digests, date=Moment(datetime(2024, 5, 1, 10, tzinfo=UTC))),
    ]


def test_a_file_that_says_nothing_of_its_date_has_that_of_its_first_hash() -> None:
    first = _attribute("md5", timestamp="1714557600")
    (found,) = read_object(_an_object(first, _attribute("sha1"), timestamp=None, uuid=None))

    assert found == Entry(
        f"md5:{_MD5} sha1:{_SHA1}",
        (_digest("md5", _MD5), _digest("sha1", _SHA1)),
        date=Moment(datetime(2024, 5, 1, 10, tzinfo=UTC)),
    )


def test_hashes_that_contradict_each_other_stand_alone() -> None:
    other = {"uuid": _UUID, "type": "md5", "value": "ff" * 16}

    assert list(read_object(_an_object(_attribute("md5"), other))) == [
        Entry(_OTHER, (_digest("md5", _MD5),)),
        Entry(_UUID, (_digest("md5", "ff" * 16),)),
    ]


def test_hashes_of_other_objects_stand_alone() -> None:
    given = _an_object(_attribute("md5"), _attribute("sha1", uuid=None), name="pe-section")

    assert list(read_object(given)) == [
        Entry(_OTHER, (_digest("md5", _MD5),)),
        Entry(f"sha1:{_SHA1}", (_digest("sha1", _SHA1),)),
    ]


def test_a_deleted_object_is_withdrawn_with_all_that_is_in_it() -> None:
    assert list(read_object(_an_object(_attribute("md5"), deleted=True))) == [Entry(_UUID, withdrawn=True)]
    assert list(read_object(_an_object(_attribute("md5"), deleted=True, uuid=None))) == [Entry(_OTHER, withdrawn=True)]


def test_a_deleted_hash_is_no_longer_among_those_of_its_file() -> None:
    gone = _attribute("md5", deleted=True)

    (found,) = read_object(_an_object(gone, _attribute("sha1")))
    assert isinstance(found, Entry)
    assert found.digests == (_digest("sha1", _SHA1),)
    assert list(read_object(_an_object(gone))) == [Entry(_UUID, withdrawn=True)]


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just(_MD5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
_FIELDS = ("uuid", "type", "value", "name", "deleted", "timestamp", "comment", "object_relation", "Attribute")


@given(st.dictionaries(st.sampled_from(_FIELDS), _JSON | st.sampled_from(["text", "md5", "filename|md5", "file"])))
def test_no_shape_makes_it_raise(fields: dict[str, Any]) -> None:
    assert read_attribute(fields)
    list(read_object(fields))
    list(read_object({"name": "file", "Attribute": [fields, fields]}))
