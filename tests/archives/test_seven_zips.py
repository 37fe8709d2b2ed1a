"""A 7z archive is read into bounded memory; what is hostile in it is refused by name and reason."""

from __future__ import annotations

import builtins
import random
import struct
import sys
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import py7zr
import pytest

from exposurewatch.archives import seven_zips
from exposurewatch.archives.archive import UNKNOWN_PACKING, BadArchive
from exposurewatch.errors import WrongUsage
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.archived import Files
from exposurewatch.sources.containers import Member, Refused
from tests.archives.building import write_seven_zip
from tests.archives.containers import opened_files
from tests.sources.builders import JPEG, a_chat, a_message, kinds, opened, sightings

_NOISE = {f"{number}.jpg": random.Random(number).randbytes(5000) for number in range(10)}  # noqa: S311


def _refused(archive: Files) -> list[tuple[str, Reason]]:
    return [(member.path, member.reason) for member in archive.members() if isinstance(member, Refused)]


def _reason(archive: Files, path: str) -> Reason:
    with pytest.raises(Unreadable) as caught:
        archive.look_up(path).read()
    return caught.value.reason


def _count_passes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    passes: list[int] = []
    extract = py7zr.SevenZipFile.extract

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        passes.append(len(kwargs["targets"]))
        return extract(self, *args, **kwargs)

    monkeypatch.setattr(py7zr.SevenZipFile, "extract", counted)
    return passes


def test_files_are_read_in_as_many_passes_as_memory_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = opened_files("7z", write_seven_zip(tmp_path / "a.7z", _NOISE))
    passes = _count_passes(monkeypatch)
    monkeypatch.setattr(seven_zips, "_KEPT", 15_000)
    found = {member.path: member.read() for member in archive.members() if isinstance(member, Member)}

    assert found == _NOISE
    assert passes == [3, 3, 3, 1]


def test_files_are_read_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = opened_files("7z", write_seven_zip(tmp_path / "a.7z", _NOISE))
    monkeypatch.setattr(seven_zips, "_KEPT", 10_000)

    assert {path: archive.look_up(path).read() for path in reversed(_NOISE)} == _NOISE


def test_a_file_larger_than_what_is_kept_is_read_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = opened_files("7z", write_seven_zip(tmp_path / "a.7z", _NOISE))
    passes = _count_passes(monkeypatch)
    monkeypatch.setattr(seven_zips, "_KEPT", 10)

    assert archive.look_up("3.jpg").read() == _NOISE["3.jpg"]
    assert passes == [1]


def test_streams_of_one_archive_can_be_read_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = opened_files("7z", write_seven_zip(tmp_path / "a.7z", _NOISE))
    monkeypatch.setattr(seven_zips, "_KEPT", 10)

    with archive.look_up("1.jpg").open() as first, archive.look_up("2.jpg").open() as second:
        assert (second.read(5000), first.read(5000)) == (_NOISE["2.jpg"], _NOISE["1.jpg"])


def test_a_file_that_memory_cannot_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seven_zips, "MAX_FILE", 4999)

    assert _refused(opened_files("7z", write_seven_zip(tmp_path / "a.7z", {"0.jpg": _NOISE["0.jpg"]}))) == [
        ("0.jpg", Reason.TOO_LARGE)
    ]


def test_empty_files_are_members(tmp_path: Path) -> None:
    path = write_seven_zip(tmp_path / "a.7z", {"a.txt": b"", "b.txt": b"b"})

    assert opened_files("7z", path).look_up("a.txt").read() == b""


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)
    (tmp_path / "b.jpg").symlink_to("a.jpg")
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.write(tmp_path / "b.jpg", "b.jpg")
        archive.writestr(JPEG, "a.jpg")

    assert _refused(opened_files("7z", tmp_path / "a.7z")) == [("b.jpg", Reason.LINK)]
    assert _reason(opened_files("7z", tmp_path / "a.7z"), "b.jpg") is Reason.LINK


