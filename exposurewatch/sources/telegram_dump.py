"""Reads messages that were saved with Telethon, Pyrogram or 4CAT, and the pictures beside them whose names fit one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from exposurewatch.model import Item, Reason, Unreadable
from exposurewatch.parsers.attachments import Attachment
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.reader import Reader
from exposurewatch.paths import comparable, folder_of
from exposurewatch.sources.containers import Member
from exposurewatch.sources.posted import Document, Reading, read_documents
from exposurewatch.sources.source import Part, Recognised, Source, Usernames, begin_like

_NAME: Final = "telegram-dump"
_TITLE: Final = "Telegram messages saved by a script (Telethon, Pyrogram, 4CAT)"
_FROM_API: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"_"\s*:\s*"Message')
_FROM_4CAT: Final = re.compile(rb'\s*(?:\[\s*)?\{[^\n]*?"_chat"\s*:\s*\{')
_BY_DATE: Final = re.compile(
    r"(?P<stem>[a-z_]{1,12}_[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}-[0-9]{2}-[0-9]{2})(?:_-?[0-9]{1,20})?(?:\..{1,8})?"
)
_AGAIN: Final = re.compile(r" \([0-9]{1,6}\)(?=\.[^.]*$|$)")  # what is put behind a name that is taken already
_DOWNLOADS: Final = ("", "downloads/")


def _looks(beginning: bytes) -> bool:
    return _FROM_API.match(beginning) is not None or _FROM_4CAT.match(beginning) is not None


def _detect(part: Part) -> Recognised | None:
    found = begin_like(part, _looks)
    return Recognised(_TITLE, found, account=True) if found else None


def _read(part: Part, usernames: Usernames) -> Iterator[Item]:
    names = _Names(part)
    documents = [Document(member, _NAME, names.adapt) for member in part.documents]
    yield from read_documents(Reading(part, _NAME, usernames), documents)


class _Names:
    """The files beside the documents, by the name that a message may be known by.

    No message says where its picture lies. Its name counts as known if one file alone has it and one message alone
    would give it: two pictures of one second cannot be told apart.
    """

    def __init__(self, part: Part) -> None:
        files: dict[str, list[str]] = {}
        for member in part.members():
            path = member.path.removeprefix(part.root)
            if isinstance(member, Member) and folder_of(path) in _DOWNLOADS:
                files.setdefault(_known_by(path), []).append(path)
        alone = {name: paths[0] for name, paths in files.items() if len(paths) == 1}
        documents = {document.path.removeprefix(part.root) for document in part.documents}
        self._files = {name: path for name, path in alone.items() if path not in documents}
        self._claims: dict[str, tuple[str | None, str | None, int] | None] = {}
        if self._files:
            for post in _posts(part):
                self._count(post)

    def _count(self, post: Post) -> None:
        for place, file in enumerate(post.attachments):
            name, claim = _known_by(file.path), (post.chat.id, post.id, place)
            if file.path and name in self._files:
                before = self._claims.setdefault(name, claim)
                self._claims[name] = claim if before == claim else None

    def adapt(self, post: Post) -> Post:
        """Return `post` with the files that can only be its own."""
        return replace(post, attachments=tuple(map(self._found, post.attachments)))

    def _found(self, file: Attachment) -> Attachment:
        name = _known_by(file.path)
        if not file.path or self._claims.get(name) is None:
            return replace(file, path="", absent=Reason.NOT_INCLUDED)
        return replace(file, path=self._files[name], absent=None)


def _posts(part: Part) -> Iterator[Post]:
    with Reader() as reader:
        for document in part.documents:
            try:
                with document.open() as stream:
                    records = reader.records(_NAME, stream, document.open)
                    yield from (record for record in records if isinstance(record, Post))
            except Unreadable:
                continue  # said when it is read in earnest


def _known_by(path: str) -> str:
    name = _AGAIN.sub("", comparable(path.rpartition("/")[2]))
    dated = _BY_DATE.fullmatch(name)
    return dated["stem"] if dated else name


TELEGRAM_DUMP: Final = Source(
    name=_NAME,
    title=_TITLE,
    making=(
        "Scripts save messages as JSON: “to_json” of Telethon, “str(message)” of Pyrogram, or the NDJSON download of "
        "4CAT. Put the pictures that were downloaded along with them into the same folder, and name that folder."
    ),
    suffixes=frozenset({".json", ".ndjson", ".jsonl"}),
    root=folder_of,
    detect=_detect,
    read=_read,
)
