"""A document may do what it likes to the worker that parses it: what was read before is kept, and the end is said."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers import reader as module
from exposurewatch.parsers.posts import Ended, Post
from exposurewatch.parsers.reader import Reader
from exposurewatch.sandbox.worker import Limits
from exposurewatch.sources.containers import Stream

_FIRST = Post(text="hello")


def _stream() -> Stream:
    return Stream(io.BytesIO(b"hello world"))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    monkeypatch.setattr(module, "_JOB", "tests.sources.jobs:READ")
    with Reader(Limits(seconds=2, memory=256 << 20)) as reader:
        yield reader


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("die", "broke off"),
        ("loop", "takes longer than any honest export"),
        ("allocate", "takes more memory than any honest export"),
        ("fail", "cannot be understood"),
        ("garble", "broke off"),
        ("garble-question", "broke off"),
    ],
)
def test_whatever_happens_to_the_worker_is_said_and_costs_one_document(reader: Reader, order: str, words: str) -> None:
    first, last = reader.records(order, _stream())

    assert first == _FIRST
    assert isinstance(last, Ended)
    assert words in last.detail
    assert not last.truncated
    assert list(reader.records("nothing", _stream())) == [_FIRST]  # the next document is read all the same


def test_a_document_that_breaks_off_on_disk_ends_there(reader: Reader) -> None:
    class Broken:
        def read(self, _size: int = -1, /) -> bytes:
            raise Unreadable(Reason.CANNOT_OPEN, "Bad CRC-32")

        def close(self) -> None: ...

    first, last = reader.records("nothing", Stream(Broken()))

    assert first == Post()
    assert last == Ended("it cannot be read any further: Bad CRC-32", truncated=False)


def test_who_stops_reading_midway_can_read_another(reader: Reader) -> None:
    assert next(reader.records("nothing", _stream())) == _FIRST
    assert list(reader.records("nothing", _stream())) == [_FIRST]


def test_an_unknown_parser_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with Reader() as reader:
        assert list(reader.records("no such parser", _stream())) == [Ended("no-such-parser", truncated=False)]
