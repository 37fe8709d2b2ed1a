"""Reads what tdl leaves: a list of messages, and the files that it downloaded, named after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from exposurewatch.model import Item
from exposurewatch.parsers.attachments import Attachment
from exposurewatch.parsers.posts import Post
from exposurewatch.paths import folder_of
from exposurewatch.sources.containers import Member
from exposurewatch.sources.counting import count, messages
from exposurewatch.sources.posted import Document, Reading, read_documents
from exposurewatch.sources.source import Part, Recognised, Source, Usernames, begin_like

_NAME: Final = "tdl"
_LABEL: Final = "tdl export (JSON and downloads)"
_BEGINNING: Final = re.compile(
    rb'\s*\{\s*"id"\s*:\s*-?[0-9]{1,20}\s*,\s*"messages"\s*:\s*\[\s*'
    rb'(?:\]|\{\s*"id"\s*:\s*[0-9]{1,20}\s*,\s*"type"\s*:\s*"message"\s*,\s*"file"\s*:)'
)
_MESSAGE: Final = (b'"type":"message"', b'"type": "message"')
_DOWNLOAD: Final = re.compile(r"([0-9]{1,20})_([0-9]{1,20})_.+", re.DOTALL)
_UNFINISHED: Final = ".tmp"


def _looks(beginning: bytes) -> bool:
    return _BEGINNING.match(beginning) is not None


def _detect(part: Part) -> Recognised | None:
    found = begin_like(part, _looks)
    if not found:
        return None
    number = count(found, *_MESSAGE)
    return Recognised(f"{_LABEL}, {messages(number)}", found, account=len(found) > 1)


def _read(part: Part, usernames: Usernames) -> Iterator[Item]:
    downloads = _Downloads(part)
    documents = [Document(member, _NAME, downloads.adapt) for member in part.documents]
    yield from read_documents(Reading(part, _NAME, usernames), documents)


class _Downloads:
    """The files that tdl has downloaded, by the message that their names begin with.

    The rest of a name is not compared: tdl leaves out of it what a disk does not take, and cuts it.
    """

    def __init__(self, part: Part) -> None:
        self._files: dict[tuple[str, str], list[str]] = {}
        for member in part.members():
            named = _DOWNLOAD.fullmatch(member.path.rpartition("/")[2])
            if isinstance(member, Member) and named and not member.path.endswith(_UNFINISHED):
                self._files.setdefault((named[1], named[2]), []).append(member.path.removeprefix(part.root))
        self._chats = {chat for chat, _ in self._files}

    def adapt(self, post: Post) -> Post:
        """Return `post` with its file where it lies, or missing where others of its chat were downloaded."""
        return replace(post, attachments=tuple(self._found(post, file) for file in post.attachments))

    def _found(self, post: Post, file: Attachment) -> Attachment:
        chat, message = post.chat.id or "", post.id or ""
        paths = self._files.get((chat, message), [])
        exact = [path for path in paths if path.rpartition("/")[2] == file.path]
        for only in (paths, exact):
            if len(only) == 1:
                return replace(file, path=only[0], absent=None)
        return replace(file, absent=None) if chat in self._chats else file


TDL: Final = Source(
    name=_NAME,
    title=_LABEL,
    making=(
        "Run “tdl chat export -c CHANNEL --with-content”, then “tdl dl -f tdl-export.json”, and keep the downloads "
        "beside the list or in a folder beneath it. Name the folder that holds both."
    ),
    suffixes=frozenset({".json"}),
    root=folder_of,
    detect=_detect,
    read=_read,
)
