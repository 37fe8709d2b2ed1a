"""Reads the chats in downloads of one's own data from Messenger and Instagram."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from exposurewatch.model import Channel, Item
from exposurewatch.parsers.attachments import Attachment
from exposurewatch.parsers.posts import Post
from exposurewatch.paths import folder_of, natural
from exposurewatch.sources.containers import Member
from exposurewatch.sources.counting import count, messages
from exposurewatch.sources.posted import Document, Reading, read_documents
from exposurewatch.sources.source import Part, Recognised, Source, Usernames, begin_like
from exposurewatch.text import clean

_NAME: Final = "messenger"
_MESSAGES: Final = "messages/"
# "your_facebook_activity/messages/inbox/anna_123/message_1.json"; of encrypted chats "Anna_1.json" beside "media".
_IN_DOWNLOAD: Final = re.compile(r"(?P<above>(?:.*/)?)messages/[^/]+/[^/]+/message_\d+\.json")
_ACTIVITY: Final = re.compile(r"(?:^|(?<=/))your_\w+/$")
_ALONE: Final = re.compile(r"(?:.*/)?[^/]*_\d+\.json")
_BEGINNING: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"participants"\s*:\s*\[')
_SENDERS: Final = (b'"sender_name"', b'"senderName"')  # of each message; quotes within words are escaped
_OF_A_CHAT: Final = (b'"sender_name"', b'"timestamp_ms"', b'"thread_path"', b'"threadName"')


def _root(path: str) -> str | None:
    if found := _IN_DOWNLOAD.fullmatch(path):
        return _ACTIVITY.sub("", found["above"])
    return folder_of(path) if _ALONE.fullmatch(path) else None


def _detect(part: Part) -> Recognised | None:
    documents = tuple(sorted(begin_like(part, _looks_downloaded), key=_place))
    if not documents:
        return None
    chats = len({_chat_of(document) for document in documents})
    held = "1 chat" if chats == 1 else f"{chats} chats"
    site = "Instagram" if any("instagram" in each.path.lower() for each in documents) else "Messenger"
    number = messages(count(documents, *_SENDERS))
    return Recognised(f"{site} download, {held}, {number}", documents, account=True)


def _looks_downloaded(beginning: bytes) -> bool:
    return _BEGINNING.match(beginning) is not None and any(key in beginning for key in _OF_A_CHAT)


def _place(document: Member) -> tuple[str, list[tuple[int, str]]]:
    folder = folder_of(document.path)
    return folder, natural(document.path.removeprefix(folder))


def _chat_of(document: Member) -> str:
    """Return what the files of one chat have in common: their folder, or their name but for its number."""
    folder, _, name = document.path.rpartition("/")
    return folder if name.startswith("message_") else document.path.rpartition("_")[0]


def _read(part: Part, _usernames: Usernames) -> Iterator[Item]:
    documents = [Document(each, _NAME, partial(_completed, each.path)) for each in part.documents]
    return read_documents(Reading(part, _NAME), documents)


def _completed(document: str, post: Post) -> Post:
    """Return a post with a name for its chat, and with paths that are relative to its document."""
    chat = post.chat if post.chat.title else Channel(_fallback(document), post.chat.id)
    if not post.attachments:
        return replace(post, chat=chat)
    return replace(
        post,
        chat=chat,
        attachments=tuple(_placed(document, each) for each in post.attachments),
    )


def _fallback(document: str) -> str | None:
    *folders, name = document.split("/")
    words = folders[-1] if folders and name.startswith("message_") else name.rpartition("_")[0]
    return clean(words) or None


def _placed(document: str, attachment: Attachment) -> Attachment:
    if attachment.absent is not None:
        return attachment
    thumbnail = _relative(document, attachment.thumbnail) if attachment.thumbnail else ""
    return replace(attachment, path=_relative(document, attachment.path), thumbnail=thumbnail)


def _relative(document: str, address: str) -> str:
    """Return a hostile path from the top of a download as one from the folder of a document in it.

    Of a download only a part may be there: then what both have in common is the folder of the chat.
    """
    _, within, tail = address.partition(_MESSAGES)
    if not within:
        return address
    before, within, below = document.rpartition(_MESSAGES)
    if within and (not before or before.endswith("/")):
        return "../" * below.count("/") + tail
    folder = folder_of(document).rpartition("/")[0].rpartition("/")[2]
    _, shared, rest = tail.partition(f"/{folder}/")
    return rest if folder and shared else "/".join(tail.split("/")[-2:])


MESSENGER: Final = Source(
    name=_NAME,
    title="Messenger or Instagram download",
    making=(
        "In the settings of your Facebook or Instagram account, look for “Download your information”, choose messages, "
        "the format JSON (not HTML) and high media quality. For encrypted chats of Messenger, choose “Download secure "
        "storage data” instead. Unpack all zips into one folder, and name that."
    ),
    suffixes=frozenset({".json"}),
    root=_root,
    detect=_detect,
    read=_read,
)
