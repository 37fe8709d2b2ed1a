"""Reads the chats that WhatsApp exports, from an iPhone or from Android."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from exposurewatch.model import Channel, Item, Unreadable
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.whatsapp_lines import has_brackets, looks_exported
from exposurewatch.paths import folder_of
from exposurewatch.sources.containers import Member
from exposurewatch.sources.counting import messages
from exposurewatch.sources.posted import Document, Reading, read_documents
from exposurewatch.sources.source import Part, Recognised, Source, Usernames, head
from exposurewatch.sources.whatsapp_titles import title

_NAME: Final = "whatsapp"
_LABEL: Final = "WhatsApp chat"


# The start of a message in UTF-8, with digits of Europe, Arabia or Persia and marks of direction between them.
_DIGIT: Final = rb"(?:[0-9]|\xd9[\xa0-\xa9]|\xdb[\xb0-\xb9])"
_MARKS: Final = rb"(?:\xe2\x80[\x8e\x8f\xaa-\xae]|\xd8\x9c|\xef\xbb\xbf){0,2}"
_BETWEEN: Final = _MARKS + rb"[./-]" + _MARKS + rb"\s?"
_DATE: Final = _DIGIT + rb"{1,4}" + _BETWEEN + _DIGIT + rb"{1,2}" + _BETWEEN + _DIGIT + rb"{1,4}"
_REST: Final = rb"[^\n0-9\[\]]{1,40}?" + _DIGIT + rb"{1,2}[:.]" + _DIGIT + rb"{2}"
_IPHONE: Final = re.compile(rb"(?m)^" + _MARKS + rb"\[" + _MARKS + _DATE + _REST)
_ANDROID: Final = re.compile(rb"(?m)^" + _MARKS + _DATE + _REST)
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Chat:
    """The text of a chat, how it was made, in words for a label, and what a message in it starts like."""

    document: Member
    made: str
    start: re.Pattern[bytes] | None = None


def _detect(part: Part) -> Recognised | None:
    chats = [chat for document in part.documents if (chat := _chat(document)) is not None]
    if not chats:
        return None
    documents = tuple(chat.document for chat in chats)
    number = sum(map(_count, chats))
    held = messages(number) if number else ""
    if len(chats) > 1:
        return Recognised(_joined(f"WhatsApp export, {len(chats)} chats", held), documents, account=True)
    name = title(documents[0].path, part.container.name)
    return Recognised(_joined(_LABEL + chats[0].made, name, held), documents)


def _joined(*words: str | None) -> str:
    return ", ".join(each for each in words if each)


def _chat(document: Member) -> _Chat | None:
    try:
        beginning = head(document)
    except Unreadable:  # by its name it is one; that it cannot be read must be said, not passed over
        return _Chat(document, " that cannot be opened") if _is_called_one(document.path) else None
    if not looks_exported(beginning):
        return None
    iphone = has_brackets(beginning)
    return _Chat(document, " (iPhone)" if iphone else " (Android)", _IPHONE if iphone else _ANDROID)


def _count(chat: _Chat) -> int:
    """Return how many messages begin in a text, by its bytes alone; 0 for one in UTF-16."""
    if chat.start is None:
        return 0
    found = 0
    lines = b""
    try:
        with chat.document.open() as stream:
            while block := stream.read(_BLOCK):
                lines += block
                whole = lines.rfind(b"\n") + 1
                found += sum(1 for _ in chat.start.finditer(lines, 0, whole))
                lines = lines[whole:][:_BLOCK]
    except Unreadable:
        return found
    return found + sum(1 for _ in chat.start.finditer(lines))


def _is_called_one(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name == "_chat.txt" or "whatsapp" in name


def _read(part: Part, _usernames: Usernames) -> Iterator[Item]:
    documents = [Document(each, _NAME, _naming(each, part)) for each in part.documents]
    return read_documents(Reading(part, _NAME), documents)


def _naming(document: Member, part: Part) -> partial[Post]:
    return partial(_named, Channel(title(document.path, part.container.name)))


def _named(chat: Channel, post: Post) -> Post:
    return replace(post, chat=chat)


WHATSAPP: Final = Source(
    name=_NAME,
    title=_LABEL,
    making=(
        "On the phone, open the chat, choose “Export chat” from its menu (on an iPhone: at the end of the contact or "
        "group info), and choose “Attach media” or “Include media”; without that, the pictures are not in it. Only the "
        "newest media are included. Send the zip to your own computer, and name it as it is."
    ),
    suffixes=frozenset({".txt"}),
    root=folder_of,
    detect=_detect,
    read=_read,
)
