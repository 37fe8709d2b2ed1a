"""The table of contents of an archive: each name once, nothing lost, nothing opened that must not be."""

from __future__ import annotations

import io

import pytest

from exposurewatch.archives.archive import BadArchive
from exposurewatch.model import Reason, Unreadable
from exposurewatch.paths import MAX_LENGTH
from exposurewatch.sources import contents as module
from exposurewatch.sources.containers import Member, Refused, Stream
from exposurewatch.sources.contents import Contents


@pytest.fixture
def contents() -> Contents[bytes]:
    made: Contents[bytes] = Contents(lambda entry: Stream(io.BytesIO(entry)))
    made.add("a/b.jpg", lambda _: b"one")
    made.add("a/./b.jpg", lambda _: b"two")
    made.add("../c.jpg", lambda _: b"three")
    made.add("a/Thumbs.db", lambda _: b"litter")
    made.add("link.jpg", lambda path: Refused(path, Reason.LINK))
    made.add("a/cafe\u0301.jpg", lambda _: b"accent")
    made.refuse(Refused("", Reason.EXPORT_TRUNCATED))
    return made


def test_what_is_in_it_is_told_once_and_in_order(contents: Contents[bytes]) -> None:
    told = [(each.path, each.reason if isinstance(each, Refused) else None) for each in contents.members()]

    assert told == [
        ("a/b.jpg", None),
        ("link.jpg", Reason.LINK),
        ("a/caf\xe9.jpg", None),
        ("a/b.jpg", Reason.DUPLICATE_NAME),
        ("../c.jpg", Reason.UNSAFE_PATH),
        ("", Reason.EXPORT_TRUNCATED),
    ]
    assert len(contents) == 7


def test_of_one_folder_only_what_is_in_it_is_told(contents: Contents[bytes]) -> None:
    assert [each.path for each in contents.members("a/")] == ["a/b.jpg", "a/caf\xe9.jpg", "a/b.jpg"]


@pytest.mark.parametrize("path", ["a/cafe\u0301.jpg", "a/caf\xe9.jpg"])
def test_files_are_found_in_whichever_spelling_of_their_accents(contents: Contents[bytes], path: str) -> None:
    assert contents.look_up(path).read() == contents.entry(path) == b"accent"


def test_the_first_of_one_name_is_read(contents: Contents[bytes]) -> None:
    (member,) = [each for each in contents.members("a/b") if isinstance(each, Member)]

    assert member.read() == b"one"


@pytest.mark.parametrize(("path", "reason"), [("nothing.jpg", Reason.MISSING_FILE), ("link.jpg", Reason.LINK)])
def test_what_is_missing_or_refused_raises(contents: Contents[bytes], path: str, reason: Reason) -> None:
    for ask in (contents.look_up, contents.entry):
        with pytest.raises(Unreadable) as caught:
            ask(path)
        assert caught.value.reason is reason


def test_the_name_of_what_is_refused_is_cut(contents: Contents[bytes]) -> None:
    contents.add("/" + "a" * 1_000_000, lambda _: b"")
    contents.add("/" + "a" * 1_000_001, lambda _: b"")

    paths = [each.path for each in contents.members() if each.path.startswith("/")]
    assert len(set(paths)) == 2
    assert {len(path) for path in paths} == {MAX_LENGTH}


def test_of_very_many_that_are_refused_the_number_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_REFUSED", 2)
    made: Contents[bytes] = Contents(lambda entry: Stream(io.BytesIO(entry)))
    for number in range(5):
        made.add(f"../{number}.jpg", lambda _: b"")
    made.refuse(Refused("", Reason.EXPORT_TRUNCATED))

    *named, broken_off, more = made.members()
    assert [each.path for each in named] == ["../0.jpg", "../1.jpg"]
    assert broken_off == Refused("", Reason.EXPORT_TRUNCATED)
    assert isinstance(more, Refused)
    assert (more.reason, more.detail.split()[0]) == (Reason.UNSAFE_PATH, "3")
    assert len(made) == 6
    assert list(made.members("a/")) == []


def test_names_that_fill_the_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_NAMES", 9)
    made: Contents[bytes] = Contents(lambda entry: Stream(io.BytesIO(entry)))
    made.add("12345.jpg", lambda _: b"")

    with pytest.raises(BadArchive, match="too long"):
        made.add("6", lambda _: b"")
