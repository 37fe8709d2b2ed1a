"""Which patterns of STIX are lists of hashes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.parsers.stix_pattern import Said, alternatives


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("[file:hashes.'SHA-256' = 'aa']", [[("SHA-256", "aa")]]),
        ("[file:hashes.MD5='aa']", [[("MD5", "aa")]]),
        (" [ file:hashes.\"SHA-1\"  =  'aa' ] ", [[("SHA-1", "aa")]]),
        ("[artifact:hashes.x_pdq = 'aa']", [[("x_pdq", "aa")]]),
        ("[file:hashes.MD5 = 'a' AND file:hashes.'SHA-1' = 'b']", [[("MD5", "a"), ("SHA-1", "b")]]),
        ("[file:hashes.MD5 = 'a' OR file:hashes.MD5 = 'b']", [[("MD5", "a")], [("MD5", "b")]]),
        ("[file:hashes.MD5 = 'a'] OR [file:hashes.MD5 = 'b']", [[("MD5", "a")], [("MD5", "b")]]),
        (
            "[file:hashes.MD5 = 'a' AND file:hashes.'SHA-1' = 'b' OR file:hashes.MD5 = 'c']",
            [[("MD5", "a"), ("SHA-1", "b")], [("MD5", "c")]],
        ),
        ("[file:hashes.MD5 = 'a' AND file:name = 'it\\'s [her].jpg']", [[("MD5", "a")]]),
        ("[file:hashes.MD5 = 'a' AND file:size = 25536]", [[("MD5", "a")]]),
        ("[file:name = 'a' OR file:hashes.MD5 = 'b']", [[], [("MD5", "b")]]),
    ],
)
def test_lists_of_hashes_are_read(pattern: str, files: list[list[Said]]) -> None:
    assert alternatives(pattern) == files


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "[]",
        "file:hashes.MD5 = 'a'",
        "[file:hashes.MD5 != 'a']",
        "[NOT file:hashes.MD5 = 'a']",
        "[file:hashes.MD5 IN ('a', 'b')]",
        "[file:hashes.MD5 MATCHES 'a']",
        "[url:value = 'https://example.org/']",
        "[file:hashes.MD5 = 'a' AND url:value = 'b']",
        "[file:hashes.MD5 = 'a'] AND [file:hashes.MD5 = 'b']",
        "[file:hashes.MD5 = 'a'] FOLLOWEDBY [file:hashes.MD5 = 'b']",
        "[file:hashes.MD5 = 'a'] WITHIN 5 SECONDS",
        "[(file:hashes.MD5 = 'a')]",
        "[file:hashes.MD5 = 'a'",
        "[file:hashes.MD5 = 'a' AND]",
        "[file:hashes.MD5 = 'a' ORfile:hashes.MD5 = 'b'",
        "[file:hashes.MD5 = 'a]",
        "[file:hashes.MD5 = 'a' file:hashes.MD5 = 'b']",
        "[file:parent_directory_ref.hashes.MD5 = 'a']",
    ],
)
def test_every_other_pattern_is_told_apart(pattern: str) -> None:
    assert alternatives(pattern) is None


@pytest.mark.parametrize("part", [" ", "'", "\\", "file:name = '\\", "[", "file:hashes.", "AND ", "file:size = 9", "9"])
def test_no_pattern_takes_long_however_long_it_is(part: str) -> None:
    assert alternatives("[" + part * 300_000 + "!") is None


def test_a_list_of_very_many_hashes_is_read() -> None:
    listed = " OR ".join(["file:hashes.MD5 = 'a'"] * 50_000)

    assert alternatives(f"[{listed}]") == [[("MD5", "a")]] * 50_000


_PIECES = ["[", "]", " AND ", " OR ", "file:hashes.MD5 = 'a'", "file:name = 'x'", "file:hashes.", "'", "=", " ", "\\"]


@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=12))
def test_no_pattern_makes_it_raise(pieces: list[str]) -> None:
    found = alternatives("".join(pieces))

    assert found is None or found
