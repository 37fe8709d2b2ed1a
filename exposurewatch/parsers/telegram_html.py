"""Reads the pages of a Telegram Desktop export in HTML, each by itself: messages, profile pictures, stories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from exposurewatch.model import Channel, MediaKind
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.telegram_html_dates import day, posted
from exposurewatch.parsers.telegram_html_media import listed
from exposurewatch.parsers.telegram_html_message import Above, read_message
from exposurewatch.parsers.telegram_html_text import root_of, words
from exposurewatch.parsers.telegram_pages import Kind, beginning, entries, messages, recognise
from exposurewatch.parsers.web_page import MAX_PAGE_BYTES, decoded, whole
from exposurewatch.text import clean_lines

_TOO_LARGE: Final = "it is larger than any message can be"
_END: Final = b"</html"
_MAX_END: Final = 1024  # bytes after the last message in which a page may say that it ends
_LISTED: Final = {Kind.PROFILE_PICTURES: MediaKind.PROFILE_PHOTO, Kind.STORIES: MediaKind.STORY}


def _read(source: Readable) -> Iterator[Record]:
    written, too_long = whole(source)
    page = decoded(written).encode("utf-8", "replace")
    del written
    header = recognise(page)
    title = header.title if header else None
    yield from _posts(page, Channel(title))
    if header and header.kind in _LISTED:
        yield from _listed(page, _LISTED[header.kind])
    if too_long:
        yield Ended(f"the page is larger than {MAX_PAGE_BYTES >> 20} MiB", truncated=False)
    elif _END not in page[-_MAX_END:].lower():
        yield Ended("it is cut off", truncated=True)


def _posts(page: bytes, chat: Channel) -> Iterator[Post]:
    above = Above()
    for piece in messages(page):
        begins, root = beginning(piece), root_of(piece)
        if root is None:
            yield Post(chat, begins.number, vanished=_TOO_LARGE)
            above = Above(day=above.day)
        elif begins.date_line:
            above = replace(above, day=day(words(root)))
        else:
            post, above = read_message(root, begins, chat, above)
            yield post


def _listed(page: bytes, kind: MediaKind) -> Iterator[Post]:
    for piece in entries(page):
        root = root_of(piece)
        if root is None:
            yield Post(is_message=False, vanished=_TOO_LARGE)
            continue
        yield Post(
            date=posted(words(root.css_first("div.info"))),
            text=clean_lines(words(root.css_first("div.text"))),
            attachments=listed(root, kind),
            is_message=False,
        )


TELEGRAM_HTML: Final = Parser("telegram-html", _read)
