from __future__ import annotations

import io
import signal
import sys
from pathlib import Path

import pytest

from exposurewatch.cli import answering
from exposurewatch.cli.answering import Answer, answer_in, as_note, cleaned
from exposurewatch.cli.stopping import Left
from exposurewatch.vault.records import Decision
from tests.cli.conftest import Ran, Run
from tests.cli.remembered import BEACH, PASSPHRASE, Remembered, in_message
from tests.vault.builders import PIPELINE, sha, shows

UNSAID = {1: (None, ""), 2: (None, ""), 3: (None, ""), 4: (None, "")}


@pytest.fixture
def bare(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Remembered:
    return Remembered(tmp_path / "vault", run, monkeypatch)


@pytest.fixture
def full(bare: Remembered) -> Remembered:
    bare.add_photos()
    bare.find()
    return bare


class _Keyboard(io.BytesIO):
    """What is typed, line by line; a `Left` among the lines is a signal that comes while the program waits."""

    def __init__(self, *typed: str | Left) -> None:
        super().__init__()
        self._typed = list(typed)

    def readline(self, _size: int | None = -1, /) -> bytes:
        line = self._typed.pop(0) if self._typed else ""
        if isinstance(line, Left):
            raise line
        return f"{line}\n".encode() if line or self._typed else b""


@pytest.fixture
def typing(full: Remembered, monkeypatch: pytest.MonkeyPatch) -> Remembered:
    monkeypatch.setattr(answering, "check_terminal", lambda: None)
    return full


def _review(remembered: Remembered, monkeypatch: pytest.MonkeyPatch, typed: list[str | Left], *arguments: str) -> Ran:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(_Keyboard(*typed)))
    return remembered.run("review", *arguments)


