"""The ready files of a watch run the very command that they were made for, whatever stands in it."""

from __future__ import annotations

import plistlib
import shlex
import sys
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest

from exposurewatch.cli.schedules import SCHEDULES, system, written

_COMMAND = ("/home/a b/.venv/bin/exposurewatch", "watch", "--once", "--vault", '/home/a b/100% "mine" $HOME <&>')


@pytest.mark.parametrize(("platform", "name"), [("linux", "systemd"), ("darwin", "launchd"), ("win32", "windows")])
def test_each_system_has_its_own(platform: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert system() == name
    assert name in SCHEDULES


def test_systemd_runs_the_command() -> None:
    lines = written("systemd", _COMMAND).splitlines()
    (start,) = (line for line in lines if line.startswith("ExecStart="))
    assert _systemd_words(start.removeprefix("ExecStart=")) == list(_COMMAND)
    assert {"StandardOutput=null", "StandardError=null"} <= set(lines)  # the journal would keep what is found
    assert "SuccessExitStatus=1" in lines  # something to look at is no failure
    assert "Persistent=true" in lines


def _systemd_words(command: str) -> list[str]:
    words = command.removeprefix('"').removesuffix('"').split('" "')
    plain = (word.replace("%%", "%").replace("$$", "$") for word in words)
    return [word.replace('\\"', '"').replace("\\\\", "\\") for word in plain]


def test_cron_runs_the_command() -> None:
    (line,) = (each for each in written("cron", _COMMAND).splitlines() if not each.startswith("#"))
    minute, hour, *rest = line.split(" ", 5)
    assert (minute, hour, rest[:3]) == ("17", "*", ["*", "*", "*"])
    command = rest[3].removesuffix(" >/dev/null 2>&1")
    assert shlex.split(command.replace("\\%", "%")) == list(_COMMAND)
    assert "%" not in command.replace("\\%", "")  # cron takes it for the end of a line


def test_it_says_that_cron_shows_no_notice_and_what_does() -> None:
    content = written("cron", _COMMAND)
    assert "Cron shows no notice" in content
    assert "--exec" in content
    assert "use systemd" in content


def test_launchd_runs_the_command() -> None:
    read = plistlib.loads(written("launchd", _COMMAND).encode())
    assert read["ProgramArguments"] == list(_COMMAND)
    assert read["StartInterval"] == 3600


def test_windows_runs_the_command() -> None:
    tree = ElementTree.fromstring(written("windows", _COMMAND))  # noqa: S314 (the program's own)
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    program, arguments = (tree.findtext(f".//{space}{name}") for name in ("Command", "Arguments"))
    assert program == _COMMAND[0]
    assert arguments is not None
    assert arguments.startswith("watch --once --vault ")


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("command", [("exposurewatch", "watch", "--once")])
def test_it_says_how_it_is_put_in_place(name: str, command: Sequence[str]) -> None:
    content = written(name, command)
    assert content.endswith("\n")
    assert any(word in content for word in ("systemctl", "crontab", "launchctl", "schtasks"))
