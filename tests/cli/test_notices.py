"""A notice on the desktop tells whoever looks on nothing, and does no harm where it cannot be shown."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from exposurewatch.cli import notices


@pytest.mark.parametrize(
    ("platform", "program"), [("linux", "notify-send"), ("darwin", "osascript"), ("win32", "powershell")]
)
def test_each_system_shows_it_in_its_own_way(platform: str, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    command = notices.command()
    assert command is not None
    assert command[0] == f"/bin/{program}"
    assert notices.WORDS in " ".join(command)


def test_where_there_is_no_such_program_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert notices.command() is None
    assert not notices.notify()


@pytest.mark.parametrize("words", [notices.TITLE, notices.WORDS])
def test_its_words_are_neutral(words: str) -> None:
    assert not any(word in words.lower() for word in ("match", "photo", "picture", "nude", "found", "leak"))


@pytest.mark.parametrize(
    ("command", "shown"), [("true", "shown"), ("false", "not shown"), ("no such program", "not shown")]
)
def test_it_says_whether_it_worked(command: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "command", lambda: (command,))
    assert notices.notify() is (shown == "shown")


def test_a_program_that_hangs_does_not_hold_up_the_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("notify-send", 10)

    monkeypatch.setattr(notices, "command", lambda: ("notify-send",))
    monkeypatch.setattr(subprocess, "run", hang)
    assert not notices.notify()
