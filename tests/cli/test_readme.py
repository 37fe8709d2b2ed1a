"""The README names every command of the program, and every variable that an option can be set by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from exposurewatch.cli.main import app

_README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def commands(command: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """Each command with the words that call it; of whose library it is differs between versions of Typer."""
    yield " ".join(path), command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, *path, name)


def test_every_command_stands_in_it() -> None:
    named = [path for path, _ in commands(typer.main.get_command(app)) if path]
    assert "photos export" in named
    assert [path for path in named if not re.search(rf"\b{path}\b", _README)] == []


def test_every_variable_stands_in_it() -> None:
    options = [option for _, command in commands(typer.main.get_command(app)) for option in command.params]
    variables = {option.envvar for option in options if isinstance(option.envvar, str)}
    assert "EXPOSUREWATCH_EXPORT_FORMAT" in variables
    assert sorted(variable for variable in variables if f"`{variable}" not in _README) == []
