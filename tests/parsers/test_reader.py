"""A document may do what it likes to the worker that parses it: what was read before is kept, and the end is said."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

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


def test_the_worker_reads_on_while_what_it_read_is_used(reader: Reader) -> None:
    class Counted:
        pieces = 0

        def read(self, _size: int, /) -> bytes:
            self.pieces += 1
            return b"hello"

    stream = Counted()
    records = reader.records("nothing", stream)
    assert next(records) == _FIRST
    assert stream.pieces == 2, "the piece after the one with the record was handed over"
    assert list(records) == []


class Deadly:
    """A document whose reader is killed, as if from outside, when some piece of it is asked for."""

    def __init__(self, reader: Reader, piece: int) -> None:
        self._reader, self._left = reader, piece

    def read(self, _size: int, /) -> bytes:
        self._left -= 1
        if not self._left:
            process = self._reader._worker._process
            assert process is not None
            process.kill()
            process.wait()
        return b"hello"


@pytest.mark.parametrize("piece", [1, 2])
def test_a_document_whose_worker_was_killed_is_read_once_more_and_told_once(reader: Reader, piece: int) -> None:
    opened: list[str] = []

    def anew() -> Stream:
        opened.append("once")
        return _stream()

    assert list(reader.records("nothing", Deadly(reader, piece), anew)) == [_FIRST]
    assert opened == ["once"]


def test_a_document_that_kills_its_worker_costs_two_and_is_said_to(reader: Reader) -> None:
    opened: list[str] = []

    def anew() -> Stream:
        opened.append("once")
        return _stream()

    first, last = reader.records("die", _stream(), anew)
    assert first == _FIRST
    assert isinstance(last, Ended)
    assert "broke off" in last.detail
    assert opened == ["once"]


def test_a_second_death_before_the_first_is_said_as_well(reader: Reader) -> None:
    """Nothing of what was told already is told again, and that there may be more is not lost."""

    @contextmanager
    def anew() -> Iterator[Deadly]:
        yield Deadly(reader, 1)

    first, last = reader.records("nothing", Deadly(reader, 2), anew)
    assert first == _FIRST
    assert isinstance(last, Ended)
    assert "broke off" in last.detail


def test_an_unknown_parser_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with Reader() as reader:
        assert list(reader.records("no such parser", _stream())) == [Ended("no-such-parser", truncated=False)]
