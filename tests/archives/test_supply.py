"""The bytes of an archive on disk are had from anywhere, and its file is open only while it is needed."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pytest

from exposurewatch.archives.supply import OnDisk
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.folders import Folder
from tests.archives.containers import opened_pages
from tests.archives.web_archives import A, Answer, write_warc
from tests.sources.builders import JPEG, write_files


def test_bytes_on_disk_are_had_from_anywhere_and_the_file_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"0123456789")
    files: list[BinaryIO] = []

    def opener() -> BinaryIO:
        files.append(path.open("rb"))
        return files[-1]

    supply = OnDisk(opener)
    assert files == []
    assert (supply.size(), supply.read(7, 9), supply.read(0, 2), supply.read(99, 1)) == (10, b"789", b"01", b"")
    assert len(files) == 1
    supply.release()
    supply.release()
    assert files[0].closed
    assert supply.read(3, 1) == b"3"
    assert len(files) == 2
    supply.release()


def test_a_folder_hands_out_its_own_files_alone(tmp_path: Path) -> None:
    root = write_files(tmp_path / "root", {"a.zip": b"PK"})
    write_files(tmp_path, {"outside.zip": b"secret"})
    (root / "link.zip").symlink_to(tmp_path / "outside.zip")
    folder = Folder(root)

    supply = folder.supply("a.zip")
    assert supply.read(0, 9) == b"PK"
    supply.release()
    for path, reason in (("link.zip", Reason.LINK), ("../outside.zip", Reason.LINK), ("b.zip", Reason.MISSING_FILE)):
        with pytest.raises(Unreadable) as caught:
            folder.supply(path)
        assert caught.value.reason is reason


def test_what_pages_show_is_no_archive(tmp_path: Path) -> None:
    archive = opened_pages("WARC", write_warc(tmp_path / "a.warc", Answer(A, JPEG)))

    for path, reason in ((A, Reason.ARCHIVE), ("https://nowhere/", Reason.MISSING_FILE)):
        with pytest.raises(Unreadable) as caught:
            archive.supply(path)
        assert caught.value.reason is reason
