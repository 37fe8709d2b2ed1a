"""Reads a page of a public channel as it was fetched: what it is, where to read on, and the posts on it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from exposurewatch.model import Channel, MediaKind
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.entries import Told
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Post, Record
from exposurewatch.parsers.telegram_preview import TELEGRAM_PREVIEW
from exposurewatch.parsers.telegram_preview_media import addresses_in
from exposurewatch.parsers.telegram_preview_page import Answer, markup, paging
from exposurewatch.parsers.web_page import text_of, tree, whole
from exposurewatch.text import clean

ANSWER: Final = "answer"
"""Told first of every page: an `Answer`."""

OLDER: Final = "older"
"""Told where older posts are: the number that they stand before."""

TITLE: Final = "title"
"""Told of a page without posts: what Telegram calls the chat; a name that nobody has is not called anything."""

EXTRA: Final = "extra"
"""Told of a page without posts: the line below its title, as ``12 345 subscribers`` or ``@name``."""

_PICTURE: Final = ".tgme_page_photo_image"
_ABOUT_A_CHAT: Final = ((TITLE, ".tgme_page_title"), (EXTRA, ".tgme_page_extra"))


def _read(source: Readable) -> Iterator[Record]:
    page, _ = whole(source)  # no larger one is fetched, and one that is cut off says so below
    found = paging(page)
    yield Told(ANSWER, found.answer)
    if found.before is not None:
        yield Told(OLDER, str(found.before))
    root = tree(markup(page))
    if found.answer is not Answer.POSTS:
        yield from _about(root)
        return
    yield from _pictures(root)
    yield from TELEGRAM_PREVIEW.read(io.BytesIO(page))


def _about(root: LexborHTMLParser) -> Iterator[Told]:
    for about, selector in _ABOUT_A_CHAT:
        if (node := root.css_first(selector)) is not None and (words := clean(text_of(node))):
            yield Told(about, words)


def _pictures(root: LexborHTMLParser) -> Iterator[Post]:
    """Yield the channel's own picture, which stands on the page more than once."""
    for address in addresses_in(*root.css(_PICTURE)):
        picture = Attachment(MediaKind.PROFILE_PHOTO, Nature.PICTURE, address)
        yield Post(Channel(), attachments=(picture,), is_message=False)
        return


TELEGRAM_CHANNEL: Final = Parser("telegram-channel", _read)
