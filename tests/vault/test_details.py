"""Details are kept once, in order, encrypted; what stood beside a picture goes where the picture or the detail goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from exposurewatch.details import Detail, told_apart
from exposurewatch.errors import VaultDamaged
from exposurewatch.model import DetailKind, Exposure, Match, Nearness, Part, Spelling
from exposurewatch.vault import schema, values
from exposurewatch.vault.store import Vault
from tests.conftest import a_judgement, an_origin
from tests.vault.builders import PIPELINE, own, posted, sha, shows
from tests.vault.conftest import reopened
from tests.vault.old import BEFORE_DETAILS, taken_back

PHONE = Detail(DetailKind.PHONE, "+60123456789")
OTHER = Detail(DetailKind.PHONE, "+60199999912")
ALIKE = Detail(DetailKind.PHONE, "+60198765489")
NAME = Detail(DetailKind.NAME, "siti nurhaliza")
BESIDE = Exposure(
    DetailKind.PHONE,
    "ending 89",
    an_origin(message_id="8", reply_to="7"),
    Part.SENDER,
    Spelling.ALTERED,
    Nearness.NEARBY,
    3,
)
NAMED = Exposure(DetailKind.NAME, "S. N.", an_origin(), nearness=Nearness.SAME_MESSAGE)


def found(vault: Vault, *beside: Exposure, path: str = "a.jpg") -> Match:
    """Have the vault remember one match, and what stood beside it."""
    photo, sighting = own(1), posted(path)
    vault.photos.add(photo, 1)
    journal = vault.journal(vault.photos.all(), PIPELINE)
    journal.saw(sighting, sha("found"), 10)
    journal.keep(sha("found"), shows(photo), None)
    match = Match(a_judgement(photo=photo), sighting, beside)
    vault.details.stood_beside([match], {})
    return match


def beside(vault: Vault) -> list[Exposure]:
    return [each.exposure for finding in vault.findings.listed() for kept in finding.sightings for each in kept.beside]


def test_details_are_kept_in_order_each_once_and_last(folder: Path) -> None:
    with reopened(folder) as vault:
        assert [vault.details.add(each) for each in (NAME, PHONE, NAME)] == [True, True, False]
    with reopened(folder) as vault:
        entries = vault.details.listed()
    assert [entry.detail for entry in entries] == [NAME, PHONE]
    assert len({entry.number for entry in entries}) == 2


def test_a_number_is_never_given_twice(vault: Vault) -> None:
    vault.details.add(PHONE)
    (first,) = vault.details.listed()
    assert vault.details.forget([first.number]) == 1
    vault.details.add(PHONE)
    (second,) = vault.details.listed()
    assert second.number > first.number


def test_forgetting_what_is_not_there_forgets_nothing(vault: Vault) -> None:
    vault.details.add(PHONE)
    assert vault.details.forget([99]) == 0
    assert len(vault.details.listed()) == 1


def test_what_stood_beside_a_match_is_told_with_it(folder: Path) -> None:
    with reopened(folder) as vault:
        found(vault, BESIDE, NAMED)
    with reopened(folder) as vault:
        assert beside(vault) == [NAMED, BESIDE]


def test_a_later_scan_tells_it_anew_and_takes_nothing_back(vault: Vault) -> None:
    match = found(vault, BESIDE, NAMED)
    nearer = replace(BESIDE, nearness=Nearness.SAME_MESSAGE, away=0)
    vault.details.stood_beside([replace(match, beside=(nearer,))], {})
    assert beside(vault) == [NAMED, nearer]


def test_what_stands_beside_a_picture_that_is_not_remembered_is_not_kept(vault: Vault) -> None:
    vault.details.stood_beside([Match(a_judgement(), posted("gone.jpg"), (BESIDE,))], {})
    assert vault._database.execute("SELECT * FROM beside") == []


def test_a_path_that_is_no_text_is_found_again(vault: Vault) -> None:
    found(vault, BESIDE, path="a\udcff.jpg")
    assert beside(vault) == [BESIDE]


def test_it_goes_with_the_photo(vault: Vault) -> None:
    found(vault, BESIDE)
    vault.photos.forget([own(1).id])
    assert vault._database.execute("SELECT * FROM beside") == []


def test_it_goes_with_the_detail_and_the_others_stay(vault: Vault) -> None:
    for detail in (PHONE, OTHER, NAME):
        vault.details.add(detail)
    found(vault, BESIDE, NAMED)
    phone, other, name = (entry.number for entry in vault.details.listed())
    vault.details.forget([other])
    assert beside(vault) == [NAMED, BESIDE]
    vault.details.forget([phone])
    assert beside(vault) == [NAMED]
    vault.details.forget([name])
    assert beside(vault) == []


def test_what_stood_there_of_another_that_is_masked_alike_stays(vault: Vault) -> None:
    for detail in (PHONE, ALIKE):
        vault.details.add(detail)
    first, second = (entry.number for entry in vault.details.listed())
    both = (replace(BESIDE, shown="ending 89, 1 of 2"), replace(BESIDE, shown="ending 89, 2 of 2"))
    match = found(vault)
    vault.details.stood_beside([replace(match, beside=both)], told_apart([PHONE, ALIKE]))
    (finding,) = vault.findings.listed()
    assert [each.detail for each in finding.sightings[0].beside] == [first, second]
    vault.details.forget([first])
    assert beside(vault) == [both[1]]


def test_what_is_not_known_to_be_of_a_detail_stays_where_another_is_masked_alike(vault: Vault) -> None:
    for detail in (PHONE, ALIKE):
        vault.details.add(detail)
    found(vault, BESIDE)
    vault.details.forget([vault.details.listed()[0].number])
    assert beside(vault) == [BESIDE]


def test_a_detail_that_is_told_of_otherwise_by_now_is_there_once(vault: Vault) -> None:
    vault.details.add(PHONE)
    match = found(vault)
    vault.details.stood_beside([replace(match, beside=(BESIDE,))], told_apart([PHONE]))
    vault.details.add(ALIKE)
    later = replace(BESIDE, shown="ending 89, 1 of 2")
    vault.details.stood_beside([replace(match, beside=(later,))], told_apart([PHONE, ALIKE]))
    assert beside(vault) == [later]


def test_with_the_last_detail_goes_what_stood_there_of_those_in_a_file(vault: Vault) -> None:
    vault.details.add(NAME)
    found(vault, BESIDE)
    vault.details.forget([entry.number for entry in vault.details.listed()])
    assert beside(vault) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE details SET kind = 'shoe size'",
        "UPDATE details SET added_at = 'yesterday'",
        "UPDATE beside SET nearness = 'somewhere'",
        "UPDATE beside SET origin = '{}'",
        "UPDATE beside SET kind = 'shoe size'",
    ],
)
def test_what_this_program_cannot_have_written_is_damage(vault: Vault, change: str) -> None:
    vault.details.add(PHONE)
    found(vault, BESIDE)
    vault._database.execute(change)
    with pytest.raises(VaultDamaged):
        repr((vault.details.listed(), vault.findings.listed()))


def test_a_vault_of_before_takes_the_steps_and_keeps_what_it_holds(folder: Path) -> None:
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
    with taken_back(folder, BEFORE_DETAILS):
        pass
    with reopened(folder) as vault:
        assert schema.version(vault._database) == len(schema.MIGRATIONS)
        assert [entry.id for entry in vault.photos.listed()] == [own(1).id]
        assert vault.details.add(PHONE)


def test_what_stood_there_before_it_was_kept_whose_it_is_stays(folder: Path) -> None:
    with reopened(folder) as vault:
        found(vault)
    with taken_back(folder, BEFORE_DETAILS) as database:
        database.execute(schema.MIGRATIONS[BEFORE_DETAILS])
        database.execute(f"PRAGMA user_version = {BEFORE_DETAILS + 1}")
        database.execute(
            "INSERT INTO beside SELECT number, 'name', 'S. N.', 'text', 'exact', 'same message', 0, ? FROM sightings",
            values.stored_origin(NAMED.origin),
        )
    with reopened(folder) as vault:
        assert beside(vault) == [NAMED]
