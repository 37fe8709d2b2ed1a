"""A public channel of Telegram, page by page, as ``t.me/s/`` shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exposurewatch.feeds.feed import Batch, Checkpoint, Pulling
from exposurewatch.feeds.pictures.telegram_channel import TELEGRAM_CHANNEL
from exposurewatch.model import Message, Sighting, Skipped
from tests.feeds.fakes import FakeGet, Held, read
from tests.parsers.previews import a_page, a_photo, a_post, a_text, an_album

ADDRESS = "https://t.me/s/gossipcorner"
AVATAR = "https://cdn4.telesco.pe/file/avatar.jpg"


def a_plain_post(number: int) -> str:
    """A picture with words, posted on the day of January that its number says, at most the 31st."""
    words = a_text(f"words {number}") + a_photo(picture(number), number)
    return a_post(words, number, date=f"2024-01-{min(number, 31):02}T10:00:00+00:00")


def an_album_post(number: int, parts: int) -> str:
    pictures = (a_photo(picture(number + part), number + part, album=True) for part in range(parts))
    return a_post(an_album(*pictures) + a_text(f"album {number}"), number)


def picture(number: int) -> str:
    return f"https://cdn4.telesco.pe/file/{number}.jpg"


@dataclass
class Channel(Mapping[str, Held]):
    """What its host has at each address: the posts, a few on a page, each page with what leads to older ones.

    `empty_before` are the pages that come out empty, as for somebody who asks too often. Where `ends_plainly`, the
    oldest page does not lead on although its first post is not the very first.
    """

    posts: dict[int, str] = field(default_factory=dict)
    size: int = 3
    empty_before: set[int | None] = field(default_factory=set)
    held: dict[str, Held] = field(default_factory=dict)

    @classmethod
    def of(cls, numbers: Iterable[int], **fields: Any) -> Channel:
        return cls({number: a_plain_post(number) for number in numbers}, **fields)

    def __getitem__(self, url: str) -> Held:
        if url in self.held:
            return self.held[url]
        page, _, before = url.partition("?before=")
        if page != ADDRESS:
            raise KeyError(url)
        return self.page(int(before) if before else None)

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)

    def page(self, before: int | None = None) -> bytes:
        older = [number for number in sorted(self.posts) if before is None or number < before]
        shown = older[-self.size :]
        if before in self.empty_before or not shown:
            return a_page('<div class="tme_no_messages_found">No posts found</div>')
        leads = f'<link rel="prev" href="/s/gossipcorner?before={shown[0]}">' if shown != older else ""
        return a_page(*(self.posts[number] for number in shown), links=leads, avatar=AVATAR)


def a_pulling(held: Mapping[str, Held], checkpoint: Checkpoint | None = None, **fields: Any) -> tuple[Pulling, FakeGet]:
    get = FakeGet(held)
    return replace(Pulling(ADDRESS, get, read, checkpoint or {}), **fields), get


def pulled(
    held: Mapping[str, Held], checkpoint: Checkpoint | None = None, **fields: Any
) -> tuple[list[Batch], list[str]]:
    """All batches of one pull, and the addresses that it asked for."""
    pulling, get = a_pulling(held, checkpoint, **fields)
    return list(TELEGRAM_CHANNEL.pull(pulling)), get.urls


def shown(batches: Iterable[Batch]) -> list[str]:
    """The messages by their words, the pictures by their file's name, and what was skipped by its reason."""
    found = []
    for batch in batches:
        for item in batch.items:
            match item:
                case Message():
                    found.append(item.text)
                case Sighting():
                    found.append(item.origin.locator.path.rpartition("/")[2])
                case Skipped():
                    found.append(f"{item.reason}: {item.detail}")
    return found


def of_posts(*numbers: int) -> list[str]:
    """What is shown of plain posts."""
    return [words for number in numbers for words in (f"words {number}", f"{number}.jpg")]
