"""Lists of hashes are read in every spelling, nothing is guessed, and what is no hash is counted."""

from __future__ import annotations

import codecs
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import DIGESTS, Digest
from exposurewatch.parsers.digests import MISSHAPEN, TOO_PLAIN, UNKNOWN, VIDEOS
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.hash_list import (
    HASH_LIST,
    HASH_LISTS,
    LINES,
    NOT_UNDERSTOOD,
    UNDECLARED,
    is_undeclared,
    resembles_list,
)
from exposurewatch.parsers.parser import Parser
from tests.parsers.reports import entries, passed, told

_PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
_MD5 = "d41d8cd98f00b204e9800998ecf8427e"
_SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
_DECLARED = {parser.name.removeprefix("hash-list-"): parser for parser in HASH_LISTS}


def _digest(algorithm: str, value: str, quality: int | None = None) -> Digest:
    return Digest(algorithm, bytes.fromhex(value), quality)


def _entry(algorithm: str, value: str, quality: int | None = None) -> Entry:
    return Entry(f"{algorithm}:{value}", (_digest(algorithm, value, quality),))


def test_a_bare_list_is_of_the_algorithm_that_was_declared() -> None:
    other = "0" * 64
    data = f"# needles\n{_PDQ}\n\n{other.upper()}\n".encode()

    assert entries(_DECLARED["pdq"], data) == [_entry("pdq", _PDQ), _entry("pdq", other)]
    assert entries(_DECLARED["sha256"], data) == [_entry("sha256", _PDQ), _entry("sha256", other)]
    assert entries(_DECLARED["phash"], data) == [_entry("phash", _PDQ), _entry("phash", other)]
    assert passed(_DECLARED["md5"], data) == {MISSHAPEN: 2}
    assert passed(_DECLARED["phash64"], data) == {MISSHAPEN: 2}


@pytest.mark.parametrize("value", [_PDQ, _MD5, _SHA1, "0" * 16])
def test_a_bare_hash_is_never_guessed(value: str) -> None:
    assert entries(HASH_LIST, value.encode()) == []
    assert passed(HASH_LIST, value.encode()) == {UNDECLARED: 1}


def test_lines_of_type_and_value_say_what_they_are() -> None:
    lines = [
        f"pdq {_PDQ}",
        f"md5 {_MD5}",
        f"SHA1\t{_SHA1}",
        f"sha256,{'1' * 64}",
        f"phash {'2' * 16}",
        f"video_md5 {_MD5}",
        f"whirlpool {'3' * 128}",
        f"md5 {_SHA1}",
        "<html lang=en>",
    ]
    data = "\n".join(lines).encode()

    assert entries(HASH_LIST, data) == [
        _entry("pdq", _PDQ),
        _entry("md5", _MD5),
        _entry("sha1", _SHA1),
        _entry("sha256", "1" * 64),
        _entry("phash64", "2" * 16),
    ]
    assert passed(HASH_LIST, data) == {VIDEOS: 1, UNKNOWN: 1, MISSHAPEN: 1, NOT_UNDERSTOOD: 1}
    assert told(HASH_LIST, data) == {LINES: "9"}


def test_a_line_that_says_its_type_is_believed_more_than_what_was_declared() -> None:
    assert entries(_DECLARED["sha256"], f"pdq {_PDQ}".encode()) == [_entry("pdq", _PDQ)]


def test_what_stands_behind_a_hash_is_let_go() -> None:
    """Names of files may be as harmful or as private as the pictures."""
    data = f"{_MD5}  *Jane Doe.jpg\n{_MD5.upper()},\n".encode()

    assert entries(_DECLARED["md5"], data) == [_entry("md5", _MD5), _entry("md5", _MD5)]
    assert b"Jane" not in repr(list(_DECLARED["md5"].read(io.BytesIO(data)))).encode()


def test_a_table_says_in_its_header_what_its_hashes_are() -> None:
    data = "\n".join(
        [
            "filename,md5,PDQ,quality",
            f"a.jpg,{_MD5},{_PDQ},98",
            f'"b, ""c"".jpg",,{_PDQ},50.0',
            f"plain.jpg,,{_PDQ},49",
            f"odd.jpg,,{_PDQ},good",
            f"odder.jpg,,{_PDQ},101",
            "nothing.jpg,,,",
            f"wrong.jpg,{_SHA1},,",
            f"short.jpg,{_MD5}",
        ]
    ).encode()

    both = Entry(f"md5:{_MD5} pdq:{_PDQ}", (_digest("md5", _MD5), _digest("pdq", _PDQ, 98)))
    assert entries(HASH_LIST, data) == [
        both,
        _entry("pdq", _PDQ, 50),
        _entry("pdq", _PDQ),
        _entry("pdq", _PDQ),
        _entry("md5", _MD5),
    ]
    assert passed(HASH_LIST, data) == {TOO_PLAIN: 1, NOT_UNDERSTOOD: 1, MISSHAPEN: 1}


def test_a_column_called_hash_is_of_what_was_declared() -> None:
    data = f"FilePath;Hash\nC:\\she.jpg;{_PDQ}\n".encode()

    assert entries(_DECLARED["pdq"], data) == [_entry("pdq", _PDQ)]
    assert passed(HASH_LIST, data) == {UNDECLARED: 1}


