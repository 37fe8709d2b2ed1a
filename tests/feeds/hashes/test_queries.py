"""Addresses of pages stay where the feed is, whatever is put into them."""

from __future__ import annotations

import pytest

from exposurewatch.feeds.hashes.queries import below, host_of, path_of, query_of, with_query


def test_fields_take_the_place_of_those_of_the_same_name() -> None:
    assert with_query("https://example.org/a?x=1&y=&z=2#end", {"x": "&=é", "w": ""}) == (
        "https://example.org/a?y=&z=2&x=%26%3D%C3%A9&w="
    )


def test_steps_are_added_to_a_path_that_lacks_them() -> None:
    assert below("https://example.org/v1?a=1", "/Fetch", "/Fetch") == "https://example.org/v1/Fetch?a=1"
    assert below("https://example.org/v1/", "/Fetch", "/Fetch") == "https://example.org/v1/Fetch"
    assert below("https://example.org/v1/fetch", "/Fetch", "/Fetch") == "https://example.org/v1/fetch"


@pytest.mark.parametrize("address", ["http://[", "https://[::1", "//[x]/"])
def test_what_is_no_address_has_no_parts(address: str) -> None:
    assert (host_of(address), path_of(address), query_of(address)) == ("", "", {})


def test_an_address_is_taken_apart() -> None:
    assert host_of("https://Example.ORG:8443/A/") == "example.org"
    assert path_of("https://example.org/A/b/") == "/a/b"
    assert query_of("/a?x=1%262&y=") == {"x": "1&2", "y": ""}
    assert host_of("file:///a") == ""
