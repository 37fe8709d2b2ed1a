"""A pull of a feed goes on where the last one stopped, whatever stopped it, and leaves nothing out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exposurewatch.errors import CouldNotFinish
from exposurewatch.feeds.asking import Cause, Get, Trouble, Wanted
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.matching.library import Library
from exposurewatch.model import (
    Channel,
    Digest,
    Item,
    Locator,
    Match,
    Message,
    Origin,
    Picture,
    PublishedHash,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
)
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.posts import Record
from exposurewatch.pulling import MOST_ATTEMPTS, Means, Pull
from exposurewatch.scan import scan
from exposurewatch.steps import Looked, Step
from exposurewatch.vault.database import Database
from exposurewatch.vault.records import KeptFeed
from exposurewatch.vault.store import Vault, made, opened
from tests.conftest import an_origin
from tests.fakes import FLAT, FakeExtractor, File
from tests.matching.oracle import in_view
from tests.vault.builders import KEY, PIPELINE, own
from tests.vault.reports import ADDRESS, a_batch, a_feed, an_entry, withdrawn

HERS, LATER = b"a picture of hers", b"another of hers"
PHOTO = own(1, sha256=hashlib.sha256(HERS).digest(), id="hers")
ADDED_LATER = own(2, sha256=hashlib.sha256(LATER).digest(), id="later")
UNREACHABLE = Unreadable(Reason.UNREACHABLE, "the host does not answer")
AGAIN = "1 picture of this feed could not be fetched this time; the next pull tries it again."


def published(key: str, content: bytes, **fields: Any) -> Entry:
    """A report of the file with these bytes."""
    return Entry(key, (Digest("sha256", hashlib.sha256(content).digest()),), **fields)


def post(number: int, content: bytes | Unreadable) -> Sighting:
    """A picture that was posted on the feed."""
    origin = Origin("channel", Locator(ADDRESS, f"{number}.jpg"), Channel("Gossip", "1234"), str(number))
    return replace(File(content).sighting(""), origin=origin)


def posts(at: int, *items: Item, **fields: Any) -> Batch:
    return Batch({"at": at}, items=items, **fields)


def a_kind(batches: Sequence[Batch], then: Exception | None = None) -> Feed:
    """A kind of feed that publishes these, and goes on from the one that its checkpoint names."""

    def pull(pulling: Pulling) -> Iterator[Batch]:
        done = [batch.checkpoint for batch in batches]
        yield from batches[done.index(dict(pulling.checkpoint)) + 1 if pulling.checkpoint else 0 :]
        if then is not None:
            raise then

    return Feed("hash-list", "Hashes", ADDRESS, pull)


def no_request(_: Wanted) -> NoReturn:
    raise AssertionError("something was asked for")


def no_document(_parser: str, _content: bytes) -> Iterator[Record]:
    raise AssertionError("something was to be parsed")


class Follower:
    """Whoever follows one feed with a vault: a pull of it, or several, against the photos that there are."""

    def __init__(self, vault: Vault, get: Get = no_request) -> None:
        self.vault = vault
        self.looked_at: list[Item] = []
        self.compared: list[str] = []
        self._get = get
        library = Library(vault.photos)
        self._library = library
        self._journal = vault.journal(library.photos, PIPELINE)

    def _look(self, items: Iterable[Item]) -> Iterator[Step]:
        extractor: FakeExtractor[Any, Picture] = FakeExtractor({}, in_view(FLAT))
        return scan(noted(items, self.looked_at.append), self._library, extractor, self._journal)

    def _compare(self, sightings: Iterable[Sighting]) -> Iterator[Step]:
        listed = noted(sightings, lambda sighting: self.compared.append(sighting.origin.locator.path))
        return scan(listed, self._library, FakeExtractor({}, in_view(FLAT)), self._journal)

    @property
    def feed(self) -> KeptFeed:
        (feed,) = self.vault.feeds.listed() or (self.vault.feeds.add(a_feed()),)
        return feed

    def means(self, **other: Any) -> Means:
        given: dict[str, Any] = {
            "look": self._look,
            "compare": self._compare,
            "told_by": self.vault.photos.told_by,
        }
        return Means(self._get, no_document, **(given | other))

    def pull(self, kind: Feed, **other: Any) -> Pull:
        return Pull(self.feed, kind, self.vault.feeds, self.means(**other))

    def pulled(self, batches: Sequence[Batch], then: Exception | None = None, **other: Any) -> tuple[Pull, list[Step]]:
        pull = self.pull(a_kind(batches, then), **other)
        return pull, list(pull.steps())


def noted(things: Iterable[Any], note: Callable[[Any], object]) -> Iterator[Any]:
    for thing in things:
        note(thing)
        yield thing


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A vault with one photo."""
    with made(tmp_path, KEY) as vault:
        vault.photos.add(PHOTO, 1)
        yield vault


