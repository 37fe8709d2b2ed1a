"""What the sources that read SQLite databases have in common: how one begins, what it costs, what is not in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from exposurewatch.model import Item, Reason, Skipped, Unreadable
from exposurewatch.sandbox.worker import Limits
from exposurewatch.sources.containers import Member
from exposurewatch.sources.posted import Document, Reading, read_documents
from exposurewatch.sources.source import Part, Usernames, head

SUFFIXES: Final = frozenset({".sqlite", ".sqlite3", ".db"})

_SIGNATURE: Final = b"SQLite format 3\0"
_LIMITS: Final = Limits(seconds=60, memory=2560 << 20)  # a database is held in memory whole, and twice for a moment
_BESIDE: Final = ("-wal", "-journal")
_NOT_YET_IN_IT: Final = (
    "the program that wrote the database had not finished: what it saved last stands in this file, which is not read. "
    "Close that program properly, copy the database again, and scan that"
)


def databases(part: Part, looks: Callable[[Member, bytes], bool]) -> tuple[Member, ...]:
    """Return the documents of a part that are SQLite databases and that `looks` takes, going by their beginning."""
    found = []
    for document in part.documents:
        try:
            beginning = head(document)
        except Unreadable:
            continue
        if beginning.startswith(_SIGNATURE) and looks(document, beginning):
            found.append(document)
    return tuple(found)


def read_databases(part: Part, name: str, usernames: Usernames) -> Iterator[Item]:
    """Yield all that stands in the databases of a part; the source and its parser go by one `name`."""
    documents = [Document(member, name) for member in part.documents]
    yield from read_documents(Reading(part, name, usernames, limits=_LIMITS), documents)
    for document in part.documents:
        yield from _not_in_it(part, document)


def _not_in_it(part: Part, document: Member) -> Iterator[Skipped]:
    for end in _BESIDE:
        path = document.path + end
        try:
            with part.container.look_up(path).open() as stream:
                holds_something = bool(stream.read(1))
        except Unreadable as error:
            holds_something = error.reason is not Reason.MISSING_FILE
        if holds_something:
            yield Skipped(part.locator(path), None, Reason.EXPORT_TRUNCATED, _NOT_YET_IN_IT)
