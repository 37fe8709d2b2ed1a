from collections.abc import Callable
from pathlib import Path

import pytest

from exposurewatch.vault import keys
from tests.cli.conftest import SECRET, Ran, Run, Typist

WEAK = "qwertyuiop12zx"


@pytest.fixture
def create(run: Run, tmp_path: Path) -> Callable[[], Ran]:
    def create() -> Ran:
        return run("vault", "create", "--vault", tmp_path / "v", "--no-recovery")

    return create


def _opens(tmp_path: Path, secret: str) -> bool:
    return bool(keys.unlock(tmp_path / "v", keys.SlotKind.PASSPHRASE, secret))


def test_six_words_are_suggested_and_what_is_typed_twice_is_taken(
    create: Callable[[], Ran], typist: Typist, tmp_path: Path
) -> None:
    typist.types(SECRET, SECRET)
    ran = create()
    assert ran.status == 0
    assert [len(line.split()) for line in ran.err.splitlines() if line.startswith("    ")] == [6]
    assert typist.asked == ["New passphrase (at least 8 characters, not shown): ", "The same again: "]
    assert _opens(tmp_path, SECRET)


def test_accents_may_be_typed_in_either_way(create: Callable[[], Ran], typist: Typist, tmp_path: Path) -> None:
    typist.types("mañana violet anchor otter", "man\u0303ana violet anchor otter ")
    assert create().status == 0
    assert _opens(tmp_path, "mañana violet anchor otter")


def test_there_are_three_tries(create: Callable[[], Ran], typist: Typist, tmp_path: Path) -> None:
    typist.types("short", "password1", SECRET, SECRET)
    assert create().status == 0
    assert _opens(tmp_path, SECRET)


def test_after_three_tries_it_leaves_and_nothing_was_made(
    create: Callable[[], Ran], typist: Typist, tmp_path: Path
) -> None:
    typist.types(SECRET, "another", "short", SECRET, SECRET.upper(), SECRET, SECRET)
    ran = create()
    assert ran.status == 2
    assert ran.err.count("The two were not the same.") == 2
    assert "The passphrase is too short" in ran.err
    assert len(typist.answers) == 2
    assert not (tmp_path / "v").exists()
    assert SECRET not in ran.err


def test_a_weak_one_is_told_and_can_be_kept(create: Callable[[], Ran], typist: Typist, tmp_path: Path) -> None:
    typist.types(WEAK, WEAK)
    ran = create()
    assert ran.status == 0
    assert "That is accepted, but it is weak. Against somebody with a copy of the vault" in ran.err
    assert typist.asked[1] == "The same again, or nothing to choose another: "
    assert _opens(tmp_path, WEAK)


def test_a_weak_one_can_be_dropped(create: Callable[[], Ran], typist: Typist, tmp_path: Path) -> None:
    typist.types(WEAK, "", SECRET, SECRET)
    ran = create()
    assert ran.status == 0
    assert "That one is dropped." in ran.err
    assert _opens(tmp_path, SECRET)


def test_the_end_of_input_is_no_passphrase(create: Callable[[], Ran], typist: Typist, tmp_path: Path) -> None:
    ran = create()
    assert ran.status == 2
    assert "Nothing was typed." in ran.err
    assert not (tmp_path / "v").exists()