@pytest.fixture
def follower(vault: Vault) -> Follower:
    return Follower(vault)


def found_at(steps: Iterable[Step]) -> list[str]:
    return [step.sighting.origin.locator.path for step in steps if isinstance(step, Match)]


def skips(steps: Iterable[Step]) -> list[tuple[str, Reason, str]]:
    """What was not looked at, but for the feed as a whole."""
    return [
        (step.locator.path, step.reason, step.detail)
        for step in steps
        if isinstance(step, Skipped) and step.reason is not Reason.FEED_NOT_READ
    ]


def not_read(steps: Iterable[Step]) -> list[str]:
    return [step.detail for step in steps if isinstance(step, Skipped) and step.reason is Reason.FEED_NOT_READ]


STORY = (
    posts(1, Message(an_origin()), post(1, HERS), post(2, b"a stranger")),
    a_batch(2, published("a", HERS), an_entry("b"), part="list", opens=True, passed_over={"videos": 2}),
    a_batch(3, an_entry("c"), withdrawn("b"), part="list", closes=True, passed_over={"videos": 1}),
    Batch({"at": 4}, items=(post(3, HERS),), entries=(published("d", HERS), an_entry("e"))),
)


def test_a_feed_is_read_to_its_end_and_all_in_it_compared(follower: Follower) -> None:
    pull, steps = follower.pulled(STORY)
    assert (pull.trouble, pull.fault, pull.stopped) == (None, None, False)
    assert found_at(steps) == ["1.jpg", "3.jpg", "a", "d"]
    assert sum(isinstance(step, Message) for step in steps) == 1
    assert sum(isinstance(step, Looked) for step in steps) == 4
    assert follower.compared == ["a", "c", "d", "e"]
    feed = follower.feed
    assert (feed.checkpoint, feed.entries, feed.withdrawn, feed.cause) == ({"at": 4}, 4, 1, None)
    assert feed.pulled_at is not None


def test_a_pull_is_given_all_that_was_kept_of_its_feed(vault: Vault) -> None:
    given: list[Pulling] = []
    kept = vault.feeds.add(a_feed(options={"algorithm": "pdq"}, keys={"token": "secret"}, since=None))
    vault.feeds.keep_batch(kept.number, a_batch(1))
    follower = Follower(vault)

    def pull(pulling: Pulling) -> Iterator[Batch]:
        given.append(pulling)
        return iter(())

    list(follower.pull(Feed("hash-list", "Hashes", ADDRESS, pull)).steps())
    (pulling,) = given
    assert (pulling.address, pulling.checkpoint, pulling.options) == (ADDRESS, {"at": 1}, {"algorithm": "pdq"})
    assert (pulling.keys, pulling.since, pulling.get) == ({"token": "secret"}, None, no_request)


def test_with_nothing_new_nothing_is_looked_at_or_compared(follower: Follower) -> None:
    follower.pulled(STORY)
    follower.looked_at.clear()
    follower.compared.clear()
    pull, steps = follower.pulled(STORY)
    assert (steps, follower.looked_at, follower.compared, pull.trouble) == ([], [], [], None)


