"""Secrets at a real terminal: a process of its own, at the real cost of a try."""

from __future__ import annotations

import getpass
import os
import re
import sys
from pathlib import Path

import pytest

from exposurewatch.cli.asking import ask, read_line
from exposurewatch.errors import WrongUsage
from tests.cli.conftest import SECRET, Given, Typist, run_apart
from tests.cli.session import Session

PROMPT = "New passphrase (at least 8 characters, not shown): "


def test_a_vault_is_made_and_opened_at_the_terminal_and_no_secret_is_shown() -> None:
    session = Session("vault", "create", "--vault", "v")
    session.until(PROMPT)
    session.type(SECRET.encode())
    session.until("The same again: ")
    session.type(SECRET.encode())
    assert session.status() == 0
    assert SECRET not in session.shown
    assert len(re.findall(r"(?:[0-9A-Z]{5}-){6}[0-9A-Z]{5}", session.shown)) == 1
    assert all(len(line) <= 80 for line in session.shown.split("\r\n") if "--vault" not in line)
    session = Session("vault", "status", "--details", "--vault", "v")
    for attempt in ("wrong", SECRET):
        session.until("Passphrase of the vault: ")
        session.shown = ""
        session.type(attempt.encode())
    assert session.status() == 0
    assert "Photos" in session.shown
    assert SECRET not in session.shown


def test_a_wrong_passphrase_is_told_as_such_at_the_real_cost() -> None:
    assert run_apart("vault", "create", "--vault", "v", "--passphrase-fd", "3", after=f"3<<<'{SECRET}'").status == 0
    ran = run_apart("vault", "status", "--details", "--vault", "v", "--passphrase-fd", "3", after="3<<<wrong")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: That does not open this vault.\n")


@pytest.mark.parametrize("presses", [0, 1])
def test_ctrl_c_at_the_prompt_leaves_nothing_behind(presses: int) -> None:
    session = Session("vault", "create", "--vault", "v")
    session.until(PROMPT)
    if presses:
        session.type(SECRET.encode())
        session.until("The same again: ")
    session.press_ctrl_c()
    assert session.status() == 130
    assert "Stopped. Nothing was changed." in session.shown
    assert "Traceback" not in session.shown
    assert not list(Path().iterdir())


def test_what_is_no_text_is_refused_without_being_shown() -> None:
    session = Session("vault", "create", "--vault", "v")
    for _ in range(3):
        session.until(PROMPT)
        session.type(b"caf\xe9 violet otter drumming")
        session.until("does not reach the program as text")
        session.shown = session.shown.rpartition("as text")[2]
    assert session.status() == 2
    assert "violet" not in session.shown
    assert not list(Path().iterdir())


def test_the_word_that_destroys_is_asked_for_at_the_terminal() -> None:
    run_apart("vault", "create", "--vault", "v", "--passphrase-fd", "3", after=f"3<<<'{SECRET}'")
    session = Session("vault", "destroy", "--vault", "v")
    session.until("Type the word destroy to go on: ")
    session.press_ctrl_c()
    assert session.status() == 130
    assert Path("v/keys").exists()
    session = Session("vault", "destroy", "--vault", "v")
    session.until("Type the word destroy to go on: ")
    session.type(b"destroy")
    assert session.status() == 0
    assert not Path("v").exists()


def test_a_terminal_is_no_file_to_read_a_secret_from() -> None:
    session = Session("vault", "create", "--vault", "v", "--passphrase-fd", "0")
    assert session.status() == 2
    assert "is a terminal, which would show what is typed" in " ".join(session.shown.split())


def test_a_terminal_that_cannot_hide_what_is_typed_is_not_used(monkeypatch: pytest.MonkeyPatch, typist: Typist) -> None:
    monkeypatch.setattr(getpass, "getpass", getpass.fallback_getpass)  # type: ignore[attr-defined]
    with pytest.raises(WrongUsage, match="would show what is typed"):
        ask("Passphrase")


def test_lines_of_one_file_are_read_one_after_the_other(given: Given) -> None:
    descriptor = int(given("first", "second\r", ""))
    assert [read_line(descriptor) for _ in range(2)] == ["first", "second"]
    for _ in range(2):  # an empty line, and the end
        with pytest.raises(WrongUsage, match="No passphrase could be read"):
            read_line(descriptor)


def test_a_last_line_needs_no_end() -> None:
    reading, writing = os.pipe()
    os.write(writing, "grüße".encode())
    os.close(writing)
    assert read_line(reading) == "grüße"
    os.close(reading)


def test_no_fault_of_its_own_shows_a_secret_even_to_developers() -> None:
    program = (
        "import sys; from exposurewatch.vault import keys; from exposurewatch.cli.main import main; keys.wrap = None;"
        ' sys.argv[1:] = ["vault", "create", "--vault", "v", "--passphrase-fd", "3"]; main()'
    )
    ran = run_apart(
        after=f"--version > /dev/null; '{sys.executable}' -c '{program}' 3<<<'{SECRET}'", EXPOSUREWATCH_DEBUG="1"
    )
    assert "Traceback" in ran.err
    assert SECRET not in ran.err
    assert not list(Path().iterdir())
