"""Whatever an archive does to its worker, the parent goes on, the other files are read, and the end is said."""

from __future__ import annotations

import gc
import subprocess
from pathlib import Path

import pytest

from exposurewatch.archives import conversation
from exposurewatch.archives import reader as module
from exposurewatch.archives.archive import DAMAGED, BadArchive
from exposurewatch.archives.reader import Reader
from exposurewatch.archives.seats import Seats
from exposurewatch.archives.supply import OnDisk
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sandbox.worker import Limits
from tests.archives.jobs import CONTENT

IN_WORKERS = True

_LIMITS = Limits(seconds=2, memory=256 << 20)


class _Held:
    """An archive in memory."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.failure: Exception | None = None
        self.released = 0

    def size(self) -> int:
        if self.failure is not None:
            raise self.failure
        return len(self.content)

    def read(self, offset: int, size: int) -> bytes:
        if self.failure is not None:
            raise self.failure
        return self.content[offset : offset + size]

    def release(self) -> None:
        self.released += 1


def _reader(*lines: str, job: str = "OBEY", seats: Seats | None = None) -> Reader:
    return Reader(f"tests.archives.jobs:{job}", _Held("\n".join(lines).encode()), seats or Seats(), _LIMITS)


def _whole(reader: Reader, token: bytes) -> bytes:
    file = reader.open(token)
    data = b"".join(iter(lambda: file.read(300_000), b""))
    file.close()
    return data


_TROUBLES = [
    ("die", Reason.DECODER_DIED, "the program that reads it broke off"),
    ("loop", Reason.TIMED_OUT, "it takes longer than any honest archive does"),
    ("allocate", Reason.OUT_OF_MEMORY, "it takes more memory than any honest archive does"),
    ("fail", Reason.CANNOT_OPEN, DAMAGED),
    ("refuse", Reason.ENCRYPTED, "a[31m word"),
]


@pytest.mark.parametrize(("order", "reason", "words"), _TROUBLES, ids=[each for each, *_ in _TROUBLES])
def test_a_file_costs_no_other(order: str, reason: Reason, words: str) -> None:
    reader = _reader("", "good", order)
    open_before = reader.open(b"good")
    beginning = open_before.read(5000)

    for _ in range(2):
        with pytest.raises(Unreadable) as caught:
            reader.open(order.encode())
        if order != "allocate":  # some allocators fail with an exception, others end the process
            assert (caught.value.reason, caught.value.detail) == (reason, words)
        assert _whole(reader, b"good") == CONTENT
    assert beginning + open_before.read(1 << 22) == CONTENT  # in another worker, from where it was


def test_a_file_that_does_harm_after_its_beginning_is_not_read_on() -> None:
    reader = _reader("", "late")
    file = reader.open(b"late")

    with pytest.raises(Unreadable) as caught:
        file.read(1 << 20)

    assert caught.value.reason is Reason.DECODER_DIED
    file.close()
    assert _whole(reader, b"good") == CONTENT


@pytest.mark.parametrize("order", ["die", "loop", "fail", "refuse"])
def test_an_archive_that_cannot_be_opened_is_bad(order: str) -> None:
    with pytest.raises(BadArchive):
        list(_reader(order, "good").entries())


@pytest.mark.parametrize("order", ["die", "loop", "fail"])
def test_what_was_listed_before_is_kept_and_the_end_is_said(order: str) -> None:
    many = [f"file {number:05}" for number in range(9000)]
    *listed, last = _reader("", *many, f"list-{order}").entries()

    assert len(listed) > 1000
    assert [entry.name for entry in listed] == many[: len(listed)]
    assert (last.name, last.refused) == ("", Reason.EXPORT_DAMAGED)
    assert "what stands behind that was not read" in last.detail


@pytest.mark.parametrize(
    "job", ["GARBAGE", "NO_ENTRIES", "NO_JSON", "FOREIGN_REASON", "WANTS_TOO_MUCH", "WANTS_NOWHERE", "WANTS_NONSENSE"]
)
def test_a_worker_that_talks_nonsense_is_ended(job: str) -> None:
    reader = _reader("", "a", job=job)

    with pytest.raises(BadArchive, match="broke off"):
        list(reader.entries())
    with pytest.raises(Unreadable) as caught:
        reader.anywhere(b"a").size()
    assert caught.value.reason is Reason.DECODER_DIED


@pytest.mark.parametrize("job", ["TOO_LONG", "LISTS_WHEN_READ"])
def test_an_answer_that_was_not_asked_for_is_refused(job: str) -> None:
    with pytest.raises(Unreadable) as caught:
        _reader("", job=job).open(b"a")

    assert caught.value.reason is Reason.DECODER_DIED


def test_a_worker_that_is_killed_from_outside_costs_nothing() -> None:
    reader = _reader("", *(f"file {number:05}" for number in range(9000)))
    file, entries = reader.open(b"good"), reader.entries()
    beginning = file.read(5000)

    names = [next(entries).name for _ in range(5000)]
    _kill(reader)
    names += [entry.name for entry in entries]
    _kill(reader)
    rest = file.read(1 << 22)

    assert names == [f"file {number:05}" for number in range(9000)]
    assert beginning + rest == CONTENT


def _process(reader: Reader) -> subprocess.Popen[bytes]:
    held = reader._held.conversation
    assert held is not None
    process = held.worker._process
    assert process is not None
    return process


def _kill(reader: Reader) -> None:
    process = _process(reader)
    process.kill()
    process.wait()


def test_a_list_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_ENTRIES", 50)

    with pytest.raises(BadArchive, match="more than 50 files"):
        list(_reader("", job="ENDLESS").entries())


@pytest.mark.parametrize("job", ["LISTS_NOTHING", "LONG_TOKEN"])
def test_a_list_of_nothing_or_of_what_no_archive_has_is_refused(job: str) -> None:
    with pytest.raises(BadArchive, match="broke off"):
        list(_reader("", job=job).entries())


def test_a_worker_that_wants_bytes_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "_BYTES_FREE", 1 << 14)

    with pytest.raises(BadArchive, match="longer than any honest archive"):
        list(_reader("", job="WANTS_FOR_EVER").entries())


def test_a_worker_that_takes_its_time_over_and_over_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "_MOST_SECONDS", 0.0)

    with pytest.raises(Unreadable) as caught:
        _reader("", job="WANTS_FOR_EVER").open(b"a")

    assert caught.value.reason is Reason.TIMED_OUT


def test_an_archive_that_is_another_one_when_it_is_opened_again_cannot_be_read() -> None:
    held = _Held(b"\ngood")
    reader = Reader("tests.archives.jobs:OBEY", held, Seats(), _LIMITS)
    file = reader.open(b"good")
    reader.close()
    held.content = b"fail\ngood"

    with pytest.raises(Unreadable) as caught:
        file.read(1 << 20)

    assert (caught.value.reason, caught.value.detail) == (Reason.CANNOT_OPEN, DAMAGED)


def test_what_cannot_be_read_holds_no_archive() -> None:
    reader = _reader("", "refuse")
    process = None
    for _ in range(2):
        with pytest.raises(Unreadable):
            reader.open(b"refuse")
        process = _process(reader)
    gc.disable()
    try:
        del reader
        assert process is not None
        assert process.poll() is not None  # ended with its archive, and not whenever memory is next tidied up
    finally:
        gc.enable()


def test_a_file_that_neither_goes_on_nor_ends_is_given_up() -> None:
    file = _reader("", job="NEITHER").open(b"a")

    with pytest.raises(Unreadable) as caught:
        file.read(9)

    assert caught.value.reason is Reason.DECODER_DIED


def test_who_stops_listing_can_go_on_reading() -> None:
    reader = _reader("", *(f"file {number:05}" for number in range(9000)))
    assert next(reader.entries()).name == "file 00000"

    assert _whole(reader, b"good") == CONTENT


def test_an_archive_that_goes_away_is_said() -> None:
    held = _Held(b"\ngood")
    reader = Reader("tests.archives.jobs:OBEY", held, Seats(), _LIMITS)
    assert [entry.name for entry in reader.entries()] == ["good"]
    reader.close()
    held.failure = OSError(5, "Input/output error", "/home/jane")

    with pytest.raises(Unreadable) as caught:
        reader.open(b"good")

    assert (caught.value.reason, caught.value.detail) == (Reason.CANNOT_OPEN, "Input/output error")


def test_of_many_archives_few_have_a_worker(tmp_path: Path) -> None:
    seats = Seats(2)
    path = tmp_path / "a"
    path.write_bytes(b"\ngood")
    readers = [Reader("tests.archives.jobs:OBEY", OnDisk(lambda: path.open("rb")), seats, _LIMITS) for _ in range(4)]
    files = [reader.open(b"good") for reader in readers]

    assert [reader.life for reader in readers] == [1, 1, 0, 0]  # the first two were ended for the others
    assert [file.read(1 << 22) for file in files] == [CONTENT] * 4


def test_an_archive_in_an_archive_in_an_archive_is_read() -> None:
    seats = Seats(3)
    outer = _reader("", "x", seats=seats)
    within = outer.anywhere(b"x")

    assert within.size() == len(CONTENT)
    assert within.read(1000, 99) == CONTENT[1000:1099]
    outer.close()
    assert within.read(len(CONTENT) - 9, 99) == CONTENT[-9:]
    within.release()
    assert within.read(0, 1) == CONTENT[:1]


def test_a_worker_that_has_done_with_an_archive_serves_the_next() -> None:
    seats = Seats()
    first = _reader("", "a", seats=seats)
    assert _whole(first, b"good") == CONTENT
    process = _process(first)
    first.close()
    second = _reader("", "b", seats=seats)

    assert [entry.name for entry in second.entries()] == ["b"]
    assert _process(second) is process
    assert _whole(first, b"good") == CONTENT  # in another one
    assert _process(first) is not process


def test_workers_end_with_the_archives() -> None:
    reader = _reader("", "good")
    file = reader.open(b"good")
    process = _process(reader)
    assert process.poll() is None

    del reader, file
    gc.collect()

    assert process.poll() is not None


def test_an_empty_archive_lists_nothing() -> None:
    reader = Reader("tests.archives.jobs:OBEY", _Held(b""), Seats(), _LIMITS)

    assert list(reader.entries()) == []
    assert _whole(reader, b"any") == CONTENT
