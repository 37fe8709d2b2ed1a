"""Which addresses a feed may ask."""

from __future__ import annotations

import pytest

from exposurewatch.feeds.asking import Cause, Trouble
from exposurewatch.feeds.fetching.policy import Policy, admitted

ONION = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"
TOR = "socks5://127.0.0.1:9050"
PLAIN = Policy("https://example.org/feed")
TESTING = Policy("http://localhost:8000/feed", allow_http=True)


@pytest.mark.parametrize(
    ("policy", "url"),
    [
        (PLAIN, "https://example.org/feed"),
        (PLAIN, "https://cdn.example.net/picture.jpg"),
        (PLAIN, "https://8.8.8.8/"),
        (Policy("https://example.org:8443/feed"), "https://example.org:8443/other"),
        (Policy("https://example.org:8443/feed"), "https://example.org/other"),
        (TESTING, "http://localhost:8000/feed"),
        (TESTING, "https://localhost:8000/feed"),
        (TESTING, "https://cdn.example.net/picture.jpg"),
        (Policy("http://192.168.1.9/feed", allow_http=True), "http://192.168.1.9/other"),
        (Policy("http://[::1]:8000/feed", allow_http=True), "http://[0:0::1]:8000/other"),
        (Policy(f"http://{ONION}/feed", proxy=TOR), f"http://{ONION}/feed"),
        (Policy(f"http://{ONION}/feed", proxy=TOR.upper()), f"https://{ONION}/feed"),
        (Policy("https://example.org/", proxy=TOR), f"http://{ONION}/picture.jpg"),
        (Policy("file:///home/anna/feed.json"), "https://example.org/picture.jpg"),
    ],
)
def test_what_may_be_asked(policy: Policy, url: str) -> None:
    assert admitted(url, policy).url


@pytest.mark.parametrize(
    ("policy", "url"),
    [
        (PLAIN, "http://example.org/feed"),
        (PLAIN, "https://example.org:8443/feed"),
        (Policy("https://example.org:8443/feed"), "https://example.org:8444/other"),
        (Policy("https://example.org:8443/feed"), "https://cdn.example.net:8443/other"),
        (Policy("http://localhost:8000/feed"), "http://localhost:8000/feed"),
        (Policy("https://localhost:8000/feed"), "https://localhost:8000/feed"),
        (TESTING, "http://localhost:8001/feed"),
        (TESTING, "http://localhost/feed"),
        (TESTING, "http://127.0.0.1:8000/feed"),
        (TESTING, "http://example.org/feed"),
        (TESTING, "https://192.168.1.9/feed"),
        (Policy("not an address", allow_http=True), "http://localhost/"),
        (PLAIN, f"http://{ONION}/"),
        (PLAIN, f"https://{ONION}/"),
        (Policy("https://example.org/", proxy="http://127.0.0.1:8080"), f"https://{ONION}/"),
        (Policy("https://example.org/", proxy=TOR), f"http://{ONION}:8080/"),
        (Policy("https://example.org/", proxy=TOR), "http://example.org/"),
        (Policy("https://example.org/", proxy=TOR), "https://localhost/"),
        (Policy("https://example.org/", proxy=TOR), "https://10.0.0.1/"),
        (Policy("file:///home/anna/feed.json", allow_http=True), "http://localhost/picture.jpg"),
    ],
)
def test_what_may_not(policy: Policy, url: str) -> None:
    with pytest.raises(Trouble) as trouble:
        admitted(url, policy)
    assert trouble.value.cause is Cause.UNSAFE_ADDRESS
    assert trouble.value.words.endswith(".")


def test_an_onion_address_without_tor_says_what_to_do() -> None:
    with pytest.raises(Trouble) as trouble:
        admitted(f"https://{ONION}/", PLAIN)
    assert "--proxy socks5://127.0.0.1:9050" in trouble.value.words


def test_the_password_of_a_proxy_is_not_shown() -> None:
    assert "secret" not in repr(Policy("https://example.org/", proxy="socks5://anna:secret@127.0.0.1:9050"))
