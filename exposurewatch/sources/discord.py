"""Reads the channels that DiscordChatExporter wrote, as JSON or as web pages, with the media beside them."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from exposurewatch.hashed import HashedSet
from exposurewatch.model import Item, Unreadable
from exposurewatch.parsers.discord_export import Place, recognise
from exposurewatch.parsers.posts import Post
from exposurewatch.paths import folder_of
from exposurewatch.sources.by_name import ByName
from exposurewatch.sources.containers import Member
from exposurewatch.sources.counting import count, measured, messages
from exposurewatch.sources.posted import Document, Reading, read_documents
from exposurewatch.sources.source import Part, Recognised, Source, Usernames, begin_like, head
from exposurewatch.text import clean

_JSON: Final = "discord-json"
_HTML: Final = "discord-html"
_LABEL: Final = "DiscordChatExporter export"
_PAGE: Final = re.compile(rb"class=[\"']?(?:chatlog__message|preamble__entry)|\.chatlog__message")
_TITLE: Final = re.compile(rb"<title>([^<]{1,2048})<", re.IGNORECASE)
_CHANNEL: Final = re.compile(r"\[([1-9][0-9]{14,18})\]")
_WHOLE: Final = re.compile(rb'"messageCount": ?[0-9]+\s*}\s*$')  # the exporter writes it last of all
_MESSAGE: Final = b'"timestampEdited"'  # stands once in each message
_MESSAGE_ON_PAGE: Final = b"data-message-id="
_MAKING: Final = (
    "In DiscordChatExporter, choose the channel, the format “{form}”, and tick “Download assets” (with the command "
    "line: --media), or the pictures are only linked to. Name the folder, or the {suffix} file in it."
)


def _detect_json(part: Part) -> Recognised | None:
    found = [(document, place) for document in part.documents if (place := _place(document)) is not None]
    if not found:
        return None
    channels = dict.fromkeys(place.chat for _, place in found)
    title = next(iter(channels)).title if len(channels) == 1 else f"{len(channels)} channels"
    documents = tuple(document for document, _ in found)
    number = messages(count(documents, _MESSAGE))
    label = ", ".join(filter(None, (f"{_LABEL} (JSON)", title, number)))
    return Recognised(label, documents, account=len(channels) > 1)


def _place(document: Member) -> Place | None:
    try:
        return recognise(io.BytesIO(head(document)))
    except Unreadable:
        return None


def _read_json(part: Part, _usernames: Usernames) -> Iterator[Item]:
    met = HashedSet()
    documents = (Document(each, _JSON, partial(_once, met, folder_of(each.path))) for each in part.documents)
    return read_documents(Reading(part, _JSON, find=ByName(part).find), documents)


def _detect_html(part: Part) -> Recognised | None:
    found = tuple(page for page in begin_like(part, _is_page) if not (part.lesser and _has_twin(part, page)))
    if not found:
        return None
    title = _title(head(found[0])) if len(found) == 1 else f"{len(found)} pages"
    number = messages(count(found, _MESSAGE_ON_PAGE))
    label = ", ".join(filter(None, (f"{_LABEL} (web page)", title, number)))
    return Recognised(label, found, account=len(found) > 1)


def _is_page(beginning: bytes) -> bool:
    return _PAGE.search(beginning) is not None


def _has_twin(part: Part, page: Member) -> bool:
    """Tell whether the same channel lies beside this page as JSON, which says more."""
    try:
        twin = part.container.look_up(f"{page.path.rpartition('.')[0]}.json")
    except Unreadable:
        return False
    return _place(twin) is not None and _WHOLE.search(measured(twin, _MESSAGE)[1]) is not None


def _title(beginning: bytes) -> str:
    found = _TITLE.search(beginning)
    return "" if found is None else clean(html.unescape(found[1].decode("utf-8", "replace")))


def _read_html(part: Part, _usernames: Usernames) -> Iterator[Item]:
    met = HashedSet()
    documents = (
        Document(each, _HTML, partial(_adapted, met, folder_of(each.path), _channel(each))) for each in part.documents
    )
    return read_documents(Reading(part, _HTML, find=ByName(part).find), documents)


def _channel(page: Member) -> str | None:
    """Return the number of a page's channel: it stands in the name of its file alone."""
    found = _CHANNEL.findall(page.path.removeprefix(folder_of(page.path)))
    return found[-1] if found else None


def _adapted(met: HashedSet, folder: str, channel: str | None, post: Post) -> Post | None:
    return _once(met, folder, replace(post, chat=replace(post.chat, id=channel)))


def _once(met: HashedSet, folder: str, post: Post) -> Post | None:
    """Drop the picture beside a name that another document of the export has shown already."""
    if post.is_message:
        return post
    fresh = tuple(each for each in post.attachments if folder + each.path not in met)
    for each in fresh:
        met.add(folder + each.path)
    return replace(post, attachments=fresh) if fresh else None


DISCORD_JSON: Final = Source(
    name=_JSON,
    title=f"{_LABEL} (JSON)",
    making=_MAKING.format(form="JSON", suffix=".json"),
    suffixes=frozenset({".json"}),
    root=folder_of,
    detect=_detect_json,
    read=_read_json,
)

DISCORD_HTML: Final = Source(
    name=_HTML,
    title=f"{_LABEL} (web page)",
    making=_MAKING.format(form="HTML", suffix=".html"),
    suffixes=frozenset({".html", ".htm"}),
    root=folder_of,
    detect=_detect_html,
    read=_read_html,
)
