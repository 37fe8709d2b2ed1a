"""A list of hashes is told anew when it has changed, and never where it has not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.feed import Batch, Pulling
from exposurewatch.feeds.hashes import pieces as module
from exposurewatch.feeds.hashes.hash_list import HASH_LIST
from exposurewatch.parsers.digests import MISSHAPEN, VIDEOS
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.hash_list import NOT_UNDERSTOOD
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.parsers.reader import Reader
from tests.feeds.fakes import FakeGet
from tests.feeds.pulls import keep, pull

_URL = "https://example.org/hashes.txt"


def _list(*numbers: int) -> bytes:
    return "".join(f"md5 {number:032x}\n" for number in numbers).encode()


def _keys(*numbers: int) -> set[str]:
    return {f"md5:{number:032x}" for number in numbers}


def _pull(content: bytes, checkpoint: Any = None, **options: str) -> list[Batch]:
    return list(pull(HASH_LIST, _URL, FakeGet({_URL: content}), checkpoint, options=options))


def _trouble(content: bytes, **options: str) -> Trouble:
    with pytest.raises(Trouble) as raised:
        _pull(content, **options)
    return raised.value


def test_a_list_is_one_part_told_from_its_beginning_to_its_end() -> None:
    (batch,) = _pull(_list(1, 2, 2))

    assert {entry.key for entry in batch.entries} == _keys(1, 2)
    assert len(batch.entries) == 2
    assert (batch.opens, batch.closes, batch.part) == (True, True, "")


def test_nothing_new_is_one_request_and_no_batch() -> None:
    (batch,) = _pull(_list(1))
    get = FakeGet({_URL: _list(1)})

    assert list(pull(HASH_LIST, _URL, get, batch.checkpoint)) == []
    assert get.urls == [_URL]
    assert get.asked[0].validators != Validators()


def test_a_host_that_has_no_validators_is_told_by_the_bytes() -> None:
    plain = Fetched(_URL, _list(1))
    (batch,) = pull(HASH_LIST, _URL, FakeGet({_URL: plain}))

    assert list(pull(HASH_LIST, _URL, FakeGet({_URL: plain}), batch.checkpoint)) == []


def test_the_same_bytes_under_another_name_are_remembered_and_not_told_again() -> None:
    (batch,) = pull(HASH_LIST, _URL, FakeGet({_URL: Fetched(_URL, _list(1), validators=Validators("a"))}))
    renamed = FakeGet({_URL: Fetched(_URL, _list(1), validators=Validators("b"))})
    (next_batch,) = pull(HASH_LIST, _URL, renamed, batch.checkpoint)

    assert (next_batch.entries, next_batch.opens, next_batch.closes) == ((), False, False)
    assert next_batch.checkpoint["etag"] == "b"


def test_a_list_is_read_anew_where_another_algorithm_is_declared() -> None:
    content = b"0f" * 32
    (pdq,) = _pull(content, algorithm="pdq")
    (sha256,) = _pull(content, pdq.checkpoint, algorithm=" SHA256 ")

    assert [batch.entries[0].digests[0].algorithm for batch in (pdq, sha256)] == ["pdq", "sha256"]


@pytest.mark.parametrize(
    "checkpoint", [{"etag": 5}, {"etag": "x", "parser": []}, {"sha256": None}, {"part": {"a": [1]}}, {"etag": ["x"]}]
)
def test_a_checkpoint_of_another_shape_means_beginning_anew(checkpoint: Any) -> None:
    get = FakeGet({_URL: _list(1)})
    (batch,) = pull(HASH_LIST, _URL, get, checkpoint)

    assert batch.opens
    assert get.asked[0].validators == Validators()


def test_a_pull_that_is_cut_off_anywhere_loses_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 2)
    get = FakeGet({_URL: _list(*range(3, 10))})
    for stop in range(5):
        known = {key: Entry(key) for key in _keys(1, 2, 3, 4)}
        told: set[str] = set()
        checkpoint: Any = {"etag": "old", "last_modified": "", "sha256": "0", "parser": ["hash-list", 1]}
        for batch, _ in zip(pull(HASH_LIST, _URL, get, checkpoint), range(stop), strict=False):
            assert len(batch.entries) <= 2
            keep(known, batch, told)
            checkpoint = batch.checkpoint
        assert known.keys() >= _keys(1, 2) or stop >= 4
        for batch in pull(HASH_LIST, _URL, get, checkpoint):
            keep(known, batch, told)
        assert known.keys() == _keys(*range(3, 10))


def test_a_list_that_breaks_off_forgets_nothing() -> None:
    def read(_parser: str, _document: bytes) -> Iterator[Record]:
        yield Entry("a")
        yield Ended("reading on takes longer than any honest export does", truncated=False)

    batches = HASH_LIST.pull(Pulling(_URL, FakeGet({_URL: b"x"}), read))
    assert next(batches) == Batch({}, entries=(Entry("a"),), opens=True)
    with pytest.raises(Trouble, match="could not be read to its end: reading on takes longer") as raised:
        next(batches)
    assert raised.value.cause is Cause.MALFORMED


@pytest.mark.parametrize("content", [b"0f" * 32, b"0f" * 16, b"# list\n" + b"0F" * 20 + b"\n", b"hash\n" + b"0f" * 8])
def test_a_bare_list_asks_for_its_algorithm(content: bytes) -> None:
    trouble = _trouble(content)

    assert trouble.cause is Cause.MALFORMED
    assert "add it again with the option algorithm" in trouble.words


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (b"0f" * 32, {"algorithm": "md5"}, "None of the hashes in this list looks like one of the kind that was given"),
        (b"0f" * 32, {"algorithm": "md6"}, "The option algorithm of this feed is none that is known"),
        (b"", {}, "What stands there is empty"),
        (b"\xef\xbb\xbf \n\n", {}, "What stands there is empty"),
        (b"<html><body>Not found</body></html>", {}, "What stands there is no list of hashes"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, {}, "What stands there is no list of hashes"),
    ],
)
def test_what_is_no_list_is_said_in_a_sentence(content: bytes, options: dict[str, str], words: str) -> None:
    trouble = _trouble(content, **options)

    assert trouble.cause is Cause.MALFORMED
    assert trouble.words.startswith(words)
    assert trouble.words.endswith(".")


@pytest.mark.parametrize("content", [b"# nothing today\n", b"pdq,quality\n"])
def test_a_list_that_says_that_it_is_empty_is_believed(content: bytes) -> None:
    (batch,) = _pull(content)

    assert (batch.entries, batch.opens, batch.closes) == ((), True, True)


def test_what_is_passed_over_is_counted() -> None:
    (batch,) = _pull(_list(1) + b"video_md5 " + b"0f" * 16 + b"\nmd5 0f\nwords\n")
    (videos,) = _pull(b"video_md5 " + b"0f" * 16)

    assert batch.passed_over == {VIDEOS: 1, MISSHAPEN: 1, NOT_UNDERSTOOD: 1}
    assert (videos.entries, videos.closes, videos.passed_over) == ((), True, {VIDEOS: 1})


@pytest.mark.parametrize("cause", [Cause.TOO_LARGE, Cause.NOT_TRUSTED, Cause.UNREACHABLE])
def test_a_host_that_gives_nothing_is_trouble(cause: Cause) -> None:
    with pytest.raises(Trouble) as raised:
        list(pull(HASH_LIST, _URL, FakeGet({_URL: Trouble(cause, "It is so.")})))
    assert raised.value.cause is cause


def test_a_list_is_told_by_what_stands_in_it() -> None:
    assert HASH_LIST.resembles(Fetched(_URL, _list(1)))
    assert HASH_LIST.resembles(Fetched(_URL, "pdq,quality\n".encode("utf-16")))
    assert not HASH_LIST.resembles(Fetched(_URL, b'{"results": []}'))
    assert not HASH_LIST.accepts(_URL)


def test_a_worker_reads_a_long_list() -> None:
    content = _list(*range(25_000))

    def get(_wanted: Wanted) -> Fetched | Unchanged:
        return Fetched(_URL, content)

    with Reader() as reader:
        pulling = Pulling(_URL, get, lambda parser, data: reader.records(parser, io.BytesIO(data)))
        batches = list(HASH_LIST.pull(pulling))

    assert [len(batch.entries) for batch in batches] == [10_000, 10_000, 5_000]
    assert [(batch.opens, batch.closes) for batch in batches] == [(True, False), (False, False), (False, True)]
    assert [bool(batch.checkpoint) for batch in batches] == [False, False, True]


@pytest.mark.parametrize(
    ("options", "wrong"), [({}, False), ({"algorithm": " PDQ "}, False), ({"algorithm": "crc32"}, True)]
)
def test_an_algorithm_is_checked_when_it_is_given(options: dict[str, str], wrong: bool) -> None:  # noqa: FBT001
    assert bool(HASH_LIST.checks(options)) is wrong
