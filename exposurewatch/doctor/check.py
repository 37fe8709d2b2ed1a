"""What a check is, and what it answers. An answer that is not fine says what the user can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class State(StrEnum):
    """How things are, best first."""

    FINE = "fine"
    UNKNOWN = "unknown"  # it could not be told
    WEAK = "weak"  # a scan runs, with less protection than it could have
    PROBLEM = "problem"  # something would stop a scan, or keep the vault from being used


@dataclass(frozen=True, slots=True)
class Answer:
    """What one look at the system told. `advice` is empty where there is nothing to do."""

    about: str
    state: State
    what: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at. `look` is given the vault's folder, which need not exist, and changes nothing."""

    name: str
    title: str
    look: Callable[[Path], Iterable[Answer]]


def fine(about: str, what: str) -> Answer:
    """Nothing to do."""
    return Answer(about, State.FINE, what)


def weak(about: str, what: str, advice: str) -> Answer:
    """It works, and could be safer."""
    return Answer(about, State.WEAK, what, advice)


def unknown(about: str, what: str, advice: str) -> Answer:
    """It could not be told."""
    return Answer(about, State.UNKNOWN, what, advice)


def problem(about: str, what: str, advice: str) -> Answer:
    """Something does not work."""
    return Answer(about, State.PROBLEM, what, advice)
