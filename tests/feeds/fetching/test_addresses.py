"""What an address of the public web is."""

from __future__ import annotations

import contextlib
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.feeds.asking import Cause, Trouble
from exposurewatch.feeds.fetching.addresses import Address, by_turns, is_public, is_public_name, joined, parsed


def read_or_refused(url: str) -> Address | None:
    """Nothing else than these two may come of an address, whatever it is."""
    with contextlib.suppress(Trouble):
        return parsed(url)
    return None


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org", Address("https", "example.org", 443, "/")),
        ("HTTPS://Example.ORG/Feed.xml", Address("https", "example.org", 443, "/Feed.xml")),
        ("https://example.org:8443/a?b=c&d=%20#e", Address("https", "example.org", 8443, "/a?b=c&d=%20")),
        ("https://example.org?q", Address("https", "example.org", 443, "/?q")),
        ("http://example.org/", Address("http", "example.org", 80, "/")),
        ("https://bücher.example/straße", Address("https", "xn--bcher-kva.example", 443, "/stra%C3%9Fe")),
        ("https://example.org/my photo.jpg", Address("https", "example.org", 443, "/my%20photo.jpg")),
        ("https://8.8.8.8/", Address("https", "8.8.8.8", 443, "/")),
        ("https://[2606:4700:0000::1111]/", Address("https", "2606:4700::1111", 443, "/")),
        ("https://under_score.example.org/", Address("https", "under_score.example.org", 443, "/")),
        ("https://example.org/@user:pass", Address("https", "example.org", 443, "/@user:pass")),
    ],
)
def test_an_address_is_read_in_one_way(url: str, address: Address) -> None:
    assert parsed(url) == address


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_whatever_follows_the_host_is_written_in_ascii_and_read_the_same_again(rest: str) -> None:
    address = read_or_refused(f"https://example.org/{rest}")
    if address is None:
        return
    assert address.host == "example.org"
    assert address.url.isascii()
    assert address.url.isprintable()
    assert " " not in address.url
    assert parsed(address.url) == address


@given(st.text(max_size=30))
def test_whatever_the_host_is_it_is_a_plain_name_an_ip_address_or_refused(host: str) -> None:
    address = read_or_refused(f"https://{host}/")
    if address is None:
        return
    assert set(address.host) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.:")
    assert parsed(address.url) == address


def test_an_address_with_a_port_and_one_in_brackets_are_written_out_as_they_were() -> None:
    assert parsed("https://example.org:8443/a").url == "https://example.org:8443/a"
    assert parsed("https://[2606:4700::1]:8443/").url == "https://[2606:4700::1]:8443/"
    assert parsed("https://example.org:443/").url == "https://example.org/"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://example.org/b"),
        ("c", "https://example.org/a/c"),
        ("../c", "https://example.org/c"),
        ("?q=1", "https://example.org/a/b?q=1"),
        ("//cdn.example.org/x", "https://cdn.example.org/x"),
        ("https://cdn.example.org/x#y", "https://cdn.example.org/x"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location: str, url: str) -> None:
    assert joined(parsed("https://example.org/a/b"), location).url == url


@pytest.mark.parametrize(
    "location", ["", "//", "//[::1", "https:b", "https:/b", "mailto:a@example.org", "/\\evil", "/a\tb"]
)
def test_a_redirect_to_nowhere_is_refused(location: str) -> None:
    with pytest.raises(Trouble) as trouble:
        joined(parsed("https://example.org/a"), location)
    assert trouble.value.cause is Cause.UNSAFE_ADDRESS


@pytest.mark.parametrize(
    "ip", ["8.8.8.8", "1.1.1.1", "193.99.144.80", "2606:4700::1111", "2a00:1450:4001::8a", "64:ff9b::808:808"]
)
def test_addresses_of_the_public_internet_are_public(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize("nonsense", ["", "example.org", "1.2.3", "::ffff:1.2.3.4", "2606:4700::1%1", "999.1.1.1"])
def test_what_is_no_plain_ip_address_is_not_public(nonsense: str) -> None:
    assert not is_public(nonsense)


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_what_the_standard_library_holds_for_private_is_never_public_here(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    embeds = isinstance(ip, ipaddress.IPv6Address) and ip in ipaddress.IPv6Network("64:ff9b::/96")
    if is_public(str(ip)) and not embeds:
        assert ip.is_global
        assert not any((ip.is_private, ip.is_multicast, ip.is_reserved, ip.is_loopback, ip.is_link_local))


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_within_an_ipv6_one_is_never_more_public_than_it_is(number: int) -> None:
    inner = ipaddress.IPv4Address(number)
    assert is_public(str(ipaddress.IPv6Address(0x0064_FF9B << 96 | number))) == is_public(str(inner))
    assert not is_public(str(ipaddress.IPv6Address(0xFFFF << 32 | number)))
    assert not is_public(str(ipaddress.IPv6Address(number)))
    assert not is_public(str(ipaddress.IPv6Address(0x2002 << 112 | number << 80)))


def test_a_public_name_has_a_dot_and_no_local_end() -> None:
    assert is_public_name("example.org")
    assert not is_public_name("router")
    assert not is_public_name("printer.local")


def test_the_families_of_addresses_are_tried_by_turns() -> None:
    assert by_turns(["2a00::1", "2a00::2", "2a00::1", "8.8.8.8", "8.8.4.4", "1.1.1.1"]) == [
        *("2a00::1", "8.8.8.8", "2a00::2", "8.8.4.4", "1.1.1.1"),
    ]
