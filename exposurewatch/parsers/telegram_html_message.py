"""Turns one message of an HTML export of Telegram Desktop into a post. Whatever shape it has, nothing here raises."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from selectolax.lexbor import LexborNode

from exposurewatch.model import Channel, Moment
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.telegram_html_dates import posted
from exposurewatch.parsers.telegram_html_media import changed_photo, media_in
from exposurewatch.parsers.telegram_html_text import emoji_in, own_words, words
from exposurewatch.parsers.telegram_pages import Beginning
from exposurewatch.parsers.web_page import attribute
from exposurewatch.text import clean, clean_lines

_VIA: Final = re.compile(r" via @\w{2,64}$")
_ANSWERED: Final = re.compile(r"#go_to_message(-?[0-9]{1,18})$")
_UNSUPPORTED: Final = "This message is not supported by this version"


@dataclass(frozen=True, slots=True)
class Above:
    """What a message leaves unsaid where it is joined to the one above it, and the day that it stands under."""

    sender: str | None = None
    forwarded_from: str | None = None
    day: Moment | None = None


def read_message(root: LexborNode, begins: Beginning, chat: Channel, above: Above) -> tuple[Post, Above]:
    """Return what one message says, and what the one below it may leave unsaid."""
    post = Post(chat, begins.number, emoji=tuple(emoji_in(root)), linkable=True)
    if begins.service:
        return _service(root, replace(post, date=above.day)), Above(day=above.day)
    return _ordinary(root, post, above if begins.joined else Above(day=above.day))


def _service(root: LexborNode, post: Post) -> Post:
    said = clean_lines(words(root.css_first("div.body")))
    if said.startswith(_UNSUPPORTED):
        return replace(post, vanished="a kind of message that this exporter could not write")
    return replace(post, text=said, attachments=changed_photo(root))


def _ordinary(root: LexborNode, post: Post, above: Above) -> tuple[Post, Above]:
    sender = _name(root.css_first("div.message > div.body > div.from_name")) or above.sender
    date = _date(root.css_first("div.message > div.body > div.date"))
    shown = media_in(root)
    text = clean_lines(words(root.css_first("div.text")))
    origin, when = _forwarded(root, above)
    read = replace(
        post,
        date=date,
        sender=_signed(sender, root.css_first("div.signature")),
        forwarded_from=f"{origin} (posted {when.raw})" if origin and when else origin,
        reply_to=_answered(root.css_first("div.reply_to a")),
        text="\n".join(filter(None, (shown.text, text))),
        attachments=shown.attachments,
        album=f"{post.chat.title} {sender} {origin} {date.raw}" if shown.attachments and date else None,
        vanished=shown.vanished,
    )
    return read, Above(sender, origin, above.day)


def _forwarded(root: LexborNode, above: Above) -> tuple[str | None, Moment | None]:
    """Return from whom a message was forwarded, and when it had been posted there."""
    if root.css_first("div.forwarded.body") is None:
        return None, None
    named = root.css_first("div.forwarded.body > div.from_name")
    if named is None:
        return above.forwarded_from, None
    return _name(named), _date(named.css_first("span.details"))


def _name(node: LexborNode | None) -> str | None:
    """Return the name of a sender without the bot that helped: a JSON export of the same message has it so."""
    return None if node is None else _VIA.sub("", clean(own_words(node))) or None


def _signed(sender: str | None, signature: LexborNode | None) -> str | None:
    author = clean(words(signature))
    return f"{sender} ({author})" if sender and author and author != sender else sender or author or None


def _date(node: LexborNode | None) -> Moment | None:
    return None if node is None else posted(attribute(node, "title") or words(node))


def _answered(node: LexborNode | None) -> str | None:
    found = None if node is None else _ANSWERED.search(attribute(node, "href"))
    return str(int(found[1])) if found else None
