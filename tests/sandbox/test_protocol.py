"""The frames between the parent and a worker: nothing that a worker may send is believed beyond what they allow."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exposurewatch.sandbox.protocol import (
    MAX_ANSWER,
    Cause,
    Failure,
    Malformed,
    Question,
    Refusal,
    Status,
    read_answer,
    read_request,
    write_answer,
    write_request,
)


def answer(status: int, size: int, payload: bytes = b"") -> io.BytesIO:
    return io.BytesIO(struct.pack("<BI", status, size) + payload)


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_requests_arrive_as_they_were_sent_and_in_order(requests: list[bytes]) -> None:
    pipe = io.BytesIO()
    for request in requests:
        write_request(pipe, request)
    pipe.seek(0)
    assert [read_request(pipe) for _ in requests] == requests
    assert read_request(pipe) is None


@pytest.mark.parametrize("kept", [0, 1, 7, 8, 9, 12])
def test_a_request_that_breaks_off_is_none(kept: int) -> None:
    pipe = io.BytesIO()
    write_request(pipe, b"hello")
    assert read_request(io.BytesIO(pipe.getvalue()[:kept])) is None


@given(st.binary(max_size=300))
def test_an_answer_arrives_as_it_was_sent(payload: bytes) -> None:
    pipe = io.BytesIO()
    write_answer(pipe, Status.DONE, payload)
    pipe.seek(0)
    assert read_answer(pipe) == payload


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.REFUSED, Refusal("because")),
        (Status.OUT_OF_MEMORY, Failure(Cause.OUT_OF_MEMORY)),
        (Status.FAILED, Failure(Cause.FAILED)),
    ],
)
def test_each_status_has_its_outcome(status: Status, expected: Refusal | Failure) -> None:
    assert read_answer(answer(status.value, 7, b"because")) == expected


@pytest.mark.parametrize("number", [len(Status), len(Status) + 1, 127, 255])
def test_an_unknown_status_is_malformed(number: int) -> None:
    with pytest.raises(Malformed):
        read_answer(answer(number, 0))


@pytest.mark.parametrize("size", [MAX_ANSWER + 1, 2**31, 2**32 - 1])
def test_an_answer_that_claims_to_be_huge_is_malformed_before_it_is_read(size: int) -> None:
    pipe = answer(0, size, b"x" * 10)
    with pytest.raises(Malformed):
        read_answer(pipe)
    assert pipe.read() == b"x" * 10


def test_the_largest_answer_allowed_is_read() -> None:
    assert read_answer(answer(0, MAX_ANSWER, bytes(MAX_ANSWER))) == bytes(MAX_ANSWER)


@pytest.mark.parametrize("kept", [0, 1, 4, 5, 8])
def test_an_answer_that_breaks_off_is_none(kept: int) -> None:
    assert read_answer(io.BytesIO(answer(0, 4, b"done").getvalue()[:kept])) is None


@pytest.mark.parametrize("word", [b"\xff" * 1000, b"\x1b[31m" + b"x" * 100, "é".encode()])
def test_a_refusal_is_one_short_word_whatever_was_sent(word: bytes) -> None:
    outcome = read_answer(answer(Status.REFUSED.value, len(word), word))
    assert isinstance(outcome, Refusal)
    assert len(outcome.why) <= 32


@given(st.binary(max_size=200))
@example(b"")
@example(b"\x00\xff\xff\xff\xff")
@example(b"\x04\x00\x00\x00\x00")
@example(b"\x05\x00\x00\x00\x00")
def test_any_bytes_at_all_are_an_outcome_or_a_death_or_malformed(garbage: bytes) -> None:
    try:
        outcome = read_answer(io.BytesIO(garbage))
    except Malformed:
        return
    assert outcome is None or isinstance(outcome, bytes | Refusal | Failure | Question)
