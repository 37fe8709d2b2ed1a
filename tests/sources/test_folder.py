"""A plain folder or zip: every file in it is looked at, or said why not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from exposurewatch.model import ImageFile, Locator, MediaKind, Missing, Reason, Skipped, VideoFile
from tests.sources.builders import JPEG, MP4, items, opened, sightings, write_files, write_zip

_FILES = {
    "screenshot.jpg": JPEG,
    "no suffix": JPEG,
    "really a picture.mp4": JPEG,
    "really a video.jpg": MP4,
    "clip.mp4": MP4,
    "broken.mov": b"nothing known",
    "empty.jpg": b"",
    "page.jpg": b"<html>",
    "more.zip": b"PK\x03\x04",
    "sticker.tgs": b"\x1f\x8b\x08\0",
    "notes.txt": b"hello",
    "Thumbs.db": JPEG,
}


@pytest.mark.parametrize("packed", [False, True])
def test_files_are_told_apart_by_their_bytes(tmp_path: Path, *, packed: bool) -> None:
    path = write_zip(tmp_path / "a.zip", _FILES) if packed else write_files(tmp_path / "a", _FILES)
    found = {sighting.origin.locator.path: sighting.media for sighting in sightings(path)}

    pictures = {name for name, media in found.items() if isinstance(media, ImageFile)}
    assert pictures == {"screenshot.jpg", "no suffix", "really a picture.mp4", "empty.jpg", "page.jpg"}
    assert {media.kind for media in found.values() if isinstance(media, ImageFile)} == {MediaKind.FILE}
    videos = {name for name, media in found.items() if isinstance(media, VideoFile)}
    assert videos == {"really a video.jpg", "clip.mp4", "broken.mov"}
    assert {name: media.reason for name, media in found.items() if isinstance(media, Missing)} == {
        "more.zip": Reason.ARCHIVE,
        "sticker.tgs": Reason.NOT_A_PICTURE,
        "notes.txt": Reason.NOT_A_PICTURE,
    }


def test_it_is_called_what_it_is(tmp_path: Path) -> None:
    assert opened(write_files(tmp_path / "a", _FILES)).label == "folder of pictures"
    assert opened(write_zip(tmp_path / "a.zip", _FILES)).label == "zip of pictures"


def test_the_pictures_are_counted_by_name(tmp_path: Path) -> None:
    assert opened(write_files(tmp_path / "a", _FILES)).picture_count() == 4


def test_names_from_strangers_are_shown_as_plain_words(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"evil\u202egpj.exe": JPEG, "evil gpj.exe": JPEG})
    shown = [sighting.origin.locator.path for sighting in sightings(path)]

    assert shown[0].startswith("evilgpj.exe  (renamed, ")
    assert shown[1] == "evil gpj.exe"


def test_refused_members_are_reported(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG, "../../b.jpg": JPEG})

    assert Skipped(Locator(str(path), "../../b.jpg"), None, Reason.UNSAFE_PATH) in items(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes on disk")
def test_a_pipe_is_reported(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.jpg": JPEG})
    os.mkfifo(tmp_path / "pipe.jpg")

    assert Skipped(Locator(str(tmp_path), "pipe.jpg"), None, Reason.NOT_A_REGULAR_FILE) in items(tmp_path)


def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export = opened(write_files(tmp_path / "a", {"a.jpg": JPEG}))

    def refuse(*_args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    (item,) = export.read()

    assert not isinstance(item, Skipped)
    assert getattr(item, "media", None) == Missing(Reason.CANNOT_OPEN, "Permission denied")
