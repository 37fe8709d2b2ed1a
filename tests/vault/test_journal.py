"""A scan looks at no file twice, at every file that may tell something new, and loses nothing that was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.model import (
    Channel,
    Digest,
    Locator,
    MediaKind,
    PublishedHash,
    Reason,
    Remembered,
    Unreadable,
    Verdict,
)
from exposurewatch.vault import journal as journal_module
from exposurewatch.vault.journal import FAST, Journal
from exposurewatch.vault.records import Decision, Done, Finding
from exposurewatch.vault.store import Vault
from tests.conftest import a_judgement, an_origin
from tests.vault.builders import PIPELINE, ids, own, posted, sha, shows
from tests.vault.conftest import reopened

NOTHING = Remembered(())
TRIED_AGAIN = [Reason.TIMED_OUT, Reason.OUT_OF_MEMORY, Reason.DECODER_DIED, Reason.CANNOT_OPEN, Reason.VIDEO]


@pytest.fixture
def stocked(vault: Vault) -> Vault:
    """A vault with three photos."""
    for seed in (1, 2, 3):
        vault.photos.add(own(seed), 1)
    return vault


def a_journal(vault: Vault, pipeline: str = PIPELINE, *, again: bool = False) -> Journal:
    """The memory of the next scan."""
    return vault.journal(vault.photos.all(), pipeline, again=again)


def finds(journal: Journal, name: str, remembered: Remembered, look: bytes | None = None) -> None:
    """One file is seen once and judged."""
    journal.saw(posted(f"{name}.jpg"), sha(name), 10)
    journal.keep(sha(name), remembered, look)


def recalled(journal: Journal, name: str) -> list[str] | Reason | None:
    """What the journal knows of a file: the photos in it, a reason, or None."""
    known = journal.recall(sha(name))
    if known is None:
        return None
    return known.outcome.reason if isinstance(known.outcome, Unreadable) else ids(known.outcome)


def only(vault: Vault) -> Finding:
    (finding,) = vault.findings.listed(with_not_me=True)
    return finding


# --- what was looked at


def test_nothing_is_known_at_first(stocked: Vault) -> None:
    journal = a_journal(stocked)
    assert journal.recall(sha("a")) is None
    assert journal.recall_look(sha("look")) is None


def test_what_came_of_each_file_is_known_to_this_scan_and_the_next(folder: Path, stocked: Vault) -> None:
    exact = a_judgement(photo=own(3), verdict=Verdict.EXACT, score=9.25, agreement=1.0)
    kept = {
        "nothing": NOTHING,
        "spared": Remembered((), spared=True),
        "plain": Remembered(Unreadable(Reason.TOO_PLAIN)),
        "broken": Remembered(Unreadable(Reason.UNREADABLE, "cut off")),
        "found": shows(own(2), own(1), alike=(own(3),)),
        "exact": Remembered((exact, *shows(own(1)).outcome)),  # type: ignore[misc]
    }
    first = a_journal(stocked)
    for name, remembered in kept.items():
        finds(first, name, remembered)
    for journal in (first, a_journal(stocked)):
        for name, remembered in kept.items():
            known = journal.recall(sha(name))
            assert known is not None
            assert known.spared == remembered.spared
            if isinstance(remembered.outcome, Unreadable):
                assert isinstance(known.outcome, Unreadable)
                assert known.outcome.args == remembered.outcome.args
            else:
                assert [repr(each) for each in known.outcome] == [repr(each) for each in remembered.outcome]  # type: ignore[union-attr]


def test_the_photos_told_are_those_that_the_scan_compares_with(stocked: Vault) -> None:
    photos = stocked.photos.all()
    journal = stocked.journal(photos, PIPELINE)
    finds(journal, "a", shows(own(2)))
    known = journal.recall(sha("a"))
    assert known is not None
    assert isinstance(known.outcome, tuple)
    assert known.outcome[0].photo is photos[1]


def test_an_interrupted_scan_takes_up_where_it_stopped(folder: Path) -> None:
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        journal = a_journal(vault)
        finds(journal, "a", shows(own(1)))
        finds(journal, "b", NOTHING)
    with reopened(folder) as vault:
        journal = a_journal(vault)
        assert (recalled(journal, "a"), recalled(journal, "b"), recalled(journal, "c")) == ([own(1).id], [], None)
        assert recalled(journal, "a") == [own(1).id]
        assert journal.remembered == 2
        finds(journal, "c", NOTHING)
        assert recalled(journal, "c") == []
        assert journal.remembered == 2
        assert a_journal(vault).done_in(["export"]).enough == 3


def test_what_was_found_outlives_an_exception_and_what_was_not_is_looked_at_again(folder: Path) -> None:
    with pytest.raises(RuntimeError), reopened(folder) as vault:  # noqa: PT012
        vault.photos.add(own(1), 1)
        journal = a_journal(vault)
        finds(journal, "a", shows(own(1)))
        finds(journal, "b", NOTHING)
        raise RuntimeError
    with reopened(folder) as vault:
        journal = a_journal(vault)
        assert (recalled(journal, "a"), recalled(journal, "b")) == ([own(1).id], None)
        assert [sighting.origin.locator.path for sighting in only(vault).sightings] == ["a.jpg"]


@pytest.mark.parametrize("reason", TRIED_AGAIN)
def test_what_may_go_otherwise_is_tried_again_but_not_in_the_same_scan(stocked: Vault, reason: Reason) -> None:
    journal = a_journal(stocked)
    finds(journal, "a", Remembered(Unreadable(reason, "why")))
    assert recalled(journal, "a") == reason
    assert recalled(a_journal(stocked), "a") is None


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in TRIED_AGAIN])
def test_what_stays_as_it_is_is_not_tried_again(stocked: Vault, reason: Reason) -> None:
    finds(a_journal(stocked), "a", Remembered(Unreadable(reason)))
    assert recalled(a_journal(stocked), "a") == reason


def test_a_failed_look_takes_nothing_from_what_was_found_before(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1)))
    stocked.photos.add(own(4), 1)
    journal = a_journal(stocked)
    journal.saw(posted("elsewhere.jpg", "2"), sha("a"), 10)
    journal.keep(sha("a"), Remembered(Unreadable(Reason.TIMED_OUT)), None)
    assert [sighting.origin.locator.path for sighting in only(stocked).sightings] == ["a.jpg", "elsewhere.jpg"]
    assert recalled(a_journal(stocked), "a") is None


# --- when to look anew


def test_a_photo_added_later_is_compared_with_everything(stocked: Vault) -> None:
    for name, found in (("a", shows(own(1))), ("b", NOTHING), ("c", Remembered(Unreadable(Reason.TOO_PLAIN)))):
        finds(a_journal(stocked), name, found)
    stocked.photos.add(own(4), 1)
    journal = a_journal(stocked)
    assert [recalled(journal, name) for name in "abc"] == [None] * 3
    finds(journal, "b", shows(own(4)))
    assert [recalled(a_journal(stocked), name) for name in "ab"] == [None, [own(4).id]]


def test_forgetting_a_photo_is_no_reason_to_look_anew(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1)))
    finds(a_journal(stocked), "b", NOTHING)
    stocked.photos.forget([own(3).id])
    assert [recalled(a_journal(stocked), name) for name in "ab"] == [[own(1).id], []]
    stocked.photos.add(own(3), 1)
    assert [recalled(a_journal(stocked), name) for name in "ab"] == [None, None]


@pytest.mark.parametrize(
    ("before", "now", "enough"),
    [("1", "1", True), ("1-fast", "1-fast", True), ("1", "1-fast", True), ("1-fast", "1", False), ("1", "2", False)],
)
def test_a_look_is_enough_for_a_scan_that_looks_no_closer(stocked: Vault, before: str, now: str, enough: bool) -> None:  # noqa: FBT001
    finds(a_journal(stocked, before), "a", NOTHING, sha("look"))
    journal = a_journal(stocked, now)
    assert (recalled(journal, "a") == []) == enough
    assert (journal.recall_look(sha("look")) == ()) == enough


def test_again_looks_anew_once(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1)), sha("look"))
    journal = a_journal(stocked, again=True)
    assert recalled(journal, "a") is None
    assert journal.recall_look(sha("look")) is None
    finds(journal, "a", shows(own(2)), sha("look"))
    assert recalled(journal, "a") == [own(2).id]
    assert ids(journal.recall_look(sha("look"))) == [own(2).id]
    assert journal.remembered == 0


@pytest.mark.parametrize("again", [False, True])
def test_a_fast_scan_takes_nothing_from_what_a_closer_one_found(stocked: Vault, again: bool) -> None:  # noqa: FBT001
    finds(a_journal(stocked), "a", shows(own(1)))
    before = only(stocked)
    for seed in (4, 5):  # a second fast scan knows of the closer one as well
        stocked.photos.add(own(seed), 1)
        journal = a_journal(stocked, PIPELINE + FAST, again=again)
        finds(journal, "a", NOTHING)
        assert recalled(journal, "a") == [own(1).id]
        assert only(stocked) == before
    finds(a_journal(stocked), "a", NOTHING)
    assert stocked.findings.listed() == (), "looking as closely as before does"


def test_a_fast_scan_adds_what_it_finds_and_replaces_what_is_weaker(stocked: Vault) -> None:
    weak, strong = Verdict.PROBABLE, Verdict.CERTAIN
    for photo, verdict in ((own(1), weak), (own(2), strong)):
        finds(a_journal(stocked), photo.id, shows(photo, verdict=verdict))
    stocked.photos.add(own(4), 1)
    journal = a_journal(stocked, PIPELINE + FAST)
    finds(journal, own(1).id, shows(own(1), own(4), verdict=strong))
    finds(journal, own(2).id, shows(own(2), verdict=weak))
    assert recalled(journal, own(1).id) == [own(1).id, own(4).id]
    assert {finding.verdict for finding in stocked.findings.listed()} == {strong}


def test_a_fast_scan_retires_what_only_a_fast_scan_found(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1)))
    stocked.photos.add(own(4), 1)
    finds(a_journal(stocked, PIPELINE + FAST), "a", shows(own(4)))
    journal = a_journal(stocked, PIPELINE + FAST, again=True)
    finds(journal, "a", NOTHING)
    assert recalled(journal, "a") == [own(1).id]


def test_what_another_pipeline_found_is_not_held_against_a_fast_scan(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1)))
    finds(a_journal(stocked, "2" + FAST), "a", NOTHING)
    assert stocked.findings.listed() == ()


# --- pictures that look the same


def test_a_look_is_known_to_this_scan_and_the_next(stocked: Vault) -> None:
    first = a_journal(stocked)
    finds(first, "a", shows(own(1)), sha("look"))
    finds(first, "b", NOTHING, sha("other"))
    for journal in (first, a_journal(stocked)):
        assert ids(journal.recall_look(sha("look"))) == [own(1).id]
        assert journal.recall_look(sha("other")) == ()
        assert journal.recall_look(sha("unknown")) is None


def test_what_only_its_bytes_told_is_not_passed_on_by_its_look(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1), verdict=Verdict.EXACT), sha("look"))
    assert a_journal(stocked).recall_look(sha("look")) is None


# --- sightings


def test_re_posts_of_one_file_are_one_finding_with_first_and_last_seen(stocked: Vault) -> None:
    journal = a_journal(stocked)
    journal.saw(posted("a.jpg", "5", day=5), sha("a"), 10)
    journal.saw(posted("b.jpg", "2", day=2), sha("a"), 10)
    journal.keep(sha("a"), shows(own(1)), None)
    journal.saw(posted("b.jpg", "9", day=9), sha("a"), 10)
    journal.saw(posted("c.jpg", None, day=None), sha("a"), 10)
    later = a_journal(stocked)
    later.saw(posted("grown.jpg", "11", day=11), sha("a"), 10)
    later.saw(posted("a.jpg", "5", day=5), sha("a"), 10)
    finding = only(stocked)
    assert [sighting.origin.locator.path for sighting in finding.sightings] == [
        *("a.jpg", "b.jpg", "b.jpg", "c.jpg", "grown.jpg")
    ]
    assert finding.first_seen == datetime(2024, 5, 2, tzinfo=UTC)
    assert finding.last_seen == datetime(2024, 5, 11, tzinfo=UTC)


def test_a_finding_without_dates_has_no_first_or_last(stocked: Vault) -> None:
    journal = a_journal(stocked)
    journal.saw(posted("c.jpg", None, day=None), sha("a"), 10)
    journal.keep(sha("a"), shows(own(1)), None)
    assert (only(stocked).first_seen, only(stocked).last_seen) == (None, None)


def test_a_sighting_is_kept_whole_and_as_it_was_last_seen(stocked: Vault) -> None:
    journal = a_journal(stocked)
    journal.saw(posted("a.jpg", caption="old"), sha("a"), 10)
    journal.keep(sha("a"), shows(own(1)), None)
    latest = posted("a.jpg", caption="edited “ü” 🙂")
    journal.saw(latest, sha("a"), 10)
    (kept,) = only(stocked).sightings
    assert (kept.origin, kept.media, kept.caption) == (latest.origin, MediaKind.PHOTO, latest.caption)


def test_a_posting_in_another_export_of_its_channel_is_the_same_and_no_news(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1)))
    stocked.findings.mark_seen([only(stocked).number])
    latest = an_origin(locator=Locator("export, a week later.zip", "photos/a.jpg"), message_id="1")
    a_journal(stocked).saw(posted("a.jpg", origin=latest), sha("a"), 10)
    assert [sighting.origin for sighting in only(stocked).sightings] == [latest]
    assert not only(stocked).new


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"channel": Channel("Gossip Corner", "99")},
        {"message_id": "2"},
        {"channel": Channel("Gossip Corner", None)},
        {"channel": None},
        {"message_id": None},
    ],
)
def test_another_posting_of_a_file_is_another_place(stocked: Vault, elsewhere: dict[str, Any]) -> None:
    finds(a_journal(stocked), "a", shows(own(1)))
    stocked.findings.mark_seen([only(stocked).number])
    origin = replace(posted("a.jpg").origin, **elsewhere)
    for container in ("export", "another export", "another export"):
        again = replace(origin, locator=Locator(container, "a.jpg"))
        a_journal(stocked).saw(posted("a.jpg", origin=again), sha("a"), 10)
    known = origin.channel is not None and origin.channel.id and origin.message_id
    assert len(only(stocked).sightings) == (2 if known else 3)
    assert only(stocked).new


def test_sightings_of_strangers_are_not_kept(stocked: Vault) -> None:
    journal = a_journal(stocked)
    finds(journal, "a", NOTHING)
    journal.saw(posted("again.jpg"), sha("a"), 10)
    finds(journal, "b", Remembered(Unreadable(Reason.UNREADABLE)))
    assert stocked._database.execute("SELECT count(*) FROM sightings") == [(0,)]


def test_a_file_that_changes_is_another_picture(stocked: Vault) -> None:
    journal = a_journal(stocked)
    journal.saw(posted("a.jpg"), sha("before"), 10)
    journal.keep(sha("before"), shows(own(1)), None)
    journal.saw(posted("a.jpg"), sha("after"), 11)
    assert recalled(journal, "after") is None
    assert stocked._database.execute("SELECT size, sha256 FROM files") == [(11, sha("after"))]


# --- what the user said


def test_not_me_is_not_told_again_and_counted(stocked: Vault) -> None:
    first = a_journal(stocked)
    finds(first, "a", shows(own(1), own(2)))
    number = next(finding.number for finding in stocked.findings.listed() if finding.photo.id == own(1).id)
    stocked.findings.decide(number, Decision.NOT_ME)
    journal = a_journal(stocked)
    assert recalled(journal, "a") == [own(2).id]
    assert journal.hidden == 0
    for message in "12":
        journal.saw(posted("a.jpg", message), sha("a"), 10)
    journal.saw(posted("b.jpg"), sha("b"), 10)
    journal.keep(sha("b"), shows(own(1)), None)
    assert journal.hidden == 2
    assert recalled(journal, "b") == [own(1).id]


@pytest.mark.parametrize("looked_anew", [False, True], ids=["spared", "compared"])
def test_a_file_that_looks_the_same_inherits_not_me(stocked: Vault, looked_anew: bool) -> None:  # noqa: FBT001
    finds(a_journal(stocked), "a", shows(own(1), own(2)), sha("look"))
    number = next(finding.number for finding in stocked.findings.listed() if finding.photo.id == own(1).id)
    stocked.findings.decide(number, Decision.NOT_ME, "my sister")
    journal = a_journal(stocked)
    look = journal.recall_look(sha("look"))
    assert ids(look) == [own(1).id, own(2).id]
    assert look is not None
    finds(journal, "b", shows(own(1), own(2)) if looked_anew else Remembered(look, spared=True), sha("look"))
    assert journal.hidden == 1
    assert recalled(journal, "b") == [own(2).id]
    assert {(f.picture, f.photo.id, f.decision) for f in stocked.findings.listed(with_not_me=True)} == {
        (sha("a"), own(1).id, Decision.NOT_ME),
        (sha("a"), own(2).id, None),
        (sha("b"), own(1).id, Decision.NOT_ME),
        (sha("b"), own(2).id, None),
    }


@pytest.mark.parametrize("again", [False, True])
def test_what_was_said_of_one_picture_is_not_held_against_one_that_looks_the_same(
    stocked: Vault,
    again: bool,  # noqa: FBT001
) -> None:
    for name in "ab":
        finds(a_journal(stocked), name, shows(own(1)), sha("look"))
    said = {sha("a"): Decision.NOT_ME, sha("b"): Decision.CONFIRMED}
    for finding in stocked.findings.listed():
        stocked.findings.decide(finding.number, said[finding.picture])
    if not again:
        stocked.photos.add(own(4), 1)
    journal = a_journal(stocked, again=again)
    finds(journal, "a", shows(own(1)), sha("look"))
    look = journal.recall_look(sha("look"))
    assert look is not None
    finds(journal, "b", Remembered(look, spared=True), sha("look"))
    assert (recalled(journal, "a"), recalled(journal, "b")) == ([], [own(1).id])
    assert {f.picture: f.decision for f in stocked.findings.listed(with_not_me=True) if f.stands} == said


def test_where_one_was_confirmed_a_third_that_looks_the_same_does_not_inherit_not_me(stocked: Vault) -> None:
    for name in "ab":
        finds(a_journal(stocked), name, shows(own(1)), sha("look"))
    said = {sha("a"): Decision.NOT_ME, sha("b"): Decision.CONFIRMED}
    for finding in stocked.findings.listed():
        stocked.findings.decide(finding.number, said[finding.picture])
    journal = a_journal(stocked)
    finds(journal, "c", shows(own(1)), sha("look"))
    assert recalled(journal, "c") == [own(1).id]


@pytest.mark.parametrize("pipeline", [PIPELINE, PIPELINE + FAST])
@pytest.mark.parametrize("decision", [Decision.NOT_ME, Decision.CONFIRMED])
def test_what_was_said_goes_over_to_a_better_shot_of_the_same_moment(
    stocked: Vault, decision: Decision, pipeline: str
) -> None:
    finds(a_journal(stocked), "a", shows(own(1)))
    stocked.findings.mark_seen([only(stocked).number])
    stocked.findings.decide(only(stocked).number, decision, "the beach")
    before = only(stocked)
    stocked.photos.add(own(4), 1)
    journal = a_journal(stocked, pipeline)
    finds(journal, "a", shows(own(4), alike=(own(1),)))
    assert recalled(journal, "a") == ([] if decision is Decision.NOT_ME else [own(4).id])
    after = only(stocked)
    assert (after.photo.id, after.stands, after.new) == (own(4).id, True, False)
    assert (after.decision, after.note) == (decision, "the beach")
    assert (after.decided_at, after.seen_at) == (before.decided_at, before.seen_at)


def test_what_was_said_of_the_better_shot_itself_stays(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1), own(2)))
    for finding in stocked.findings.listed():
        said = Decision.NOT_ME if finding.photo.id == own(1).id else Decision.CONFIRMED
        stocked.findings.decide(finding.number, said)
    journal = a_journal(stocked, again=True)
    finds(journal, "a", shows(own(2), alike=(own(1),)))
    assert recalled(journal, "a") == [own(2).id]
    assert {(f.photo.id, f.decision, f.stands) for f in stocked.findings.listed(with_not_me=True)} == {
        (own(1).id, Decision.NOT_ME, False),
        (own(2).id, Decision.CONFIRMED, True),
    }


def test_of_several_things_said_of_one_moment_that_counts_which_hides_nothing(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1), own(2)))
    for finding in stocked.findings.listed():
        said = Decision.NOT_ME if finding.photo.id == own(1).id else Decision.CONFIRMED
        stocked.findings.decide(finding.number, said)
    journal = a_journal(stocked, again=True)
    finds(journal, "a", shows(own(3), alike=(own(1), own(2))))
    assert recalled(journal, "a") == [own(3).id]
    finds(a_journal(stocked, again=True), "a", shows(own(3), alike=(own(1), own(2))))
    assert [f.decision for f in stocked.findings.listed() if f.stands] == [Decision.CONFIRMED]


def test_another_decision_brings_a_finding_back(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1)))
    for decision, told in ((Decision.NOT_ME, []), (Decision.UNDECIDED, [own(1).id]), (Decision.CONFIRMED, [own(1).id])):
        stocked.findings.decide(only(stocked).number, decision)
        assert recalled(a_journal(stocked), "a") == told


def test_a_finding_that_is_found_again_keeps_its_number_and_what_was_said_of_it(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1)))
    before = only(stocked)
    stocked.findings.decide(before.number, Decision.CONFIRMED, "the beach")
    stocked.findings.mark_seen([before.number])
    stocked.photos.add(own(4), 1)
    finds(a_journal(stocked), "a", shows(own(1), verdict=Verdict.PROBABLE))
    after = only(stocked)
    assert (after.number, after.found_at) == (before.number, before.found_at)
    assert (after.decision, after.note, after.new, after.stands) == (Decision.CONFIRMED, "the beach", False, True)
    assert after.verdict is Verdict.PROBABLE


def test_a_finding_that_is_not_found_again_goes_unless_something_was_said_of_it(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1), own(2), own(3)))
    numbers = {finding.photo.id: finding.number for finding in stocked.findings.listed()}
    stocked.findings.decide(numbers[own(1).id], Decision.CONFIRMED)
    stocked.findings.decide(numbers[own(2).id], Decision.UNDECIDED)
    journal = a_journal(stocked, again=True)
    finds(journal, "a", NOTHING)
    assert recalled(journal, "a") == []
    finding = only(stocked)
    assert (finding.number, finding.stands, len(finding.sightings)) == (numbers[own(1).id], False, 1)
    finds(a_journal(stocked, again=True), "a", shows(own(1)))
    assert (only(stocked).decision, only(stocked).stands) == (Decision.CONFIRMED, True)


def test_sightings_go_with_the_last_finding(stocked: Vault) -> None:
    finds(a_journal(stocked), "a", shows(own(1)))
    finds(a_journal(stocked, again=True), "a", NOTHING)
    assert stocked._database.execute("SELECT count(*) FROM sightings") == [(0,)]


# --- when it is committed


def test_a_finding_is_committed_at_once_and_the_rest_together(stocked: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "_PICTURES", 10)
    journal = a_journal(stocked)

    def uncommitted() -> bool:
        return stocked._database._connection.in_transaction

    for name in range(9):
        journal.keep(sha(name), NOTHING, None)
        assert uncommitted()
    journal.keep(sha(9), NOTHING, None)
    assert not uncommitted()
    journal.keep(sha(10), NOTHING, None)
    assert uncommitted()
    journal.keep(sha(11), shows(own(1)), None)
    assert not uncommitted()
    journal.keep(sha(12), NOTHING, None)
    journal.commit()
    assert not uncommitted()


def test_what_was_not_found_is_committed_after_two_seconds(stocked: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = a_journal(stocked)
    journal.keep(sha("a"), NOTHING, None)
    assert stocked._database._connection.in_transaction
    monkeypatch.setattr(journal_module, "_SECONDS", 0.0)
    journal.saw(posted("a.jpg"), sha("a"), 10)
    assert not stocked._database._connection.in_transaction


def test_what_fails_halfway_is_taken_back_whole(stocked: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the caller goes on after an interrupt: the old finding is neither lost nor half replaced."""
    finds(a_journal(stocked), "a", shows(own(1)))
    journal = a_journal(stocked, again=True)
    with pytest.raises(KeyError):
        journal.keep(sha("a"), shows(own(2), own(99)), None)
    journal.commit()
    assert recalled(a_journal(stocked), "a") == [own(1).id]