def test_a_photo_that_is_added_later_is_compared_with_what_is_held_and_nobody_is_asked(vault: Vault) -> None:
    Follower(vault).pulled((a_batch(1, published("a", HERS), published("b", LATER)),))
    vault.photos.add(ADDED_LATER, 1)
    later = Follower(vault)

    def asked(_: Pulling) -> NoReturn:
        raise AssertionError("the feed was read")

    steps = list(later.pull(Feed("hash-list", "", ADDRESS, asked)).compared())
    assert later.compared == ["a", "b"]
    assert found_at(steps) == ["a", "b"]
    assert {finding.photo.id for finding in vault.findings.listed()} == {"hers", "later"}
    assert list(later.pull(Feed("hash-list", "", ADDRESS, asked)).compared()) == []


def test_a_photo_that_is_given_a_sum_is_compared_again(vault: Vault) -> None:
    sha1 = Digest("sha1", ADDED_LATER.sha1)
    vault.photos.add(replace(ADDED_LATER, sha1=b""), 1)
    _, steps = Follower(vault).pulled((a_batch(1, Entry("a", (sha1,))),))
    assert found_at(steps) == []
    vault.photos.add(ADDED_LATER, 1)
    _, steps = Follower(vault).pulled((a_batch(1, Entry("a", (sha1,))),))
    assert found_at(steps) == ["a"]


def test_what_was_taken_back_before_it_was_compared_is_not_compared(follower: Follower) -> None:
    _, steps = follower.pulled((a_batch(1, published("a", HERS)), a_batch(2, withdrawn("a"))))
    assert (found_at(steps), follower.compared) == ([], [])


def test_what_was_found_by_a_report_stays_when_that_is_taken_back(follower: Follower) -> None:
    story = [a_batch(1, published("a", HERS))]
    follower.pulled(story)
    follower.pulled([*story, a_batch(2, withdrawn("a"))])
    assert (follower.feed.entries, follower.feed.withdrawn) == (0, 1)
    (finding,) = follower.vault.findings.listed()
    assert [sighting.origin.locator for sighting in finding.sightings] == [Locator(ADDRESS, "a")]


def test_a_part_that_is_told_anew_without_some_forgets_these(vault: Vault) -> None:
    story = [a_batch(1, published("a", HERS), an_entry("b"), part="list", opens=True, closes=True)]
    Follower(vault).pulled(story)
    again = Follower(vault)
    again.pulled([*story, a_batch(2, an_entry("b"), an_entry("c"), part="list", opens=True, closes=True)])
    assert (again.feed.entries, again.compared) == (2, ["c"])


def test_the_same_picture_as_a_file_and_as_a_hash_stands_twice_and_each_once(vault: Vault) -> None:
    """The two are told of as what they are; a second telling of either changes nothing."""
    hashed = published("7", HERS, channel=Channel("Gossip", "1234"), message_id="7")
    for _ in range(2):
        Follower(vault).pulled((Batch({"at": 1}, items=(post(7, HERS),), entries=(hashed,)),))
        vault.feeds.keep_batch(1, Batch({}))
    findings = vault.findings.listed()
    assert len({finding.picture for finding in findings}) == len(findings) == 2
    assert [[each.origin.locator.path for each in finding.sightings] for finding in findings] == [["7.jpg"], ["7"]]


def test_what_is_published_without_a_place_stands_in_its_feed_by_its_key(vault: Vault) -> None:
    Follower(vault).pulled((a_batch(1, published("a", HERS), published("b", HERS)),))
    (finding,) = vault.findings.listed()
    assert [sighting.origin.locator for sighting in finding.sightings] == [
        Locator(ADDRESS, "a"),
        Locator(ADDRESS, "b"),
    ]


# --- what nothing compares


