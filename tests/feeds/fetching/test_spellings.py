"""However an address is spelt that leads into a private network: no connection is tried, and one sentence says so."""

from __future__ import annotations

import re

import pytest

from exposurewatch.feeds.asking import Cause, Trouble, Wanted
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from tests.feeds.server import Internet, redirect, serving
from tests.feeds.spellings import LEADS_INSIDE, WRITTEN

HOST = "feeds.example.org"
LIST = f"https://{HOST}/list.txt"
INSIDE = tuple(f"https://{host}/" for host in LEADS_INSIDE)
POLICIES = (
    Policy(LIST),
    Policy(LIST, allow_http=True),
    Policy("http://127.0.0.1:8000/feed", allow_http=True),
    Policy(LIST, proxy="http://127.0.0.1:8080"),
)
SCHEME = re.compile("[a-z+-]+:", re.IGNORECASE)


def test_there_are_more_than_a_hundred() -> None:
    assert len(set(WRITTEN)) == len(WRITTEN) >= 100


@pytest.mark.parametrize("url", WRITTEN)
def test_nothing_is_connected_to_and_nothing_looked_up(url: str) -> None:
    net = Internet({}, at={"example.org": ["20.0.0.9"]})
    for policy in POLICIES:
        with Fetcher(policy, surroundings=net.surroundings()) as fetcher, pytest.raises(Trouble) as trouble:
            fetcher.get(Wanted(url))
        assert trouble.value.cause is Cause.UNSAFE_ADDRESS
        assert trouble.value.words.endswith(".")
        assert trouble.value.words.isprintable()
    assert net.attempts == []
    assert net.lookups == []


@pytest.mark.parametrize("url", INSIDE)
def test_a_name_that_leads_inside_is_looked_up_and_not_connected_to(url: str) -> None:
    net = Internet({}, at=LEADS_INSIDE)
    with Fetcher(Policy(url), surroundings=net.surroundings()) as fetcher, pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(url))
    assert trouble.value.cause is Cause.UNSAFE_ADDRESS
    assert len(net.lookups) == 1
    assert net.attempts == []


@pytest.mark.usefixtures("loopback")
def test_no_redirect_leads_there() -> None:
    """What a redirect names without a scheme is a path of the same host, and stays there."""
    sendable = [url for url in (*WRITTEN, *INSIDE) if url.isprintable()]
    routes = {f"/{number}": redirect(url) for number, url in enumerate(sendable)}
    with serving({HOST: routes}, at=LEADS_INSIDE) as (net, _):
        for number, url in enumerate(sendable):
            with Fetcher(Policy(LIST), surroundings=net.surroundings()) as fetcher, pytest.raises(Trouble) as trouble:
                fetcher.get(Wanted(f"https://{HOST}/{number}"))
            leads = SCHEME.match(url.strip()) or url.startswith("//") or not url
            assert (trouble.value.cause is Cause.UNSAFE_ADDRESS) == bool(leads), url
        assert set(net.attempts) == {("20.0.0.1", 443)}


@pytest.mark.usefixtures("loopback")
def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to() -> None:
    with serving({HOST: {}}) as (net, _):
        answers = [["20.0.0.1"], ["127.0.0.1"]]

        def changing(host: str, _: int) -> list[str]:
            net.lookups.append(host)
            return answers.pop(0)

        surroundings = net.surroundings(resolve=changing)
        with Fetcher(Policy(LIST), surroundings=surroundings) as fetcher, pytest.raises(Trouble) as gone:
            fetcher.get(Wanted(LIST))
        assert gone.value.cause is Cause.GONE
        assert (net.lookups, net.attempts) == ([HOST], [("20.0.0.1", 443)])
        with Fetcher(Policy(LIST), surroundings=surroundings) as fetcher, pytest.raises(Trouble) as unsafe:
            fetcher.get(Wanted(LIST))
        assert unsafe.value.cause is Cause.UNSAFE_ADDRESS
        assert net.attempts == [("20.0.0.1", 443)]
