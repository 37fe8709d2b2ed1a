"""Every way to write the address of a channel, and what is no channel's."""

from __future__ import annotations

import pytest

from exposurewatch.feeds.pictures.telegram_address import (
    INVITE,
    NO_NAME,
    NUMBERED,
    channel_name,
    is_telegram,
    normal,
    why_not,
)


@pytest.mark.parametrize(
    "address",
    [
        "https://t.me/s/GossipCorner",
        "https://t.me/GossipCorner",
        "http://t.me/gossipcorner/",
        "t.me/gossipcorner",
        "https://www.t.me/gossipcorner",
        "telegram.me/gossipcorner",
        "https://telegram.dog/s/gossipcorner",
        "@gossipcorner",
        " @gossipcorner ",
        "https://t.me/gossipcorner/205",
        "https://t.me/gossipcorner/17/205?single",
        "https://t.me/s/gossipcorner?before=205",
        "https://t.me/s/gossipcorner/205#a",
        "https://gossipcorner.t.me",
        "gossipcorner.t.me/205",
        "tg://resolve?domain=gossipcorner&post=205",
        "https://web.telegram.org/k/#@gossipcorner",
    ],
)
def test_a_channel_has_one_address_however_it_is_written(address: str) -> None:
    assert is_telegram(address)
    assert normal(address) == "https://t.me/s/gossipcorner"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://t.me/+AbCdEf123", INVITE),
        ("t.me/joinchat/AbCdEf123", INVITE),
        ("tg://join?invite=AbCdEf123", INVITE),
        ("https://t.me/c/1234567/45", NUMBERED),
        ("tg://privatepost?channel=1234&post=5", NUMBERED),
        ("https://web.telegram.org/a/#-1001234567", NUMBERED),
        ("https://t.me/addstickers/Cats", NO_NAME),
        ("https://t.me/share/url?url=https://x.org", NO_NAME),
        ("https://t.me/", NO_NAME),
        ("https://t.me", NO_NAME),
        ("@a", NO_NAME),
        ("https://t.me/s/9lives", NO_NAME),
        ("https://t.me/s/gossip/../corner", NO_NAME),
    ],
)
def test_what_is_telegrams_and_no_channel_says_what_it_is(address: str, why: str) -> None:
    assert is_telegram(address)
    assert channel_name(address) is None
    assert normal(address) == address
    assert why_not(address) == why


@pytest.mark.parametrize(
    "address",
    [
        "",
        "gossipcorner",
        "https://example.org/s/gossipcorner",
        "https://nott.me/gossipcorner",
        "https://t.me.evil.org/gossipcorner",
        "https://t.me@evil.org/gossipcorner",
        "file:///t.me/gossipcorner",
        "https://evil.org/?t.me/gossipcorner",
    ],
)
def test_other_addresses_are_left_to_others(address: str) -> None:
    assert not is_telegram(address)