def test_what_nothing_compares_is_told_once_a_pull_with_its_count(follower: Follower) -> None:
    _, steps = follower.pulled((*STORY, a_batch(5, passed_over={"fingerprints of videos": 1_200})))
    expected = [("", Reason.NO_COMMON_HASH, detail) for detail in ("videos: 3", "fingerprints of videos: 1,200")]
    assert [skip for skip in skips(steps) if skip[1] is Reason.NO_COMMON_HASH] == expected
    _, steps = follower.pulled((*STORY, a_batch(5, passed_over={"fingerprints of videos": 1_200})))
    assert steps == []


def test_a_report_without_hashes_is_counted_among_these(follower: Follower) -> None:
    _, steps = follower.pulled((a_batch(1, Entry("a"), Entry("b"), withdrawn("c")),))
    assert skips(steps) == [("", Reason.NO_COMMON_HASH, "reports without a fingerprint that this program compares: 2")]
    assert follower.feed.entries == 0


# --- what is the matter


def test_what_arrived_before_the_trouble_counts_and_the_trouble_is_remembered(follower: Follower) -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    trouble = Trouble(Cause.RATE_LIMITED, "The host is busy.", later)
    pull, steps = follower.pulled(STORY[:2], trouble)
    assert pull.trouble is trouble
    assert not_read(steps) == ["The host is busy."]
    assert found_at(steps) == ["1.jpg", "a"]
    feed = follower.feed
    assert (feed.cause, feed.trouble, feed.not_before) == ("rate-limited", "The host is busy.", later)
    assert (feed.checkpoint, feed.pulled_at) == ({"at": 2}, None)
    pull, steps = follower.pulled(STORY)
    assert (pull.trouble, found_at(steps), follower.feed.cause) == (None, ["3.jpg", "d"], None)


def test_what_a_picture_is_that_cannot_be_fetched_is_tried_with_its_batch_and_then_left_behind(
    follower: Follower,
) -> None:
    story = (
        Batch({"at": 1}, (post(1, HERS), post(2, UNREACHABLE)), (published("a", HERS),), passed_over={"videos": 1}),
        posts(2, post(3, HERS)),
    )
    for attempt in range(1, MOST_ATTEMPTS):
        pull, steps = follower.pulled(story)
        assert pull.trouble is not None
        assert (pull.trouble.cause, pull.trouble.words) == (Cause.UNREACHABLE, AGAIN)
        assert skips(steps) == [("2.jpg", Reason.UNREACHABLE, "the host does not answer")]
        assert not_read(steps) == [AGAIN]
        assert not pull.not_looked_at
        assert ("3.jpg" in found_at(steps), "1.jpg" in found_at(steps)) == (False, True)
        feed = follower.feed
        assert (feed.checkpoint, feed.attempts, feed.not_looked_at, feed.trouble) == ({}, attempt, {}, AGAIN)
        assert (feed.entries, follower.compared, feed.passed_over) == (1, ["a"], {})
    pull, steps = follower.pulled(story)
    assert pull.trouble is None
    assert found_at(steps) == ["1.jpg", "3.jpg"]
    assert [skip[0] for skip in skips(steps)] == ["2.jpg", ""]
    feed = follower.feed
    assert (feed.checkpoint, feed.attempts, feed.not_looked_at) == ({"at": 2}, 0, {"unreachable": 1})
    assert pull.not_looked_at == {"unreachable": 1}
    assert feed.passed_over == {"videos": 1}


def test_a_picture_that_can_be_fetched_the_second_time_is_not_left_behind(follower: Follower) -> None:
    pull, _ = follower.pulled((posts(1, post(1, UNREACHABLE), post(2, UNREACHABLE)),))
    assert pull.trouble is not None
    assert pull.trouble.words.startswith("2 pictures of this feed ")
    pull, steps = follower.pulled((posts(1, post(1, HERS), post(2, HERS)),))
    assert (pull.trouble, found_at(steps)) == (None, ["1.jpg", "2.jpg"])
    assert (follower.feed.not_looked_at, follower.feed.attempts) == ({}, 0)