def test_how_many_files_were_looked_at_before_and_need_another_look(stocked: Vault) -> None:
    for name in "abc":
        finds(a_journal(stocked), name, NOTHING)
    assert a_journal(stocked).done_in({"export", "elsewhere"}) == Done(enough=3)
    assert a_journal(stocked).done_in({"elsewhere"}) == Done()
    assert a_journal(stocked, again=True).done_in({"export"}) == Done(as_asked=3)
    assert a_journal(stocked, "2").done_in({"export"}) == Done(otherwise=3)
    assert a_journal(stocked, PIPELINE + FAST).done_in({"export"}) == Done(enough=3)
    stocked.photos.add(own(9), 1)
    finds(a_journal(stocked), "a", NOTHING)
    assert a_journal(stocked).done_in({"export"}) == Done(enough=1, lacking=2)


# --- words that are no text


def test_names_and_captions_that_are_no_whole_text_are_remembered(folder: Path, stocked: Vault) -> None:
    """A path whose bytes are no UTF-8 comes with half characters in it, as do some exports' captions."""
    path, caption = "photos/caf\udce9.jpg", "half \ud83d of a smile"
    journal = a_journal(stocked)
    journal.saw(posted(path, caption=caption), sha("a"), 10)
    journal.keep(sha("a"), shows(own(1)), sha("look"))
    journal.commit()
    again = a_journal(stocked)
    again.saw(posted(path, caption=caption), sha("a"), 10)
    again.commit()
    (sighting,) = only(stocked).sightings
    assert sighting.caption == r"half \ud83d of a smile"
    assert sighting.origin.locator.path == path, "the place is that in the report of a scan"


def test_a_photo_whose_name_is_no_whole_text_is_remembered(stocked: Vault) -> None:
    stocked.photos.add(own(9, label="caf\udce9.jpg", path="/home/caf\udce9.jpg"), 1)
    assert stocked.photos.listed()[-1].path == r"/home/caf\udce9.jpg"


def test_a_picture_known_by_its_published_sum_is_found_and_no_file_was_read_for_it(vault: Vault) -> None:
    vault.photos.add(own(1), 1)
    journal = vault.journal(vault.photos.all(), PIPELINE)
    media = PublishedHash(MediaKind.PHOTO, (Digest("md5", own(1).md5),))
    journal.saw(posted("thread.json", media=media), own(1).sha256, 0)
    journal.keep(own(1).sha256, shows(own(1)), None)
    (finding,) = vault.findings.listed()
    assert [(each.origin.locator.path, each.media) for each in finding.sightings] == [
        ("thread.json", MediaKind.PUBLISHED_HASH)
    ]
    assert vault._database.execute("SELECT * FROM files") == []
