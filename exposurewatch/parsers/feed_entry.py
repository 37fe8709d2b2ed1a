"""What an entry of a feed says, whatever language the feed is written in, and the post that it becomes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from exposurewatch.model import Moment, Permalink
from exposurewatch.parsers.attachments import Attachment
from exposurewatch.parsers.linked import MOST_LINKED, settled, whole
from exposurewatch.parsers.posts import Post
from exposurewatch.text import MAX_NAME, clean, clean_lines

MOST_ENTRIES: Final = 5_000
"""Entries of one document that are read, those that stand first in it; no honest feed lists as many."""

TOO_MANY: Final = f"entries of a document that lists more than {MOST_ENTRIES:,}"

_TOO_MANY_PICTURES: Final = f"the entry names more than {MOST_LINKED} pictures; the first {MOST_LINKED} of them count"
_MAX_LINK: Final = 2048
_DIGITS: Final = 16  # hexadecimal ones, of what stands for an id that is too long to be shown


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry as it is written: hostile words, in which at most markup was resolved, and addresses as they stand.

    `base` is the address that relative ones are meant from, as far as the entry says so itself.
    """

    id: str = ""
    link: str = ""
    title: str = ""
    text: str = ""
    sender: str | None = None
    date: Moment | None = None
    attachments: tuple[Attachment, ...] = ()
    base: str = ""

    def post(self) -> Post:
        """Return the entry as a post, of a chat that is not known yet; its addresses may still be relative."""
        link = whole(self.base, self.link.strip()) if self.link.strip() else ""
        files = settled(self.attachments, self.base)
        return Post(
            id=_identity(self.id) or None,
            date=self.date,
            sender=self.sender,
            text=_without_repetition(clean_lines(self.title), clean_lines(self.text)),
            attachments=files[:MOST_LINKED],
            permalink=Permalink(link, public=True) if link and clean(link, _MAX_LINK) == link else None,
            vanished=_TOO_MANY_PICTURES if len(files) > MOST_LINKED else "",
        )


def _identity(words: str) -> str:
    """Return an id as it can be shown; where that is not all of it, so that no two become one."""
    shown = clean(words)
    if shown == words.strip():
        return shown
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return f"{clean(words[: MAX_NAME // 2])} {digest}".strip()


def _without_repetition(title: str, text: str) -> str:
    """Return a title and the text below it; not twice where a text without a title has its beginning for one."""
    beginning = " ".join(title.rstrip("….").split())
    if beginning and " ".join(text.split()).startswith(beginning):
        return text
    return clean_lines("\n".join(filter(None, (title, text))))
