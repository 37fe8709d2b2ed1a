"""What an address tells without asking anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.archives.addresses import (
    file_name,
    is_furniture,
    is_telegram_page,
    same_address,
    without_query,
)


@pytest.mark.parametrize(
    "spelling", ["https://CDN.example/a?b", "http://cdn.example/a?b", "//cdn.example/a?b", "HTTPS://cdn.example/a?b#c"]
)
def test_spellings_of_one_address_are_one(spelling: str) -> None:
    assert same_address(spelling) == "cdn.example/a?b"


def test_names_on_a_server_keep_their_case() -> None:
    assert same_address("https://cdn/A.jpg") != same_address("https://cdn/a.jpg")
    assert without_query("https://cdn/a.jpg?token=b?c") == "https://cdn/a.jpg"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://cdn/file/a.jpg?token=x", "a.jpg"),
        ("https://cdn/file/a%20b.jpg", "a b.jpg"),
        ("https://cdn/file/%ff.jpg", "\ufffd.jpg"),
        ("https://cdn/", ""),
        ("https://cdn", "cdn"),
        ("", ""),
    ],
)
def test_a_file_is_called_by_the_end_of_its_address(address: str, name: str) -> None:
    assert file_name(address) == name


@pytest.mark.parametrize(
    ("address", "drawn"),
    [
        ("https://telegram.org/img/emoji/40/F09F918D.png", True),
        ("https://core.telegram.org/css/widget.css", True),
        ("https://telegram.org/file/464001560/a.jpg", False),
        ("https://telegram.org.example/img/a.png", False),
        ("https://cdn4.telesco.pe/img/a.png", False),
    ],
)
def test_buttons_and_emoji_are_telled_from_pictures(address: str, drawn: bool) -> None:  # noqa: FBT001
    assert is_furniture(address) is drawn


@pytest.mark.parametrize(
    ("address", "is_page"),
    [
        ("https://t.me/s/gossipcorner", True),
        ("https://t.me/s/gossipcorner?before=205", True),
        ("http://telegram.me/gossipcorner/205?embed=1&mode=tme", True),
        ("https://t.me/s/gossipcorner/205#x", True),
        ("https://t.me/s/gossipcorner (2)", True),
        ("https://t.me/", False),
        ("https://t.me/+AbCdEf", False),
        ("https://t.me.example/s/gossipcorner", False),
        ("https://example.org/?https://t.me/s/gossipcorner", False),
    ],
)
def test_pages_of_channels_and_posts_are_recognised(address: str, is_page: bool) -> None:  # noqa: FBT001
    assert is_telegram_page(address) is is_page


@given(st.text())
def test_no_address_makes_it_fail(address: str) -> None:
    assert isinstance(file_name(address), str)
    assert "#" not in same_address(address)
