"""Processes of workers are handed on as long as they are well, and only then."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from benchmarks.hostility.documents import documents
from benchmarks.hostility.reuse import HandedOn, few_processes
from exposurewatch.parsers import reader
from exposurewatch.parsers.posts import Ended, Post
from exposurewatch.sandbox.worker import Limits

_LIMITS = Limits(seconds=60.0, memory=256 << 20)
_WORDS = documents()["whatsapp"].content


@pytest.fixture(autouse=True)
def _few() -> Iterator[None]:
    with few_processes():
        yield


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that were really started."""
    numbers: list[int] = []
    really = HandedOn._spawned

    def spawned(worker: HandedOn) -> object:
        process = really(worker)
        numbers.append(process.pid)
        return process

    monkeypatch.setattr(HandedOn, "_spawned", spawned)
    return numbers


def _posts(parser: str = "whatsapp", content: bytes = _WORDS) -> list[object]:
    with reader.Reader(_LIMITS) as one:
        return list(one.records(parser, io.BytesIO(content)))


def test_one_process_serves_one_reader_after_the_other(started: list[int]) -> None:
    assert [len(_posts()) for _ in range(9)] == [4] * 9
    assert len(started) == 1


def test_a_dialogue_that_is_left_midway_comes_to_its_end(started: list[int]) -> None:
    long = b'{"messages":[' + b'{"id":1,"type":"message","text":"x"},' * 50_000
    for _ in range(3):
        with reader.Reader(_LIMITS) as one:
            first = next(one.records("telegram-json", io.BytesIO(long)))
            assert isinstance(first, Post)
    assert len(_posts()) == 4
    assert len(started) <= 2


@pytest.mark.parametrize("order", ["die", "allocate", "garble"])
def test_a_process_that_is_not_well_serves_nobody_else(
    order: str, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_JOB", "tests.sources.jobs:READ")
    found = _posts(order)
    assert isinstance(found[-1], Ended)
    assert _posts("nothing") == [Post(text=_WORDS[:5].decode())]
    assert len(set(started)) == (1 if order == "garble" else 2)


def test_nothing_is_left_running(started: list[int]) -> None:
    _posts()
    HandedOn.end_all()
    assert not any(HandedOn.idle.values())
    assert len(_posts()) == 4
    assert len(started) == 2
