"""Reads a channel that DiscordChatExporter wrote as a web page, one group of messages after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from exposurewatch.hashed import HashedSet
from exposurewatch.model import Channel, MediaKind, Moment
from exposurewatch.parsers.addresses import is_address, portable, unescaped
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.discord_groups import MAX_GROUP_BYTES, TooLong, groups
from exposurewatch.parsers.discord_ids import number, sent_at
from exposurewatch.parsers.discord_media import declared, stored
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.markup import words_in
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.text import clean, clean_lines

_MESSAGE: Final = "[data-message-id]"
_AUTHOR: Final = ".chatlog__author, .chatlog__author-name, .chatlog__system-notification-author"
_DATE: Final = ".chatlog__timestamp, .chatlog__short-timestamp, .chatlog__system-notification-timestamp"
_TEXT: Final = (
    ".chatlog__content, .chatlog__forwarded-content, .chatlog__system-notification-content, .chatlog__embed-title,"
    " .chatlog__embed-description, .chatlog__embed-field-name, .chatlog__embed-field-value"
)
_EDITED: Final = ".chatlog__edited-timestamp"
_ATTACHED: Final = ".chatlog__attachment, .chatlog__forwarded-attachment"
_LINKED: Final = "img[src], source[src], a[href]"
_EMBEDDED: Final = (
    (Nature.PICTURE, "img.chatlog__embed-generic-image, img.chatlog__embed-image, img.chatlog__embed-thumbnail"),
    (Nature.VIDEO, ".chatlog__embed-generic-video source, .chatlog__embed-generic-gifv source"),
)
_EMOJI: Final = "img.chatlog__emoji"
_PORTRAIT: Final = "img.chatlog__avatar"
_STICKER: Final = ".chatlog__sticker--media"
_FORWARDED: Final = "[class^=chatlog__forwarded]"
_ANSWERED: Final = re.compile(r"scrollToMessage\(\s*event\s*,\s*[\"']?([0-9]{1,20})")
_POSTED_AS: Final = re.compile(r"(?:Image|Video|Audio): (?P<name>.{1,512}) \([^()]*\)", re.DOTALL)
_LOADED: Final = ("src", "data-source", "href")
_END: Final = re.compile(rb"class=[\"']?postamble|</html", re.IGNORECASE)
_COUNT: Final = ".postamble__entry"
_FROM_THE_NUMBER: Final = "the export does not say in which time zone"
_UNSAID: Final = "another channel"


def _read(source: Readable) -> Iterator[Record]:
    chat, read, tail, met = None, 0, b"", HashedSet()
    try:
        for piece in groups(source):
            tree = LexborHTMLParser(piece.decode("utf-8", "replace"))
            if chat is None:
                chat = _chat(tree)
            for post in _posts(chat, tree):
                read += 1
                yield post
            yield from _portraits(chat, tree, met)
            tail = piece
    except TooLong:
        yield Ended(f"messages sent in a row take more than {MAX_GROUP_BYTES >> 20} MiB", truncated=False)
        return
    counted = _counted(tail)
    if not _END.search(tail):
        yield Ended("it is cut off", truncated=True)
    elif counted is not None and counted != read:
        yield Ended(f"it ends, although it says that it holds {counted:,}", truncated=counted > read)


def _chat(tree: LexborHTMLParser) -> Channel:
    entries = tree.css(".preamble__entry:not(.preamble__entry--small)")
    names = (clean(words_in(entry)) for entry in entries[:2])
    return Channel(clean(" / ".join(filter(None, names))) or None)


def _posts(chat: Channel, tree: LexborHTMLParser) -> Iterator[Post]:
    sender = _sender(tree.css_first(_AUTHOR))  # named once in a group, in its first message or above it
    for node in tree.css(_MESSAGE):
        message = number(node.attributes.get("data-message-id"))
        yield Post(
            chat=chat,
            id=message,
            date=_date(message, node.css_first(_DATE)),
            sender=sender,
            forwarded_from=None if node.css_first(_FORWARDED) is None else _UNSAID,
            reply_to=_answered(node),
            text=clean_lines("\n".join(filter(None, map(_text, node.css(_TEXT))))),
            attachments=tuple(_media(node)),
            emoji=tuple(map(portable, _local(node.css(_EMOJI)))),
        )


def _sender(named: LexborNode | None) -> str | None:
    if named is None:
        return None
    shown, account = clean(words_in(named)), clean(named.attributes.get("title") or "")
    return f"{shown} ({account})" if shown and account and shown != account else shown or account or None


def _date(message: str | None, node: LexborNode | None) -> Moment | None:
    """Return when a message was sent: by its number, for its time is written as people of one country do."""
    raw = "" if node is None else clean(node.attributes.get("title") or words_in(node), 80)
    sent = sent_at(message)
    if sent is not None:
        return Moment(sent, raw or None)
    return Moment(None, raw, _FROM_THE_NUMBER) if raw else None


def _answered(node: LexborNode) -> str | None:
    link = node.css_first("[onclick*=scrollToMessage]")
    found = None if link is None else _ANSWERED.search(link.attributes.get("onclick") or "")
    return None if found is None else number(found[1])


def _text(node: LexborNode) -> str:
    for note in node.css(_EDITED):
        note.decompose()
    return words_in(node).strip()


def _media(node: LexborNode) -> Iterator[Attachment]:
    for attached in node.css(_ATTACHED):
        if (link := attached.css_first(_LINKED)) is not None:
            yield _attached(attached, link)
    for nature, selector in _EMBEDDED:
        for each in node.css(selector):
            if place := _place(each):
                yield stored(MediaKind.LINK_PREVIEW, nature, place)
    for sticker in node.css(_STICKER):
        if place := _place(sticker):
            yield stored(MediaKind.STICKER, Nature.PICTURE if sticker.tag == "img" else Nature.OTHER, place)


def _attached(attached: LexborNode, link: LexborNode) -> Attachment:
    picture = attached.css_first("img[src], source[src]")
    shown = link if picture is None else picture
    place = _place(shown)
    found = _POSTED_AS.fullmatch(shown.attributes.get("title") or "")
    nature = declared(found["name"] if found else clean(words_in(shown)), place)
    if shown.tag == "img":
        nature = Nature.PICTURE
    return stored(MediaKind.PHOTO if nature is Nature.PICTURE else MediaKind.DOCUMENT, nature, place)


def _portraits(chat: Channel, tree: LexborHTMLParser, met: HashedSet) -> Iterator[Post]:
    """Yield the picture beside the name of a group's sender, where no group before it had that picture."""
    sender = _sender(tree.css_first(_AUTHOR))
    for path in map(portable, _local(tree.css(_PORTRAIT))):
        if path not in met:
            met.add(path)
            portrait = Attachment(MediaKind.PROFILE_PHOTO, Nature.PICTURE, path)
            yield Post(chat, sender=sender, attachments=(portrait,), is_message=False)


def _local(nodes: list[LexborNode]) -> Iterator[str]:
    """Yield the paths of what elements show, and no addresses."""
    return (place for place in map(_place, nodes) if place and not is_address(place))


def _place(node: LexborNode) -> str:
    """Return where the file that an element shows lies, its path without the escapes of a web page."""
    written = next(filter(None, map(node.attributes.get, _LOADED)), None) or ""
    return written if is_address(written) else unescaped(written)


def _counted(tail: bytes) -> int | None:
    """Return how many messages the page says that it holds, whatever stands between the digits in its language."""
    entry = LexborHTMLParser(tail.decode("utf-8", "replace")).css_first(_COUNT)
    digits = "" if entry is None else re.sub(r"[^0-9]", "", words_in(entry))
    return int(digits) if 0 < len(digits) < 16 else None


DISCORD_HTML: Final = Parser("discord-html", _read)
