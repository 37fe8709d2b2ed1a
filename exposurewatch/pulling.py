"""Use case 3: feeds are read on from where they were left, and what is new in them is compared with the photos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from exposurewatch.errors import ExposureWatchError
from exposurewatch.feeds.asking import Cause, Get, Trouble
from exposurewatch.feeds.feed import Batch, Feed, Pulling, Read
from exposurewatch.model import Item, Locator, Message, Reason, Sighting, Skipped
from exposurewatch.steps import Step
from exposurewatch.vault.feeds import Feeds
from exposurewatch.vault.records import KeptFeed

MOST_ATTEMPTS: Final = 3
"""Pulls that try for the pictures of one batch; those that none of them gets are left behind, and told of."""

_NOTHING_TO_SEE: Final = frozenset({Reason.NOT_A_PICTURE, Reason.TOO_PLAIN})
"""Why something was not compared that nobody misses."""

_NO_HASHES: Final = "reports without a fingerprint that this program compares"

T = TypeVar("T")


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Means:
    """What a pull works with.

    `get` fetches a document, `read` has a worker parse one. `look` compares pictures as a scan does, `compare` reports
    of which only hashes are known; both take all that they are given, unless they are stopped. `told_by` is the
    version of what the photos that they compare with can be told by. `stopped` tells whether the user wants no more:
    `get` then gives nothing out, which is no fault of the feed's.
    """

    get: Get
    read: Read
    look: Callable[[Iterable[Item]], Iterator[Step]]
    compare: Callable[[Iterable[Sighting]], Iterator[Step]]
    told_by: int
    stopped: Callable[[], bool] = _never


class Pull:
    """One pull of one feed: its steps are taken once, and what came of it is known when they have ended.

    `trouble` is what was the matter with the feed, and is remembered with it; what came before counts. `fault` is what
    this program itself failed at in that feed: to be raised once the other feeds had their turn, for one feed must not
    stop the others. `stopped` says that the user stopped it, or that `look` or `compare` did not take all that they
    were given. `not_looked_at` counts the pictures that this pull gave up on, by why.
    """

    def __init__(self, kept: KeptFeed, kind: Feed, feeds: Feeds, means: Means) -> None:
        self.trouble: Trouble | None = None
        self.fault: Exception | None = None
        self.stopped = False
        self.not_looked_at: Counter[str] = Counter()
        self._kept = kept
        self._kind = kind
        self._feeds = feeds
        self._means = means
        self._passed_over: Counter[str] = Counter()
        self._title = kept.title

    def steps(self) -> Iterator[Step]:
        """Read on, look at what is new, and compare what was not compared yet, be it only that a photo was added.

        How far the feed was read is kept whenever a batch of it was dealt with, and which reports were compared a
        thousand at a time: whatever ends this, the next pull goes on from there.

        Raises:
            ExposureWatchError: no worker can be started, or the vault takes nothing more.
        """
        self._feeds.began(self._kept.number)
        yield from self._read_on()
        yield from self._told_of_passed_over()
        if self.trouble is not None:
            self._feeds.ended(self._kept.number, self.trouble.cause, self.trouble.words, self.trouble.not_before)
            yield not_read(self._kept, self.trouble)
        if not self.stopped:
            yield from self.compared()
        if not self.stopped and self.trouble is None:
            self._feeds.ended_well(self._kept.number)

    def compared(self) -> Iterator[Step]:
        """Compare the reports that are held and were not compared yet, without asking the host for anything."""
        for reports in self._feeds.uncompared(self._kept.number, self._means.told_by):
            handed = _Handed([sighting for _, sighting in reports])
            yield from self._means.compare(handed)
            if not handed.all_taken:
                self.stopped = True
                return
            self._feeds.compared(self._kept.number, [key for key, _ in reports], self._means.told_by)

    def _read_on(self) -> Iterator[Step]:
        attempts = self._kept.attempts
        documents: list[Skipped] = []
        for batch in self._batches():
            dealt = _Dealt(batch)
            yield from dealt.steps(self._means.look)
            if self._means.stopped() or not dealt.handed.all_taken:
                self.stopped = True
                return
            documents += dealt.documents
            if dealt.late and attempts + 1 < MOST_ATTEMPTS:
                self._feeds.keep_for_another_attempt(self._kept.number, batch)
                self._count(_without_hashes(batch))
                self.trouble = Trouble(Cause.UNREACHABLE, _not_fetched(dealt.late, "picture"))
                return
            self._feeds.keep_batch(self._kept.number, batch, dealt.not_looked_at)
            self.not_looked_at.update(dealt.not_looked_at)
            self._name(_title(batch))
            attempts = 0
            self._count(batch.passed_over)
            self._count(_without_hashes(batch))
        if documents and self.trouble is None:
            self.trouble = _unread(documents)

    def _batches(self) -> Iterator[Batch]:
        kept = self._kept
        try:
            yield from self._kind.pull(
                Pulling(
                    kept.address,
                    self._means.get,
                    self._means.read,
                    kept.checkpoint,
                    kept.since,
                    kept.options,
                    kept.keys,
                )
            )
        except Trouble as trouble:
            if self._means.stopped():
                self.stopped = True
            else:
                self.trouble = trouble
        except ExposureWatchError:
            raise
        except Exception as error:  # noqa: BLE001 (whatever a host can make this program fail at)
            self.fault = error
            self.trouble = Trouble(
                Cause.MALFORMED,
                f"exposurewatch itself failed at what this feed gives out ({type(error).__name__}). Please report it.",
            )

    def _name(self, title: str) -> None:
        """Remember what the feed calls itself."""
        if title and title != self._title:
            self._feeds.entitle(self._kept.number, title)
            self._title = title

    def _count(self, passed_over: Mapping[str, int]) -> None:
        self._passed_over.update(passed_over)

    def _told_of_passed_over(self) -> Iterator[Step]:
        for words, count in self._passed_over.items():
            detail = f"{words}: {count:,}"
            yield Skipped(Locator(self._kept.address, ""), None, Reason.NO_COMMON_HASH, detail)


class _Handed(Generic[T]):
    """Things that are handed on, once, and whether all of them were taken."""

    def __init__(self, things: Sequence[T]) -> None:
        self._things = things
        self.all_taken = not things

    def __iter__(self) -> Iterator[T]:
        yield from self._things
        self.all_taken = True


class _Dealt:
    """What comes of looking at the items of one batch.

    `not_looked_at` counts pictures by why, `late` those of them that could not be fetched for now. `documents` are what
    the feed itself says that it could not have or read to its end; it asks for these again by its checkpoint.
    """

    def __init__(self, batch: Batch) -> None:
        self.handed: _Handed[Item] = _Handed(batch.items)
        self.documents = tuple(item for item in batch.items if isinstance(item, Skipped))
        self.not_looked_at: Counter[str] = Counter()

    def steps(self, look: Callable[[Iterable[Item]], Iterator[Step]]) -> Iterator[Step]:
        if self.handed.all_taken:
            return
        for step in look(self.handed):
            if isinstance(step, Skipped) and step.reason not in _NOTHING_TO_SEE and step not in self.documents:
                self.not_looked_at[step.reason.value] += 1
            yield step

    @property
    def late(self) -> int:
        return self.not_looked_at[Reason.UNREACHABLE.value]


def not_read(kept: KeptFeed, trouble: Trouble) -> Skipped:
    """Return that a feed could not be read to its end."""
    return Skipped(Locator(kept.address, ""), None, Reason.FEED_NOT_READ, trouble.words)


def _title(batch: Batch) -> str:
    channels = (item.origin.channel for item in batch.items if isinstance(item, Message))
    return batch.title or next((channel.title for channel in channels if channel and channel.title), "")


def _without_hashes(batch: Batch) -> Mapping[str, int]:
    bare = sum(not entry.digests and not entry.withdrawn for entry in batch.entries)
    return {_NO_HASHES: bare} if bare else {}


def _unread(documents: Sequence[Skipped]) -> Trouble:
    """Return what is the matter with a feed of which some documents could not be had, or not be read to their end."""
    detail, count = documents[0].detail.rstrip("."), len(documents)
    why = f" {'Why' if count == 1 else 'Why, of the first'}: {detail}." if detail else ""
    if all(document.reason is Reason.UNREACHABLE for document in documents):
        return Trouble(Cause.UNREACHABLE, _not_fetched(count, "document") + why)
    which = "1 document" if count == 1 else f"{count:,} documents"
    return Trouble(
        Cause.MALFORMED, f"{which} of this feed could not be had whole.{why} What was read of the feed counts."
    )


def _not_fetched(count: int, what: str) -> str:
    if count == 1:
        return f"1 {what} of this feed could not be fetched this time; the next pull tries it again."
    return f"{count:,} {what}s of this feed could not be fetched this time; the next pull tries them again."
