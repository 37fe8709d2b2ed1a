"""Finds files by the end of their path, where an export names them as they lay on another computer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final

from exposurewatch.model import Reason, Unreadable
from exposurewatch.paths import comparable, confined
from exposurewatch.sources.containers import Member, Refused
from exposurewatch.sources.source import Part

MAX_NAMESAKES: Final = 16  # files called alike, of which each is looked at


class ByName:
    """The files of a part, and of the container around it, by their names. Nothing is listed before it is asked for."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._within: _Endings | None = None
        self._around: _Endings | None = None

    def find(self, claimed: str, document: str) -> Member:
        """Return the file that a hostile path names, from the document's folder or, failing that, by its end.

        Raises:
            Unreadable: there is none, or it must not be opened.
        """
        try:
            return self._part.look_up(claimed, document)
        except Unreadable as error:
            if error.reason is not Reason.MISSING_FILE:
                raise
            for member in self.ending_in(claimed):
                return member
            raise

    def ending_in(self, claimed: str) -> Iterator[Member]:
        """Yield the files whose path ends in these names, those of the part first; a few of them where many do.

        Of either kind the one with no further name in it comes first.
        """
        told = set()
        for member in self.within(claimed):
            told.add(member.path)
            yield member
        if self._around is None:
            self._around = _Endings(self._part.container.members())
        yield from (member for member in self._around.of(claimed) if member.path not in told)

    def within(self, claimed: str) -> Iterator[Member]:
        """Yield the files of the part alone whose path in it ends in these names."""
        if self._within is None:
            self._within = _Endings(self._part.members(), self._part.root)
        yield from self._within.of(claimed)


class _Endings:
    """Files in the order of their paths read backwards: those with one ending stand side by side."""

    def __init__(self, members: Iterable[Member | Refused], root: str = "") -> None:
        found = [
            (_backwards(comparable(member.path.removeprefix(root))), member)
            for member in members
            if isinstance(member, Member)
        ]
        found.sort(key=lambda each: each[0])
        self._keys = [key for key, _ in found]
        self._members = [member for _, member in found]

    def of(self, claimed: str) -> Iterator[Member]:
        """Yield the first files whose path ends in these names; none for a path that may not be followed."""
        path = confined(claimed)
        if path is None:
            return
        wanted = _backwards(comparable(path))
        first = bisect_left(self._keys, wanted)
        for place in range(first, min(first + MAX_NAMESAKES, len(self._keys))):
            if not self._keys[place].startswith(wanted):
                return
            yield self._members[place]


def _backwards(path: str) -> str:
    return f"/{path}"[::-1]
