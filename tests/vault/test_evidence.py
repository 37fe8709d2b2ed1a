"""Whatever is done to a closed vault by something else than this program is told, or changes nothing that is told."""

from __future__ import annotations

import errno
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from exposurewatch.errors import NoRoom, VaultDamaged, WrongUsage
from exposurewatch.model import Match
from exposurewatch.vault import disk, seal
from exposurewatch.vault.database import connect
from exposurewatch.vault.evidence import Since
from exposurewatch.vault.location import DATABASE, SEAL
from exposurewatch.vault.records import Decision
from exposurewatch.vault.store import Vault, made
from tests.conftest import a_judgement
from tests.vault.builders import KEY, PIPELINE, own, posted, sha, shows
from tests.vault.conftest import reopened
from tests.vault.test_details import BESIDE, NAME, PHONE

_PAGE = 4096
_OTHER = (
    "The vault is not the one that was last closed here, or an older one: what was found or decided may be missing, or"
    " be as it was before."
)
_BAD_SEAL = "The file that says how the vault was left is damaged, or that of another vault."
_DAMAGED = "The list of all changes of what was found and decided is damaged."


def work(vault: Vault, pictures: range, decided: range = range(0)) -> None:
    """Find own photos in some pictures, and decide on some of these findings."""
    photos = vault.photos.all()
    journal = vault.journal(photos, PIPELINE)
    for number in pictures:
        journal.saw(posted(f"{number}.jpg", str(number), caption="she " * (number % 90)), sha(number), 10)
        if journal.recall(sha(number)) is None:
            journal.keep(sha(number), shows(photos[number % len(photos)]), None)
    journal.commit()
    for number in decided:
        vault.findings.decide(number, Decision.CONFIRMED, "that is her " * 9)


def stand_beside(vault: Vault) -> None:
    """Have a detail stand beside one of these pictures."""
    match = Match(a_judgement(photo=own(1)), posted("1.jpg", "1"), (BESIDE,))
    vault.details.stood_beside([match], {})


@dataclass(frozen=True, slots=True)
class Copies:
    """The bytes of a vault's database before and after some work, and what is told of it after."""

    folder: Path
    before: bytes
    after: bytes
    told: str

    def left_as(self, content: bytes) -> str:
        """Return how a database of these bytes is met: 'refused', 'reported', or 'harmless'; anything else fails."""
        (self.folder / DATABASE).write_bytes(content)
        (self.folder / SEAL).write_bytes(self.seal)
        try:
            with reopened(self.folder) as vault:
                if vault.faults:
                    return "reported"
                assert told(vault) == self.told
        except VaultDamaged:
            return "refused"
        return "harmless"

    @property
    def seal(self) -> bytes:
        return (self.folder / "seal after").read_bytes()

    def pages(self) -> list[int]:
        """The pages that differ."""
        count = min(len(self.before), len(self.after)) // _PAGE
        return [page for page in range(count) if _page(self.before, page) != _page(self.after, page)]


def told(vault: Vault) -> str:
    """All that is told of what was found."""
    return repr(vault.findings.listed(with_not_me=True))


def _page(content: bytes, page: int) -> bytes:
    return content[page * _PAGE : (page + 1) * _PAGE]


def _with(content: bytes, page: int, other: bytes) -> bytes:
    return content[: page * _PAGE] + other + content[(page + 1) * _PAGE :]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    folder = tmp_path_factory.mktemp("vault")
    with made(folder, KEY) as vault:
        for number in range(4):
            vault.photos.add(own(number), 1)
        work(vault, range(60), range(1, 20))
    before = (folder / DATABASE).read_bytes()
    with reopened(folder) as vault:
        work(vault, range(60, 90), range(10, 60))
        content = told(vault)
    after = (folder / DATABASE).read_bytes()
    (folder / SEAL).rename(folder / "seal after")
    return Copies(folder, before, after, content)


def test_what_is_left_alone_is_as_it_was_left(copies: Copies) -> None:
    assert copies.left_as(copies.after) == "harmless"


def test_every_older_page_that_is_put_back_is_noticed_or_harmless(copies: Copies) -> None:
    pages = copies.pages()
    outcomes = [copies.left_as(_with(copies.after, page, _page(copies.before, page))) for page in pages]
    assert len(pages) > 10
    assert outcomes.count("reported") + outcomes.count("refused") > len(pages) // 2
    assert "reported" in outcomes


