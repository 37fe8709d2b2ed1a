"""Reads the pages on which Telegram shows public channels to anybody: ``t.me/s/name``, and single posts to embed."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from exposurewatch.model import Channel, Moment, Permalink
from exposurewatch.parsers.attachments import Attachment
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.telegram_ids import bare_id, moment, whole_number
from exposurewatch.parsers.telegram_preview_media import emoji_in, media_in
from exposurewatch.parsers.telegram_preview_page import markup, messages, named
from exposurewatch.parsers.web_page import MAX_PAGE_BYTES, attribute, classes, text_of, tree, walk, whole
from exposurewatch.text import clean, clean_lines

_LINK: Final = re.compile(r"(?:https?:)?//t\.me/(?:s/)?(\w{3,32})(?:/([0-9]{1,18}))?/?(?:[?#].*)?", re.ASCII)
_END: Final = re.compile(r"</html\s*>", re.IGNORECASE)
_TAIL: Final = 1 << 16  # characters after the end of a page: notes of the server, of a browser, of its extensions
_MAX_DATA: Final = 4096
_NO_ZONE: Final = "the page does not say in which time zone"
_TEXTS: Final = frozenset({"tgme_widget_message_text", "tgme_widget_message_poll_question"})
_NO_TEXT: Final = frozenset({"tgme_widget_message_reply", "tgme_widget_message_link_preview"})
_TITLE: Final = ".tgme_channel_info_header_title, .tgme_header_title"
_OWNER: Final = "tgme_widget_message_owner_name"


def _read(source: Readable) -> Iterator[Record]:
    page, is_too_large = whole(source)
    text = markup(page)
    yield from _posts(tree(text))
    if is_too_large:
        yield Ended(f"it is larger than {MAX_PAGE_BYTES >> 20} MiB", truncated=False)
    elif page[:1] != b'"' and not _END.search(text, max(0, len(text) - _TAIL)):
        yield Ended("it is cut off", truncated=True)


def _posts(root: LexborHTMLParser) -> Iterator[Post]:
    title = _title(root)
    found = messages(root)
    ids: dict[str, str] = {}
    for message in found:
        if chat_id := _chat_id(message):
            ids.setdefault(named(message)[0].lower(), chat_id)
    for message in found:
        username, number = named(message)
        chat = Channel(title or _owner_title(message, username), ids.get(username.lower()), username or None)
        yield from _parts(message, chat, number or None)


def _title(root: LexborHTMLParser) -> str | None:
    if (shown := root.css_first(_TITLE)) is not None and (title := clean(text_of(shown))):
        return title
    declared = root.css_first('meta[property="og:title"]')
    return (clean(attribute(declared, "content")) or None) if declared is not None else None


def _owner_title(message: LexborNode, username: str) -> str | None:
    """Return the title of the chat if the post is in its own name; a post in a group has the name of a member."""
    for owner in message.css(f"a.{_OWNER}"):
        found = _LINK.fullmatch(attribute(owner, "href"))
        if username and found and found[1].lower() == username.lower():
            return clean(text_of(owner)) or None
    return None


def _chat_id(message: LexborNode) -> str | None:
    """Return the id of the chat, which stands in each post as ``{"c":-1006503122,…}`` in base64."""
    packed = attribute(message, "data-view")[:_MAX_DATA]
    try:
        fields: Any = json.loads(base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_"))
    except (ValueError, RecursionError):
        return None
    number = whole_number(fields.get("c")) if isinstance(fields, dict) else None
    return bare_id(number, {"date_unixtime": ""}) if number and number < 0 else None


def _parts(message: LexborNode, chat: Channel, number: str | None) -> Iterator[Post]:
    """Yield a post, or each part of an album as a post of its own; the first has the words of all."""
    username = chat.username or ""
    parts: dict[str | None, list[Attachment]] = {}
    for own, attachment in media_in(message, username):
        parts.setdefault(own or number, []).append(attachment)
    post = _post(message, chat)
    album = f"{username}/{number}" if len(parts) > 1 else None
    emoji = tuple(dict.fromkeys(emoji_in(message)))
    for place, (own, attachments) in enumerate(parts.items() or ((number, []),)):
        yield replace(
            post,
            id=own,
            attachments=tuple(attachments),
            album=album,
            permalink=Permalink(f"https://t.me/{username}/{own}", public=True) if username and own else None,
            text=post.text if not place else "",
            emoji=emoji if not place else (),
        )


def _post(message: LexborNode, chat: Channel) -> Post:
    return Post(
        chat=chat,
        date=_date(message),
        sender=_with_author(message, _OWNER, "tgme_widget_message_from_author"),
        forwarded_from=_forwarded_from(message),
        reply_to=_reply_to(message, chat.username or ""),
        text=clean_lines("\n".join(_texts(message))),
    )


def _texts(message: LexborNode) -> Iterator[str]:
    for node in walk(message, lambda node: not classes(node).isdisjoint(_TEXTS | _NO_TEXT)):
        if not classes(node).isdisjoint(_TEXTS):
            yield text_of(node).strip()


def _with_author(message: LexborNode, name_class: str, author_class: str) -> str | None:
    name, author = _words(message, name_class), _words(message, author_class)
    return f"{name} ({author})" if name and author and author != name else name or author


def _words(message: LexborNode, name: str) -> str | None:
    found = message.css_first(f".{name}")
    return (clean(text_of(found)) or None) if found is not None else None


def _forwarded_from(message: LexborNode) -> str | None:
    """Return where a post was forwarded from, with the link to the original if there is one."""
    said = _with_author(message, "tgme_widget_message_forwarded_from_name", "tgme_widget_message_forwarded_from_author")
    link = message.css_first("a.tgme_widget_message_forwarded_from_name")
    found = _LINK.fullmatch(attribute(link, "href")) if link is not None else None
    if not found:
        return said
    address = "https://t.me/" + "/".join(part for part in found.groups() if part)
    return f"{said} ({address})" if said else address


def _reply_to(message: LexborNode, username: str) -> str | None:
    reply = message.css_first("a.tgme_widget_message_reply")
    found = _LINK.fullmatch(attribute(reply, "href")) if reply is not None else None
    return found[2] if found and found[1].lower() == username.lower() else None


def _date(message: LexborNode) -> Moment | None:
    stamp = message.css_first(".tgme_widget_message_date time[datetime]") or message.css_first("time[datetime]")
    raw = attribute(stamp, "datetime") if stamp is not None else ""
    try:
        time = datetime.fromisoformat(raw)
    except ValueError:
        return Moment(None, clean(raw, 40), "the page gives no date that can be read") if raw.strip() else None
    if time.tzinfo is None:
        return Moment(None, clean(raw, 40), _NO_ZONE)
    return moment({"date": raw, "date_unixtime": int(time.timestamp())})


TELEGRAM_PREVIEW: Final = Parser("telegram-preview", _read)
