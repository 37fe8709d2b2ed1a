"""A tar is read file by file; what is hostile in it, or missing at its end, is refused by name and reason."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exposurewatch.archives import tars
from exposurewatch.archives.archive import BadArchive
from exposurewatch.errors import WrongUsage
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.archived import Files
from exposurewatch.sources.containers import Member, Refused
from tests.archives.building import BLOCK, END, a_header, an_entry, write_tar
from tests.archives.containers import opened_files
from tests.sources.builders import JPEG, a_chat, a_message, kinds, opened, sightings, skips

_A = an_entry("a.jpg", JPEG)


@pytest.fixture(params=["tar", "tar.gz"])
def end(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def _tar(root: Path, data: bytes, end: str = "tar") -> Files:
    path = root / f"a.{end}"
    path.write_bytes(gzip.compress(data) if end == "tar.gz" else data)
    return opened_files("tar", path)


def _refused(archive: Files) -> list[tuple[str, Reason]]:
    return [(member.path, member.reason) for member in archive.members() if isinstance(member, Refused)]


def _paths(archive: Files) -> list[str]:
    return [member.path for member in archive.members() if isinstance(member, Member)]


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_names_of_any_length_are_read(tmp_path: Path, format: int) -> None:  # noqa: A002
    name = f"{'d' * 90}/{'é' * 30}.jpg"
    with tarfile.open(tmp_path / "a.tar", "w", format=format) as archive:
        info = tarfile.TarInfo(name)
        info.size = len(JPEG)
        archive.addfile(info, io.BytesIO(JPEG))

    assert opened_files("tar", tmp_path / "a.tar").look_up(name).read() == JPEG


def test_of_a_name_that_is_far_too_long_the_beginning_is_told(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("/" + "a" * 900_000))

    ((path, reason),) = _refused(opened_files("tar", tmp_path / "a.tar"))
    assert (path[:9], len(path), reason) == ("/aaaaaaaa", 4096, Reason.UNSAFE_PATH)


def test_names_of_old_systems_are_read(tmp_path: Path) -> None:
    archive = _tar(tmp_path, an_entry(b"caf\xe9.jpg", JPEG) + END)

    assert archive.look_up("café.jpg").read() == JPEG


@pytest.mark.parametrize("name", ["../a.jpg", "/etc/passwd", "x/../../b.jpg", "C:\\a.jpg", "a\x1b.jpg", "nul.jpg"])
def test_a_member_that_would_leave_is_refused(tmp_path: Path, end: str, name: str) -> None:
    archive = _tar(tmp_path, an_entry(name, JPEG) + _A + END, end)

    assert _refused(archive) == [(name, Reason.UNSAFE_PATH)]
    assert _paths(archive) == ["a.jpg"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (b"1", Reason.LINK),
        (b"2", Reason.LINK),
        (b"3", Reason.NOT_A_REGULAR_FILE),
        (b"4", Reason.NOT_A_REGULAR_FILE),
        (b"6", Reason.NOT_A_REGULAR_FILE),
        (b"Z", Reason.NOT_A_REGULAR_FILE),
    ],
)
def test_links_and_devices_are_refused(tmp_path: Path, end: str, kind: bytes, reason: Reason) -> None:
    archive = _tar(tmp_path, _A + a_header("b.jpg", kind=kind, link="a.jpg") + END, end)

    assert _refused(archive) == [("b.jpg", reason)]
    with pytest.raises(Unreadable) as caught:
        archive.look_up("b.jpg")
    assert caught.value.reason is reason


def test_a_file_with_holes_is_refused(tmp_path: Path) -> None:
    holes = tarfile.TarInfo("b.jpg")
    holes.pax_headers = {"GNU.sparse.map": "0,1", "GNU.sparse.size": "9999999", "GNU.sparse.name": "b.jpg"}
    holes.size = 1
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.addfile(holes, io.BytesIO(b"x"))

    assert _refused(opened_files("tar", tmp_path / "a.tar")) == [("b.jpg", Reason.NOT_A_REGULAR_FILE)]


def test_folders_are_no_members(tmp_path: Path) -> None:
    assert list(_tar(tmp_path, a_header("photos/", kind=b"5") + END).members()) == []


def test_of_two_members_of_one_name_the_second_is_refused(tmp_path: Path, end: str) -> None:
    archive = _tar(tmp_path, an_entry("a/b.jpg", b"first") + an_entry("a//b.jpg", b"second") + END, end)

    assert _refused(archive) == [("a/b.jpg", Reason.DUPLICATE_NAME)]
    assert archive.look_up("a/b.jpg").read() == b"first"


def test_an_archive_without_files_is_empty(tmp_path: Path, end: str) -> None:
    assert list(_tar(tmp_path, END * 10, end).members()) == []


def test_what_stands_before_a_cut_is_read(tmp_path: Path, end: str) -> None:
    data = _A + an_entry("b.jpg", JPEG) + END
    archive = _tar(tmp_path, data[: len(_A) + BLOCK + 100], end)

    assert archive.look_up("a.jpg").read() == JPEG
    assert _refused(archive) == [("", Reason.EXPORT_TRUNCATED)]
    with pytest.raises(Unreadable) as caught:
        archive.look_up("b.jpg").read()
    assert caught.value.detail == "it is cut off"


@pytest.mark.parametrize("left", [0, 100, BLOCK - 1])
def test_a_cut_between_two_files_is_noticed(tmp_path: Path, end: str, left: int) -> None:
    archive = _tar(tmp_path, (_A + an_entry("b.jpg", JPEG))[: len(_A) + left], end)

    assert _paths(archive) == ["a.jpg"]
    assert _refused(archive) == [("", Reason.EXPORT_TRUNCATED)]


def test_a_packed_archive_that_is_cut_off_gives_what_is_there(tmp_path: Path) -> None:
    noise = [bytes((number * each * 7919 >> 3) & 255 for each in range(100_000)) for number in range(1, 9)]
    data = gzip.compress(b"".join(an_entry(f"{number}.jpg", each) for number, each in enumerate(noise)) + END)
    path = tmp_path / "a.tgz"
    path.write_bytes(data[: len(data) // 2])
    archive = opened_files("tar", path)

    assert archive.look_up("0.jpg").read() == noise[0]
    assert _refused(archive) == [("", Reason.EXPORT_TRUNCATED)]


def test_damage_in_what_is_packed_is_noticed(tmp_path: Path) -> None:
    noise = [random.Random(number).randbytes(500_000).hex().encode() for number in range(14)]  # noqa: S311
    data = bytearray(
        gzip.compress(b"".join(an_entry(f"{number}.jpg", each) for number, each in enumerate(noise)) + END)
    )
    data[-1_000_000:-990_000] = b"\xff" * 10_000
    path = tmp_path / "a.tgz"
    path.write_bytes(data)
    archive = opened_files("tar", path)

    assert archive.look_up("0.jpg").read() == noise[0]
    assert [reason for _, reason in _refused(archive)] in ([Reason.EXPORT_TRUNCATED], [Reason.EXPORT_DAMAGED])


def test_damage_between_two_files_is_noticed(tmp_path: Path, end: str) -> None:
    archive = _tar(tmp_path, _A + b"\xee" * BLOCK + an_entry("b.jpg", JPEG) + END, end)

    assert _paths(archive) == ["a.jpg"]
    assert _refused(archive) == [("", Reason.EXPORT_DAMAGED)]


def test_what_stands_behind_the_end_is_said(tmp_path: Path, end: str) -> None:
    archive = _tar(tmp_path, _A + END + an_entry("b.jpg", JPEG) + END, end)

    assert _paths(archive) == ["a.jpg"]
    assert _refused(archive) == [("", Reason.EXPORT_DAMAGED)]


@pytest.mark.parametrize("size", [-512, -1024, -(1 << 40)])
def test_a_negative_size_ends_the_reading(tmp_path: Path, end: str, size: int) -> None:
    archive = _tar(tmp_path, _A + a_header("b.jpg", size) + END, end)

    assert _paths(archive) == ["a.jpg"]
    assert _refused(archive) == [("", Reason.EXPORT_DAMAGED)]


def test_a_size_beyond_the_end_is_not_believed(tmp_path: Path) -> None:
    archive = _tar(tmp_path, _A + a_header("b.jpg", 1 << 40) + JPEG)

    assert _paths(archive) == ["a.jpg", "b.jpg"]
    assert _refused(archive) == [("", Reason.EXPORT_TRUNCATED)]


def test_a_size_far_beyond_what_is_packed_is_never_looked_for(tmp_path: Path) -> None:
    archive = _tar(tmp_path, _A + a_header("b.jpg", 1 << 40) + JPEG, "tar.gz")

    assert _refused(archive) == [("", Reason.TOO_LARGE)]


def test_a_bomb_is_left_where_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tars, "_RATIO_FREE", 1 << 20)
    monkeypatch.setattr(tars, "MAX_RATIO", 2)
    archive = _tar(tmp_path, _A + an_entry("b.jpg", bytes(2 << 20)) + an_entry("c.jpg", JPEG) + END, "tar.gz")

    assert _paths(archive) == ["a.jpg", "b.jpg"]
    assert _refused(archive) == [("", Reason.TOO_LARGE)]


@pytest.mark.parametrize("kind", [b"L", b"K", b"x", b"g"])
def test_a_header_that_is_too_long_is_not_read(tmp_path: Path, end: str, kind: bytes) -> None:
    archive = _tar(tmp_path, _A + an_entry("x", b"a" * (2 << 20), kind) + an_entry("b.jpg", JPEG) + END, end)

    assert _paths(archive) == ["a.jpg"]
    assert _refused(archive) == [("", Reason.EXPORT_DAMAGED)]


def test_headers_upon_headers_end_the_reading(tmp_path: Path) -> None:
    archive = _tar(tmp_path, _A + an_entry("x", b"9 a=b\n", b"x") * 3000 + END)

    assert _paths(archive) == ["a.jpg"]
    assert _refused(archive) == [("", Reason.EXPORT_DAMAGED)]


def test_more_files_than_can_be_kept_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tars, "MAX_MEMBERS", 4)

    with pytest.raises(BadArchive, match="more than 4 files"):
        _tar(tmp_path, b"".join(an_entry(f"{number}.jpg") for number in range(5)) + END)


@pytest.mark.parametrize("data", [b"", b"no tar", b"\xee" * 5000, a_header("a.jpg", -512)[:400]])
def test_what_is_no_tar_is_said_to_be_none(tmp_path: Path, end: str, data: bytes) -> None:
    with pytest.raises(BadArchive, match="no tar"):
        _tar(tmp_path, data, end)


def test_what_cannot_be_opened_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadArchive):
        opened_files("tar", tmp_path / "nothing.tar")


def test_a_file_that_fails_while_it_is_looked_at_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_head: bytes) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(tars, "sniff", fail)
    with pytest.raises(BadArchive, match="Input/output error"):
        _tar(tmp_path, _A + END)


def test_streams_of_one_archive_can_be_read_side_by_side(tmp_path: Path, end: str) -> None:
    archive = _tar(tmp_path, an_entry("a", b"a" * 99_999) + an_entry("b", b"b" * 99_999) + END, end)

    with archive.look_up("a").open() as first, archive.look_up("b").open() as second:
        pairs = [(first.read(1000), second.read(1000)) for _ in range(99)]
        rest = first.read(9999)

    assert set(pairs) == {(b"a" * 1000, b"b" * 1000)}
    assert rest == b"a" * 999


def test_nothing_is_extracted(tmp_path: Path, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tarfile.TarFile, "extract", None)
    monkeypatch.setattr(tarfile.TarFile, "extractall", None)
    assert _tar(tmp_path, _A + END, end).look_up("a.jpg").read() == JPEG

    assert [path.name for path in tmp_path.iterdir()] == [f"a.{end}"]


@pytest.mark.parametrize(("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz")])
def test_an_export_in_a_tar_is_read(tmp_path: Path, name: str, mode: str) -> None:
    files = {"x/result.json": a_chat(a_message(photo="photos/a.jpg")), "x/photos/a.jpg": JPEG}
    path = write_tar(tmp_path / name, files, mode)

    assert opened(path).source == "telegram-json"
    assert kinds(sightings(path)) == [("photo", "x/photos/a.jpg")]


def test_that_an_archive_is_cut_off_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    path.write_bytes(_A)
    (skipped,) = skips(path)

    assert skipped.reason is Reason.EXPORT_TRUNCATED
    assert "cut off" in skipped.detail


@pytest.mark.parametrize(("name", "mode"), [("a.tar.xz", "w:xz"), ("a.tar.bz2", "w:bz2")])
def test_other_packings_are_to_be_unpacked_by_hand(tmp_path: Path, name: str, mode: str) -> None:
    path = write_tar(tmp_path / name, {"a.jpg": JPEG}, mode)

    with pytest.raises(WrongUsage) as caught:
        opened(path)
    assert caught.value.hint == "Unpack it and name the folder."


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3 * BLOCK), st.binary(min_size=1, max_size=30)), min_size=1, max_size=5))
def test_no_damage_raises_anything_else(tmp_path: Path, damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(an_entry("a", b"a") + an_entry("b", b"b") + END)
    for at, junk in damage:
        data[at : at + len(junk)] = junk
    try:
        archive = _tar(tmp_path, bytes(data))
    except BadArchive:
        return
    for member in archive.members():
        if isinstance(member, Member):
            try:
                member.read()
            except Unreadable:
                continue
