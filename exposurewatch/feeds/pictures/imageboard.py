"""Follows a board or a thread of 4chan, or of a site that runs vichan, by the JSON that they give out beside the pages.

Only threads that have changed are asked for, and of them only new posts are looked at; what was posted before the day
that is wanted is passed over for good. The sums that boards publish stand for pictures that cannot be had any more.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.pictures.imageboard_address import Place, hosts_of, is_board, normal, place_of
from exposurewatch.feeds.pictures.imageboard_progress import Thread, checkpoint_of, progress_of
from exposurewatch.feeds.pictures.posted import Posted
from exposurewatch.feeds.skipping import OF_THE_HOST, why_nothing
from exposurewatch.model import Item
from exposurewatch.parsers.attachments import Attachment
from exposurewatch.parsers.entries import Told
from exposurewatch.parsers.imageboard_places import placed
from exposurewatch.parsers.imageboard_thread import recognise
from exposurewatch.parsers.posts import Ended, Post

_NAME: Final = "imageboard"
_LIST: Final = "imageboard-list"
_POSTS: Final = "imageboard"
_MOST_THREADS: Final = 5_000  # of one board; those of the largest sites have a few hundred
_BEYOND: Final = f"threads beyond the first {_MOST_THREADS:,} of the board"
_GONE: Final = "threads that were deleted before they could be read"
_NOT_ASKED_ON: Final = OF_THE_HOST | {Cause.UNREACHABLE, Cause.UNSAFE_ADDRESS}
"""What is as good as certain to be the same for the other threads, which there are thousands of."""

_BEGINNING: Final = 1 << 16  # bytes
_PAGE: Final = re.compile(rb"\b(?:vichan|Tinyboard)\b|<form[^>]{0,200}name=\"postcontrols\"", re.IGNORECASE)


def _pull(pulling: Pulling) -> Iterator[Batch]:
    place = place_of(pulling.address)
    if place is None:
        raise Trouble(
            Cause.MALFORMED,
            "This is no address of a board. Boards have addresses such as https://boards.4chan.org/b/, threads such as "
            "https://boards.4chan.org/b/thread/123.",
        )
    pull = _Pull(pulling, place)
    yield from pull.of_thread() if place.thread else pull.of_board()


class _Pull:
    """One pull of a board or a thread."""

    def __init__(self, pulling: Pulling, place: Place) -> None:
        self._pulling = pulling
        self._place = place
        self._posted = Posted(_NAME, pulling.address, pulling.get)
        self._progress = progress_of(pulling.checkpoint)

    def of_thread(self) -> Iterator[Batch]:
        """Yield what is new in one thread."""
        earlier = self._progress
        try:
            items = self._thread(self._place.thread, "")
        except Trouble as trouble:
            raise _without_thread(trouble) from trouble
        if items or self._progress != earlier:
            yield Batch(checkpoint_of(self._progress), items)

    def of_board(self) -> Iterator[Batch]:
        """Yield what is new on a board, thread by thread; its list counts as read once all of them are."""
        earlier, is_whole = self._progress, True
        answer = self._list()
        if isinstance(answer, Unchanged):
            return
        threads, ended = self._listed(answer)
        if ended is None:
            self._progress = self._progress.with_none_but(threads)
        for number, mark in list(threads.items())[:_MOST_THREADS]:
            known = self._progress.threads.get(number, Thread())
            if mark and known.mark == mark:
                continue
            batch, is_read = self._of_many(number, mark)
            is_whole = is_whole and is_read
            yield batch
        if ended is None and is_whole:
            self._progress = replace(self._progress, validators=answer.validators)
        items = () if ended is None else (self._posted.broke_off(answer.url, ended),)
        beyond = {_BEYOND: len(threads) - _MOST_THREADS} if len(threads) > _MOST_THREADS else {}
        if items or self._progress != earlier:
            yield Batch(checkpoint_of(self._progress), items, passed_over=beyond)

    def _list(self) -> Fetched | Unchanged:
        places = self._place.lists
        try:
            return self._pulling.get(Wanted(places[self._progress.list], self._progress.validators))
        except Trouble as trouble:
            if trouble.cause is not Cause.GONE:
                raise
        self._progress = replace(self._progress, list=1 - self._progress.list, validators=Validators())
        try:
            return self._pulling.get(Wanted(places[self._progress.list]))
        except Trouble as trouble:
            raise _without_board(trouble) from trouble

    def _listed(self, answer: Fetched) -> tuple[dict[str, str], Ended | None]:
        """Return the mark of each thread, by its number, and why the list broke off."""
        records = list(self._pulling.read(_LIST, answer.content))
        threads: dict[str, str] = {}
        for record in records:
            if isinstance(record, Told):
                number, _, mark = record.value.partition(" ")
                threads[number] = mark
        ended = next((record for record in records if isinstance(record, Ended)), None)
        if not threads and (ended is not None or not self._progress.threads):
            why = "it holds no threads" if ended is None else why_nothing(ended)
            raise Trouble(Cause.MALFORMED, f"What should be the list of the board's threads is none: {why}.")
        return threads, ended

    def _of_many(self, number: str, mark: str) -> tuple[Batch, bool]:
        """Return what is new in one of many threads, and whether there is no need to ask for it again."""
        gone: dict[str, int] = {}
        items: tuple[Item, ...] = ()
        is_read = True
        try:
            items = self._thread(number, mark)
            is_read = bool(self._progress.threads[number].mark)
        except Trouble as trouble:
            if trouble.cause in _NOT_ASKED_ON:
                raise
            if trouble.cause is Cause.GONE:
                gone = {_GONE: 1}
            else:
                items, is_read = (self._posted.not_had(self._place.posts(number), trouble),), False
        return Batch(checkpoint_of(self._progress), items, passed_over=gone), is_read

    def _thread(self, number: str, mark: str) -> tuple[Item, ...]:
        """Ask for a thread, and return what is new in it."""
        known = self._progress.threads.get(number, Thread())
        answer = self._pulling.get(Wanted(self._place.posts(number), known.validators))
        if isinstance(answer, Unchanged):
            self._progress = self._progress.with_thread(number, replace(known, mark=mark))
            return ()
        records = list(self._pulling.read(_POSTS, answer.content))
        posts = list(_numbered(record for record in records if isinstance(record, Post)))
        ended = next((record for record in records if isinstance(record, Ended)), None)
        if not posts and ended is None:
            ended = Ended("it holds no posts", truncated=False)
        last = max((each for each, _ in posts), default=0)
        read = Thread("" if ended else mark, max(known.last, last), Validators() if ended else answer.validators)
        self._progress = self._progress.with_thread(number, read)
        fresh = [self._completed(post) for each, post in posts if each > known.last and not self._is_before(post)]
        items = tuple(self._posted.items(fresh))
        return items if ended is None else (*items, self._posted.broke_off(answer.url, ended))

    def _is_before(self, post: Post) -> bool:
        since = self._pulling.since
        posted = None if post.date is None else post.date.utc
        return since is not None and posted is not None and posted.date() < since

    def _completed(self, post: Post) -> Post:
        """Return a post with its board, and its files with their addresses."""
        files = tuple(self._behind(each) for each in post.attachments if each.certain)
        return replace(placed(self._place.named, post), attachments=files)

    def _behind(self, file: Attachment) -> Attachment:
        if file.absent is not None:
            return replace(file, path="", thumbnail="")
        return replace(file, path=self._place.file(file.path), thumbnail=self._place.thumbnail(file.thumbnail))


def _numbered(posts: Iterable[Post]) -> Iterator[tuple[int, Post]]:
    """Yield posts with their numbers, which rise with time; one that has none is taken along with the one before it."""
    number = 1
    for post in posts:
        number = int(post.id) if post.id else number
        yield number, post


def _without_thread(trouble: Trouble) -> Trouble:
    if trouble.cause is not Cause.GONE:
        return trouble
    return Trouble(
        Cause.GONE,
        "This thread is not on its board any more, as boards delete threads once they are old. Nothing new can come of "
        "it: the feed can be removed, and the board itself be followed instead.",
    )


def _without_board(trouble: Trouble) -> Trouble:
    if trouble.cause is not Cause.GONE:
        return trouble
    return Trouble(
        Cause.GONE,
        "There is no list of threads for this board. Its name may be mistyped, or its site does not give out JSON, "
        "without which it cannot be followed.",
    )


def _resembles(found: Fetched) -> bool:
    place = place_of(found.url)
    if place is None:
        return False
    beginning = found.content[:_BEGINNING]
    return _PAGE.search(beginning) is not None or recognise(io.BytesIO(beginning))


IMAGEBOARD: Final = Feed(
    name=_NAME,
    title="Imageboard (4chan, vichan)",
    example="https://boards.4chan.org/b/",
    pull=_pull,
    accepts=is_board,
    resembles=_resembles,
    normal=normal,
    hosts=hosts_of,
    learns="that somebody at this internet address reads this board or thread, when, how often, and which of its new"
    " pictures were fetched",
)
