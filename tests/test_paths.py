"""Paths that strangers write stay beneath their export, and are shown without being confused with one another."""

from __future__ import annotations

import itertools
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.paths import comparable, confined, is_litter, natural, shown

_TRAVERSALS = [
    "/etc/passwd",
    "//etc/passwd",
    "\\etc\\passwd",
    "\\\\host\\share\\a.jpg",
    "//host/share/a.jpg",
    "\\\\?\\C:\\a.jpg",
    "\\\\.\\PhysicalDrive0",
    "C:\\a.jpg",
    "C:a.jpg",
    "c:/a.jpg",
    "../a.jpg",
    "..\\a.jpg",
    "photos/../../a.jpg",
    "photos\\..\\..\\a.jpg",
    "./../a.jpg",
    "photos/.. /../a.jpg",
    "...",
    ".. /a.jpg",
    "file:///etc/passwd",
    "https://example.org/a.jpg",
    "data:image/png;base64,AAAA",
    "~/a.jpg",
    "~root/a.jpg",
    "photos/a.jpg:stream",
    "photos/a.jpg\0.png",
    "photos/\x1b[2Ja.jpg",
    "photos/\ud800.jpg",
    "CON",
    "photos/nul.jpg",
    "photos/COM1 .jpg",
    "aux.tar.gz",
    "lpt¹.jpg",
    "",
    ".",
    "photos/..",
    "a" * 300,
    "a/" * 100 + "b.jpg",
    "a/" * 3000 + "b.jpg",
]


@pytest.mark.parametrize("path", _TRAVERSALS)
def test_a_path_that_may_leave_the_export_is_refused(path: str) -> None:
    assert confined(path) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("photos/photo_1@01-05-2024_10-00-00.jpg", "photos/photo_1@01-05-2024_10-00-00.jpg"),
        ("chats/chat_01/photos/a.jpg", "chats/chat_01/photos/a.jpg"),
        ("photos\\a.jpg", "photos/a.jpg"),
        ("./photos//a.jpg", "photos/a.jpg"),
        ("files/x/../a.jpg", "files/a.jpg"),
        ("files/~$draft.jpg", "files/~$draft.jpg"),
        ("files/..jpg", "files/..jpg"),
        ("files/50% off #1 (2).jpg", "files/50% off #1 (2).jpg"),
        ("files/%2e%2e/a.jpg", "files/%2e%2e/a.jpg"),
        ("files/icon.png", "files/icon.png"),
    ],
)
def test_an_ordinary_path_is_kept(path: str, expected: str) -> None:
    assert confined(path) == expected


_names = st.sampled_from(
    ["..", ".", "", ".. ", "...", "a", "photos", "~", "C:", "nul", "..\\..", "%2e%2e", "．．", "..;", "\0", "file:"]
) | st.text(max_size=4)


def _stays_inside(path: str | None) -> bool:
    if path is None:
        return True
    plain = not {"..", ".", ""} & set(path.split("/")) and not set(path) & set("\\:\0")
    return plain and os.path.normpath(f"/export/{path}") == f"/export/{path}"


@settings(deadline=None, max_examples=500)
@given(st.lists(_names, max_size=8), st.lists(st.sampled_from(["/", "\\", "//", "/./"]), min_size=8, max_size=8))
def test_no_spelling_leads_outside(names: list[str], separators: list[str]) -> None:
    assert _stays_inside(confined("".join(itertools.chain.from_iterable(zip(names, separators, strict=False)))))


def test_none_of_sixty_thousand_traversals_leads_outside() -> None:
    pieces = ["..", ".", "", ".. ", "a", "~", "C:", "..\\..", "nul", "...", "/", "\\", "..%2f", "\0", "file:", "．．"]
    spellings = {"/".join(names) for count in range(1, 5) for names in itertools.product(pieces, repeat=count)}

    assert len(spellings) > 60_000
    assert [path for path in spellings if not _stays_inside(confined(path))] == []
    assert sum(confined(path) is not None for path in spellings) > 1_000


def test_a_clean_path_is_shown_as_it_is() -> None:
    assert shown("photos/ünï 😀.jpg") == "photos/ünï 😀.jpg"


@pytest.mark.parametrize("path", ["a\u202egpj.exe", "a\x1b[31m.jpg", "a\nb.jpg", "a\u200b.jpg", "a  b.jpg", "a" * 300])
def test_a_path_that_had_to_be_cleaned_is_told_by_a_digest(path: str) -> None:
    words = shown(path)

    assert words.isprintable()
    assert "  (renamed, " in words


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("a \u200b\n(),/x")) | st.text(max_size=5), unique=True, max_size=4))
def test_two_paths_never_share_what_is_shown(paths: list[str]) -> None:
    unique = {*paths, *(shown(path) for path in paths)}

    assert len({shown(path) for path in unique}) == len(unique)


def test_nobody_can_take_the_shown_name_of_another_file() -> None:
    hidden = "a\u200b.jpg"

    assert shown(shown(hidden)) != shown(hidden)


def test_accents_are_spelt_one_way() -> None:
    assert comparable("e\u0301.jpg") == comparable("\u00e9.jpg")
    assert comparable("a.jpg") == "a.jpg"


def test_names_are_sorted_as_people_do() -> None:
    names = ["photo_10.jpg", "photo_9.jpg", "a", "10", "9", "photo_9b.jpg", ""]

    assert sorted(names, key=natural) == ["", "9", "10", "a", "photo_9.jpg", "photo_9b.jpg", "photo_10.jpg"]


@settings(deadline=None)
@given(st.lists(st.text()))
def test_any_names_can_be_sorted(names: list[str]) -> None:
    assert sorted(sorted(names, key=natural)) == sorted(names)


@pytest.mark.parametrize(
    "path", [".DS_Store", "a/Thumbs.db", "a/desktop.ini", "__MACOSX/a/._b.jpg", "__MACOSX/x", "a/._b.jpg", "a/.nomedia"]
)
def test_what_systems_leave_behind_is_litter(path: str) -> None:
    assert is_litter(path)


@pytest.mark.parametrize("path", ["a.jpg", "thumbs/a.jpg", "_a.jpg", "desktop.ini.jpg"])
def test_pictures_are_no_litter(path: str) -> None:
    assert not is_litter(path)
