"""A zip is read member by member; what is hostile in it is refused by name and reason."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from exposurewatch.archives import zips
from exposurewatch.archives.archive import DAMAGED, UNKNOWN_PACKING, BadArchive
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.archived import Files
from exposurewatch.sources.containers import Member, Refused
from tests.archives.containers import opened_files
from tests.sources.builders import JPEG, a_link, write_zip


def _failure(archive: Files, path: str) -> tuple[Reason, str]:
    with pytest.raises(Unreadable) as caught:
        archive.look_up(path).read()
    return caught.value.reason, caught.value.detail


def _reason(archive: Files, path: str) -> Reason:
    return _failure(archive, path)[0]


def _refused(archive: Files) -> list[tuple[str, Reason]]:
    return [(member.path, member.reason) for member in archive.members() if isinstance(member, Refused)]


@pytest.mark.parametrize(
    "name",
    [
        "../a.jpg",
        "/etc/passwd",
        "a/../../b.jpg",
        "..\\a.jpg",
        "C:\\a.jpg",
        "\\\\host\\a.jpg",
        "a\x1b.jpg",
        "~/a.jpg",
        "nul.jpg",
    ],
)
def test_a_member_that_would_leave_is_refused(tmp_path: Path, name: str) -> None:
    archive = opened_files("zip", write_zip(tmp_path / "a.zip", {name: JPEG, "a.jpg": JPEG}))

    assert _refused(archive) == [(name, Reason.UNSAFE_PATH)]
    assert [member.path for member in archive.members() if isinstance(member, Member)] == ["a.jpg"]


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a_jpg": JPEG})
    path.write_bytes(path.read_bytes().replace(b"a_jpg", b"a\0jpg"))

    assert _refused(opened_files("zip", path)) == [("a\0jpg", Reason.UNSAFE_PATH)]


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(a_link("a.jpg"), "/etc/passwd")

    assert _refused(opened_files("zip", path)) == [("a.jpg", Reason.LINK)]
    assert _reason(opened_files("zip", path), "a.jpg") is Reason.LINK


def test_a_device_is_refused(tmp_path: Path) -> None:
    path, info = tmp_path / "a.zip", a_link("a.jpg")
    info.external_attr = 0o020666 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "")

    assert _refused(opened_files("zip", path)) == [("a.jpg", Reason.NOT_A_REGULAR_FILE)]


def test_a_locked_member_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert _refused(opened_files("zip", path)) == [("a.jpg", Reason.ENCRYPTED)]


def test_of_two_members_of_one_name_the_second_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a/b.jpg", b"first")
        archive.writestr("a/b.jpg", b"second")
        archive.writestr("a\\b.jpg", b"third")

    assert _refused(opened_files("zip", path)) == [("a/b.jpg", Reason.DUPLICATE_NAME)] * 2
    assert opened_files("zip", path).look_up("a/b.jpg").read() == b"first"


def test_backslashes_within_the_archive_are_separators(tmp_path: Path) -> None:
    archive = opened_files("zip", write_zip(tmp_path / "a.zip", {"photos\\a.jpg": JPEG}))

    assert archive.look_up("photos/a.jpg").read() == JPEG


def test_names_in_utf8_without_the_flag_are_read(tmp_path: Path) -> None:
    """The archiver of macOS writes them."""
    path = write_zip(tmp_path / "a.zip", {"caf\u00e9.jpg": JPEG})
    path.write_bytes(_without_utf8_flag(path.read_bytes()))

    assert [member.path for member in opened_files("zip", path).members()] == ["caf\u00e9.jpg"]
    assert opened_files("zip", path).look_up("caf\u00e9.jpg").read() == JPEG


def test_names_of_old_archives_stay_as_they_are(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"caf??.jpg": JPEG})
    path.write_bytes(path.read_bytes().replace(b"caf??", b"caf\x82!"))

    assert opened_files("zip", path).look_up("caf\u00e9!.jpg").read() == JPEG


def _without_utf8_flag(data: bytes) -> bytes:
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.index(signature) + offset
        flags = struct.unpack_from("<H", changed, at)[0] & ~0x800
        struct.pack_into("<H", changed, at, flags)
    return bytes(changed)


def test_folders_are_no_members(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photos/", "")

    assert list(opened_files("zip", path).members()) == []


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_cannot_be_opened(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.jpg", JPEG)
        archive.writestr("b.jpg", b"b")
    data = bytearray(path.read_bytes())
    data[200:260] = bytes(60)
    path.write_bytes(data)

    assert _failure(opened_files("zip", path), "a.jpg") == (Reason.CANNOT_OPEN, DAMAGED)
    assert opened_files("zip", path).look_up("b.jpg").read() == b"b"


def test_a_wrong_local_header_cannot_be_opened(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG})
    path.write_bytes(path.read_bytes().replace(b"PK\x03\x04", b"PK\x03\x05"))

    assert _failure(opened_files("zip", path), "a.jpg") == (Reason.CANNOT_OPEN, DAMAGED)


def test_an_unknown_compression_cannot_be_opened(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG})
    data = bytearray(path.read_bytes())
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 10, 1234)
    path.write_bytes(data)

    assert _failure(opened_files("zip", path), "a.jpg") == (Reason.CANNOT_OPEN, UNKNOWN_PACKING)


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", bytes(20 << 20))

    assert _reason(opened_files("zip", path), "a.jpg") is Reason.TOO_LARGE


def test_small_plain_pictures_may_pack_well(tmp_path: Path) -> None:
    archive = opened_files("zip", write_zip(tmp_path / "a.zip", {"a.bmp": bytes(1 << 20)}))

    assert len(archive.look_up("a.bmp").read()) == 1 << 20


def test_a_declared_size_is_not_believed(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    path.write_bytes(data)

    assert _reason(opened_files("zip", path), "a.jpg") is Reason.CANNOT_OPEN


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x05\x06", b"no zip", b"PK\x03\x04" + bytes(100), b"PK\x05\x06" + b"\xff" * 18]
)
def test_what_is_no_zip_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)

    with pytest.raises(BadArchive):
        opened_files("zip", path)


def test_a_table_of_contents_that_is_none_is_bad(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(46) + struct.pack("<4s4xHHIIH", b"PK\x05\x06", 1, 1, 46, 0, 0))

    with pytest.raises(BadArchive, match=DAMAGED):
        opened_files("zip", path)


def test_a_zip_cut_off_is_bad(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG})
    path.write_bytes(path.read_bytes()[:-30])

    with pytest.raises(BadArchive, match="its end is missing"):
        opened_files("zip", path)


def test_one_of_several_parts_says_so(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG})
    data = bytearray(path.read_bytes())
    struct.pack_into("<HH", data, data.index(b"PK\x05\x06") + 4, 6, 6)
    path.write_bytes(data)

    with pytest.raises(BadArchive, match="one of several parts"):
        opened_files("zip", path)


def test_too_many_members_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(tmp_path / "a.zip", {f"{number}.jpg": b"" for number in range(5)})
    monkeypatch.setattr(zips, "MAX_MEMBERS", 4)
    monkeypatch.setattr(zipfile, "ZipFile", None)

    with pytest.raises(BadArchive, match="more than 4 files"):
        opened_files("zip", path)


def test_a_huge_table_of_contents_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "_MAX_TABLE_BYTES", 40)

    with pytest.raises(BadArchive, match="table of contents"):
        opened_files("zip", write_zip(tmp_path / "a.zip", {"a.jpg": b""}))


def _as_zip64(data: bytes) -> bytes:
    """The same archive with its end in the form for archives beyond 4 GiB."""
    end = data.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<HII", data, end + 10)
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    return (
        data[:end]
        + record
        + locator
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2, 0)
    )


def test_archives_in_the_large_form_are_read_and_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG, "b.jpg": b"b"})
    path.write_bytes(_as_zip64(path.read_bytes()))

    assert opened_files("zip", path).look_up("a.jpg").read() == JPEG
    monkeypatch.setattr(zips, "MAX_MEMBERS", 1)
    with pytest.raises(BadArchive, match="more than 1 files"):
        opened_files("zip", path)


def test_a_large_form_without_its_record_is_bad(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG})
    data = bytearray(_as_zip64(path.read_bytes()))
    struct.pack_into("<Q", data, data.index(b"PK\x06\x07") + 8, 1 << 60)
    path.write_bytes(data)

    with pytest.raises(BadArchive, match="damaged"):
        opened_files("zip", path)


def test_an_archive_appended_to_something_else_is_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG})
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())

    assert opened_files("zip", path).look_up("a.jpg").read() == JPEG


def test_streams_of_one_archive_can_be_read_side_by_side(tmp_path: Path) -> None:
    archive = opened_files("zip", write_zip(tmp_path / "a.zip", {"a": b"a" * 99_999, "b": b"b" * 99_999}))

    with archive.look_up("a").open() as first, archive.look_up("b").open() as second:
        pairs = [(first.read(1000), second.read(1000)) for _ in range(99)]

    assert set(pairs) == {(b"a" * 1000, b"b" * 1000)}


def test_nothing_is_extracted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(zipfile.ZipFile, "extract", None)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", None)
    member = next(opened_files("zip", path).members())

    assert isinstance(member, Member)
    assert io.BytesIO(member.read()).getvalue() == JPEG
    assert list(tmp_path.iterdir()) == [path]


def test_files_that_share_their_bytes_are_refused_but_one(tmp_path: Path) -> None:
    """Bytes that count as many files unpack to far more than they could otherwise."""
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG, "b.jpg": JPEG, "c.jpg": b"c"})
    data = bytearray(path.read_bytes())
    entries = [at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"]
    struct.pack_into("<I", data, entries[1] + 42, 0)  # b begins where a does
    path.write_bytes(data)

    assert _refused(opened_files("zip", path)) == [("b.jpg", Reason.CANNOT_OPEN)]
    assert opened_files("zip", path).look_up("a.jpg").read() == JPEG
    assert opened_files("zip", path).look_up("c.jpg").read() == b"c"


def test_a_file_that_goes_on_into_the_table_of_contents_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.jpg": JPEG})
    data = bytearray(path.read_bytes())
    struct.pack_into("<II", data, data.index(b"PK\x01\x02") + 20, len(JPEG) + 50, len(JPEG) + 50)
    path.write_bytes(data)

    assert _refused(opened_files("zip", path)) == [("a.jpg", Reason.CANNOT_OPEN)]
