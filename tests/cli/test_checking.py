"""What was changed in a vault by something else is told by whatever opens it; `vault check` says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from exposurewatch.vault.location import DATABASE, SEAL
from exposurewatch.vault.records import Decision
from tests.cli.conftest import Kept, Ran
from tests.cli.test_feed import flat
from tests.vault.builders import PIPELINE, posted, sha, shows

_OTHER = "The vault is not the one that was last closed here, or an older one:"


def _rows(ran: Ran) -> list[tuple[str, str]]:
    return [(line[:16].strip(), line[16:].strip()) for line in ran.out.splitlines()]


def _find(kept: Kept, *pictures: int) -> None:
    with kept.opened() as vault:
        photos = vault.photos.all()
        journal = vault.journal(photos, PIPELINE)
        for number in pictures:
            journal.saw(posted(f"{number}.jpg", str(number)), sha(number), 10)
            journal.keep(sha(number), shows(photos[0]), None)


@pytest.fixture
def older(filled: Kept) -> Kept:
    """A vault whose database was put back from before its last match."""
    _find(filled, 1)
    before = (filled.folder / DATABASE).read_bytes()
    _find(filled, 2)
    (filled.folder / DATABASE).write_bytes(before)
    return filled


def test_what_is_as_it_was_left_has_a_code(filled: Kept) -> None:
    _find(filled, 1)
    ran = filled.run("vault", "check")
    (evidence, said, (label, code)) = _rows(ran)

    assert ran.status == 0
    assert evidence == ("Evidence", "1 match, seen in 1 place")
    assert said == ("", "all as exposurewatch has written it")
    assert label == "Code now"
    assert f"exposurewatch vault check --code {code}" in " ".join(ran.err.split())


def test_a_code_tells_what_became_of_all_that_was_there(filled: Kept) -> None:
    _find(filled, 1)
    code = _rows(filled.run("vault", "check"))[-1][1]
    _find(filled, 2)
    same = filled.run("vault", "check", "--code", code)
    with filled.opened() as vault:
        vault.findings.decide(1, Decision.CONFIRMED)
    decided = filled.run("vault", "check", "--code", code)
    assert filled.run("forget", "--all", "--yes").status == 0
    forgotten = filled.run("vault", "check", "--code", code)

    assert [each.status for each in (same, decided, forgotten)] == [0, 0, 0]
    assert "Since the code all that was in the vault then is still in it, unchanged" in flat(same.out)
    assert "1 entry changed and 0 entries removed, by exposurewatch itself" in flat(decided.out)
    assert "0 entries changed and 2 entries removed, by exposurewatch itself" in flat(forgotten.out)
    assert "still in it, unchanged" in flat(same.out)


def test_a_code_that_the_vault_never_had_is_told(filled: Kept) -> None:
    _find(filled, 1)
    code = _rows(filled.run("vault", "check"))[-1][1]
    wrong = code[:-4] + ("0000" if code[-4:] != "0000" else "1111")
    ran = filled.run("vault", "check", "--code", wrong)

    assert ran.status == 3
    assert "this vault never had that code" in ran.out
    assert f"error: The vault never had the code {wrong}." in ran.err
    assert "hint: See whether the code is of this vault" in ran.err


def test_what_is_no_code_is_refused(filled: Kept) -> None:
    ran = filled.run("vault", "check", "--code", "12\x1b[31m")

    assert ran.status == 2
    assert "is no code of a vault's evidence" in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("command", [("matches",), ("photos",), ("history",), ("vault", "status", "--details")])
def test_whatever_opens_the_vault_says_so_and_goes_on(older: Kept, command: tuple[str, ...]) -> None:
    ran = older.run(*command)
    said = " ".join(ran.err.split())

    assert ran.status in (0, 1)
    assert f"The vault is not as exposurewatch left it. {_OTHER}" in said
    assert "What to do: exposurewatch vault check" in said


def test_what_was_changed_is_told_until_it_is_accepted(older: Kept) -> None:
    for _ in range(2):
        ran = older.run("vault", "check")
        assert ran.status == 3
        assert _OTHER in flat(ran.out)
        assert "Code" not in ran.out
        assert "error: The vault is not as exposurewatch left it." in ran.err
        assert "“exposurewatch vault check --accept” takes what is in it now as it is." in " ".join(ran.err.split())
    accepted = older.run("vault", "check", "--accept")
    assert accepted.status == 0
    assert "Code" in accepted.out
    assert "What is in the vault now is taken as it is from here on." in accepted.err
    after = older.run("matches")
    assert "not as exposurewatch left it" not in after.err
    assert older.run("vault", "check").status == 0


def test_to_accept_what_is_as_it_was_left_changes_nothing(filled: Kept) -> None:
    _find(filled, 1)
    code = _rows(filled.run("vault", "check"))[-1][1]
    ran = filled.run("vault", "check", "--accept")

    assert ran.status == 0
    assert _rows(ran)[-1] == ("Code now", code)


def test_a_copy_of_the_whole_folder_that_is_put_back_is_no_fault(filled: Kept, tmp_path: Path) -> None:
    _find(filled, 1)
    before = {path.name: path.read_bytes() for path in filled.folder.iterdir()}
    _find(filled, 2)
    for name, content in before.items():
        (filled.folder / name).write_bytes(content)

    assert SEAL in before
    assert filled.run("vault", "check").status == 0
