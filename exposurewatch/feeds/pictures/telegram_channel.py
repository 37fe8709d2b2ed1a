"""Follows a public channel of Telegram by the pages that everybody can see: newest first, then ever further back.

Each post is read once: what is edited or deleted later is not noticed. Albums stand on one page as a whole. Pictures
are the smaller copies that Telegram shows on the web, so they never have the very bytes that were posted. The channel's
own picture is looked at in the first pull; each later one is announced by a post of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from exposurewatch.feeds.asking import Cause, Trouble, Validators
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.pictures.posted import Posted
from exposurewatch.feeds.pictures.ranges import BEGINNING, around, joined
from exposurewatch.feeds.pictures.telegram_address import channel_name, is_telegram, normal, why_not
from exposurewatch.feeds.pictures.telegram_page import Page, page
from exposurewatch.feeds.pictures.telegram_progress import NOWHERE, Progress, checkpoint_of, progress_of
from exposurewatch.model import Item, Permalink
from exposurewatch.parsers.posts import Post

_NAME: Final = "telegram-channel"
_FIRST: Final = 1  # the number of the first post of any channel: that it was made


def _pull(pulling: Pulling) -> Iterator[Batch]:
    name = channel_name(pulling.address)
    if name is None:
        raise Trouble(Cause.NOT_PREVIEWABLE, why_not(pulling.address))
    yield from _Pull(pulling, name.lower()).batches()


class _Pull:
    """One pull of one channel."""

    def __init__(self, pulling: Pulling, name: str) -> None:
        self._pulling = pulling
        self._name = name
        self._posted = Posted(_NAME, pulling.address, pulling.get)
        self._progress = progress_of(pulling.checkpoint)
        self._picture_is_due = not pulling.checkpoint

    def batches(self) -> Iterator[Batch]:
        """Yield what is new on the newest page, then on those before it, until all is read or too old."""
        before: int | None = None
        while True:
            earlier = self._progress
            found = page(self._pulling, self._name, before, self._validators(before))
            if found is None:
                before = earlier.ranges[0][0]
            else:
                items, before = self._taken(found, before)
                if items or self._progress != earlier:
                    yield Batch(checkpoint_of(self._progress), items)
            if before is None or before == BEGINNING or self._is_enough(before):
                return

    def _validators(self, before: int | None) -> Validators:
        return self._progress.validators if before is None and self._progress.ranges else Validators()

    def _is_enough(self, before: int) -> bool:
        wanted, reached = self._pulling.since, self._progress.since
        return before == self._progress.stopped and wanted is not None and reached is not None and wanted >= reached

    def _taken(self, found: Page, before: int | None) -> tuple[tuple[Item, ...], int | None]:
        """Take in a page: return what is new on it, and the post before which to read on; None where to stop."""
        if before is None:
            self._meet(found)
        if not found.numbers:
            self._take_nothing(found, before)
            return (), None
        if before is not None and found.numbers[0] >= before:
            raise Trouble(Cause.HOST_BROKEN, f"Telegram shows the same posts of @{self._name} over and over again.")
        known, cut = self._progress.ranges, _cut(found.posts, self._pulling.since)
        reached = self._cover(found, before, cut)
        fresh = [(number, post) for number, post in found.posts if number > cut and around(known, number) is None]
        return tuple(self._items(found, [post for _, post in fresh])), reached

    def _meet(self, found: Page) -> None:
        """Begin anew where another channel has the name now, for its posts have numbers of their own."""
        channel = next((post.chat.id for _, post in found.posts if post.chat.id), "")
        if channel and self._progress.channel not in ("", channel):
            self._progress = Progress()
            self._picture_is_due = True
        validators = Validators() if found.ended else found.validators
        self._progress = replace(self._progress, channel=channel or self._progress.channel, validators=validators)

    def _take_nothing(self, found: Page, before: int | None) -> None:
        """Take an empty page for the end only below a page that led no further: it may say that too much is asked."""
        if found.ended is not None:
            raise Trouble(Cause.HOST_BROKEN, f"A page of @{self._name} could not be read: {found.ended.detail}.")
        if before is None or before != self._progress.last:
            what = "" if before is None else f" of posts before number {before}"
            raise Trouble(
                Cause.RATE_LIMITED,
                f"Telegram gave an empty page{what}, as it does to whoever asks too often. That says nothing of what "
                "is in the channel: it is read on from there the next time.",
            )
        self._progress = replace(self._progress, ranges=joined(self._progress.ranges, BEGINNING, before - 1))

    def _cover(self, found: Page, before: int | None, cut: int) -> int | None:
        """Remember which posts the page accounts for; return where to read on, or None where all below is too old."""
        progress = self._progress
        low, high = found.numbers[0], found.numbers[-1]
        if before is not None and found.ended is None:
            high = before - 1  # between the page and the post before which it stands there is nothing
        if low <= _FIRST:
            low = BEGINNING
        if not found.leads_on:
            progress = replace(progress, last=low)
        bottom = low if cut == NOWHERE else cut + 1
        ranges = joined(progress.ranges, bottom, high) if bottom <= high else progress.ranges
        here = around(ranges, bottom)
        progress = replace(progress, ranges=ranges)
        if cut != NOWHERE and here is not None:
            progress = replace(progress, stopped=here[0], since=self._pulling.since)
        self._progress = progress
        return here[0] if cut == NOWHERE and here is not None else None

    def _items(self, found: Page, posts: list[Post]) -> Iterator[Item]:
        if self._picture_is_due and found.picture is not None:
            link = Permalink(f"https://t.me/{self._name}", public=True)
            yield from self._posted.items([replace(found.picture, chat=found.posts[-1][1].chat, permalink=link)])
        self._picture_is_due = False
        yield from self._posted.items(posts)
        if found.ended is not None:
            yield self._posted.broke_off(found.url, found.ended)


def _cut(posts: tuple[tuple[int, Post], ...], since: date | None) -> int:
    """Return the number of the post from which on downwards all of a page are too old; one wrong date is none."""
    if since is None:
        return NOWHERE
    old = {number for number, post in posts if post.date and post.date.utc and post.date.utc.date() < since}
    lowest = min((number for number, _ in posts if number not in old), default=None)
    return max((number for number in old if lowest is None or number < lowest), default=NOWHERE)


TELEGRAM_CHANNEL: Final = Feed(
    name=_NAME,
    title="Public Telegram channel",
    example="https://t.me/s/examplechannel",
    pull=_pull,
    accepts=is_telegram,
    normal=normal,
    refuses=lambda address: why_not(address) if channel_name(address) is None else "",
    learns="that somebody at this internet address reads this channel, when, and how often; Telegram's hosts of"
    " pictures (such as cdn4.telesco.pe) learn that somebody at this address fetched each of its new pictures",
)
