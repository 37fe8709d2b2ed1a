"""An address in the web is told from a path, and a path of another computer is cut to what may be found on this."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.parsers.addresses import is_address, portable, unescaped, without_query


@pytest.mark.parametrize("place", ["https://cdn.discordapp.com/a.png", "HTTP://x", "//cdn.example/a.png"])
def test_an_address_in_the_web(place: str) -> None:
    assert is_address(place)


@pytest.mark.parametrize("place", ["", "a.png", "media/https.png", "file:///a.png", r"\\server\a.png", "/a", "ftp://x"])
def test_a_path_is_no_address(place: str) -> None:
    assert not is_address(place)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("chat.json_Files/a.png", "chat.json_Files/a.png"),
        (r"chat.json_Files\a.png", r"chat.json_Files\a.png"),
        ("../media/a.png", "../media/a.png"),
        ("/home/anna/media/a.png", "media/a.png"),
        (r"C:\Users\Anna\media\a.png", "media/a.png"),
        ("C:/Users/Anna/media/a.png", "media/a.png"),
        (r"\\server\share\media\a.png", "media/a.png"),
        ("file:///home/anna/media/a.png", "media/a.png"),
        ("file:///C:/media/a.png", "media/a.png"),
        ("/a.png", "a.png"),
        ("/", ""),
        ("", ""),
    ],
)
def test_a_path_of_another_computer_keeps_its_folder_and_name(path: str, found: str) -> None:
    assert portable(path) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a%20b%23.png", "a b#.png"),
        ("%E2%82%AC.png", "€.png"),
        ("100%.png", "100%.png"),
        ("%FF.png", "\ufffd.png"),
        ("\udc80%41", "?A"),
    ],
)
def test_escapes_of_a_web_page_are_resolved(path: str, found: str) -> None:
    assert unescaped(path) == found


def test_an_address_without_its_query_ends_in_the_name_of_a_file() -> None:
    assert without_query("https://cdn.example/a.png?ex=1&is=2") == "https://cdn.example/a.png"
    assert without_query("https://cdn.example/a.png#x") == "https://cdn.example/a.png"
    assert without_query("media/what?.png") == "media/what?.png"


@given(st.text())
def test_no_words_make_it_fail(words: str) -> None:
    assert not portable(unescaped(without_query(words))).startswith("/")
