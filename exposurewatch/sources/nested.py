"""Opens the archives that lie in what is read: in a folder, in another archive, or posted in a chat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from exposurewatch.archives.archive import BadArchive
from exposurewatch.archives.seats import Seats
from exposurewatch.model import Locator, Media, Missing, Reason, Unreadable
from exposurewatch.parsers.magic import HEAD
from exposurewatch.paths import shown
from exposurewatch.sources.archived import Files
from exposurewatch.sources.archives import archive_for
from exposurewatch.sources.containers import Container, Member, Refused
from exposurewatch.sources.files import media_of
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.web_archive import WebArchive

_MOST_DEPTH: Final = 3
_MOST_ARCHIVES: Final = 1_000  # in what the user named; each takes a process, few of them at once
_MOST_FILES: Final = 2_000_000  # in all of them, each time that one is opened
_EMPTY: Final = "it is empty"
_TOO_DEEP: Final = "it lies in archives that lie in archives"
_TOO_MANY: Final = f"{_MOST_ARCHIVES:,} other archives were opened before it"
_TOO_FULL: Final = f"the archives opened before it hold more than {_MOST_FILES:,} files"


@dataclass(slots=True)
class _Budget:
    """What was opened of all that lies in what the user named, by name; what failed is not tried again."""

    archives: int = _MOST_ARCHIVES
    files: int = _MOST_FILES
    opened: set[str] = field(default_factory=set)
    failed: dict[str, tuple[Reason, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nesting:
    """How deep a container lies in others, and what may still be opened. What the user names lies in none."""

    seats: Seats = field(default_factory=Seats)
    depth: int = 0
    _budget: _Budget = field(default_factory=_Budget)

    @property
    def deeper(self) -> Nesting:
        """The same for what lies in an archive that was opened."""
        return replace(self, depth=self.depth + 1)

    def open(self, container: Container, member: Member) -> Files | WebArchive:
        """Return an archive that lies in `container`; raise `Unreadable` where it cannot be opened, or is none."""
        if self.depth >= _MOST_DEPTH:
            raise Unreadable(Reason.ARCHIVE, _TOO_DEEP)
        name = _name(container, member)
        if name in self._budget.failed:
            raise Unreadable(*self._budget.failed[name])
        with member.open() as stream:
            archive = archive_for(stream.read(HEAD), member.path)
        if archive is None:
            raise Unreadable(Reason.ARCHIVE)
        self._charge(name)
        try:
            opened = archive.open(name, container.supply(member.path), self.seats)
        except BadArchive as error:
            self._budget.failed[name] = Reason.ARCHIVE, str(error)
            raise Unreadable(Reason.ARCHIVE, str(error)) from error
        self._budget.files -= len(opened)
        return opened

    def _charge(self, name: str) -> None:
        budget = self._budget
        if name not in budget.opened:
            if budget.archives == 0:
                raise Unreadable(Reason.ARCHIVE, _TOO_MANY)
            budget.archives -= 1
            budget.opened.add(name)
        if budget.files < 0:
            raise Unreadable(Reason.ARCHIVE, _TOO_FULL)


def _name(container: Container, member: Member) -> str:
    """Return what an archive is called. In an archive no path has two slashes, so no other file has that name."""
    if isinstance(container, Folder):
        return shown(str(Path(container.name) / member.path))
    return shown(f"{container.name}//{member.path}")


def unpacked(nesting: Nesting, container: Container, member: Member) -> Iterator[tuple[Media, Locator]]:
    """Yield what is in an archive, and in the archives in it; or why it stayed closed."""
    try:
        inner = nesting.open(container, member)
    except Unreadable as error:
        yield Missing(error.reason, error.detail), Locator(container.name, shown(member.path))
        return
    if len(inner) == 0:
        yield Missing(Reason.ARCHIVE, _EMPTY), Locator(container.name, shown(member.path))
    for each in inner.members():
        locator = Locator(inner.name, shown(each.path))
        if isinstance(each, Refused):
            yield Missing(each.reason, each.detail), locator
            continue
        media = media_of(each)
        if not isinstance(media, Missing):
            yield media, locator
        elif media.reason is Reason.ARCHIVE:
            yield from unpacked(nesting.deeper, inner, each)
        elif media.reason is not Reason.NOT_A_PICTURE or not inner.addresses:  # a page has much else
            yield media, locator
