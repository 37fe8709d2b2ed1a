"""What was found is listed with its places, what the user says of it is kept, and what is new is told apart."""

from __future__ import annotations

import pytest

from exposurewatch.errors import VaultDamaged, WrongUsage
from exposurewatch.model import WHOLE, Verdict
from exposurewatch.vault import values
from exposurewatch.vault.records import Decision
from exposurewatch.vault.store import Vault
from tests.conftest import an_alteration
from tests.vault.builders import PIPELINE, own, posted, sha, shows

ALTERATION = an_alteration(
    mirrored=True,
    rotation_degrees=90.1,
    scale=1 / 3,
    region=((0.1, 0.2), *WHOLE[1:]),
    visible_fraction=0.7,
    inverted=True,
)


@pytest.fixture
def found(vault: Vault) -> Vault:
    """A vault in which two photos were found in one picture, the second in another as well."""
    for seed in (1, 2, 3):
        vault.photos.add(own(seed), 1)
    journal = vault.journal(vault.photos.all(), PIPELINE)
    for name, outcome in (
        ("a", shows(own(1), own(2), alteration=ALTERATION, alike=(own(3),))),
        ("b", shows(own(2), verdict=Verdict.SAME_SCENE)),
    ):
        journal.saw(posted(f"{name}.jpg"), sha(name), 10)
        journal.keep(sha(name), outcome, None)
    return vault


def test_each_finding_says_all_that_is_known_of_it(found: Vault) -> None:
    listed = found.findings.listed()
    assert [finding.photo.id for finding in listed] == sorted(finding.photo.id for finding in listed)
    finding = next(finding for finding in listed if finding.photo.id == own(1).id)
    assert finding.photo == found.photos.listed()[0]
    assert (finding.picture, finding.verdict, finding.score, finding.agreement) == (
        sha("a"),
        Verdict.CERTAIN,
        50.5,
        0.98,
    )
    assert finding.alteration == ALTERATION
    assert finding.alike == (own(3).id,)
    assert [sighting.origin for sighting in finding.sightings] == [posted("a.jpg").origin]
    assert (finding.decision, finding.note, finding.decided_at, finding.seen_at) == (None, "", None, None)
    assert finding.stands
    assert finding.new


def test_what_was_shown_is_not_new_until_it_is_found_elsewhere(found: Vault) -> None:
    found.findings.mark_seen(finding.number for finding in found.findings.listed())
    assert found.findings.listed(new_only=True) == ()
    assert len(found.findings.listed()) == 3
    journal = found.journal(found.photos.all(), PIPELINE)
    journal.saw(posted("b.jpg"), sha("b"), 10)  # where it was known to be
    assert found.findings.listed(new_only=True) == ()
    journal.saw(posted("elsewhere.jpg", "2"), sha("b"), 10)
    assert [finding.picture for finding in found.findings.listed(new_only=True)] == [sha("b")]


@pytest.mark.parametrize("moment", ["1999-01-01T00:00:00.000000+00:00", "2999-01-01T00:00:00.000000+00:00"])
def test_what_is_new_is_told_whatever_the_clock_says(
    found: Vault, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found.findings.mark_seen(finding.number for finding in found.findings.listed())
    monkeypatch.setattr(values, "now", lambda: moment)
    journal = found.journal(found.photos.all(), PIPELINE)
    journal.saw(posted("elsewhere.jpg", "2"), sha("b"), 10)
    (new,) = found.findings.listed(new_only=True)
    assert new.picture == sha("b")
    found.findings.mark_seen([new.number])
    assert found.findings.listed(new_only=True) == ()


def test_the_number_of_a_place_that_is_gone_is_not_given_again(found: Vault) -> None:
    found.findings.mark_seen(finding.number for finding in found.findings.listed())
    found._database.execute("DELETE FROM sightings")
    journal = found.journal(found.photos.all(), PIPELINE)
    journal.saw(posted("elsewhere.jpg", "2"), sha("a"), 10)
    assert {finding.picture for finding in found.findings.listed(new_only=True)} == {sha("a")}


def test_what_is_not_her_is_listed_only_when_asked_for(found: Vault) -> None:
    number = found.findings.listed()[0].number
    found.findings.decide(number, Decision.NOT_ME, "somebody else")
    assert number not in [finding.number for finding in found.findings.listed()]
    (listed,) = (finding for finding in found.findings.listed(with_not_me=True) if finding.number == number)
    assert (listed.decision, listed.note, listed.new) == (Decision.NOT_ME, "somebody else", False)
    assert listed.decided_at is not None


@pytest.mark.parametrize("decision", [Decision.CONFIRMED, Decision.UNDECIDED])
def test_what_the_user_says_is_kept(found: Vault, decision: Decision) -> None:
    number = found.findings.listed()[0].number
    found.findings.decide(number, decision, "note “ü”")
    assert [(f.decision, f.note) for f in found.findings.listed() if f.number == number] == [(decision, "note “ü”")]


def test_a_finding_that_is_not_there_cannot_be_decided_on(found: Vault) -> None:
    with pytest.raises(WrongUsage, match="no match with the number 99"):
        found.findings.decide(99, Decision.CONFIRMED)
    found.findings.mark_seen([99])


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE findings SET verdict = 'sure'",
        "UPDATE findings SET alteration = '{}'",
        "UPDATE findings SET alike = '{}'",
        "UPDATE findings SET decision = 'perhaps'",
        "UPDATE findings SET found_at = 'yesterday'",
        "UPDATE findings SET seen_at = '2024-05-01'",
        "UPDATE sightings SET origin = '[]'",
        "UPDATE sightings SET media = 'film'",
        "UPDATE sightings SET recorded_at = ''",
        "UPDATE photos SET added_at = 'x'",
        "DROP TABLE sightings",
    ],
)
def test_what_was_never_written_is_a_damage(found: Vault, damage: str) -> None:
    found._database.execute(damage)
    with pytest.raises(VaultDamaged) as raised:
        found.findings.listed(with_not_me=True)
    assert raised.value.hint


def test_an_unknown_verdict_or_reason_is_a_damage_to_a_scan_as_well(found: Vault) -> None:
    journal = found.journal(found.photos.all(), PIPELINE)
    found._database.execute("UPDATE findings SET verdict = 'sure'")
    with pytest.raises(VaultDamaged):
        journal.recall(sha("a"))
    found._database.execute("UPDATE pictures SET reason = 'bored'")
    with pytest.raises(VaultDamaged):
        journal.recall(sha("a"))
