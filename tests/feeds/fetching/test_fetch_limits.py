"""No answer takes longer, or more room, than it may; and a host is not asked more often than is polite."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any

import httpcore
import pytest

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Wanted
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.feeds.fetching.politeness import Clock, Pace
from tests.feeds.server import (
    Internet,
    Route,
    answer,
    bomb,
    cut_off,
    drip,
    endless,
    head,
    in_turn,
    raw,
    redirect,
    serving,
)

HOST, OTHER = "feeds.example.org", "cdn.example.net"
LIST = f"https://{HOST}/list.txt"
HASTY = Policy(LIST, whole=0.05, retries=0)

pytestmark = pytest.mark.usefixtures("loopback")


def standing_still(net: Internet) -> Clock:
    """A clock by which time passes in sleep alone."""
    return Clock(net.rest, lambda: sum(net.slept), lambda: net.now)


def trouble_with(route: Route, most: int = 1 << 20, policy: Policy | None = None) -> Trouble:
    policy = policy or Policy(LIST, retries=0)
    with serving({HOST: {"/list.txt": route}}) as (net, _), Fetcher(policy, None, net.surroundings()) as fetcher:
        with pytest.raises(Trouble) as trouble:
            fetcher.get(Wanted(LIST, most=most))
        return trouble.value


@pytest.mark.parametrize(
    "route",
    [
        endless(),
        endless(b"8000\r\n" + b"x" * 0x8000 + b"\r\n", head(transfer_encoding="chunked")),
        answer(b"x" * ((1 << 20) + 1)),
        raw(head(content_length=str(1 << 40))),
        bomb(64 << 20),
        answer(gzip.compress(bytes(64 << 20)), content_encoding="gzip"),
    ],
    ids=["endless", "endless-chunks", "one-byte-too-many", "by-its-own-account", "bomb", "whole-bomb"],
)
def test_an_answer_that_is_too_large_is_stopped(route: Route) -> None:
    assert trouble_with(route).cause is Cause.TOO_LARGE


def test_a_bomb_takes_no_more_room_than_a_document_may() -> None:
    most = 4 << 20
    tracemalloc.start()
    assert trouble_with(bomb(256 << 20), most).cause is Cause.TOO_LARGE
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * most + (4 << 20)  # with what the server holds


@pytest.mark.parametrize(
    "route",
    [
        drip(),
        drip(beginning=b"HTTP/1.1 200"),
        drip(beginning=head(content_length="100000")),
        endless(b"HTTP/1.1 103 Early Hints\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        drip(0.1),
    ],
    ids=["body", "headers", "declared", "provisional", "silence"],
)
def test_a_host_that_never_ends_gains_nothing_by_it(route: Route) -> None:
    began = time.monotonic()
    assert trouble_with(route, policy=HASTY).cause is Cause.TOO_SLOW
    assert time.monotonic() - began < 10


def test_silence_is_not_waited_for() -> None:
    assert trouble_with(drip(0.1, b"H"), policy=Policy(LIST, silence=0.02)).cause is Cause.TOO_SLOW


def test_where_no_time_is_left_nothing_is_tried() -> None:
    net = Internet({}, at={HOST: ["20.0.0.1"]})
    with Fetcher(Policy(LIST, whole=0), None, net.surroundings()) as fetcher, pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(LIST))
    assert trouble.value.cause is Cause.TOO_SLOW
    assert (net.lookups, net.attempts) == ([], [])


def test_a_name_that_is_looked_up_for_ever_is_not_waited_for() -> None:
    def slow(host: str, _: int) -> list[str]:
        time.sleep(0.05)
        return ["20.0.0.1"]

    net = Internet({})
    around = net.surroundings(resolve=slow)
    with Fetcher(Policy(LIST, connecting=0.01), None, around) as fetcher, pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(LIST))
    assert trouble.value.cause is Cause.TOO_SLOW
    assert net.attempts == []


def test_a_host_that_does_not_take_a_connection_is_not_waited_for() -> None:
    class Silent(httpcore.NetworkBackend):
        def connect_tcp(self, *_: object, **__: object) -> httpcore.NetworkStream:
            raise httpcore.ConnectTimeout

    around = Internet({}, at={HOST: ["20.0.0.1"]}).surroundings(network=Silent())
    with Fetcher(Policy(LIST), None, around) as fetcher, pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(LIST))
    assert trouble.value.cause is Cause.TOO_SLOW


@pytest.mark.parametrize(
    "route",
    [
        raw(head(200, **{f"x-{number}": "y" * 1000 for number in range(80)}) + b"words"),
        raw(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000),
        endless(b"X: y\r\n" * 1000, b"HTTP/1.1 200 OK\r\n"),
    ],
    ids=["many", "long", "endless"],
)
def test_headers_beyond_measure_are_no_answer(route: Route) -> None:
    assert trouble_with(route).cause is Cause.HOST_BROKEN


@pytest.mark.parametrize(
    "route",
    [
        cut_off(b"words", 100),
        raw(head(transfer_encoding="chunked") + b"5\r\nwo"),
        raw(head(transfer_encoding="chunked") + b"5\r\nwords\r\n"),
        raw(head(content_encoding="gzip") + gzip.compress(b"words" * 100)[:-9]),
        raw(b"HTTP/1.1 200 OK\r\nContent-Le"),
        raw(),
    ],
    ids=["length", "within-a-chunk", "after-a-chunk", "packed", "headers", "nothing"],
)
def test_an_answer_that_breaks_off_is_not_taken_for_whole(route: Route) -> None:
    assert trouble_with(route).cause is Cause.UNREACHABLE


@pytest.mark.parametrize(
    "route",
    [
        raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
        raw(b"\x00" * 1000),
        raw(head(content_length="-5") + b"words"),
        raw(head(content_length="five") + b"words"),
        raw(head(content_length="9" * 40) + b"words"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nwords"),
        raw(head(transfer_encoding="chunked") + b"zz\r\nwords\r\n0\r\n\r\n"),
        raw(head(transfer_encoding="gzip, chunked") + b"0\r\n\r\n"),
        raw(b"HTTP/1.1 9999 OK\r\n\r\n"),
        raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"),
        answer(b"words", content_encoding="br"),
        answer(b"words", content_encoding="gzip, gzip"),
        answer(b"words", content_encoding="deflate"),
        answer(b"words", content_encoding="gzip"),
        answer(b"words", 206),
        answer(b"", 204),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(route: Route) -> None:
    assert trouble_with(route).cause is Cause.HOST_BROKEN


def test_documents_of_one_host_are_asked_for_one_a_second_and_pictures_elsewhere_five() -> None:
    routes = {HOST: {"/list.txt": answer(b"words")}, OTHER: {"/1.jpg": answer(b"picture")}}
    with (
        serving(routes) as (net, _),
        Fetcher(Policy(LIST), None, net.surroundings(clock=standing_still(net))) as fetcher,
    ):
        for url in (LIST, LIST, LIST, f"https://{OTHER}/1.jpg", f"https://{OTHER}/1.jpg"):
            fetcher.get(Wanted(url))
        assert net.slept == [1, 1, pytest.approx(0.2)]


def test_feeds_that_share_a_pace_wait_for_each_other() -> None:
    pace = Pace()
    with serving({HOST: {"/list.txt": answer(b"words")}}) as (net, _):
        for _ in range(2):
            with Fetcher(Policy(LIST), pace, net.surroundings(clock=standing_still(net))) as fetcher:
                fetcher.get(Wanted(LIST))
        assert net.slept == [1]


def test_a_redirect_within_a_host_belongs_to_the_same_document() -> None:
    routes = {"/list.txt": redirect("/2"), "/2": answer(b"words")}
    with serving({HOST: routes}) as (net, _), Fetcher(Policy(LIST), None, net.surroundings()) as fetcher:
        fetcher.get(Wanted(LIST))
        assert net.slept == []


@pytest.mark.parametrize("failure", [answer(b"", 500), answer(b"", 503), answer(b"", 429), cut_off(b"", 9), raw()])
def test_a_failure_that_passes_is_got_over(failure: Route) -> None:
    routes = {"/list.txt": in_turn(failure, failure, answer(b"words"))}
    policy = Policy(LIST, between_documents=0)
    with serving({HOST: routes}) as (net, _), Fetcher(policy, None, net.surroundings()) as fetcher:
        assert fetcher.get(Wanted(LIST)) == Fetched(LIST, b"words")
        assert net.slept == [1, 4]


def test_a_failure_that_stays_is_tried_three_times_and_then_once_for_each_document() -> None:
    with (
        serving({HOST: {"/list.txt": answer(b"", 500)}}) as (net, servers),
        Fetcher(Policy(LIST), None, net.surroundings()) as fetcher,
    ):
        for asked in (3, 4, 5):
            with pytest.raises(Trouble) as trouble:
                fetcher.get(Wanted(LIST))
            assert trouble.value.cause is Cause.HOST_BROKEN
            assert len(servers[HOST].asked) == asked
        servers[HOST].routes["/list.txt"] = answer(b"words")
        assert isinstance(fetcher.get(Wanted(LIST)), Fetched)
        servers[HOST].routes["/list.txt"] = in_turn(answer(b"", 500), answer(b"words"))
        assert isinstance(fetcher.get(Wanted(LIST)), Fetched)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_failure_that_does_not_pass_is_asked_for_once(status: int) -> None:
    with serving({HOST: {"/list.txt": answer(b"", status)}}) as (net, servers):
        with Fetcher(Policy(LIST), None, net.surroundings()) as fetcher, pytest.raises(Trouble):
            fetcher.get(Wanted(LIST))
        assert len(servers[HOST].asked) == 1
        assert net.slept == []


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("again", ["5", "Sun, 01 Mar 2026 12:00:05 GMT"])
def test_a_host_that_wants_a_moment_gets_it(status: int, again: str) -> None:
    routes = {"/list.txt": in_turn(answer(b"", status, retry_after=again), answer(b"words"))}
    with serving({HOST: routes}) as (net, _), Fetcher(Policy(LIST, between_documents=0), None, net.surroundings()) as f:
        assert f.get(Wanted(LIST)) == Fetched(LIST, b"words")
        assert net.slept == [5]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("again", "until"),
    [
        ("3600", timedelta(hours=1)),
        ("Sun, 01 Mar 2026 14:00:00 GMT", timedelta(hours=2)),
        ("99999999", timedelta(days=1)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=1)),
    ],
)
def test_a_host_that_wants_to_be_left_alone_for_long_is_left_alone(status: int, again: str, until: timedelta) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with serving({HOST: {"/list.txt": answer(b"", status, retry_after=again)}}) as (net, servers):
        with Fetcher(Policy(LIST), None, net.surroundings()) as fetcher:
            for url in (LIST, LIST, f"https://{HOST}/other"):
                with pytest.raises(Trouble) as trouble:
                    fetcher.get(Wanted(url))
                assert (trouble.value.cause, trouble.value.not_before) == (Cause.RATE_LIMITED, now + until)
        assert len(servers[HOST].asked) == 1
        assert net.slept == []


def test_a_host_that_does_not_say_for_how_long_is_left_alone_for_a_quarter_of_an_hour() -> None:
    with serving({HOST: {"/list.txt": answer(b"", 429)}}) as (net, servers):
        with Fetcher(Policy(LIST), None, net.surroundings()) as fetcher, pytest.raises(Trouble) as trouble:
            fetcher.get(Wanted(LIST))
        assert trouble.value.not_before == net.now + timedelta(minutes=15)
        assert len(servers[HOST].asked) == 3


def _too_slow(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(url))
    assert trouble.value.cause is Cause.TOO_SLOW
    return trouble.value.words


def test_a_host_that_was_too_slow_is_given_less_time_and_then_left_alone() -> None:
    routes = {HOST: {"/list.txt": drip()}, OTHER: {"/1.jpg": answer(b"picture")}}
    policy = Policy(LIST, whole=0.05, hasty=0.01, between_documents=0)
    with serving(routes) as (net, servers), Fetcher(policy, None, net.surroundings()) as fetcher:
        assert [_too_slow(fetcher, LIST) for _ in range(2)] == [f"{HOST} was too slow to answer."] * 2
        asked = servers[HOST].connections
        for _ in range(1000):
            assert "left alone until the next pull" in _too_slow(fetcher, LIST)
        assert servers[HOST].connections == asked
        assert isinstance(fetcher.get(Wanted(f"https://{OTHER}/1.jpg")), Fetched)


def test_the_less_time_is_that_of_the_policy() -> None:
    given: list[float] = []

    class Silent(httpcore.NetworkBackend):
        def connect_tcp(self, *told: Any, **_: object) -> httpcore.NetworkStream:
            given.append(told[2])
            raise httpcore.ConnectTimeout

    net = Internet({}, at={HOST: ["20.0.0.1"]})
    around = net.surroundings(network=Silent(), clock=standing_still(net))
    with Fetcher(Policy(LIST, connecting=20, hasty=3), None, around) as fetcher:
        for _ in range(3):
            _too_slow(fetcher, LIST)
    assert given == [20, 3]


def test_a_host_that_is_quick_again_has_all_its_time() -> None:
    routes = {"/slow": drip(), "/list.txt": answer(b"words")}
    policy = Policy(LIST, whole=0.5, hasty=0.5, between_documents=0)
    with serving({HOST: routes}) as (net, servers), Fetcher(policy, None, net.surroundings()) as fetcher:
        for _ in range(3):
            assert "too slow to answer" in _too_slow(fetcher, f"https://{HOST}/slow")
            assert isinstance(fetcher.get(Wanted(LIST)), Fetched)
        assert len(servers[HOST].asked) == 6


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (Policy(LIST, round_documents=3), "3 pages and pictures of this feed were asked for"),
        (Policy(LIST, between_documents=60, round_seconds=120), "2 minutes were spent on this feed"),
        (Policy(LIST, round_bytes=3 << 20), "0.00293 GiB of this feed were fetched"),
    ],
    ids=["documents", "seconds", "bytes"],
)
def test_a_feed_takes_no_more_of_a_round_than_its_share(policy: Policy, words: str) -> None:
    route = answer(bytes(1 << 20))
    with serving({HOST: {"/list.txt": route}}) as (net, servers):
        around = net.surroundings(clock=standing_still(net))
        for _ in range(2):  # the next round has a share of its own
            servers[HOST].asked.clear()
            with Fetcher(policy, None, around) as fetcher:
                for _ in range(3):
                    assert isinstance(fetcher.get(Wanted(LIST)), Fetched)
                for _ in range(100):
                    assert (
                        _too_slow(fetcher, LIST)
                        == f"{words}, which is enough for one time; the rest is for the next pull."
                    )
            assert len(servers[HOST].asked) == 3


def test_what_came_to_nothing_counts_as_well() -> None:
    policy = Policy(LIST, round_documents=2, between_documents=0)
    with serving({HOST: {}}) as (net, _), Fetcher(policy, None, net.surroundings()) as fetcher:
        for cause in (Cause.GONE, Cause.GONE, Cause.TOO_SLOW):
            with pytest.raises(Trouble) as trouble:
                fetcher.get(Wanted(LIST))
            assert trouble.value.cause is cause
