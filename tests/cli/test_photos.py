"""The list of photos: in words, in columns that fit, and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exposurewatch.parameters import PIPELINE
from tests.cli.conftest import Kept, Run
from tests.vault.builders import own, some_fingerprints


def test_an_empty_vault_says_what_to_do(kept: Kept) -> None:
    ran = kept.run("photos")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "There is no photo in the vault yet.\nAdd yours: exposurewatch add ~/Pictures/me\n"


def test_each_photo_has_its_id_its_size_its_day_its_name_and_its_place(kept: Kept) -> None:
    with kept.opened() as vault:
        vault.photos.add(own(1, fingerprints=some_fingerprints(1, 400)), PIPELINE)
        vault.photos.add(own(2, label="beach.jpg", path=None, fingerprints=some_fingerprints(2, 99)), PIPELINE)
        vault.photos.add(own(3, label="dot.png", path=None, fingerprints=some_fingerprints(3, 7)), PIPELINE - 1)
        (day, *_) = {f"{entry.added_at.astimezone():%Y-%m-%d}" for entry in vault.photos.listed()}
    assert kept.run("photos").out.splitlines() == [
        "3 photos in the vault",
        "",
        "ID            Size         Added       Photo",
        f"{own(1).id}  1600 × 1200  {day}  photo 1.jpg",
        "                                       /home/her/photo 1.jpg",
        f"{own(2).id}  1600 × 1200  {day}  beach.jpg",
        "                                       few points: altered copies may be missed",
        f"{own(3).id}  1600 × 1200  {day}  dot.png",
        "                                       next to no points: altered copies will be",
        "                                       missed",
        "                                       added by an older version: add the file",
        "                                       again",
    ]


def test_the_json_has_a_field_for_each(kept: Kept) -> None:
    with kept.opened() as vault:
        vault.photos.add(own(1, label="ev\x1bil", path=None), 7)
    ran = kept.run("photos", "--format", "json")
    (photo,) = json.loads(ran.out)["photos"]
    assert photo.pop("added_at").endswith("Z")
    assert photo == {
        "id": own(1).id,
        "label": "evil",
        "path": None,
        "width": 1600,
        "height": 1200,
        "points": 20,
        "pipeline": 7,
        "seconds": None,
    }


def test_the_format_has_an_environment_variable(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPOSUREWATCH_PHOTOS_FORMAT", "json")
    assert json.loads(kept.run("photos").out)["photos"] == []


def test_a_wrong_passphrase_is_one_sentence(kept: Kept) -> None:
    ran = kept.run("photos", passphrase="something else entirely")  # noqa: S106
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: That does not open this vault.\nhint: ")


def test_without_a_terminal_nobody_is_asked(kept: Kept, run: Run) -> None:
    ran = run("photos", "--vault", kept.folder)
    assert (ran.status, ran.out) == (2, "")
    assert "--passphrase-fd" in ran.err


def test_a_vault_that_another_command_has_open_is_busy(kept: Kept) -> None:
    with kept.opened():
        ran = kept.run("photos")
    assert ran.status == 3
    assert ran.err.startswith("error: Another command has the vault")


def test_a_vault_that_is_damaged_is_told(kept: Kept) -> None:
    database = kept.folder / "vault.db"
    database.write_bytes(bytes(len(database.read_bytes())))
    ran = kept.run("photos")
    assert ran.status == 3
    assert ran.err.startswith("error: The vault is damaged")


def test_a_file_in_the_place_of_the_vault_is_told(run: Run) -> None:
    Path("vault").write_text("hello")
    ran = run("photos", "--vault", "vault")
    assert ran.status in (2, 3)
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 2
