import io
import sys

import pytest

from exposurewatch.cli.saying import say
from tests.cli.conftest import Run

LONG = "Reading ChatExport_2026-05-01: Telegram Desktop export (JSON), one chat: Weekend Pictures and more of them"


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_screen_lines_break_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    say(LONG, "Short.")
    *lines, last = screen.getvalue().splitlines()
    assert " ".join(lines) == LONG
    assert max(map(len, lines)) <= 80
    assert last == "Short."


def test_a_program_gets_a_line_for_each_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    say(LONG, LONG)
    assert capsys.readouterr().err == f"{LONG}\n" * 2


@pytest.mark.parametrize("words", ["ev\x1b[31mil\u202e", "[bold]x[/bold] :warning:"])
def test_what_is_said_is_plain_text(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(words)
    assert capsys.readouterr().err == words.replace("\x1b", "").replace("\u202e", "") + "\n"


def test_errors_break_between_words_as_well(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exposurewatch.cli.streams._Words.isatty", lambda _self: True)
    first, second, hint = run("scan", "export", "--photos", "mine", "--format", "xml").err.splitlines()
    assert first.startswith("error: Invalid value for '--format'")
    assert f"{first} {second}".endswith("is not one of 'terminal', 'json', 'csv'.")
    assert max(len(first), len(second)) <= 80
    assert hint == "hint: exposurewatch scan --help says how it is used."
