"""Whoever stops is not kept waiting, whatever was being waited for, and nothing more is sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore
import pytest

from exposurewatch.feeds.asking import PASSING, Fetched, Trouble, Wanted
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.feeds.fetching.politeness import Clock
from tests.feeds.server import Asked, Internet, Listener, Route, answer, drip, head, serving

HOST = "feeds.example.org"
LIST = f"https://{HOST}/list.txt"
NEVER = 60.0  # seconds, after which the test has failed

pytestmark = pytest.mark.usefixtures("loopback")


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + NEVER
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.01)
    return False


def is_stopped(fetcher: Fetcher, stop: threading.Event, when: Callable[[], bool]) -> None:
    """Stop it `when` that holds; a host that is waited for takes longer than any test."""

    def stopping() -> None:
        eventually(when)
        stop.set()

    threading.Thread(target=stopping, daemon=True).start()
    began = time.monotonic()
    with pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(LIST))
    assert trouble.value.cause in PASSING
    assert trouble.value.words == "It was still being fetched when you stopped."
    fetcher.close()
    assert time.monotonic() - began < NEVER / 2


@pytest.mark.parametrize(
    "route",
    [
        drip(),
        drip(beginning=b"HTTP/1.1 200"),
        drip(beginning=head(content_length="100000")),
    ],
    ids=["body", "headers", "declared"],
)
def test_a_host_that_drips_is_not_waited_for_and_is_hung_up_on(route: Route) -> None:
    hung_up = threading.Event()

    def noticing(asked: Asked) -> Iterable[bytes]:
        try:
            yield from route(asked)
        finally:
            hung_up.set()

    stop = threading.Event()
    with (
        serving({HOST: {"/list.txt": noticing}}) as (net, servers),
        Fetcher(Policy(LIST), None, net.surroundings(), stop) as fetcher,
    ):
        is_stopped(fetcher, stop, lambda: bool(servers[HOST].asked))
        assert hung_up.wait(NEVER)


def test_neither_a_handshake_nor_a_pause_nor_a_connection_is_waited_for() -> None:
    class Mute(Listener):
        def speak(self, connection: Any) -> None:
            while connection.recv(1000):
                pass

    class Deaf(httpcore.NetworkBackend):
        def connect_tcp(self, *_: object, **__: object) -> httpcore.NetworkStream:
            trying.set()
            time.sleep(NEVER)
            raise httpcore.ConnectTimeout

    trying, resting = threading.Event(), threading.Event()

    def rest(_: float) -> None:
        resting.set()
        time.sleep(NEVER)

    with Mute() as mute, serving({HOST: {"/list.txt": answer(b"", 500)}}) as (net, _):
        tries = [
            (Internet({HOST: mute}).surroundings(), lambda: mute.connections > 0),
            (net.surroundings(clock=Clock(sleep=rest)), resting.is_set),
            (net.surroundings(network=Deaf()), trying.is_set),
        ]
        for around, when in tries:
            stop = threading.Event()
            with Fetcher(Policy(LIST, connecting=NEVER), None, around, stop) as fetcher:
                is_stopped(fetcher, stop, when)


def test_after_that_nobody_is_asked_any_more() -> None:
    stop = threading.Event()
    with serving({HOST: {"/list.txt": answer(b"words")}}) as (net, servers):
        with Fetcher(Policy(LIST), None, net.surroundings(), stop) as fetcher:
            assert isinstance(fetcher.get(Wanted(LIST)), Fetched)
            stop.set()
            with pytest.raises(Trouble):
                fetcher.get(Wanted(LIST))
        assert len(servers[HOST].asked) == 1


def test_a_pause_that_ends_after_it_leads_to_no_request() -> None:
    stop, resting, go_on = threading.Event(), threading.Event(), threading.Event()

    def rest(_: float) -> None:
        resting.set()
        go_on.wait(NEVER)

    with serving({HOST: {"/list.txt": answer(b"", 500)}}) as (net, servers):
        around = net.surroundings(clock=Clock(sleep=rest))
        with Fetcher(Policy(LIST), None, around, stop) as fetcher:
            before = threading.active_count()
            is_stopped(fetcher, stop, resting.is_set)
            go_on.set()
            assert eventually(lambda: threading.active_count() <= before)
        assert len(servers[HOST].asked) == 1
        assert servers[HOST].connections == 1