def test_a_table_may_say_in_each_row_what_its_hash_is() -> None:
    data = f"type\thash\npdq\t{_PDQ}\nVideoMD5\t{_MD5}\n\t{_MD5}\n".encode()

    assert entries(HASH_LIST, data) == [_entry("pdq", _PDQ)]
    assert passed(HASH_LIST, data) == {VIDEOS: 1, UNDECLARED: 1}


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + f"pdq {_PDQ}\r\n\r\nmd5 {_MD5}".encode(),
        codecs.BOM_UTF16_LE + f"pdq {_PDQ}\r\nmd5 {_MD5}\r\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + f"pdq {_PDQ}\nmd5 {_MD5}\n".encode("utf-16-be"),
        f"pdq {_PDQ}\r\n\r\nmd5 {_MD5}\r\n".encode("utf-16-le"),
        f"pdq: {_PDQ}\nmd5={_MD5}\n".encode("utf-16-be"),
        f"  PDQ {_PDQ.upper()} ,,\rmd5\t{_MD5};\r".encode(),
        codecs.BOM_UTF8 + f"pdq,md5\n{_PDQ},\n,{_MD5},,,\n".encode(),
    ],
)
def test_systems_write_lines_in_their_own_ways(data: bytes) -> None:
    assert entries(HASH_LIST, data) == [_entry("pdq", _PDQ), _entry("md5", _MD5)]


def test_an_endless_line_and_a_torn_one_are_counted() -> None:
    data = b"a" * 1_000_000 + b"\nmd5 " + _MD5.encode() + b"\nmd5 " + _MD5[:20].encode()

    assert entries(HASH_LIST, data) == [_entry("md5", _MD5)]
    assert passed(HASH_LIST, data) == {NOT_UNDERSTOOD: 1, MISSHAPEN: 1}


def test_a_list_without_an_end_is_read_as_it_comes() -> None:
    class Endless:
        blocks = 0

        def read(self, _size: int, /) -> bytes:
            self.blocks += 1
            return b"md5 " + _MD5.encode() + b"\n"

    source = Endless()
    found = list(itertools.islice(HASH_LIST.read(source), 1000))

    assert found == [_entry("md5", _MD5)] * 1000
    assert source.blocks <= 1001


def test_a_quotation_that_does_not_end_costs_its_own_line_alone() -> None:
    data = f'pdq,name\n"{_PDQ},she\n{_PDQ},"she\n'.encode()

    assert entries(HASH_LIST, data) == [_entry("pdq", _PDQ)]
    assert passed(HASH_LIST, data) == {MISSHAPEN: 1}


def test_a_header_longer_than_any_is_none() -> None:
    assert passed(HASH_LIST, b"pdq," + b"x" * 20_000) == {NOT_UNDERSTOOD: 1}


@pytest.mark.parametrize(
    ("beginning", "is_one"),
    [
        (f"# a list\n\n{_PDQ}\n{_PDQ[:5]}", True),
        (f"\ufeffpdq {_PDQ}", True),
        (f"hash,quality\n{_PDQ},99", True),
        ("pdq,quality\n", True),
        ("\0".join(f"pdq {_PDQ}\n"), True),
        ("md5", True),
        ("hash,quality\n", False),
        ("value,name\n5,she", False),
        (f"pdq\n{_PDQ}", True),
        ("", False),
        ("# nothing but words", False),
        ("<html>", False),
        ('{"results": []}', False),
        ("hello world", False),
    ],
)
def test_a_list_is_told_by_its_beginning(beginning: str, is_one: bool) -> None:  # noqa: FBT001
    assert resembles_list(beginning) is is_one


@given(st.text(max_size=300))
def test_no_beginning_makes_it_raise(beginning: str) -> None:
    resembles_list(beginning)


_CELLS = st.sampled_from(
    ["pdq", "md5", "hash", "type", "quality", "phash", _PDQ, _MD5, "0" * 16, '"', "\0", "é", "", "5"]
)
_LINES = st.lists(_CELLS, max_size=6).flatmap(
    lambda cells: st.sampled_from([",", ";", "\t", " "]).map(lambda by: by.join(cells))
)


@given(
    st.sampled_from(HASH_LISTS),
    st.lists(_LINES, max_size=8).map("\n".join),
    st.sampled_from(["utf-8", "utf-16", "utf-16-be", "latin-1"]),
    st.binary(max_size=20),
)
def test_no_bytes_make_it_raise_and_every_hash_is_valid(parser: Parser, text: str, encoding: str, junk: bytes) -> None:
    for entry in entries(parser, text.encode(encoding) + junk):
        assert all(len(each.value) == DIGESTS[each.algorithm] for each in entry.digests)
        assert entry.key


@pytest.mark.parametrize(
    ("words", "undeclared"),
    [
        ("0" * 64, "yes"),
        (f"# a list\nhash\n{'0' * 64}", "yes"),
        (f"md5 {'0' * 32}", "no"),
        (f"md5\n{'0' * 32}", "no"),
        ("md5,pdq", "no"),
        ("hash", "no"),
        ("", "no"),
    ],
)
def test_a_list_that_leaves_its_kind_open_is_told_by_its_beginning(words: str, undeclared: str) -> None:
    assert is_undeclared(words) is (undeclared == "yes")
