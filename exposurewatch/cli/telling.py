"""Tells the user what a watch has to tell: on the standard output, by a command of hers, by a notice on the desktop."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console

from exposurewatch.cli import notices
from exposurewatch.cli.formats import Shown
from exposurewatch.cli.news import News, as_json_lines, as_lines
from exposurewatch.cli.output import print_bytes
from exposurewatch.cli.saying import say
from exposurewatch.cli.streams import is_closed
from exposurewatch.errors import WrongUsage
from exposurewatch.reports.lines import print_lines

_COMMAND_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Ways:
    """How the user wants to be told: on the standard output, by a command of hers, by a notice on the desktop."""

    form: Shown = Shown.TERMINAL
    command: str | None = None
    notice: bool = True


def tell(news: News, ways: Ways, *, at_once: bool) -> bool:
    """Tell on the standard output first, for what comes after it may fail; say whether the user was reached.

    She was where the standard output is anything but the null device, which is where schedulers lead it; or else where
    a notice was shown, or her command ended with 0. These two are only for what must be told `at_once`.
    """
    reached = _write(news, ways.form)
    if not at_once:
        return reached
    if ways.command is not None:
        failures = tuple(_run(words_of(ways.command), news))
        say(*failures)
        reached = reached or not failures
    if ways.notice:
        reached = notices.notify() or reached
    return reached


def words_of(command: str | None) -> Sequence[str] | str:
    """The words of a command, as a shell would tell them apart; nothing else of a shell is there.

    On Windows it is left as it is: there, programs take their own command lines apart.

    Raises:
        WrongUsage: there are none, or a quote is left open.
    """
    if command is None:
        return ()
    if sys.platform == "win32" and command.strip():
        return command
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise WrongUsage("The command after --exec cannot be read.", "See that every quote in it is closed.")
    return words


def _write(news: News, form: Shown) -> bool:
    """Write what is new, and say whether anybody can read it there."""
    if is_closed(sys.stdout):
        return False
    if form is Shown.JSON:
        print_bytes(as_json_lines(news))
    else:
        print_lines(as_lines(news), Console(highlight=False))
        sys.stdout.flush()
    return not _leads_nowhere(sys.stdout)


def _leads_nowhere(stream: TextIO) -> bool:
    """Whether a stream is the null device: a device that is no terminal."""
    try:
        return stat.S_ISCHR(os.fstat(stream.fileno()).st_mode) and not stream.isatty()
    except (OSError, ValueError):  # no file of the system's
        return False


def _run(words: Sequence[str] | str, news: News) -> Iterator[str]:
    """Run the user's command; yield what to say where that went wrong."""
    told = {**os.environ, "EXPOSUREWATCH_NEW": str(news.findings)}
    try:
        done = subprocess.run(  # noqa: S603 (it is the user's own)
            words,
            input=as_json_lines(news),
            timeout=_COMMAND_SECONDS,
            check=False,
            env=told,
            stdout=2,  # the standard error: the standard output may be read by a program
            creationflags=notices.NO_WINDOW,
        )
    except (OSError, subprocess.SubprocessError) as error:
        yield f"The command after --exec could not be run ({type(error).__name__})."
        return
    if done.returncode:
        yield f"The command after --exec ended with the status {done.returncode}."
