"""Photos are forgotten by the beginning of their ids, after asking, with what was found of them."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import pytest

from exposurewatch.cli.forget import named
from exposurewatch.cli.stopping import Left
from exposurewatch.errors import WrongUsage
from exposurewatch.parameters import PIPELINE
from exposurewatch.vault.photos import Photos
from tests.cli.conftest import Kept
from tests.vault.builders import own, posted, sha, shows

COUNT = 3


@pytest.fixture
def three(kept: Kept) -> Kept:
    """Three photos, the first of which was found twice."""
    photos = [own(seed) for seed in range(COUNT)]
    with kept.opened() as vault:
        for photo in photos:
            vault.photos.add(photo, PIPELINE)
        journal = vault.journal(photos, "1")
        for name in ("a.jpg", "b.jpg"):
            journal.saw(posted(name), sha(name), 1)
            journal.keep(sha(name), shows(photos[0]), None)
    return kept


def left(kept: Kept) -> list[str]:
    with kept.opened() as vault:
        return [entry.id for entry in vault.photos.listed()]


def answer(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """There is a terminal, and somebody who types this."""
    typed = io.StringIO(words)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", typed)


def test_a_photo_goes_with_its_matches_and_the_others_stay(three: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "y\n")
    ran = three.run("forget", own(0).id[:6])
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        f"To be forgotten: 1 photo: photo 0.jpg ({own(0).id}).",
        "What was found goes as well: 2 matches of it, with what you decided and noted.",
        "Forget it? It cannot be taken back. [y/N]: 1 photo was forgotten.",
    ]
    assert left(three) == [own(1).id, own(2).id]
    with three.opened() as vault:
        assert vault.findings.listed() == ()


@pytest.mark.parametrize("words", ["n\n", "\n", "", "perhaps\n"])
def test_whoever_does_not_say_yes_keeps_all(three: Kept, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    answer(monkeypatch, words)
    ran = three.run("forget", "--all")
    assert ran.status == 0
    assert ran.err.endswith("Nothing was forgotten.\n")
    assert len(left(three)) == COUNT


@pytest.mark.parametrize("closed", [False, True], ids=["no terminal", "closed"])
def test_without_a_terminal_it_takes_a_word_more(
    three: Kept,
    monkeypatch: pytest.MonkeyPatch,
    closed: bool,  # noqa: FBT001
) -> None:
    if closed:
        monkeypatch.setattr(sys, "stdin", None)
    ran = three.run("forget", "--all")
    assert ran.status == 2
    assert ran.err.endswith(
        "error: There is no terminal, so that nobody can be asked.\nhint: Use --yes; --help says how.\n"
    )
    assert len(left(three)) == COUNT
    ran = three.run("forget", "--all", "--yes")
    assert ran.err.endswith("3 photos were forgotten.\n")
    assert left(three) == []
    assert "There is no photo in the vault." in three.run("forget", "--all", "--yes").err


def test_stopped_at_the_question_it_says_that_nothing_was_changed(three: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave() -> NoReturn:
        raise Left(signal.SIGINT)

    answer(monkeypatch, "")
    monkeypatch.setattr(sys.stdin, "readline", leave)
    ran = three.run("forget", "--all")
    assert ran.status == 130
    assert ran.err.endswith("\nStopped. Nothing was changed.\n")
    assert len(left(three)) == COUNT


def test_stopped_on_its_way_it_says_where_to_look(three: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(*_arguments: object) -> NoReturn:
        raise Left(signal.SIGINT)

    monkeypatch.setattr(Photos, "forget", leave)
    ran = three.run("forget", "--all", "--yes")
    assert ran.status == 130
    assert "Either all of these photos were forgotten or none" in ran.err


@pytest.mark.parametrize("arguments", [(), ("--all", "abc")])
def test_it_must_be_said_which(three: Kept, arguments: tuple[str, ...]) -> None:
    ran = three.run("forget", *arguments, "--yes")
    assert ran.status == 2
    assert len(left(three)) == COUNT


def test_one_wrong_id_and_nothing_is_forgotten(three: Kept) -> None:
    ran = three.run("forget", own(0).id, "zz\x1b", "--yes")
    assert ran.status == 2
    assert "There is no photo “zz” in the vault." in ran.err
    assert len(left(three)) == COUNT


def entries(kept: Kept) -> Sequence[str]:
    with kept.opened() as vault:
        listed = vault.photos.listed()
    return [entry.id for entry in named([own(1).id.upper(), own(1).id[:8], own(0).id], listed)]


def test_ids_may_be_given_in_any_case_and_twice(three: Kept) -> None:
    assert entries(three) == [own(1).id, own(0).id]


def test_a_beginning_of_several_ids_is_refused_with_all_of_them(kept: Kept) -> None:
    with kept.opened() as vault:
        for seed in range(12):
            vault.photos.add(own(seed, id=f"abc{seed:09}"), PIPELINE)
        listed = vault.photos.listed()
    with pytest.raises(WrongUsage, match="“abc” stands for 12 photos") as refused:
        named(["abc"], listed)
    assert "abc000000009 (photo 9.jpg) and 2 more." in refused.value.hint
    with pytest.raises(WrongUsage, match="There is no photo"):
        named([" "], listed)
