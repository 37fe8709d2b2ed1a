"""Reads the chats that WhatsApp exports, from an iPhone or from Android."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from exposurewatch.model import Channel, Item, Unreadable
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.whatsapp_lines import has_brackets, looks_exported
from exposurewatch.sources.containers import Member
from exposurewatch.sources.paths import folder_of
from exposurewatch.sources.posted import Document, Reading, read_documents
from exposurewatch.sources.source import Part, Recognised, Source, Usernames, head
from exposurewatch.sources.whatsapp_titles import title

_NAME: Final = "whatsapp"
_LABEL: Final = "WhatsApp chat"


def _detect(part: Part) -> Recognised | None:
    found = tuple((document, made) for document in part.documents if (made := _made(document)) is not None)
    documents = tuple(document for document, _ in found)
    if len(found) > 1:
        return Recognised(f"WhatsApp export, {len(found)} chats", documents, account=True)
    if not found:
        return None
    name = title(documents[0].path, part.container.name)
    return Recognised(f"{_LABEL}{found[0][1]}" + (f", {name}" if name else ""), documents)


def _made(document: Member) -> str | None:
    """Return how a chat was exported, in words for a label; None for what is no chat."""
    try:
        beginning = head(document)
    except Unreadable:
        return ", which cannot be opened" if _is_called_one(document.path) else None
    if not looks_exported(beginning):
        return None
    return " (iPhone)" if has_brackets(beginning) else " (Android)"


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