def test_a_document_that_the_feed_asks_for_again_by_itself_does_not_stop_the_rest(follower: Follower) -> None:
    lost = Skipped(Locator(ADDRESS, "event 7"), None, Reason.UNREACHABLE, "the host does not answer")
    pull, steps = follower.pulled((posts(1, lost), posts(2, post(1, HERS))))
    assert found_at(steps) == ["1.jpg"]
    assert pull.trouble is not None
    assert pull.trouble.words.startswith("1 document of this feed could not be fetched")
    assert not_read(steps) == [pull.trouble.words]
    feed = follower.feed
    assert (feed.checkpoint, feed.attempts, feed.not_looked_at) == ({"at": 2}, 0, {})
    pull, _ = follower.pulled((posts(1, lost), posts(2), posts(3)))
    assert (pull.trouble, follower.feed.cause) == (None, None)


def lost(reason: Reason, why: str, name: str = "event 7") -> Skipped:
    return Skipped(Locator(ADDRESS, name), None, reason, why)


CUT_OFF = lost(Reason.EXPORT_TRUNCATED, "it is cut off")


@pytest.mark.parametrize(
    ("documents", "cause", "words"),
    [
        (
            [CUT_OFF],
            Cause.MALFORMED,
            "1 document of this feed could not be had whole. Why: it is cut off. What was read of the feed counts.",
        ),
        (
            [CUT_OFF, lost(Reason.UNAVAILABLE, "There is nothing there.", "event 8")],
            Cause.MALFORMED,
            "2 documents of this feed could not be had whole. Why, of the first: it is cut off. What was read"
            " of the feed counts.",
        ),
        (
            [lost(Reason.UNREACHABLE, "The host is busy."), lost(Reason.UNREACHABLE, "", "event 8")],
            Cause.UNREACHABLE,
            "2 documents of this feed could not be fetched this time; the next pull tries them again. Why, of the"
            " first: The host is busy.",
        ),
    ],
)
def test_a_document_that_breaks_off_is_what_is_the_matter_with_the_feed_and_the_rest_counts(
    follower: Follower, documents: list[Skipped], cause: Cause, words: str
) -> None:
    pull, steps = follower.pulled((posts(1, *documents), posts(2, post(1, HERS))))
    assert found_at(steps) == ["1.jpg"]
    assert pull.trouble is not None
    assert (pull.trouble.cause, pull.trouble.words) == (cause, words)
    assert (follower.feed.cause, follower.feed.trouble, follower.feed.checkpoint) == (cause, words, {"at": 2})
    assert (follower.feed.not_looked_at, not_read(steps)) == ({}, [words])


def test_pictures_that_are_not_tried_again_are_counted_by_why(follower: Follower) -> None:
    story = (
        posts(1, post(1, Unreadable(Reason.UNAVAILABLE, "404")), post(2, Unreadable(Reason.UNAVAILABLE, "404"))),
        posts(2, post(3, Unreadable(Reason.UNSAFE_ADDRESS)), post(4, Unreadable(Reason.NOT_A_PICTURE))),
        posts(3, post(5, Unreadable(Reason.TOO_LARGE)), post(6, HERS)),
    )
    pull, _ = follower.pulled(story)
    counts = {"unavailable": 2, "unsafe-address": 1, "too-large": 1}
    assert (pull.trouble, pull.not_looked_at, follower.feed.not_looked_at) == (None, counts, counts)
    pull, _ = follower.pulled((*story, posts(4, post(7, Unreadable(Reason.UNAVAILABLE)))))
    assert pull.not_looked_at == {"unavailable": 1}
    assert follower.feed.not_looked_at == counts | {"unavailable": 3}