def test_folders_are_no_members(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.write(tmp_path / "photos", "photos")

    assert list(opened_files("7z", tmp_path / "a.7z").members()) == []


def test_files_locked_with_a_password_are_refused(tmp_path: Path) -> None:
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w", password="x") as archive:  # noqa: S106
        archive.writestr(JPEG, "a.jpg")

    assert _refused(opened_files("7z", tmp_path / "a.7z")) == [("a.jpg", Reason.ENCRYPTED)]


def test_an_archive_whose_names_are_locked_says_so(tmp_path: Path) -> None:
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w", password="x", header_encryption=True) as archive:  # noqa: S106
        archive.writestr(JPEG, "a.jpg")

    with pytest.raises(BadArchive, match="locked with a password"):
        opened_files("7z", tmp_path / "a.7z")


def _renamed(path: Path, old: str, new: str) -> Path:
    """Change a name in an archive."""
    return _changed(path, old.encode("utf-16-le"), new.encode("utf-16-le"))


def _changed(path: Path, old: bytes, new: bytes) -> Path:
    """Change bytes of the table of contents of an archive, and the checksums along with them."""
    assert old in path.read_bytes()
    data = bytearray(path.read_bytes().replace(old, new))
    start, size = int.from_bytes(data[12:20], "little"), int.from_bytes(data[20:28], "little")
    data[28:32] = zlib.crc32(data[32 + start : 32 + start + size]).to_bytes(4, "little")
    data[8:12] = zlib.crc32(data[12:32]).to_bytes(4, "little")
    path.write_bytes(data)
    return path


def _plain(path: Path, files: dict[str, bytes]) -> Path:
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.set_encoded_header_mode(False)
        for name, data in files.items():
            archive.writestr(data, name)
    return path


@pytest.mark.parametrize("name", ["../x.jpg", "/etc/x.jpg", "C:\\x.jpg", "nul.jpg"])
def test_a_member_that_would_leave_is_refused(tmp_path: Path, name: str) -> None:
    old = "q" * len(name)
    archive = opened_files("7z", _renamed(_plain(tmp_path / "a.7z", {old: JPEG, "a.jpg": b"a"}), old, name))

    assert [reason for _, reason in _refused(archive)] == [Reason.UNSAFE_PATH]
    assert archive.look_up("a.jpg").read() == b"a"


def test_of_two_members_of_one_name_the_second_is_refused(tmp_path: Path) -> None:
    files = {"aa.jpg": b"first", "ab.jpg": b"second", "c.jpg": b"third"}
    archive = opened_files("7z", _renamed(_plain(tmp_path / "a.7z", files), "ab.jpg", "aa.jpg"))

    assert _refused(archive) == [("aa.jpg", Reason.DUPLICATE_NAME)]
    assert archive.look_up("aa.jpg").read() == b"first"
    assert archive.look_up("c.jpg").read() == b"third"


def test_files_before_a_damaged_one_are_read(tmp_path: Path) -> None:
    path = _plain(tmp_path / "a.7z", _NOISE)
    data = bytearray(path.read_bytes())
    at = data.index(_NOISE["5.jpg"][1000:1020])
    data[at : at + 20] = bytes(20)
    path.write_bytes(data)
    archive = opened_files("7z", path)

    assert archive.look_up("0.jpg").read() == _NOISE["0.jpg"]
    assert archive.look_up("4.jpg").read() == _NOISE["4.jpg"]
    assert _reason(archive, "5.jpg") is Reason.CANNOT_OPEN


def test_what_a_file_claims_and_does_not_hold_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = opened_files("7z", write_seven_zip(tmp_path / "a.7z", _NOISE))
    monkeypatch.setattr(py7zr.SevenZipFile, "extract", lambda *_args, **_kwargs: None)

    with pytest.raises(Unreadable, match="not where the archive says"):
        archive.look_up("0.jpg").read()


def test_files_packed_in_an_unknown_way_are_not_called_damaged(tmp_path: Path) -> None:
    lzma2, unknown = b"\x21\x21\x01", b"\x21\x7e\x01"
    archive = opened_files("7z", _changed(_plain(tmp_path / "a.7z", _NOISE), lzma2, unknown))

    with pytest.raises(Unreadable, match=UNKNOWN_PACKING):
        archive.look_up("0.jpg").read()


@pytest.mark.parametrize("data", [b"", b"7z\xbc\xaf\x27\x1c", b"no archive", b"7z\xbc\xaf\x27\x1c" + b"\xee" * 500])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.7z"
    path.write_bytes(data)

    with pytest.raises(BadArchive):
        opened_files("7z", path)


@pytest.mark.parametrize("left", [40, 1000, 49_000])
def test_a_download_that_broke_off_is_told_from_damage(tmp_path: Path, left: int) -> None:
    path = _plain(tmp_path / "a.7z", _NOISE)
    path.write_bytes(path.read_bytes()[:left])

    with pytest.raises(BadArchive, match="cut off"):
        opened_files("7z", path)


def test_a_bomb_is_refused_by_what_it_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seven_zips, "_RATIO_FREE", 1 << 20)

    with pytest.raises(BadArchive, match="250 times"):
        opened_files("7z", write_seven_zip(tmp_path / "a.7z", {"a.jpg": bytes(2 << 20)}))


