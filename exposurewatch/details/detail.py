"""What a detail is, and what a kind of details is made of: one file for each ends in its `Kind`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from exposurewatch.details.folding import Folded
from exposurewatch.errors import WrongUsage
from exposurewatch.model import DetailKind


@dataclass(frozen=True, slots=True)
class Detail:
    """One of the user's own details; `value` is written as its kind writes it, be it typed in whatever spelling."""

    kind: DetailKind
    value: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where in folded words a detail stands; `exact` where it is written there as one writes it."""

    start: int
    end: int
    exact: bool = True


Search = Callable[[Folded], Iterator[Stretch]]
"""Finds every place of one detail in a text, from left to right."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of details. `also` are further names under which a list may give it.

    `normal` takes what was typed and raises `NotOne`; `masked` tells of a value no more than who has it would
    recognise; `search` prepares the search for a value.
    """

    name: DetailKind
    example: str
    normal: Callable[[str], str]
    masked: Callable[[str], str]
    search: Callable[[str], Search]
    also: tuple[str, ...] = ()


class NotOne(WrongUsage):
    """What was given is no detail of its kind. The message never repeats it: it may stand on a screen or in a log."""
