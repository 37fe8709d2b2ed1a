"""Photos are added one by one and for good, each once, and what could not be is told."""

from __future__ import annotations

import shutil
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from PIL import Image

from exposurewatch.cli import adding, enrolling, stopping
from exposurewatch.errors import NoRoom
from exposurewatch.fingerprints.extract import Extractor
from exposurewatch.parameters import PIPELINE
from exposurewatch.vault.photos import Photos
from tests.cli.conftest import Kept, Run, Small, run_apart
from tests.conftest import a_drawing, encoded


def added(kept: Kept) -> dict[str, str | None]:
    """The labels and paths of the photos in the vault."""
    with kept.opened() as vault:
        return {entry.label: entry.path for entry in vault.photos.listed()}


@pytest.fixture
def few() -> Path:
    """Two pictures, one of them in a folder within the folder, among other things."""
    folder = Path("few").absolute()
    (folder / "2024").mkdir(parents=True)
    (folder / "one.png").write_bytes(encoded(a_drawing(1), "PNG"))
    (folder / "2024" / "two.png").write_bytes(encoded(a_drawing(2), "PNG"))
    return folder


def test_all_photos_in_all_folders_are_added_and_what_could_not_be_is_told(kept: Kept, few: Path) -> None:
    (few / "torn.jpg").write_bytes(b"\xff\xd8\xff torn")
    (few / "plain.png").write_bytes(encoded(Image.new("RGB", (64, 64), "grey"), "PNG"))
    shutil.copy(few / "one.png", few / "copy of one.png")
    ran = kept.run("add", "few", "--workers", "1")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[:2] == [
        "3 photos were added to the vault.",
        "It holds 3 photos now; `exposurewatch photos` lists them.",
    ]
    plain, rest = ran.out.split("\nNot added\n")
    assert "Added, and yet only the very same file will be found" in plain
    assert "plain.png" in plain
    assert "1  damaged, so that the picture could not be read" in rest
    assert "torn.jpg" in rest
    assert "1  given more than once" in rest
    assert set(added(kept)) == {"2024/two.png", "copy of one.png", "plain.png"}
    assert added(kept)["2024/two.png"] == f"{few}/2024/two.png"


