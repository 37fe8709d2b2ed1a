"""Published reports are held as they were last told, and each is compared once with whatever photos there are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from exposurewatch.feeds.feed import Batch
from exposurewatch.matching.library import Library
from exposurewatch.model import Box, Channel, Digest, Frame, Locator, MediaKind, Origin, PublishedHash, Sighting
from exposurewatch.parameters import REPORTS_PIPELINE
from exposurewatch.parsers.entries import Entry
from exposurewatch.scan import compare_published
from exposurewatch.vault import entries as entries_module
from exposurewatch.vault.records import KeptFeed
from exposurewatch.vault.store import Vault
from tests.vault.builders import PIPELINE, own, posted, sha, shows, some_fingerprints
from tests.vault.conftest import reopened
from tests.vault.reports import ADDRESS, a_batch, a_feed, an_entry, compare_all, hashes, held, told, withdrawn


@pytest.fixture
def feed(vault: Vault) -> KeptFeed:
    """A feed that was just added."""
    return vault.feeds.add(a_feed())


def test_a_report_becomes_a_sighting_in_its_feed_with_all_that_was_told(folder: Path) -> None:
    with reopened(folder) as vault:
        feed = vault.feeds.add(a_feed())
        vault.feeds.keep_batch(feed.number, a_batch(1, told("7"), an_entry("8", note="a note")))
    with reopened(folder) as vault:
        (((first, seen), (second, bare)),) = vault.feeds.uncompared(feed.number, 1)
    assert (first, second) == ("7", "8")
    entry = told("7")
    assert seen == Sighting(
        PublishedHash(MediaKind.PUBLISHED_HASH, hashes("7")),
        Origin("hash-list", Locator(ADDRESS, "7"), entry.channel, "7", entry.date, permalink=entry.permalink),
        "reported twice",
    )
    assert bare == Sighting(
        PublishedHash(MediaKind.PUBLISHED_HASH, hashes("8")), Origin("hash-list", Locator(ADDRESS, "8")), "a note"
    )


def test_a_report_is_compared_once_with_each_version_of_the_photos(vault: Vault, feed: KeptFeed) -> None:
    vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("a"), an_entry("b")))
    assert compare_all(vault, feed, 5) == ["a", "b"]
    assert held(vault, feed, 5) == []
    vault.feeds.keep_batch(feed.number, a_batch(2, an_entry("c")))
    assert compare_all(vault, feed, 5) == ["c"]
    assert compare_all(vault, feed, 6) == ["a", "b", "c"]


def test_what_says_the_same_again_is_not_compared_again_and_what_changed_is(vault: Vault, feed: KeptFeed) -> None:
    vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("same"), an_entry("hashes"), told("place"), told("note")))
    compare_all(vault, feed)
    changed = (an_entry("hashes", of="another"), told("place", channel=Channel("Renamed")), told("note", note=""))
    vault.feeds.keep_batch(feed.number, a_batch(2, an_entry("same"), *changed))
    assert held(vault, feed) == ["hashes", "note", "place"]


def test_of_one_report_told_twice_the_last_counts(vault: Vault, feed: KeptFeed) -> None:
    vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("a"), an_entry("a", of="b")))
    (((_, seen),),) = vault.feeds.uncompared(feed.number, 1)
    assert isinstance(seen.media, PublishedHash)
    assert seen.media.digests == hashes("b")


@pytest.mark.parametrize("taken_back", [withdrawn("a"), Entry("a")], ids=["withdrawn", "without hashes"])
@pytest.mark.parametrize("compared", [0, 1], ids=["before", "after"])
def test_a_report_that_is_taken_back_is_held_no_more(
    vault: Vault, feed: KeptFeed, taken_back: Entry, compared: int
) -> None:
    vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("a"), an_entry("b")))
    vault.feeds.compared(feed.number, ["a", "b"], compared)
    for at in (2, 3):
        vault.feeds.keep_batch(feed.number, a_batch(at, taken_back, withdrawn("unknown")))
    assert held(vault, feed, 2) == ["b"]
    assert vault.feeds.named("hotline").withdrawn == 1
    vault.feeds.keep_batch(feed.number, a_batch(4, an_entry("a")))
    assert held(vault, feed, 2) == ["a", "b"]


def test_what_a_part_does_not_tell_again_goes_when_it_is_told_to_its_end(vault: Vault, feed: KeptFeed) -> None:
    whole = a_batch(1, *map(an_entry, "abc"), part="list", opens=True, closes=True)
    vault.feeds.keep_batch(feed.number, whole)
    vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("x"), part="other"))
    compare_all(vault, feed)
    vault.feeds.keep_batch(feed.number, a_batch(2, an_entry("a"), part="list", opens=True))
    assert held(vault, feed, 2) == ["a", "b", "c", "x"], "it may be told yet"
    vault.feeds.keep_batch(feed.number, a_batch(3, an_entry("d"), part="list", closes=True))
    assert held(vault, feed, 2) == ["a", "d", "x"]
    assert held(vault, feed) == ["d"]


def test_a_part_that_was_broken_off_and_is_begun_anew_keeps_only_what_is_told_then(
    vault: Vault, feed: KeptFeed
) -> None:
    vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("a"), an_entry("b"), part="list", opens=True))
    vault.feeds.keep_batch(feed.number, a_batch(2, an_entry("b"), part="list", opens=True))
    vault.feeds.keep_batch(feed.number, a_batch(3, part="list", closes=True))
    assert held(vault, feed) == ["b"]


def test_a_part_that_has_become_empty_is_empty(vault: Vault, feed: KeptFeed) -> None:
    for entries in (map(an_entry, "ab"), ()):
        vault.feeds.keep_batch(feed.number, a_batch(1, *entries, part="list", opens=True, closes=True))
    assert held(vault, feed) == []


def test_a_part_that_is_no_more_goes_with_what_was_not_told_elsewhere(vault: Vault, feed: KeptFeed) -> None:
    for part, keys in (("one", "ab"), ("two", "cd")):
        vault.feeds.keep_batch(feed.number, a_batch(1, *map(an_entry, keys), part=part, passed_over={"videos": 1}))
    vault.feeds.keep_batch(feed.number, a_batch(2, an_entry("b"), part="two", dropped=("one", "unknown")))
    assert held(vault, feed) == ["b", "c", "d"]
    assert vault.feeds.named("hotline").passed_over == {"videos": 1}


def test_what_nothing_compares_is_counted_for_each_part_since_it_was_begun(vault: Vault, feed: KeptFeed) -> None:
    def counts() -> dict[str, int]:
        return dict(vault.feeds.named("hotline").passed_over)

    vault.feeds.keep_batch(feed.number, a_batch(1, passed_over={"videos": 2}))
    vault.feeds.keep_batch(feed.number, a_batch(2, part="list", opens=True, passed_over={"videos": 3, "others": 1}))
    vault.feeds.keep_batch(feed.number, a_batch(3, part="list", closes=True, passed_over={"others": 1}))
    assert counts() == {"videos": 5, "others": 2}
    vault.feeds.keep_batch(feed.number, a_batch(4, part="list", opens=True, passed_over={"others": 7}))
    assert counts() == {"videos": 2, "others": 7}


def test_many_are_handed_out_some_at_a_time_each_once_marked_or_not(vault: Vault, feed: KeptFeed) -> None:
    keys = sorted(["", "\0", "a", "a\0", "ä", "\U0001f4f7", *map(str, range(2500))], key=lambda key: key.encode())
    vault.feeds.keep_batch(feed.number, a_batch(1, *map(an_entry, keys)))
    chunks = list(vault.feeds.uncompared(feed.number, 1))
    assert [len(chunk) for chunk in chunks] == [1000, 1000, 506]
    assert [key for chunk in chunks for key, _ in chunk] == keys
    handed = []
    for chunk in vault.feeds.uncompared(feed.number, 1):
        handed += [key for key, _ in chunk]
        vault.feeds.compared(feed.number, [key for key, _ in chunk], 1)
    assert handed == keys
    assert held(vault, feed) == []


def test_feeds_do_not_touch_what_others_tell_by_the_same_name(vault: Vault, feed: KeptFeed) -> None:
    other = vault.feeds.add(a_feed("other", address="https://elsewhere.example/"))
    for each in (feed, other):
        vault.feeds.keep_batch(each.number, a_batch(1, an_entry("a"), part="p", opens=True))
    compare_all(vault, other)
    vault.feeds.keep_batch(feed.number, a_batch(2, withdrawn("a"), part="p", opens=True, closes=True, dropped=("p",)))
    assert (held(vault, feed, 2), held(vault, other, 2), held(vault, other)) == ([], ["a"], [])


def test_what_an_older_program_has_compared_is_compared_again(
    vault: Vault, feed: KeptFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("a")))
    compare_all(vault, feed)
    assert held(vault, feed) == []
    monkeypatch.setattr(entries_module, "REPORTS_PIPELINE", REPORTS_PIPELINE + 1)
    assert compare_all(vault, feed) == ["a"]
    assert held(vault, feed) == []


def test_a_photo_that_stood_behind_a_forgotten_one_is_found_by_the_next_comparison(
    vault: Vault, feed: KeptFeed
) -> None:
    digest = bytes(range(32))
    frame = Frame(Box(), 100, dict.fromkeys(("pdq", "phash"), (digest,) * 8))
    for seed in (1, 2):
        vault.photos.add(own(seed, fingerprints=replace(some_fingerprints(seed), frames=(frame,))), 1)
    vault.photos.add(own(3), 1)
    vault.feeds.keep_batch(feed.number, a_batch(1, Entry("a", (Digest("pdq", digest),))))

    def found() -> list[tuple[str, tuple[str, ...]]]:
        library = Library(vault.photos)
        journal = vault.journal(library.photos, PIPELINE)
        for reports in vault.feeds.uncompared(feed.number, vault.photos.told_by):
            list(compare_published([sighting for _, sighting in reports], library, journal))
            vault.feeds.compared(feed.number, [key for key, _ in reports], vault.photos.told_by)
        return [(finding.photo.id, finding.alike) for finding in vault.findings.listed()]

    ((first, (behind,)),) = found()
    assert {first, behind} == {own(1).id, own(2).id}
    vault.photos.forget([own(3).id])
    assert held(vault, feed, vault.photos.told_by) == [], "nothing was found of it"
    vault.photos.forget([first])
    assert found() == [(behind, ())]


def test_beyond_the_most_that_is_kept_of_a_feed_reports_are_counted(
    vault: Vault, feed: KeptFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries_module, "MOST_ENTRIES", 3)
    beyond = "reports beyond the first 3 of a feed, which are not kept"
    vault.feeds.keep_batch(feed.number, a_batch(1, *map(an_entry, "abcde"), part="list", opens=True))
    assert held(vault, feed) == ["a", "b", "c"]
    vault.feeds.keep_batch(feed.number, a_batch(2, an_entry("a", note="new"), an_entry("f"), part="list"))
    assert vault.feeds.named("hotline").passed_over == {beyond: 3}
    vault.feeds.keep_batch(feed.number, a_batch(3, withdrawn("b"), an_entry("g"), part="list", closes=True))
    assert held(vault, feed) == ["a", "c", "g"]
    other = vault.feeds.add(a_feed("other", address="https://elsewhere.example/"))
    vault.feeds.keep_batch(other.number, a_batch(1, an_entry("a")))
    assert held(vault, other) == ["a"], "it has room of its own"


def test_a_list_that_is_told_anew_takes_the_room_of_what_it_told_before(
    vault: Vault, feed: KeptFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries_module, "MOST_ENTRIES", 3)
    for keys in ("abc", "cdef"):
        vault.feeds.keep_batch(feed.number, a_batch(1, *map(an_entry, keys), part="list", opens=True, closes=True))
    assert held(vault, feed) == ["c", "d", "e"]
    assert list(vault.feeds.named("hotline").passed_over.values()) == [1]


def found_by(vault: Vault, feed: KeptFeed) -> None:
    """Every report of the feed that is not compared yet is taken for a photo of hers."""
    journal = vault.journal(vault.photos.all(), PIPELINE)
    for reports in vault.feeds.uncompared(feed.number, 1):
        for key, seen in reports:
            journal.saw(seen, sha(key), 0)
            journal.keep(sha(key), shows(own(1)), None)
        vault.feeds.compared(feed.number, [key for key, _ in reports], 1)


@pytest.mark.parametrize(
    "batch",
    [
        a_batch(2, withdrawn("a")),
        a_batch(2, part="list", opens=True, closes=True),
        a_batch(2, dropped=("list",)),
    ],
    ids=["withdrawn", "not told again", "part dropped"],
)
def test_what_was_found_by_a_report_says_that_it_was_taken_back_until_it_is_told_again(
    vault: Vault, feed: KeptFeed, batch: Batch
) -> None:
    def taken_back() -> list[bool]:
        ((sighting,),) = (finding.sightings for finding in vault.findings.listed())
        return [sighting.withdrawn_at is not None]

    vault.photos.add(own(1), 1)
    vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("a"), part="list", opens=True, closes=True))
    found_by(vault, feed)
    assert taken_back() == [False]
    vault.feeds.keep_batch(feed.number, batch)
    assert taken_back() == [True]
    vault.feeds.keep_batch(feed.number, a_batch(3, an_entry("b")))
    assert taken_back() == [True]
    vault.feeds.keep_batch(feed.number, a_batch(4, an_entry("a")))
    assert taken_back() == [False]


def test_what_two_feeds_and_an_export_say_of_one_message_are_three_places(vault: Vault, feed: KeptFeed) -> None:
    vault.photos.add(own(1), 1)
    other = vault.feeds.add(a_feed("other", address="https://elsewhere.example/"))
    channel = Channel("Gossip", "1234", "gossip")
    exported = posted("photo.jpg", "7")
    journal = vault.journal(vault.photos.all(), PIPELINE)
    journal.saw(replace(exported, origin=replace(exported.origin, channel=channel)), sha("7"), 0)
    journal.keep(sha("7"), shows(own(1)), None)
    for each in (feed, other, feed):
        vault.feeds.keep_batch(each.number, a_batch(1, told("7", note=each.name)))
        vault.feeds.compared(each.number, ["7"], 0)
        found_by(vault, each)
    (finding,) = vault.findings.listed()
    assert [(seen.origin.locator.container, seen.caption) for seen in finding.sightings] == [
        ("export", "who is she"),
        ("https://elsewhere.example/", "other"),
        (ADDRESS, "hotline"),
    ]
