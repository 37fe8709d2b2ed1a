"""What a feed has told already: a small mark for each entry and each of its pictures, for feeds repeat themselves."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, Self

from exposurewatch.parsers.posts import Post

_MARK_BYTES: Final = 8
_KEPT: Final = 10_000  # marks of what stands in none of the documents any more, but may come back
_MOST: Final = 50_000  # marks at all, some 500 kB in a checkpoint


class Known:
    """The marks, from the oldest to the newest. They say nothing of what they stand for."""

    def __init__(self, marks: Iterable[bytes] = ()) -> None:
        self._marks = dict.fromkeys(marks)

    @classmethod
    def packed(cls, value: Any) -> Self:
        """Read marks out of a checkpoint; none where these are no marks."""
        try:
            packed = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
        except (binascii.Error, ValueError):
            packed = b""
        whole = len(packed) - len(packed) % _MARK_BYTES
        return cls(packed[at : at + _MARK_BYTES] for at in range(0, whole, _MARK_BYTES))

    def pack(self) -> str:
        """Return the marks as they are kept in a checkpoint."""
        return base64.b64encode(b"".join(self._marks)).decode("ascii")

    def new_in(self, post: Post) -> Post | None:
        """Return what of a post was not told yet: all of it, the post with its new pictures alone, or None."""
        if _mark(post) not in self._marks:
            return post
        pictures = tuple(each for each in post.attachments if _mark(post, each.path) not in self._marks)
        return replace(post, attachments=pictures, vanished="") if pictures else None

    def add(self, posts: Iterable[Post]) -> None:
        """Take note of posts that were told; they are the newest now."""
        for mark in _marks(posts):
            self._marks.pop(mark, None)
            self._marks[mark] = None

    def add_older(self, posts: Iterable[Post]) -> None:
        """Take note of posts that were told and are older than all others: they are the first to be given up."""
        self._marks = dict.fromkeys((*_marks(posts), *self._marks))

    def give_up(self, needed: int) -> None:
        """Give up the oldest marks, where there are more than are `needed` for what the feed holds now, and some."""
        most = min(_MOST, max(_KEPT, needed))
        self._marks = dict.fromkeys(list(self._marks)[-most:])


def marks_of(posts: Iterable[Post]) -> int:
    """Return how many marks posts take."""
    return sum(1 + len(post.attachments) for post in posts)


def _marks(posts: Iterable[Post]) -> Iterable[bytes]:
    for post in posts:
        yield _mark(post)
        for attachment in post.attachments:
            yield _mark(post, attachment.path)


def _mark(post: Post, picture: str = "") -> bytes:
    link = "" if post.permalink is None else post.permalink.url
    date = "" if post.date is None else post.date.raw or ""
    which = post.id or link or f"{date}\n{post.text}"
    words = f"{post.is_message}\n{which}\n{picture}"
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=_MARK_BYTES).digest()
