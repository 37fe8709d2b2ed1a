"""Pulls feeds of entries, RSS, Atom and JSON Feed alike: only what is new in them, and the oldest of that first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from exposurewatch.feeds.asking import PASSING, Fetched, Trouble, Validators, Wanted
from exposurewatch.feeds.feed import Batch, Pulling
from exposurewatch.feeds.pictures.feed_pages import Page, fetch_page, read_page
from exposurewatch.feeds.pictures.known import Known, marks_of
from exposurewatch.feeds.pictures.posted import Posted
from exposurewatch.model import Item, Skipped
from exposurewatch.parsers.posts import Post

MOST_PAGES: Final = 10
"""Documents in which a feed goes on that are asked for at a time; the next pull goes on from there."""

_IN_A_BATCH: Final = 20  # entries; a pull that breaks off goes on after the last batch that was dealt with
_MOST_PENDING: Final = 8
_MAX_ADDRESS: Final = 4096


def pull(pulling: Pulling, source: str, parser: str) -> Iterator[Batch]:
    """Yield what is new in a feed, whose documents `parser` reads.

    Raises:
        Trouble: its first document cannot be had, or is no feed.
    """
    return _Pull(pulling, source, parser).batches()


@dataclass(frozen=True, slots=True)
class _Walk:
    """Documents that were read one after the other, the newest first, and what could not be read of them.

    `pending` are the addresses from which reading goes on another time.
    """

    pages: tuple[Page, ...]
    skipped: tuple[Skipped, ...]
    pending: tuple[str, ...]

    @property
    def posts(self) -> tuple[Post, ...]:
        """All entries, the oldest first."""
        return tuple(post for page in self.pages for post in page.posts)[::-1]


class _Pull:
    """One pull of a feed. Its checkpoint has `validators`, `known` marks, and `pending` addresses of older documents.

    A feed lists its newest entries first, and older ones in documents that follow. They are told from the oldest on:
    where a pull breaks off, what was not told yet is what stands before the first entry that is known.
    """

    def __init__(self, pulling: Pulling, source: str, parser: str) -> None:
        self._pulling = pulling
        self._parser = parser
        self._posted = Posted(source, pulling.address, pulling.get)
        self._validators = _validators(pulling.checkpoint.get("validators"))
        self._known = Known.packed(pulling.checkpoint.get("known"))
        self._pending = _addresses(pulling.checkpoint.get("pending"))
        self._early = 0

    def batches(self) -> Iterator[Batch]:
        waiting = self._pending[:1]
        answer = self._pulling.get(Wanted(self._pulling.address, self._validators))
        if isinstance(answer, Fetched):
            yield from self._newest(answer)
        for start in waiting:
            yield from self._older(start)

    def _newest(self, found: Fetched) -> Iterator[Batch]:
        """Tell what is new, up to the first document in which nothing is."""
        walk = self._walk(read_page(self._pulling, self._parser, found), to_known=True)
        self._pending = _few((*walk.pending, *self._pending))
        yield from self._tell(walk)
        # What is cut off is asked for anew, whether or not the host says that it has changed.
        self._validators = Validators() if walk.pages[0].ended else found.validators
        self._known.add(walk.posts)
        yield self._end(walk)

    def _older(self, start: str) -> Iterator[Batch]:
        """Go on reading where an earlier pull did not; newer entries may have moved some that are known there."""
        rest = tuple(address for address in self._pending if address != start)
        try:
            page = fetch_page(self._pulling, self._parser, start)
        except Trouble as trouble:
            if trouble.cause not in PASSING:
                self._pending = rest
            yield Batch(self._checkpoint(), items=(self._posted.not_had(start, trouble),))
            return
        walk = self._walk(page, to_known=False)
        goes_on = bool(walk.skipped) or self._has_new(walk.posts)
        self._pending = _few((start, *walk.pending, *rest))
        yield from self._tell(walk)
        self._pending = _few((*(walk.pending if goes_on else ()), *rest))
        self._known.add_older(walk.posts)
        yield self._end(walk)

    def _walk(self, first: Page, *, to_known: bool) -> _Walk:
        """Read on from a document to those in which the feed says that it goes on."""
        pages, skipped, again = [first], [*self._broke_off(first)], []
        met = {self._pulling.address, first.url}
        while (url := pages[-1].older) and url not in met:
            last = pages[-1].posts
            if not last or (to_known and not self._has_new(last)):
                break
            if len(pages) > MOST_PAGES:
                again.append(url)
                break
            try:
                page = fetch_page(self._pulling, self._parser, url)
            except Trouble as trouble:
                skipped.append(self._posted.not_had(url, trouble))
                if trouble.cause in PASSING:
                    again.append(url)
                break
            met |= {url, page.url}
            pages.append(page)
            skipped += self._broke_off(page)
            if page.ended is not None:
                again.append(url)
        return _Walk(tuple(pages), tuple(skipped), tuple(again))

    def _broke_off(self, page: Page) -> Iterator[Skipped]:
        if page.ended is not None:
            yield self._posted.broke_off(page.url, page.ended)

    def _tell(self, walk: _Walk) -> Iterator[Batch]:
        fresh: list[Post] = []
        for post in walk.posts:
            new = self._known.new_in(post)
            if new is None:
                continue
            self._known.add((post,))
            if self._is_early(post):
                self._early += 1
                continue
            fresh.append(new)
            if len(fresh) == _IN_A_BATCH:
                yield Batch(self._checkpoint(), items=self._items(fresh))
                fresh = []
        if fresh:
            yield Batch(self._checkpoint(), items=self._items(fresh))

    def _end(self, walk: _Walk) -> Batch:
        self._known.give_up(marks_of(walk.posts))
        passed_over: Counter[str] = Counter()
        for page in walk.pages:
            passed_over.update(page.passed_over)
        if self._early:
            passed_over[f"entries from before {self._pulling.since}, the day from which on you wanted them"] = (
                self._early
            )
            self._early = 0
        return Batch(self._checkpoint(), items=walk.skipped, passed_over=dict(passed_over))

    def _has_new(self, posts: Sequence[Post]) -> bool:
        return any(not self._is_early(post) and self._known.new_in(post) is not None for post in posts)

    def _is_early(self, post: Post) -> bool:
        since, when = self._pulling.since, None if post.date is None else post.date.utc
        return since is not None and when is not None and when.date() < since

    def _items(self, posts: Sequence[Post]) -> tuple[Item, ...]:
        return tuple(self._posted.items(posts))

    def _checkpoint(self) -> Mapping[str, Any]:
        validators = [self._validators.etag, self._validators.last_modified]
        return {"validators": validators, "known": self._known.pack(), "pending": list(self._pending)}


def _validators(value: Any) -> Validators:
    match value:
        case [str(etag), str(last_modified)]:
            return Validators(etag, last_modified)
    return Validators()


def _addresses(value: Any) -> tuple[str, ...]:
    found = value if isinstance(value, list) else ()
    return _few(each for each in found if isinstance(each, str))


def _few(addresses: Sequence[str] | Iterator[str]) -> tuple[str, ...]:
    """Return each address once, and no more than a checkpoint should hold."""
    return tuple(dict.fromkeys(each for each in addresses if len(each) <= _MAX_ADDRESS))[:_MOST_PENDING]