def test_what_is_known_is_not_even_decoded(filled: Kept, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> NoReturn:
        raise AssertionError("a picture was handed to a worker")

    monkeypatch.setattr(Extractor, "submit", refuse)
    ran = filled.run("add", small.photos)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[:2] == ["No photo was added to the vault.", "3 were in it already."]


def test_photos_of_an_older_version_are_looked_at_anew(filled: Kept, small: Small) -> None:
    with filled.opened() as vault:
        vault.photos._database.execute("UPDATE photos SET pipeline = ? WHERE label = 'own1.png'", PIPELINE - 1)
        vault.photos._database.execute("UPDATE photos SET label = 'mine' WHERE label = 'own1.png'")
    ran = filled.run("add", small.photos, "--workers", "1")
    assert ran.out.splitlines()[:3] == [
        "No photo was added to the vault.",
        "1 was in it already, and had to be looked at anew.",
        "2 were in it already.",
    ]
    with filled.opened() as vault:
        assert [(entry.label, entry.pipeline) for entry in vault.photos.listed()] == [
            ("own0.png", PIPELINE),
            ("mine", PIPELINE),
            ("own2.png", PIPELINE),
        ]


@pytest.mark.parametrize("options", [(), ("--label", "me"), ("--no-paths",)], ids=["neither", "label", "no paths"])
def test_that_known_photos_keep_their_names_and_paths_is_said_where_others_were_asked_for(
    filled: Kept, small: Small, options: tuple[str, ...]
) -> None:
    before = added(filled)
    ran = filled.run("add", small.photos, *options)
    assert ran.status == 0
    said = " ".join(ran.out.split())
    assert ("The names and paths of what was in it already stay as they are." in said) == bool(options)
    assert added(filled) == before


@pytest.mark.parametrize(
    ("named", "options", "labels"),
    [
        ("few", ("--no-paths",), {"one.png", "two.png"}),
        (
            "few",
            ("--label", "me\x1b[31m at sea"),
            {"me[31m at sea: one.png", "me[31m at sea: 2024/two.png"},
        ),
        ("few", ("--label", "me", "--no-paths"), {"me: one.png", "me: two.png"}),
        ("few/one.png", ("--label", "me"), {"me"}),
        ("few/one.png", (), {"one.png"}),
    ],
)
@pytest.mark.usefixtures("few")
def test_how_photos_are_called_and_that_paths_need_not_be_kept(
    kept: Kept, named: str, options: tuple[str, ...], labels: set[str]
) -> None:
    assert kept.run("add", named, "--workers", "1", *options).status == 0
    found = added(kept)
    assert set(found) == labels
    assert all((path is None) == ("--no-paths" in options) for path in found.values())


def test_a_single_photo_is_called_just_so_even_where_its_own_name_had_to_be_cleaned(kept: Kept) -> None:
    path = Path("ev\x1b[31mil.png")
    path.write_bytes(encoded(a_drawing(1), "PNG"))
    assert kept.run("add", path, "--workers", "1", "--label", "me").status == 0
    assert set(added(kept)) == {"me"}


@pytest.mark.parametrize("name", ["few.zip", "few.cbz"])
def test_photos_in_a_zip_are_several_and_keep_the_names_of_their_files(kept: Kept, few: Path, name: str) -> None:
    with zipfile.ZipFile(name, "w") as packed:
        for path in (few / "one.png", few / "2024" / "two.png"):
            packed.write(path, path.name)
    assert kept.run("add", name, "--workers", "1", "--label", "me").status == 0
    assert set(added(kept)) == {"me: one.png", "me: two.png"}


def test_every_option_has_an_environment_variable(
    kept: Kept, run: Run, few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[adding.Addition] = []

    def answer(addition: adding.Addition) -> adding.Added:
        asked.append(addition)
        return adding.Added(known=1)

    monkeypatch.setattr(adding, "add_to_vault", answer)
    for name, value in {"LABEL": "me", "NO_PATHS": "1", "WORKERS": "7", "VAULT": str(kept.folder)}.items():
        monkeypatch.setenv(f"EXPOSUREWATCH_{name}", value)
    assert run("add", few, "other").status == 0
    (addition,) = asked
    access = replace(addition.access, vault=kept.folder)
    assert addition == adding.Addition((few, Path("other")), "me", keep_paths=False, workers=7, access=access)


@contextmanager
def _stopped_after_one(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    real = stopping.until

    def one(stop: Any, items: Any) -> Any:
        for item in real(stop, items):
            yield item
            stop.set()

    with monkeypatch.context() as patch:
        patch.setattr(enrolling, "until", one)
        yield


def test_what_was_added_before_ctrl_c_stays_and_the_same_command_goes_on(
    kept: Kept, few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _stopped_after_one(monkeypatch):
        ran = kept.run("add", few, "--workers", "1")
    assert ran.status == 130
    assert ran.out.startswith("Stopped before the end. Run the same command again: it goes on where it stopped.\n")
    assert "1 photo was added" in ran.out
    assert len(added(kept)) == 1
    ran = kept.run("add", few, "--workers", "1")
    assert ran.out.splitlines()[:2] == ["1 photo was added to the vault.", "1 was in it already."]


def test_told_to_leave_at_once_it_says_that_what_was_added_stays(
    kept: Kept, few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_arguments: Any) -> NoReturn:
        raise stopping.Left(signal.SIGINT)

    monkeypatch.setattr(Photos, "add", leave)
    ran = kept.run("add", few, "--workers", "1")
    assert (ran.status, ran.out, ran.err) == (130, "", "\nStopped at once. What was added stays.\n")


def test_a_full_disk_is_told_and_what_was_added_stays(kept: Kept, few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Photos.add
    times: list[int] = []

    def full(self: Photos, *arguments: Any) -> bool:
        times.append(1)
        if len(times) > 1:
            raise NoRoom("There is no room left.", "Make some.")
        return real(self, *arguments)

    monkeypatch.setattr(Photos, "add", full)
    ran = kept.run("add", few, "--workers", "1")
    assert (ran.status, ran.err) == (3, "error: There is no room left.\nhint: Make some.\n")
    assert ran.out.startswith("1 photo was added to the vault.\n")
    monkeypatch.undo()
    assert len(added(kept)) == 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nowhere", "There is nothing at"),
        ("empty", "is empty"),
        ("words.txt", "is no export that can be read, and no picture"),
        ("broken.zip", "cannot be opened as a zip"),
        ("torn.jpg", "Nothing that was named could be read as a picture: 1 × damaged"),
        ("ev\x1b[31mil\u202e", "ev[31mil"),
    ],
)
def test_what_is_wrong_with_a_path_is_said_in_one_sentence(kept: Kept, path: str, words: str) -> None:
    Path("empty").mkdir()
    Path("words.txt").write_text("hello")
    Path("broken.zip").write_bytes(b"PK\x03\x04 no more")
    Path("torn.jpg").write_bytes(b"\xff\xd8\xff torn")
    ran = kept.run("add", path, "--workers", "1")
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
    assert ran.err.count("\n") == 2
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("label", [" ", "\u200b", "\u202e"])
def test_a_label_that_nobody_could_see_is_refused(kept: Kept, few: Path, label: str) -> None:
    ran = kept.run("add", few, "--label", label)
    assert (ran.status, ran.out) == (2, "")
    assert "no letter in it that can be seen" in ran.err


def test_an_export_that_is_taken_for_own_photos_is_said(kept: Kept, small: Small) -> None:
    assert "holds an export: every picture in it is taken for one of your own" in " ".join(
        kept.run("add", small.export, "--workers", "1").err.split()
    )


def test_without_a_vault_the_next_step_is_said(run: Run, few: Path) -> None:
    ran = run("add", few, "--vault", "nowhere")
    assert (ran.status, ran.out) == (2, "")
    assert "There is no vault in nowhere." in ran.err
    assert "exposurewatch vault create" in ran.err
    assert not Path("nowhere").exists()


def test_hostile_names_reach_neither_the_terminal_nor_the_vault(kept: Kept) -> None:
    Path("own").mkdir()
    Path("own/ev\x1b[31mil.png").write_bytes(encoded(a_drawing(1), "PNG"))
    assert kept.run("add", "own", "--workers", "1").status == 0
    (label,) = added(kept)
    assert label.startswith("ev")
    assert "\x1b" not in label + kept.run("photos").out


def test_a_process_of_its_own_adds_and_lists(kept: Kept, few: Path) -> None:
    Path("word").write_text("violet anchor drumming otter\n")
    ran = run_apart("add", few, "--workers", "1", "--vault", kept.folder, "--passphrase-fd", "7", after="7< word")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("2 photos were added to the vault.\n")
