"""Takes in secrets: typed at the terminal, where nobody sees them, or read from an open file. Never from elsewhere."""

from __future__ import annotations

import getpass
import os
import sys
import warnings

from exposurewatch.cli.stopping import stopped_saying
from exposurewatch.errors import WrongUsage

PASSPHRASE_FD = "--passphrase-fd"  # noqa: S105 (the name of an option)
_MOST_BYTES = 4096  # of a secret that is read from an open file
NOTHING_CHANGED = "Stopped. Nothing was changed."


def check_terminal(instead: str = PASSPHRASE_FD) -> None:
    """Make sure that somebody can be asked; `instead` is the option that makes asking needless.

    Raises:
        WrongUsage: there is no terminal.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        raise WrongUsage("There is no terminal, so that nobody can be asked.", f"Use {instead}; --help says how.")


def ask(words: str, instead: str = PASSPHRASE_FD) -> str:
    """Ask for a secret at the terminal, without showing it.

    Raises:
        WrongUsage: there is no terminal, or nothing fit to be a secret was typed.
    """
    check_terminal(instead)
    with warnings.catch_warnings(), stopped_saying(NOTHING_CHANGED):
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(f"{words}: ")
        except EOFError:
            raise WrongUsage("Nothing was typed.", "Type it where it is asked for, and press Enter.") from None
        except UnicodeDecodeError:
            raise WrongUsage(
                "What was typed does not reach the program as text.", "Set the terminal and its language to UTF-8."
            ) from None
        except getpass.GetPassWarning:
            raise WrongUsage(
                "This terminal would show what is typed.", f"Use another one, or {instead}; --help says how."
            ) from None


def ask_openly(words: str, instead: str) -> str:
    """Ask for a word that may be seen, at the terminal. Raises as `ask` does."""
    check_terminal(instead)
    with stopped_saying(NOTHING_CHANGED):
        sys.stderr.write(f"{words}: ")
        sys.stderr.flush()
        try:
            return sys.stdin.readline().strip()
        except UnicodeDecodeError:
            return ""


def read_line(descriptor: int, option: str = PASSPHRASE_FD, noun: str = "passphrase") -> str:
    """Read a secret from an open file: its next line. `option` has named the file; `noun` is what the secret is.

    Raises:
        WrongUsage: there is no such file, no line in it, or it is a terminal, which would show what is typed.
    """
    try:
        if os.isatty(descriptor):
            raise WrongUsage(
                f"The open file {descriptor} is a terminal, which would show what is typed.",
                f"Leave {option} out: the {noun} is then asked for, and not shown.",
            )
        line = _next_line(descriptor, noun)
    except (OSError, OverflowError):
        line = b""
    try:
        text = line.rstrip(b"\r").decode()
    except UnicodeDecodeError:
        text = ""
    if not text:
        raise WrongUsage(
            f"No {noun} could be read from the open file {descriptor}.",
            f"Open one for the program that holds it as a line of UTF-8, as in {option} 3 3< FILE.",
        )
    return text


def _next_line(descriptor: int, noun: str) -> bytes:
    """Byte by byte, so that what follows is still there for whoever asks for the line after it."""
    line = bytearray()
    while (byte := os.read(descriptor, 1)) not in (b"", b"\n"):
        line += byte
        if len(line) > _MOST_BYTES:
            raise WrongUsage(
                f"The next line of the open file {descriptor} is too long for a {noun}.",
                f"{_MOST_BYTES:,} bytes are the most.",
            )
    return bytes(line)
