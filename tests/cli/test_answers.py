from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from exposurewatch import __version__
from exposurewatch.cli.answers import as_json, show_answers
from exposurewatch.doctor import Answer, Check, State

LONG = "/a/long/path/that/has/no/blank/in/it/and/is/wider/than/the/window/" + "deep/" * 12
EXAMINED = (
    (
        Check("first", "First things", lambda _vault: ()),
        (
            Answer("One", State.FINE, "It is well. " * 12),
            Answer("Two", State.UNKNOWN, "Nobody knows.", "Ask somebody."),
            Answer("Three", State.WEAK, "A \x1b[31mred\u202e word.", f"Run: chmod go= {LONG}"),
        ),
    ),
    (
        Check("second", "Second things", lambda _vault: ()),
        (Answer("Four", State.PROBLEM, "[bold]Broken[/bold]", "Mend."),),
    ),
)


def shown(width: int, *, terminal: bool = False) -> str:
    screen = io.StringIO()
    console = Console(file=screen, width=width, force_terminal=terminal, highlight=False, no_color=not terminal)
    show_answers(EXAMINED, console)
    return screen.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_it_is_told_in_words_within_the_window(width: int) -> None:
    lines = shown(width).splitlines()
    assert all(len(line) <= min(width, 100) for line in lines if LONG not in line)
    assert "1 problem must be solved first." in lines
    assert any(LONG in line for line in lines)  # to be copied, it stays in one piece


def test_each_answer_has_its_state_in_words_and_what_to_do_under_it() -> None:
    lines = shown(80).splitlines()
    at = lines.index("  unknown  Two: Nobody knows.")
    assert lines[at + 1] == "           What to do: Ask somebody."
    assert lines.index("First things") < at < lines.index("Second things")
    assert "  problem  Four: [bold]Broken[/bold]" in lines


def test_nothing_in_the_words_reaches_the_terminal_as_more_than_words() -> None:
    assert "\x1b" not in shown(80)
    assert "\x1b[31mred" not in shown(80, terminal=True)
    assert "\u202e" not in shown(80, terminal=True)


def test_without_anything_amiss_one_sentence_is_enough() -> None:
    screen = io.StringIO()
    well = ((EXAMINED[0][0], (Answer("One", State.FINE, "Well."),)),)
    show_answers(well, Console(file=screen, width=80))
    assert screen.getvalue() == "Nothing stands in the way of a scan.\n\nFirst things\n  fine     One: Well.\n"


def test_programs_get_every_answer() -> None:
    written = json.loads(as_json(EXAMINED))
    assert written["version"] == __version__
    assert [answer["state"] for answer in written["answers"]] == ["fine", "unknown", "weak", "problem"]
    assert written["answers"][1] == {
        "check": "first",
        "about": "Two",
        "state": "unknown",
        "what": "Nobody knows.",
        "advice": "Ask somebody.",
    }
    assert written["answers"][2]["what"] == "A [31mred word."
    assert Path(written["answers"][2]["advice"].removeprefix("Run: chmod go= ")) == Path(LONG)
