"""Reads the JSON exports of Telegram Desktop, of one chat or of a whole account."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from exposurewatch.model import Item, Unreadable
from exposurewatch.parsers.telegram_export import recognise
from exposurewatch.paths import folder_of
from exposurewatch.sources.containers import Member
from exposurewatch.sources.counting import measured, messages
from exposurewatch.sources.posted import Document, Reading, read_documents
from exposurewatch.sources.source import Part, Recognised, Source, Usernames, head

_NAME: Final = "telegram-json"
_MESSAGE: Final = (b'"type": "message"', b'"type":"message"')  # quotes within words are escaped, so no words are these
_LABEL: Final = "Telegram Desktop export (JSON)"


def _detect(part: Part) -> Recognised | None:
    found = tuple((document, label) for document in part.documents if (label := _label(document, part)) is not None)
    if len(found) < 2:
        return replace(found[0][1], documents=(found[0][0],)) if found else None
    return Recognised(
        f"{_LABEL}, {len(found)} files",
        documents=tuple(document for document, _ in found),
        account=True,
        empty=all(each.empty for _, each in found),
        whole=all(each.whole for _, each in found),
    )


def _label(document: Member, part: Part) -> Recognised | None:
    by_name = document.path.removeprefix(part.root).lower() == "result.json"
    try:
        header = recognise(io.BytesIO(head(document)))
    except Unreadable:  # by its name it is one, and that it cannot be read must be said
        return Recognised(f"{_LABEL}, which cannot be opened", whole=False) if by_name else None
    if header is None or (header.empty and not header.chat.type and not by_name):
        return None
    title = f": {header.chat.title}" if header.chat.title else ""
    held = "whole account" if header.account else f"one chat{title}"
    number, end = measured(document, *_MESSAGE)
    return Recognised(
        f"{_LABEL}, {held}, {messages(number)}",
        account=header.account,
        empty=header.empty,
        whole=end.rstrip().endswith(b"}"),
        title=header.chat.title,
    )


def _read(part: Part, usernames: Usernames) -> Iterator[Item]:
    return read_documents(Reading(part, _NAME, usernames), [Document(each, _NAME) for each in part.documents])


TELEGRAM_JSON: Final = Source(
    name=_NAME,
    title=_LABEL,
    making=(
        "In Telegram Desktop, open the chat, choose “Export chat history” from its menu, tick the photos, raise the "
        "size limit, and choose the format “Machine-readable JSON”. Name the folder, or the result.json in it."
    ),
    suffixes=frozenset({".json"}),
    root=folder_of,
    detect=_detect,
    read=_read,
)