@pytest.mark.parametrize("fault", [KeyError("secret"), RecursionError(), ValueError("no number")])
def test_what_this_program_fails_at_in_one_feed_is_handed_over_and_no_other_is_stopped(
    follower: Follower, fault: Exception
) -> None:
    pull, steps = follower.pulled(STORY[:2], fault)
    assert pull.fault is fault
    assert found_at(steps) == ["1.jpg", "a"]
    feed = follower.feed
    assert (feed.checkpoint, feed.cause) == ({"at": 2}, "malformed")
    assert type(fault).__name__ in feed.trouble
    assert "secret" not in feed.trouble


def test_what_is_the_matter_with_the_machine_stops_the_pull(follower: Follower) -> None:
    error = CouldNotFinish("No worker can be started.", "Try again.")
    with pytest.raises(CouldNotFinish):
        follower.pulled(STORY[:1], error)
    assert follower.feed.checkpoint == {"at": 1}

    def no_worker(_: Iterable[Item]) -> Iterator[Step]:
        raise error

    with pytest.raises(CouldNotFinish):
        follower.pulled(STORY, look=no_worker)
    assert (follower.feed.checkpoint, follower.feed.cause) == ({"at": 3}, None)


# --- what is cut off


class Cut(BaseException):
    """The power went."""


def tables(vault: Vault) -> list[object]:
    """All that a vault holds of feeds and of what was found, but for the clock's."""
    return [
        vault._database.execute(statement)
        for statement in (
            "SELECT checkpoint, attempts, cause, withdrawn, not_looked_at FROM feeds",
            "SELECT feed, part, generation, passed_over FROM parts",
            "SELECT feed, key, part, generation, compared, digests, told, note FROM entries",
            "SELECT picture, photo, stands, verdict FROM findings ORDER BY picture, photo",
            "SELECT picture, place, container, path, origin, media, caption FROM sightings ORDER BY picture, place",
            "SELECT container, path, sha256 FROM files",
        )
    ]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """What a pull leaves that nothing disturbs."""
    with made(tmp_path_factory.mktemp("quiet"), KEY) as vault:
        vault.photos.add(PHOTO, 1)
        Follower(vault).pulled(STORY)
        return tables(vault)


def new_vault(folder: Path) -> Path:
    folder.mkdir()
    with made(folder, KEY) as vault:
        vault.photos.add(PHOTO, 1)
        vault.feeds.add(a_feed())
    return folder


def test_a_pull_that_is_cut_off_at_any_step_is_gone_on_with(tmp_path: Path, quiet: list[object]) -> None:
    with made(tmp_path, KEY) as vault:
        vault.photos.add(PHOTO, 1)
        steps = len(Follower(vault).pulled(STORY)[1])
    assert steps > 8
    for number in range(steps):
        folder = new_vault(tmp_path / str(number))
        with opened(folder, KEY) as vault:
            cut = Follower(vault).pull(a_kind(STORY)).steps()
            list(islice(cut, number))
            cut.close()  # type: ignore[attr-defined]
        with opened(folder, KEY) as vault:
            Follower(vault).pulled(STORY)
            assert tables(vault) == quiet, number


