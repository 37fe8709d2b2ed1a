"""The job that parses: it asks for bytes, hands records over in between, and keeps each answer small enough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from exposurewatch.parsers import job
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Post, Record, unpack
from exposurewatch.sandbox.protocol import MAX_ANSWER, Refused


def _lines(source: Readable) -> Iterator[Record]:
    """One post for each read."""
    while block := source.read(10):
        yield Post(text=block.decode())


def _loud(source: Readable) -> Iterator[Record]:
    for _ in range(2000):
        yield Post(text="x" * 4000)
    yield Post(id="9", emoji=("y" * 4000,) * 1000)
    assert source.read(0) == b""


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    monkeypatch.setattr(job, "_BY_NAME", {"lines": Parser("lines", _lines), "loud": Parser("loud", _loud)})
    return []


def _records(questions: list[bytes], answer: bytes) -> list[Record]:
    size = job.WANTED.size
    return [record for words in (*(question[size:] for question in questions), answer) for record in unpack(words)]


def test_names_are_unique() -> None:
    names = [parser.name for parser in job.PARSERS]

    assert len(set(names)) == len(names)


def test_what_was_read_is_handed_over_with_the_next_question(questions: list[bytes]) -> None:
    replies = iter([b"one", b"two", b""])

    def ask(question: bytes) -> bytes:
        questions.append(question)
        return next(replies)

    answer = job.READ.job(b"lines", ask)

    assert [int.from_bytes(question[:4], "little") for question in questions] == [10, 10, 10]
    assert list(unpack(questions[1][4:])) == [Post(text="one")]
    assert _records(questions, answer) == [Post(text="one"), Post(text="two")]


def test_no_answer_grows_beyond_what_the_protocol_allows(questions: list[bytes]) -> None:
    def ask(question: bytes) -> bytes:
        questions.append(question)
        return b""

    answer = job.READ.job(b"loud", ask)
    found = _records(questions, answer)

    assert max(map(len, (*questions, answer))) < MAX_ANSWER
    assert len(found) == 2001
    assert isinstance(found[-1], Post)
    assert found[-1].vanished == "it is larger than any message can be"


def test_a_parser_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused, match="no-such-parser"):
        job.READ.job(b"\xff", lambda _question: b"")
