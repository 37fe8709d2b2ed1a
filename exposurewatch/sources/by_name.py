"""Finds files by the end of their path, where an export names them as they lay on another computer."""

from __future__ import annotations

from collections.abc import Iterator

from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.containers import Member
from exposurewatch.sources.paths import comparable, confined, folder_of
from exposurewatch.sources.source import Part


class ByName:
    """The files of a container by their names. Nothing is listed before it is asked for."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._named: dict[str, list[Member]] | None = None

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
        """Yield the files whose path ends in these names, the one with no further name in it first."""
        path = confined(claimed)
        if path is None:
            return
        wanted = comparable(path)
        named = self._members().get(wanted.rpartition("/")[2], ())
        yield from (member for member in named if comparable(member.path) == wanted)
        yield from (member for member in named if comparable(member.path).endswith(f"/{wanted}"))

    def _members(self) -> dict[str, list[Member]]:
        if self._named is None:
            self._named = {}
            for member in self._part.container.members():
                if isinstance(member, Member):
                    name = comparable(member.path.removeprefix(folder_of(member.path)))
                    self._named.setdefault(name, []).append(member)
        return self._named
