"""Hashes of own photos leave the vault after two questions, into a file that only their owner can read."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from exposurewatch.cli.formats import InterchangeName
from exposurewatch.interchange import INTERCHANGES
from exposurewatch.parameters import PIPELINE
from tests.cli.conftest import Kept, Run
from tests.cli.test_forget import answer
from tests.vault.builders import own

_ORDER = ("photos", "export", "--format", "pdq", "--output")


def _pdq(seed: int) -> str:
    return own(seed).fingerprints.frames[0].digests["pdq"][0].hex()


@pytest.fixture
def two(kept: Kept) -> Kept:
    """Two photos, and a third too plain for a hash."""
    plain = own(3)
    (frame,) = plain.fingerprints.frames
    plain = replace(plain, fingerprints=replace(plain.fingerprints, frames=(replace(frame, quality=10, digests={}),)))
    with kept.opened() as vault:
        for photo in (own(1), own(2), plain):
            vault.photos.add(photo, PIPELINE)
    return kept


def test_the_command_line_offers_exactly_the_forms_that_there_are() -> None:
    assert [name.value for name in InterchangeName] == [form.name for form in INTERCHANGES]


def test_it_says_what_a_hash_gives_away_asks_twice_and_writes(two: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "y\nyes\n")
    ran = two.run(*_ORDER, "hashes.txt")

    assert (ran.status, ran.out) == (0, "")
    first, left_out, away, back, questions = ran.err.splitlines()
    assert first == "To be written, in the form pdq: 2 hashes of 2 of 3 photos."
    assert left_out == "1 photo without a PDQ hash: too plain to be told from others by one."
    assert "can tell whether any picture that they hold is that photo" in away
    assert "16 by 16" in away
    assert "cannot be taken back" in back
    assert "never publish it" in back
    one, other = questions.split("[y/N]: ")
    assert one == "Write 2 hashes to hashes.txt? "
    assert other.startswith("Have you read what this gives away")
    assert other.endswith("2 hashes in hashes.txt. Only you can read the file; delete it once it has arrived.")
    assert Path("hashes.txt").read_text(encoding="ascii").splitlines() == sorted([_pdq(1), _pdq(2)])
    if sys.platform != "win32":
        assert stat.S_IMODE(Path("hashes.txt").stat().st_mode) == 0o600


@pytest.mark.parametrize("words", ["", "\n", "n\n", "no\nyes\n", "y\n", "y\n\n", "y\nn\n", "y\ny\n", "yes\nperhaps\n"])
def test_whoever_does_not_agree_twice_gives_nothing_away(
    two: Kept, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    answer(monkeypatch, words)
    ran = two.run(*_ORDER, "hashes.txt")

    assert ran.status == 0
    assert ran.err.endswith("Nothing was written.\n")
    assert list(Path().iterdir()) == []


def test_without_a_terminal_it_takes_a_word_more(two: Kept) -> None:
    ran = two.run(*_ORDER, "hashes.txt")
    assert ran.status == 2
    assert ran.err == (
        "error: There is no terminal, so that nobody can be asked.\nhint: Use --yes-i-understand; --help says how.\n"
    )
    assert list(Path().iterdir()) == []

    ran = two.run(*_ORDER, "hashes.txt", "--yes-i-understand")
    assert ran.status == 0
    assert "cannot be taken back" in ran.err
    assert len(Path("hashes.txt").read_text(encoding="ascii").splitlines()) == 2


@pytest.mark.parametrize("form", INTERCHANGES, ids=lambda form: form.name)
def test_each_form_can_be_chosen(two: Kept, monkeypatch: pytest.MonkeyPatch, form: object) -> None:
    name = str(getattr(form, "name"))  # noqa: B009
    monkeypatch.setenv("EXPOSUREWATCH_EXPORT_FORMAT", name)
    ran = two.run("photos", "export", "--output", "hashes", "--yes-i-understand")

    assert ran.status == 0, ran.err
    assert f"in the form {name}:" in ran.err
    assert _pdq(1) in Path("hashes").read_text(encoding="ascii")


def test_some_photos_alone_can_be_chosen_by_their_ids(two: Kept) -> None:
    two.run("photos", "export", own(2).id[:6], "--format", "pdq", "--output", "hashes.txt", "--yes-i-understand")

    assert Path("hashes.txt").read_text(encoding="ascii") == f"{_pdq(2)}\n"


def test_an_id_of_no_photo_writes_nothing(two: Kept) -> None:
    ran = two.run("photos", "export", "zz", "--format", "pdq", "--output", "hashes.txt", "--yes-i-understand")

    assert ran.status == 2
    assert "There is no photo “zz” in the vault." in ran.err
    assert list(Path().iterdir()) == []


def test_where_there_is_no_hash_nothing_is_written_and_nothing_asked(kept: Kept) -> None:
    ran = kept.run(*_ORDER, "hashes.txt", "--yes-i-understand")

    assert (ran.status, ran.out) == (0, "")
    assert ran.err == "To be written, in the form pdq: 0 hashes of 0 of 0 photos.\nNothing was written.\n"
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("-", "Hashes are written to a file alone."),
        ("nowhere/hashes.txt", "There is no folder nowhere"),
        (".", "is a folder"),
    ],
)
def test_a_place_that_will_not_do_is_told_before_the_vault_is_opened(two: Kept, output: str, words: str) -> None:
    with two.opened():  # nobody gets as far as to find it in use
        ran = two.run(*_ORDER, output, "--yes-i-understand")

    assert ran.status == 2
    assert words in ran.err


@pytest.mark.parametrize("name", ["vault.db", "hashes.txt", "../vault/hashes.txt"])
def test_nothing_is_written_into_the_vault(two: Kept, name: str) -> None:
    before = (two.folder / "vault.db").read_bytes()
    ran = two.run(*_ORDER, two.folder / name, "--yes-i-understand")

    assert ran.status == 2
    assert "lies in the vault's folder" in ran.err
    assert (two.folder / "vault.db").read_bytes() == before
    assert not (two.folder / "hashes.txt").exists()


@pytest.mark.parametrize("left_out", ["--output", "--format"])
def test_form_and_file_must_be_named(two: Kept, left_out: str) -> None:
    options = {"--output": "hashes.txt", "--format": "pdq"}
    del options[left_out]
    ran = two.run("photos", "export", *(word for pair in options.items() for word in pair), "--yes-i-understand")

    assert ran.status == 2
    assert left_out in ran.err


@pytest.mark.parametrize("option", [("--format", "json"), ("--recovery",)])
def test_an_option_before_the_word_export_is_refused_and_not_passed_over(run: Run, option: tuple[str, ...]) -> None:
    ran = run("photos", *option, "export", "--format", "pdq", "--output", "hashes.txt")

    assert ran.status == 2
    assert "An option stands before the word “export”." in ran.err


def test_the_list_alone_still_takes_all_its_options_from_the_environment(
    two: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPOSUREWATCH_PHOTOS_FORMAT", "json")

    assert two.run(*_ORDER, "hashes.txt", "--yes-i-understand").status == 0
