"""Feeds are remembered with how far they were read and what is the matter with them, until they are removed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from exposurewatch.errors import VaultDamaged, WrongUsage
from exposurewatch.vault.records import KeptFeed
from exposurewatch.vault.store import Vault
from tests.vault.builders import PIPELINE, own, posted, sha, shows
from tests.vault.conftest import reopened
from tests.vault.reports import ADDRESS, a_batch, a_feed, an_entry, held, withdrawn

OTHER = "https://elsewhere.example/"
HOUR = timedelta(hours=1)


def tried(vault: Vault, at: datetime, not_before: datetime | None = None) -> None:
    """Have the only feed been tried at that time."""
    (feed,) = vault.feeds.listed()
    vault.feeds.began(feed.number)
    vault.feeds.ended(feed.number, "rate-limited", "The host is busy.", not_before)
    vault._database.execute("UPDATE feeds SET tried_at = ?", at.isoformat(timespec="microseconds"))


def test_a_feed_comes_back_as_it_was_added(folder: Path) -> None:
    new = a_feed(
        since=date(2024, 5, 1),
        proxy="socks5://127.0.0.1:9050",
        allow_http=True,
        options={"algorithm": "pdq"},
        keys={"token": "secret"},
    )
    with reopened(folder) as vault:
        added = vault.feeds.add(new)
    with reopened(folder) as vault:
        assert vault.feeds.listed() == (added,)
        assert vault.feeds.named("hotline") == vault.feeds.named(ADDRESS) == added
    assert {name: getattr(added, name) for name in type(new).__slots__} == {
        name: getattr(new, name) for name in type(new).__slots__
    }
    assert timedelta(0) <= datetime.now(UTC) - added.added_at < timedelta(minutes=1)
    assert (added.checkpoint, added.attempts, added.tried_at, added.cause, added.entries) == ({}, 0, None, None, 0)


def test_neither_keys_nor_the_checkpoint_are_shown_with_the_rest(vault: Vault) -> None:
    new = a_feed(keys={"token": "secret"})
    feed = vault.feeds.add(new)
    vault.feeds.keep_batch(feed.number, a_batch("far"))
    assert "secret" not in repr((new, vault.feeds.listed()))
    assert "far" not in repr(vault.feeds.listed())


@pytest.mark.parametrize(
    ("name", "address", "words", "hint"),
    [
        ("hotline", OTHER, "a feed called “hotline” already", "--name"),
        (ADDRESS, OTHER, "a feed called “hotline” already", "--name"),
        ("other", ADDRESS, "a feed at this address already: “hotline”", "feed remove hotline"),
        ("other", "hotline", "a feed at this address already: “hotline”", "feed remove hotline"),
    ],
)
def test_no_two_feeds_share_a_name_or_an_address(vault: Vault, name: str, address: str, words: str, hint: str) -> None:
    vault.feeds.add(a_feed())
    with pytest.raises(WrongUsage, match=words) as raised:
        vault.feeds.add(a_feed(name, address=address))
    assert hint in raised.value.hint
    assert len(vault.feeds.listed()) == 1


def test_a_feed_that_is_not_there_is_told_with_where_to_look(vault: Vault) -> None:
    for ask in (vault.feeds.named, vault.feeds.remove):
        with pytest.raises(WrongUsage, match="no feed with the name or address “nobody”") as raised:
            ask("nobody")
        assert "feed list" in raised.value.hint


def test_a_removed_feed_goes_with_its_reports_and_what_was_found_stays(vault: Vault) -> None:
    gone = vault.feeds.add(a_feed())
    stays = vault.feeds.add(a_feed("other", address=OTHER))
    for feed in (gone, stays):
        vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("a"), part="p", opens=True, passed_over={"videos": 2}))
    vault.photos.add(own(1), 1)
    journal = vault.journal(vault.photos.all(), PIPELINE)
    journal.saw(posted("a.jpg"), sha("found"), 0)
    journal.keep(sha("found"), shows(own(1)), None)
    assert vault.feeds.remove("hotline").number == gone.number
    assert [(feed.name, feed.entries) for feed in vault.feeds.listed()] == [("other", 1)]
    for table in ("entries", "parts"):
        assert vault._database.execute(f"SELECT DISTINCT feed FROM {table}") == [(stays.number,)]  # noqa: S608
    assert len(vault.findings.listed()) == 1
    assert vault.feeds.add(a_feed()).number > stays.number, "a number is never given twice"


def test_a_feed_is_due_at_first_and_when_its_time_has_passed_since_the_last_try(vault: Vault) -> None:
    vault.feeds.add(a_feed())
    now = datetime.now(UTC)
    assert len(vault.feeds.due(now)) == 1
    tried(vault, now)
    assert [len(vault.feeds.due(now + hours * HOUR)) for hours in (0, 5, 6, 7)] == [0, 0, 1, 1]


def test_a_host_may_ask_to_wait_longer(vault: Vault) -> None:
    vault.feeds.add(a_feed())
    now = datetime.now(UTC)
    tried(vault, now, now + 10 * HOUR)
    assert [len(vault.feeds.due(now + hours * HOUR)) for hours in (6, 9, 10)] == [0, 0, 1]


def test_a_host_cannot_put_a_feed_off_for_ever(vault: Vault) -> None:
    vault.feeds.add(a_feed())
    now = datetime.now(UTC)
    tried(vault, now, now + 100_000 * HOUR)
    assert [len(vault.feeds.due(now + timedelta(days=days))) for days in (6, 7)] == [0, 1]


def test_a_clock_that_is_put_back_does_not_make_a_feed_never_due(vault: Vault) -> None:
    vault.feeds.add(a_feed())
    now = datetime.now(UTC)
    tried(vault, now + 90_000 * HOUR, now + 90_001 * HOUR)
    assert len(vault.feeds.due(now)) == 1


def test_however_long_a_feed_is_to_rest_it_is_reckoned_with(vault: Vault) -> None:
    vault.feeds.add(a_feed(every=timedelta(days=999_999)))
    tried(vault, datetime.now(UTC))
    assert vault.feeds.due(datetime.now(UTC) + HOUR) == ()


def test_how_a_pull_ended_is_remembered_until_the_next_has_ended(vault: Vault) -> None:
    number = vault.feeds.add(a_feed()).number
    later = datetime(2030, 1, 1, tzinfo=UTC)
    vault.feeds.began(number)
    vault.feeds.ended(number, "rate-limited", "The host is busy.", later)
    (feed,) = vault.feeds.listed()
    assert (feed.cause, feed.trouble, feed.not_before, feed.pulled_at) == (
        "rate-limited",
        "The host is busy.",
        later,
        None,
    )
    vault.feeds.began(number)
    assert vault.feeds.listed()[0].cause == "rate-limited"
    vault.feeds.ended_well(number)
    (feed,) = vault.feeds.listed()
    assert (feed.cause, feed.trouble, feed.not_before) == (None, "", None)
    assert feed.tried_at is not None
    assert feed.pulled_at is not None
    assert feed.added_at <= feed.tried_at <= feed.pulled_at


def test_attempts_are_counted_until_a_batch_is_dealt_with(vault: Vault) -> None:
    number = vault.feeds.add(a_feed()).number

    def state() -> tuple[object, ...]:
        (feed,) = vault.feeds.listed()
        return dict(feed.checkpoint), feed.attempts, feed.entries, feed.withdrawn, feed.passed_over, feed.not_looked_at

    vault.feeds.keep_batch(number, a_batch(1, an_entry("a"), an_entry("b")))
    again = a_batch(2, withdrawn("a"), an_entry("c"), passed_over={"videos": 3})
    for attempts in (1, 2):
        vault.feeds.keep_for_another_attempt(number, again)
        assert state() == ({"at": 1}, attempts, 2, 1, {}, {})
    vault.feeds.keep_batch(number, again, {"unreachable": 4})
    assert state() == ({"at": 2}, 0, 2, 1, {"videos": 3}, {"unreachable": 4})
    vault.feeds.keep_batch(number, a_batch(3), {"unavailable": 1, "unreachable": 2})
    assert vault.feeds.listed()[0].not_looked_at == {"unreachable": 6, "unavailable": 1}
    vault.feeds.begin_anew(number, {})
    assert vault.feeds.listed()[0].not_looked_at == {}


def test_a_batch_that_cannot_be_kept_whole_is_not_kept_at_all(vault: Vault) -> None:
    feed = vault.feeds.add(a_feed())
    vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("a")))
    with pytest.raises(TypeError):
        vault.feeds.keep_batch(feed.number, a_batch(object(), withdrawn("a"), an_entry("b"), passed_over={"videos": 1}))
    (kept,) = vault.feeds.listed()
    assert (kept.checkpoint, kept.withdrawn, kept.passed_over, held(vault, feed)) == ({"at": 1}, 0, {}, ["a"])


def test_what_is_published_is_signed_by_one_key_until_it_is_replaced(folder: Path) -> None:
    with reopened(folder) as vault:
        first = vault.feeds.signing_key()
    with reopened(folder) as vault:
        assert vault.feeds.signing_key() == first
        second = vault.feeds.replace_signing_key()
    with reopened(folder) as vault:
        assert vault.feeds.signing_key() == second
        assert vault._database.execute("SELECT count(*) FROM signing") == [(1,)]
    assert len(first) == len(second) == 32
    assert first != second


def read_all(vault: Vault) -> tuple[KeptFeed, ...]:
    vault.feeds.signing_key()
    feeds = vault.feeds.listed()
    for feed in feeds:
        held(vault, feed)
    return feeds


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE feeds SET every = 9223372036854775807",
        "UPDATE feeds SET since = 'May'",
        "UPDATE feeds SET options = '[]'",
        "UPDATE feeds SET options = '{\"algorithm\": 1}'",
        "UPDATE feeds SET keys = '{'",
        "UPDATE feeds SET checkpoint = '7'",
        "UPDATE feeds SET tried_at = 'yesterday'",
        "UPDATE feeds SET not_before = '2024-05-01T00:00:00'",
        "UPDATE parts SET passed_over = '{\"videos\": -1}'",
        "UPDATE parts SET passed_over = '{\"videos\": true}'",
        "UPDATE parts SET passed_over = 'null'",
        "UPDATE entries SET digests = x'00'",
        "UPDATE entries SET told = '{}'",
        "INSERT INTO signing VALUES (1, x'00')",
    ],
)
def test_what_this_program_cannot_have_written_is_damage(vault: Vault, change: str) -> None:
    feed = vault.feeds.add(a_feed())
    vault.feeds.keep_batch(feed.number, a_batch(1, an_entry("a"), passed_over={"videos": 1}))
    vault._database.execute(change)
    with pytest.raises(VaultDamaged):
        read_all(vault)


def test_what_is_read_once_more_is_not_counted_twice(vault: Vault) -> None:
    number = vault.feeds.add(a_feed()).number
    for _ in range(2):
        vault.feeds.begin_anew(number, {"pinned": "key"})
        assert dict(vault.feeds.listed()[0].checkpoint) == {"pinned": "key"}
        for part in ("", "list"):
            vault.feeds.keep_batch(number, a_batch(1, part=part, passed_over={"videos": 3}), {"unreachable": 2})
        (feed,) = vault.feeds.listed()
        assert (feed.passed_over, feed.not_looked_at) == ({"videos": 6}, {"unreachable": 4})
