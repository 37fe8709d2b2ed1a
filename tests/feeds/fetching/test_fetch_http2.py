"""HTTP/2 is spoken with hosts that speak it, and holds to the same limits."""

from __future__ import annotations

import gzip

import pytest

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Validators, Wanted
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from tests.feeds.h2_server import Http2Server, Speak, answer, go_away, reset
from tests.feeds.server import Internet

HOST = "feeds.example.org"
LIST = f"https://{HOST}/list.txt"

pytestmark = pytest.mark.usefixtures("loopback")


def test_documents_come_over_one_connection_and_nothing_more_is_said_than_with_http_1() -> None:
    with Http2Server(HOST, answer(gzip.compress(b"words"), ("content-encoding", "gzip"), ("etag", '"1"'))) as server:
        net = Internet({HOST: server})
        with Fetcher(Policy(LIST), None, net.surroundings()) as fetcher:
            for _ in range(3):
                assert fetcher.get(Wanted(LIST)) == Fetched(LIST, b"words", "", Validators('"1"'))
        assert server.connections == 1
        assert (
            server.asked
            == [
                [
                    (b":method", b"GET"),
                    (b":authority", HOST.encode()),
                    (b":scheme", b"https"),
                    (b":path", b"/list.txt"),
                    (b"user-agent", b"Mozilla/5.0"),
                    (b"accept", b"*/*"),
                    (b"accept-encoding", b"gzip"),
                ]
            ]
            * 3
        )


@pytest.mark.parametrize(
    ("speak", "cause"),
    [
        (answer(b"x" * 2000), Cause.TOO_LARGE),
        (answer(gzip.compress(bytes(10_000_000)), ("content-encoding", "gzip")), Cause.TOO_LARGE),
        (answer(b"words", ("content-length", "50")), Cause.HOST_BROKEN),
        (answer(b"words", ("content-length", "2")), Cause.HOST_BROKEN),
        (answer(b"words", ("content-length", "five")), Cause.HOST_BROKEN),
        (answer(b"words", ("content-length", "9" * 5000)), Cause.HOST_BROKEN),
        (answer(b"words", status="many"), Cause.HOST_BROKEN),
        (answer(b"words", *((f"x-{number}", "y" * 500) for number in range(200))), Cause.HOST_BROKEN),
        (answer(b"", status="404"), Cause.GONE),
        (answer(b"", ("location", "https://127.0.0.1/"), status="302"), Cause.UNSAFE_ADDRESS),
        (reset, Cause.HOST_BROKEN),
        (go_away, Cause.HOST_BROKEN),
    ],
)
def test_what_is_wrong_with_an_answer_is_said(speak: Speak, cause: Cause) -> None:
    with Http2Server(HOST, speak) as server:
        around = Internet({HOST: server}).surroundings()
        with Fetcher(Policy(LIST, retries=0), None, around) as fetcher, pytest.raises(Trouble) as trouble:
            fetcher.get(Wanted(LIST, most=1000))
        assert trouble.value.cause is cause
