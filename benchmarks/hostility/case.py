"""One crafted file, and the families that make them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

Family = Callable[[bytes], Iterator["Case"]]
"""Makes crafted cases out of a file that is well."""


@dataclass(frozen=True, slots=True)
class Case:
    """One crafted file. `name` says what is wrong with it, and is the same in every run."""

    name: str
    content: bytes = field(repr=False)


def distinct(cases: Iterable[Case]) -> list[Case]:
    """Keep of cases with the same bytes the first, and give each name once."""
    found: dict[bytes, str] = {}
    taken: set[str] = set()
    for case in cases:
        if case.content in found:
            continue
        name, number = case.name, 1
        while name in taken:
            number += 1
            name = f"{case.name} ({number})"
        taken.add(name)
        found[case.content] = name
    return [Case(name, content) for content, name in found.items()]


def spread(cases: list[Case], most: int) -> list[Case]:
    """At most so many of the cases, from all over the list."""
    if len(cases) <= most:
        return cases
    return [cases[place * len(cases) // most] for place in range(most)]