def test_a_pull_that_is_cut_off_at_any_write_is_gone_on_with(
    tmp_path: Path, quiet: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Database.execute
    left = 0

    def until_the_cut(self: Database, sql: str, *values: Any) -> Any:
        nonlocal left
        if not sql.startswith(("SELECT", "PRAGMA", "ROLLBACK")):
            left -= 1
            if left < 0:
                raise Cut
        return whole(self, sql, *values)

    for number in count():
        folder = new_vault(tmp_path / str(number))
        left = number
        with monkeypatch.context() as patch:
            try:
                with opened(folder, KEY) as vault:
                    patch.setattr(Database, "execute", until_the_cut)
                    Follower(vault).pulled(STORY)
                    break
            except Cut:
                pass
        with opened(folder, KEY) as vault:
            Follower(vault).pulled(STORY)
            assert tables(vault) == quiet, number
    assert number > 40


@pytest.mark.parametrize("taken", range(3))
def test_what_the_user_stops_is_not_taken_for_dealt_with(follower: Follower, taken: int) -> None:
    """As after Ctrl-C: whoever looks takes in nothing more, and ends in order."""

    def stopped(items: Iterable[Item]) -> Iterator[Step]:
        return follower._look(islice(items, taken))

    pull, _ = follower.pulled(STORY, look=stopped)
    assert pull.stopped
    assert pull.trouble is None
    assert (follower.feed.checkpoint, follower.feed.pulled_at, follower.compared) == ({}, None, [])
    _, steps = follower.pulled(STORY)
    assert found_at(steps) == ["1.jpg", "3.jpg", "a", "d"]


@pytest.mark.parametrize("content", [HERS, UNREACHABLE])
def test_what_cannot_be_had_for_the_user_stopped_is_no_fault_of_the_feed(
    follower: Follower, content: bytes | Unreadable
) -> None:
    """Neither as a trouble that is remembered, nor as one of the attempts, nor as something that was dealt with."""
    gone = Trouble(Cause.UNREACHABLE, "It was still being fetched when you stopped.")
    pull, _ = follower.pulled([posts(1, post(1, content))], gone, stopped=lambda: True)
    assert (pull.stopped, pull.trouble) == (True, None)
    assert (follower.feed.checkpoint, follower.feed.attempts, follower.feed.trouble) == ({}, 0, "")
    pull, _ = follower.pulled([], gone, stopped=lambda: True)
    assert (pull.stopped, pull.trouble, follower.feed.pulled_at) == (True, None, None)
    _, steps = follower.pulled([posts(1, post(1, HERS))])
    assert found_at(steps) == ["1.jpg"]


def test_reports_that_the_user_stops_comparing_are_compared_the_next_time(follower: Follower) -> None:
    def stopped(sightings: Iterable[Sighting]) -> Iterator[Step]:
        return follower._compare(islice(sightings, 2))

    pull, _ = follower.pulled(STORY, compare=stopped)
    assert pull.stopped
    assert follower.feed.pulled_at is None
    follower.compared.clear()
    follower.pulled(STORY)
    assert follower.compared == ["a", "c", "d", "e"]


def test_what_was_compared_is_marked_a_thousand_at_a_time(follower: Follower) -> None:
    many = a_batch(1, *(an_entry(f"{number:04}") for number in range(2500)))

    def until_the_cut(sightings: Iterable[Sighting]) -> Iterator[Step]:
        for sighting in sightings:
            if sighting.origin.locator.path == "2100":
                raise Cut
            yield Looked(sighting, anew=False)

    with pytest.raises(Cut):
        follower.pulled((many,), compare=until_the_cut)
    follower.pulled((many,))
    assert follower.compared == [f"{number:04}" for number in range(2000, 2500)]


def test_reports_are_compared_as_published_hashes(follower: Follower) -> None:
    seen: list[Sighting] = []

    def compare(sightings: Iterable[Sighting]) -> Iterator[Step]:
        seen.extend(sightings)
        return iter(())

    follower.pulled(STORY, compare=compare)
    assert all(isinstance(sighting.media, PublishedHash) for sighting in seen)
    assert [sighting.origin.locator.path for sighting in seen] == ["a", "c", "d", "e"]


# --- what it calls itself


def test_a_feed_is_called_what_its_posts_or_its_publisher_call_it(follower: Follower) -> None:
    named = replace(a_batch(1, Entry("a")), title="Our helpline")
    follower.pulled((named, a_batch(2)))
    assert follower.feed.title == "Our helpline"
    posted = Message(an_origin(channel=Channel("Gossip Corner")), "look")
    follower.pulled((named, a_batch(2), replace(a_batch(3), items=(posted,))))
    assert follower.feed.title == "Gossip Corner"
