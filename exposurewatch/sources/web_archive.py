"""What every archive of web pages has in common: captures that are called by their addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from exposurewatch.archives.addresses import is_furniture, same_address, without_query
from exposurewatch.archives.supply import Supply
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.containers import Member, Refused, Stream


@dataclass(frozen=True, slots=True)
class Capture:
    """What one address held when it was saved. Two captures of equal `digest` hold the same bytes.

    `address` is raw, and hostile; `open` raises `Unreadable`.
    """

    address: str
    digest: bytes
    open: Callable[[], Stream] = field(compare=False, repr=False)
    at: datetime | None = None


class WebArchive:
    """An archive of web pages, whatever the format. A capture that was saved again unchanged counts once.

    Several captures of one address that differ are all members: the first goes by the address, every other by the
    address and its number.
    """

    addresses = True

    def __init__(self, name: str, kind: str, captures: Iterable[Capture], refused: Iterable[Refused] = ()) -> None:
        self.name = name
        self.kind = kind
        self._members: dict[str, Capture] = {}
        self._later: dict[str, int] = {}  # the last number that was tried for a further capture of an address
        self._spelt: dict[str, str] = {}  # the path of a capture by what all spellings of its address share
        self._stems: dict[str, str | None] = {}  # the same without queries; None where that could be several things
        seen: dict[str, set[bytes]] = {}
        for capture in captures:
            versions = seen.setdefault(same_address(capture.address), set())
            if capture.digest not in versions:
                versions.add(capture.digest)
                self._add(capture, len(versions))
        self._refused: dict[str, dict[Reason, Refused]] = {}  # a file can be cut off and have been changed as well
        for refusal in refused:
            if refusal.path not in self._members:
                self._refused.setdefault(refusal.path, {})[refusal.reason] = refusal

    def __len__(self) -> int:
        return len(self._members) + len(self._refused)

    def members(self, under: str = "") -> Iterator[Member | Refused]:
        """Yield every capture, in the order of the archive, but no buttons and emoji of Telegram's own."""
        for path, capture in self._members.items():
            if path.startswith(under) and not is_furniture(path):
                yield Member(path, capture.open)
        for path, refusals in self._refused.items():
            if path.startswith(under):
                yield from refusals.values()

    def look_up(self, path: str) -> Member:
        """Return what an address held: however its scheme and fragment are written, then whatever its query is."""
        shared = same_address(path)
        found = path if path in self._members else self._spelt.get(shared) or self._stems.get(without_query(shared))
        if found is not None:
            return Member(found, self._members[found].open)
        for refusal in self._refused.get(path, {}).values():
            raise Unreadable(refusal.reason, refusal.detail)
        raise Unreadable(Reason.MISSING_FILE)

    def supply(self, path: str) -> Supply:
        """Raise `Unreadable`: archives that pages link to are not opened."""
        self.look_up(path)
        raise Unreadable(Reason.ARCHIVE)

    def saved_at(self, path: str) -> datetime | None:
        """Return when the member at `path` was saved, if the archive says so."""
        capture = self._members.get(path)
        return capture.at if capture is not None else None

    def _add(self, capture: Capture, version: int) -> None:
        path = capture.address if version == 1 else f"{capture.address} ({version})"
        while path in self._members:  # somebody has called another address that
            version = self._later.get(capture.address, version) + 1
            self._later[capture.address] = version
            path = f"{capture.address} ({version})"
        self._members[path] = capture
        shared = same_address(capture.address)
        self._spelt.setdefault(shared, path)
        stem = without_query(shared)
        known = self._stems.setdefault(stem, path)
        if known is not None and self._members[known].digest != capture.digest:
            self._stems[stem] = None
