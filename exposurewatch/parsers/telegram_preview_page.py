"""What a public page of Telegram is, which posts stand on it, and where those before and after them are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from exposurewatch.parsers.telegram_ids import whole_number
from exposurewatch.parsers.web_page import attribute, decoded, tree

_POST: Final = re.compile(r"([A-Za-z]\w{2,31})/([0-9]{1,18})(?:\?.*)?", re.ASCII)
_PAGE_NUMBER: Final = re.compile(r"[?&](before|after)=([0-9]{1,18})\b")


class Answer(StrEnum):
    """What a page of Telegram's is."""

    POSTS = "posts"
    NONE_FOUND = "none-found"  # said of an empty page, and of any page to whoever asks too often: never an end
    NO_PREVIEW = "no-preview"  # a group, a private chat, or a channel that is not shown on the web
    NO_SUCH_POST = "no-such-post"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Paging:
    """What a page is, and where older and newer posts are: ``?before=`` and ``?after=`` these numbers.

    `oldest` and `newest` are the ids of the first and the last post on the page. Whoever goes on reading stops where
    `oldest` does not fall any more.
    """

    answer: Answer
    posts: int = 0
    oldest: int | None = None
    newest: int | None = None
    before: int | None = None
    after: int | None = None


def paging(page: bytes) -> Paging:
    """Return what a page is, and where the pages before and after it are."""
    root = tree(markup(page))
    numbers = [int(number) for _, number in map(named, messages(root)) if number]
    links = dict(_page_numbers(root))
    return Paging(
        _answer(root, posts=len(numbers)),
        len(numbers),
        min(numbers, default=None),
        max(numbers, default=None),
        links.get("before"),
        links.get("after"),
    )


def _answer(root: LexborHTMLParser, *, posts: int) -> Answer:
    if posts:
        return Answer.POSTS
    for selector, answer in (
        (".tme_no_messages_found", Answer.NONE_FOUND),
        (".tgme_widget_message_error", Answer.NO_SUCH_POST),
        (".tgme_channel_history", Answer.NONE_FOUND),
        (".tgme_page", Answer.NO_PREVIEW),
    ):
        if root.css_first(selector) is not None:
            return answer
    return Answer.OTHER


def _page_numbers(root: LexborHTMLParser) -> Iterator[tuple[str, int]]:
    for link in root.css('link[rel="prev"], link[rel="next"], a.tme_messages_more'):
        for direction, number in _PAGE_NUMBER.findall(attribute(link, "href")):
            yield direction, int(number)
        for direction in ("before", "after"):
            if (number := whole_number(attribute(link, f"data-{direction}"))) is not None and number >= 0:
                yield direction, number


def markup(page: bytes) -> str:
    """Return the text of a page. What a page loads as its reader goes on comes as one string of JSON."""
    text = decoded(page)
    if text.startswith('"'):
        try:
            inner = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return inner if isinstance(inner, str) else text
    return text


def messages(root: LexborHTMLParser) -> list[LexborNode]:
    """Return the posts of a page in its order."""
    return root.css(".tgme_widget_message[data-post]")


def named(message: LexborNode) -> tuple[str, str]:
    """Return the username of the chat that a post stands in, and the id of the post; '' for what is not given."""
    found = _POST.fullmatch(attribute(message, "data-post"))
    return (found[1], found[2]) if found else ("", "")