def test_more_files_than_can_be_kept_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_seven_zip(tmp_path / "a.7z", _NOISE)
    monkeypatch.setattr(seven_zips, "MAX_MEMBERS", 9)

    with pytest.raises(BadArchive, match="table of contents is too large"):
        opened_files("7z", path)
    monkeypatch.setattr(seven_zips, "_bound", lambda: None)
    monkeypatch.setattr(py7zr.archiveinfo, "MAX_NUMFILES", 10)
    monkeypatch.setattr(py7zr.archiveinfo, "MAX_SUBSTREAMS", 10)
    with pytest.raises(BadArchive, match="more than 9 files"):
        opened_files("7z", path)


@pytest.mark.parametrize("most", [9, 100], ids=["as it lies in the file", "unpacked"])
def test_a_table_of_contents_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    path = write_seven_zip(tmp_path / "a.7z", _NOISE)
    monkeypatch.setattr(seven_zips, "_MAX_HEADER", most)

    with pytest.raises(BadArchive, match="table of contents is too large"):
        opened_files("7z", path)


def test_files_without_bytes_or_names_are_counted_before_they_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, listed = 1000, 0
    table = b"\x01\x05\x83\xe8" + b"\x0e\x7d" + b"\xff" * (files // 8) + b"\x19\x83\xe8" + bytes(files) + bytes(2)
    start = struct.pack("<QQI", 0, len(table), zlib.crc32(table))
    path = tmp_path / "a.7z"
    path.write_bytes(b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + table)
    monkeypatch.setattr(seven_zips, "MAX_MEMBERS", files)
    assert list(opened_files("7z", path).members())

    def built(*_: object) -> None:
        nonlocal listed
        listed += 1

    monkeypatch.setattr(seven_zips, "MAX_MEMBERS", files - 1)
    monkeypatch.setattr(py7zr.SevenZipFile, "list", built)
    with pytest.raises(BadArchive, match="table of contents is too large"):
        opened_files("7z", path)
    assert listed == 0


def test_a_thing_that_is_neither_file_nor_folder_is_refused() -> None:
    socket = SimpleNamespace(is_symlink=False, is_file=False, uncompressed=0)

    assert seven_zips._refusal(socket, is_locked=False)[0] is Reason.NOT_A_REGULAR_FILE


def test_without_the_extra_the_way_to_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_seven_zip(tmp_path / "a.7z", _NOISE)
    imported = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "py7zr":
            raise ImportError(name)
        return imported(name, *args, **kwargs)

    monkeypatch.delitem(sys.modules, "py7zr")
    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(WrongUsage, match=r"pip install '\.\[sevenzip\]'"):
        opened(path)


def test_an_export_in_a_7z_is_read_and_nothing_extracted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {"result.json": a_chat(a_message(photo="photos/a.jpg")), "photos/a.jpg": JPEG}
    path = write_seven_zip(tmp_path / "a.7z", files)

    assert opened(path).source == "telegram-json"
    assert kinds(sightings(path)) == [("photo", "photos/a.jpg")]
    assert list(tmp_path.iterdir()) == [path]
