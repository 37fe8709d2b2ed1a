"""Asks the user, in a terminal, and waits for what she types."""

from __future__ import annotations

import sys
from enum import Enum

from exposurewatch.errors import WrongUsage
from exposurewatch.text import clean


class NoMore(Exception):
    """Nothing more will be typed: the terminal was closed, or Ctrl-D pressed."""


class Answer(Enum):
    """What can be said of a match: the letter, the word, and what it means."""

    CONFIRM = ("c", "confirm", "it is a copy of your photo")
    NOT_ME = ("n", "not me", "it is not; it is not shown to you again")
    UNDECIDED = ("u", "undecided", "you have looked, and cannot tell yet")
    NOTE = ("w", "write a note", "some words of your own, kept in the vault")
    SKIP = ("s", "skip", "go on to the next; nothing is kept")
    QUIT = ("q", "quit", "stop here; what you decided is kept")

    @property
    def letter(self) -> str:
        """What is typed for it."""
        return self.value[0]

    @property
    def word(self) -> str:
        """What stands behind the letter, and may be typed as well."""
        return self.value[1]

    @property
    def meaning(self) -> str:
        """What it does."""
        return self.value[2]


_ALSO = {Answer.CONFIRM: ("confirmed",), Answer.NOTE: ("note", "write")}
_MOST_WORDS = 2000  # characters of a note
CHOICES = "  ".join(f"[{answer.letter}] {answer.word}" for answer in Answer)


def check_terminal() -> None:
    """Make sure that there is somebody to ask.

    Raises:
        WrongUsage: there is no terminal.
    """
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise WrongUsage(
            "Nobody can be asked: there is no terminal.",
            "“exposurewatch matches” lists the matches with their numbers. Say of one what it is with: exposurewatch"
            ' review --number N --decision confirmed --note "…"',
        )


def ask(question: str) -> str:
    """Show a question and return the line that is typed, without anything that cannot be seen.

    Raises:
        NoMore: there is none.
    """
    sys.stdout.write(question)
    sys.stdout.flush()
    line = sys.stdin.buffer.readline()
    if not line:
        raise NoMore
    return cleaned(line.decode("utf-8", "replace"))


def cleaned(typed: str) -> str:
    """The user's words on one line; keys such as an arrow leave more behind than can be seen."""
    return clean(typed, limit=_MOST_WORDS)


def as_note(words: str) -> str:
    """The note that these words are to become; a single - is none."""
    return "" if (note := cleaned(words)) == "-" else note


def answer_in(typed: str) -> Answer | None:
    """The answer that was typed, by its letter or its word."""
    words = " ".join(typed.lower().replace("-", " ").split())
    for answer in Answer:
        if words in {answer.letter, answer.word, *_ALSO.get(answer, ())}:
            return answer
    return None