def test_each_match_is_shown_with_what_is_known_and_what_is_said_is_kept(
    typing: Remembered, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = _review(typing, monkeypatch, ["c", "not me", "U"])
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "3 matches to look through."
    assert ran.out.count("No picture is shown here.") == 1
    assert [line for line in lines if "your photo " in line and line[0].isdigit()] == [
        '1 of 3: your photo "beach"',
        '2 of 3: your photo "beach"',
        '3 of 3: your photo "garden"',
    ]
    for words in ("in 3 places", "members only: others cannot open this link", "File ChatExport/photos/88.jpg"):
        assert words in " ".join(ran.out.split())
    assert "  > Kept: confirmed." in ran.out.replace("  >   ", "  > ")
    assert "“exposurewatch review --number 3” shows it again" in " ".join(ran.out.split())
    assert lines[-1] == "What you said of 3 matches is kept: 1 confirmed, 1 not me, 1 undecided."
    assert typing.said() == {1: ("confirmed", ""), 2: ("undecided", ""), 3: ("not me", ""), 4: (None, "")}
    assert typing.new() == [4]
    assert max(len(line.removeprefix("  > ")) for line in lines) <= 80  # what is typed would end the line


def test_what_is_undecided_comes_last_and_all_goes_through_the_rest_as_well(
    typing: Remembered, monkeypatch: pytest.MonkeyPatch
) -> None:
    with typing.open() as vault:
        vault.findings.decide(1, Decision.UNDECIDED)
        vault.findings.decide(3, Decision.NOT_ME)
    ran = _review(typing, monkeypatch, ["s", "s"])
    assert _numbers(ran) == [2, 1]
    assert ran.out.endswith(
        "Nothing was decided.\n2 matches are not decided yet; “exposurewatch review” goes on with them.\n"
    )
    assert _numbers(_review(typing, monkeypatch, ["s"] * 3, "--all")) == [2, 1, 3]
    assert _numbers(_review(typing, monkeypatch, ["s"] * 4, "--all", "--show-same-scene")) == [2, 4, 1, 3]
    assert _numbers(_review(typing, monkeypatch, ["c"], "--number", "3")) == [3]
    assert typing.said() == UNSAID | {1: ("undecided", ""), 3: ("confirmed", "")}


def _numbers(ran: Ran) -> list[int]:
    return [int(line[:3]) for line in ran.out.splitlines() if line[:3].strip().isdigit() and line[3:5] == ". "]


def test_a_note_is_kept_at_once_and_outlives_the_decision(typing: Remembered, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = _review(typing, monkeypatch, ["w", " told the \x1b[Apolice ü ", "c", "q"])
    assert "The note is kept. And what is this match?" in ran.out
    assert typing.said()[1] == ("confirmed", "told the [Apolice ü")
    _review(typing, monkeypatch, ["note", "", "u", "q"], "--number", "1")
    assert typing.said()[1] == ("undecided", "told the [Apolice ü")
    assert "The note is removed." in _review(typing, monkeypatch, ["w", "-", "q"], "--number", "1").out
    assert typing.said()[1] == ("undecided", "")


def test_what_is_not_understood_is_answered_with_the_choices(
    typing: Remembered, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = _review(typing, monkeypatch, ["", "what?", "q"])
    assert ran.out.count("c  confirm       it is a copy of your photo\n") == 2
    assert typing.said() == UNSAID


@pytest.mark.parametrize(("typed", "status"), [(["c", "q"], 0), (["c"], 0), (["c", Left(signal.SIGINT)], 130)])
def test_leaving_is_quiet_and_keeps_what_was_decided(
    typing: Remembered, monkeypatch: pytest.MonkeyPatch, typed: list[str | Left], status: int
) -> None:
    ran = _review(typing, monkeypatch, typed)
    assert (ran.status, ran.err) == (status, "")
    assert ran.out.endswith(
        "\nWhat you said of 1 match is kept: 1 confirmed.\n"
        "2 matches are not decided yet; “exposurewatch review” goes on with them.\n"
    )
    assert typing.said() == UNSAID | {1: ("confirmed", "")}


def test_being_told_to_leave_keeps_what_was_decided(typing: Remembered, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _review(typing, monkeypatch, ["c", Left(signal.SIGTERM)]).status == 143
    assert typing.said()[1] == ("confirmed", "")


def test_many_places_do_not_push_the_question_out_of_sight(typing: Remembered, monkeypatch: pytest.MonkeyPatch) -> None:
    with typing.open() as vault:
        journal = vault.journal(vault.photos.all(), PIPELINE)
        for number in range(100, 150):
            journal.saw(in_message(number, 21), sha("a"), 10)
    ran = _review(typing, monkeypatch, ["q"])
    assert "the same picture in 53 places" in ran.out
    assert ran.out.count("message 1") == 9
    assert "                and in 43 more places, which “exposurewatch matches” lists\n" in ran.out


def test_where_nothing_is_left_it_is_said_what_to_do(bare: Remembered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "check_terminal", lambda: None)
    assert "“exposurewatch add FOLDER”" in _review(bare, monkeypatch, []).out
    bare.add_photos()
    with bare.open() as vault:
        vault.journal(vault.photos.all(), PIPELINE).keep(sha("x"), shows(BEACH), None)
        vault.findings.decide(1, Decision.NOT_ME)
    ran = _review(bare, monkeypatch, [])
    assert ran.out == "You have decided on the match.\n“exposurewatch review --all” goes through again.\n"


@pytest.mark.parametrize("word", ["not-me", "not me", "Not_Me", "NOT ME"])
def test_a_decision_can_be_given_without_being_asked(full: Remembered, word: str) -> None:
    ran = full.run("review", "--number", "2", "--decision", word.replace("_", "-"), "--note", "somebody else")
    assert (ran.status, ran.out, ran.err) == (0, "", "Match 2 is kept as: not me, with your note.\n")
    full.run("review", "--number", "1", "--note", "a note alone")
    full.run("review", "--number", "2", "--decision", "confirmed")
    full.run("review", "--number", "3", "--note", "-")
    assert full.said() == {
        1: ("undecided", "a note alone"),
        2: ("confirmed", "somebody else"),
        3: ("undecided", ""),
        4: (None, ""),
    }


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (("--decision", "confirmed"), "It is not said which match is meant.", "--number 7"),
        (("--note", "x"), "It is not said which match is meant.", "--number 7"),
        (("--number", "1", "--decision", "sure"), "“sure” is no decision.", "confirmed, not-me, undecided"),
        (
            ("--number", "9", "--decision", "confirmed"),
            "There is no match with the number 9.",
            "“exposurewatch matches”",
        ),
        ((), "Nobody can be asked: there is no terminal.", "review --number N --decision confirmed --note"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_hint(
    full: Remembered, arguments: tuple[str, ...], error: str, hint: str
) -> None:
    ran = full.run("review", *arguments)
    assert (ran.status, ran.out) == (2, "")
    first, second = ran.err.splitlines()
    assert first == f"error: {error}"
    assert hint in second
    assert full.said() == UNSAID


def test_every_answer_has_a_letter_and_a_word_of_its_own() -> None:
    assert len({answer.letter for answer in Answer}) == len(Answer)
    for answer in Answer:
        assert answer_in(answer.letter.upper()) is answer_in(answer.word.upper()) is answer
    assert answer_in("") is answer_in("confirm not") is None
    assert (as_note("-"), as_note("- -"), cleaned("a\x07 b\u202e")) == ("", "- -", "a b")


def test_in_a_terminal(full: Remembered) -> None:
    from tests.cli.session import Session  # noqa: PLC0415 (skips where there is no pseudo-terminal)

    session = Session("review", "--vault", full.folder)
    session.until("Passphrase of the vault: ")
    session.type(PASSPHRASE)
    session.until("  > ")
    session.type("c")
    session.until("2 of 3: your")
    session.shown = session.shown[session.shown.index("2 of 3: your") :]
    session.until("  > ")
    session.press_ctrl_c()
    assert session.status() == 130
    assert "What you said of 1 match is kept: 1 confirmed." in session.shown
    assert "Traceback" not in session.shown
    assert "Stopped" not in session.shown
    assert PASSPHRASE not in session.shown
    assert full.said() == UNSAID | {1: ("confirmed", "")}
    session = Session("review", "--vault", full.folder)
    session.until("Passphrase of the vault: ")
    session.type(PASSPHRASE)
    session.until("1 of 2: your")
    session.until("  > ")
    session.press_ctrl_d()
    assert session.status() == 0
    assert "Nothing was decided." in session.shown