def test_some_older_pages_that_are_put_back_are_noticed_or_harmless(copies: Copies) -> None:
    rng = random.Random(5)  # noqa: S311
    for _ in range(60):
        content = copies.after
        for page in rng.sample(copies.pages(), rng.randrange(2, len(copies.pages()))):
            content = _with(content, page, _page(copies.before, page))
        copies.left_as(content)


def test_pages_that_are_swapped_are_noticed_or_harmless(copies: Copies) -> None:
    rng = random.Random(6)  # noqa: S311
    outcomes = set()
    for _ in range(40):
        one, other = rng.sample(range(len(copies.after) // _PAGE), 2)
        swapped = _with(copies.after, one, _page(copies.after, other))
        outcomes.add(copies.left_as(_with(swapped, other, _page(copies.after, one))))
    assert "harmless" not in outcomes or len(outcomes) > 1
    assert "refused" in outcomes


def test_an_end_that_is_cut_off_is_noticed(copies: Copies) -> None:
    for page in range(1, len(copies.after) // _PAGE):
        assert copies.left_as(copies.after[: page * _PAGE]) in ("refused", "reported")


def test_an_older_database_put_back_whole_is_told(copies: Copies) -> None:
    assert copies.left_as(copies.before) == "reported"
    with reopened(copies.folder) as vault:
        assert vault.faults == (_OTHER,)
        work(vault, range(200, 203))
    with reopened(copies.folder) as vault:
        assert vault.faults == (_OTHER,), "it is told until it is accepted"


def test_the_database_of_another_vault_is_told(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        with made(tmp_path / name, KEY) as vault:
            vault.photos.add(own(1), 1)
    (tmp_path / "other" / DATABASE).replace(tmp_path / "one" / DATABASE)
    with reopened(tmp_path / "one") as vault:
        assert vault.faults == (_OTHER,)


def test_a_seal_that_is_missing_is_told(folder: Path) -> None:
    (folder / SEAL).unlink()
    for _ in range(2):
        with reopened(folder) as vault:
            assert vault.faults == ("The file that says how the vault was left is missing.",)


@pytest.mark.parametrize("content", [b"", b"EWSEAL\0\1", bytes(76), bytes(4096), b"EWSEAL\0\1" + bytes(68)])
def test_a_seal_that_is_damaged_is_told(folder: Path, content: bytes) -> None:
    (folder / SEAL).write_bytes(content)
    with reopened(folder) as vault:
        assert vault.faults == (_BAD_SEAL,)


def test_a_bad_sector_in_the_seal_costs_nothing_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bad(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "read", bad)
        assert seal.read(folder, KEY) == seal.Damaged()


def test_every_flipped_bit_of_a_seal_is_told(folder: Path) -> None:
    content = (folder / SEAL).read_bytes()
    for bit in range(8 * len(content)):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        (folder / SEAL).write_bytes(flipped)
        assert seal.read(folder, KEY) == seal.Damaged(), bit


def test_a_seal_that_is_left_of_a_vault_before_is_no_trouble(tmp_path: Path) -> None:
    with made(tmp_path, KEY) as vault:
        vault.photos.add(own(1), 1)
    (tmp_path / DATABASE).unlink()
    with made(tmp_path, KEY) as vault:
        assert vault.faults == ()
    with reopened(tmp_path) as vault:
        assert vault.faults == ()


def test_what_was_done_before_an_error_is_sealed(folder: Path) -> None:
    def stopped() -> None:
        with reopened(folder) as vault:
            vault.photos.add(own(1), 1)
            work(vault, range(3))
            vault.findings.decide(1, Decision.CONFIRMED)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    left = seal.read(folder, KEY)
    with reopened(folder) as vault:
        assert vault.faults == ()
        assert vault.evidence.seal() == left


def test_a_chain_is_not_begun_again_behind_the_back_of_the_user(tmp_path: Path) -> None:
    """As with a page of the time before there was one, on which SQLite keeps that there is."""
    with made(tmp_path, KEY) as vault:
        vault.photos.add(own(1), 1)
        work(vault, range(5), range(1, 4))
    for change in ("DELETE FROM sqlite_sequence WHERE name = 'chain'", "DELETE FROM chain"):
        database = connect(tmp_path / DATABASE, KEY)
        database.execute(change)
        database.close()
        with reopened(tmp_path) as vault:
            assert _DAMAGED in vault.faults


def test_a_chain_that_cannot_be_read_costs_nothing_else(tmp_path: Path) -> None:
    with made(tmp_path, KEY) as vault:
        vault.photos.add(own(1), 1)
        work(vault, range(5), range(1, 4))
        content = told(vault)
        ((page,),) = vault._database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'chain'")
    damaged = bytearray((tmp_path / DATABASE).read_bytes())
    damaged[(page - 1) * _PAGE + 100] ^= 1
    (tmp_path / DATABASE).write_bytes(damaged)
    with reopened(tmp_path) as vault:
        assert _DAMAGED in vault.faults
        assert told(vault) == content
        with pytest.raises(VaultDamaged, match="cannot be read any more"):
            vault.accept()
    with reopened(tmp_path) as vault:
        assert _DAMAGED in vault.faults
        assert told(vault) == content


def test_an_older_seal_is_no_trouble(folder: Path) -> None:
    """As after a command that was killed before it could write one."""
    older = (folder / SEAL).read_bytes()
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        work(vault, range(3))
    (folder / SEAL).write_bytes(older)
    with reopened(folder) as vault:
        assert vault.faults == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE findings SET score = 1 WHERE number = 2", "1 entry of what was found and decided is not as"),
        ("UPDATE findings SET decision = NULL", "3 entries of what was found and decided are not as"),
        ("UPDATE findings SET note = note || '.' WHERE number < 3", "2 entries of what"),
        ("UPDATE sightings SET caption = '' WHERE number = 3", "1 entry of what was found and decided is not as"),
        ("UPDATE beside SET away = away + 1", "1 entry of what was found and decided is not as"),
        ("DELETE FROM sightings WHERE number = 3", "1 entry of what was found and decided is missing."),
        ("DELETE FROM chain WHERE number = (SELECT max(number) FROM chain)", _DAMAGED),
        ("DELETE FROM chain WHERE number = 3", _DAMAGED),
        ("DELETE FROM chain", _DAMAGED),
        ("UPDATE chain SET row = row + 1 WHERE number = 3", _DAMAGED),
        ("UPDATE chain SET link = randomblob(32) WHERE number = 3", _DAMAGED),
        ("UPDATE chain SET digest = NULL WHERE number = 3", _DAMAGED),
    ],
)
def test_what_is_changed_is_told(folder: Path, change: str, fault: str) -> None:
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        vault.details.add(PHONE)
        work(vault, range(5), range(1, 4))
        stand_beside(vault)
    triggers = [f"{table}_{event}" for table in ("findings", "sightings", "beside") for event in ("changed", "gone")]
    with reopened(folder) as vault:
        for trigger in triggers:
            vault._database.execute(f"DROP TRIGGER {trigger}")
        vault._database.execute(change)
    with reopened(folder) as vault:
        assert any(each.startswith(fault) for each in vault.faults), vault.faults


@pytest.mark.parametrize("table", ["findings", "sightings", "beside"])
def test_every_column_of_evidence_is_chained(folder: Path, table: str) -> None:
    others: dict[str, float | str | bytes] = {"REAL": 0.125, "INTEGER": 99, "TEXT": "another", "BLOB": b"another"}
    passed_over = {"seen", "seen_at"}  # what the user was shown of it
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        work(vault, range(3), range(1, 3))
        stand_beside(vault)
        columns = [row[1:3] for row in vault._database.execute(f"PRAGMA table_info({table})")]
        vault._database.execute(f"DROP TRIGGER {table}_changed")
        vault._database.execute("PRAGMA foreign_keys = OFF")
        for name, kind in columns:
            vault._database.execute("BEGIN")
            last = f"WHERE rowid = (SELECT max(rowid) FROM {table})"  # noqa: S608
            vault._database.execute(f"UPDATE {table} SET {name} = ? {last}", others[kind])  # noqa: S608
            faults = vault.evidence.faults(seal.read(folder, KEY))
            vault._database.execute("ROLLBACK")
            assert bool(faults) is (name not in passed_over), name


def test_what_the_program_itself_changes_is_no_fault(folder: Path) -> None:
    with reopened(folder) as vault:
        for number in range(3):
            vault.photos.add(own(number), 1)
        vault.details.add(PHONE)
        vault.details.add(NAME)
        work(vault, range(30), range(1, 9))
        stand_beside(vault)
    with reopened(folder) as vault:
        assert vault.faults == ()
        vault.findings.mark_seen([1, 2])
        vault.details.forget([1])
        vault.photos.forget([own(1).id])
        assert vault.evidence.faults(seal.read(folder, KEY)) == ()
    with reopened(folder) as vault:
        assert vault.faults == ()


def test_a_scan_that_meets_the_same_again_adds_nothing(folder: Path) -> None:
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        vault.details.add(PHONE)
        for _ in range(3):
            work(vault, range(5))
            stand_beside(vault)
            vault.findings.mark_seen([1])
        assert vault.evidence.seal().count == 1 + 5 + 5 + 1
        assert vault.evidence.counts() == (5, 5)


def test_a_code_tells_what_became_of_all_that_was_there(folder: Path) -> None:
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        vault.photos.add(own(2), 1)
        work(vault, range(4))
        code = vault.evidence.seal().code
        assert vault.evidence.since(code) == Since(changed=0, removed=0)
    with reopened(folder) as vault:
        work(vault, range(4, 7))
        assert vault.evidence.since(f" {code.upper()}\n") == Since(changed=0, removed=0)
        vault.findings.decide(1, Decision.NOT_ME)
        vault.findings.decide(1, Decision.CONFIRMED)
        vault.findings.mark_seen([2])
        assert vault.evidence.since(code) == Since(changed=1, removed=0)
        vault.photos.forget([own(2).id])
        assert vault.evidence.since(code) == Since(changed=1, removed=2 + 2)


def test_what_never_was_its_code_is_told_from_what_is_none(folder: Path) -> None:
    with reopened(folder) as vault:
        code = vault.evidence.seal().code
        assert vault.evidence.since(code[:-1] + ("0" if code[-1] != "0" else "1")) is None
        assert vault.evidence.since(f"999-{'0' * 32}") is None
        for bad in ("", "7", "7-", f"0-{'0' * 32}", f"7-{'g' * 32}", f"{'9' * 19}-{'0' * 32}", f"{2**63}-{'0' * 32}"):
            with pytest.raises(WrongUsage):
                vault.evidence.since(bad)


def test_which_findings_are_concerned_is_told(folder: Path) -> None:
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        work(vault, range(5))
        stand_beside(vault)
        for trigger in ("findings_changed", "sightings_changed", "beside_changed"):
            vault._database.execute(f"DROP TRIGGER {trigger}")
        vault._database.execute("UPDATE findings SET score = 1 WHERE number = 4")
        vault._database.execute("UPDATE sightings SET caption = 'x' WHERE number = 1")
        vault._database.execute("UPDATE beside SET away = away + 1")
        assert vault.evidence.doubtful() == (1, 2, 4)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM chain WHERE number = 3",
        "UPDATE findings SET score = 1",
        "DELETE FROM chain",
        "PRAGMA foreign_keys = OFF; DELETE FROM photos",
        "DELETE FROM sightings WHERE number = 2",
    ],
)
def test_what_is_accepted_is_told_no_more_and_begins_anew(folder: Path, change: str) -> None:
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        work(vault, range(3))
        code = vault.evidence.seal().code
    with reopened(folder) as vault:
        for trigger in ("findings_changed", "sightings_gone"):
            vault._database.execute(f"DROP TRIGGER {trigger}")
        vault._database.execute(change)
    with reopened(folder) as vault:
        assert vault.faults
        vault.accept()
        assert vault.faults == ()
    with reopened(folder) as vault:
        assert vault.faults == ()
        assert vault.evidence.since(code) is None
        assert vault.evidence.since(vault.evidence.seal().code) == Since(changed=0, removed=0)


def test_what_cannot_be_sealed_is_not_called_accepted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise NoRoom("The disk is full.", "Make room.")

    (folder / SEAL).write_bytes(b"")
    with reopened(folder) as vault:
        monkeypatch.setattr(seal, "write", full)
        with pytest.raises(NoRoom):
            vault.accept()


def test_looking_again_adds_nothing_where_nothing_changed(folder: Path) -> None:
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        photos = vault.photos.all()
        for _ in range(3):
            journal = vault.journal(photos, PIPELINE, again=True)
            for number in range(5):
                journal.saw(posted(f"{number}.jpg", str(number)), sha(number), 10)
                journal.keep(sha(number), shows(photos[0]), None)
        assert vault.evidence.seal().count == 1 + 5 + 5


def test_a_seal_tells_nothing_of_what_is_in_the_vault(folder: Path) -> None:
    """Not even whether anything is: it is of one size, and no two are alike."""
    empty = (folder / SEAL).read_bytes()
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        work(vault, range(3))
        count = vault.evidence.seal().count
    full = (folder / SEAL).read_bytes()
    assert len(empty) == len(full)
    assert sum(one != other for one, other in zip(empty[8:], full[8:], strict=True)) > 40
    assert count.to_bytes(8, "little") not in full
