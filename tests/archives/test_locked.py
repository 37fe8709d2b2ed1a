"""Every format is opened by a real worker, locked in: nothing that it needs is loaded too late."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from pathlib import Path

import brotli
import py7zr
import pytest

from exposurewatch.model import Reason
from exposurewatch.sources.containers import Container, Member, Refused
from tests.archives.containers import opened
from tests.archives.web_archives import A, Answer, B, a_warc, write_mht, write_wacz, write_warc

IN_WORKERS = True

_FILES = {"result.json": b"{}" * 40_000, "photos/a.jpg": bytes(range(256)) * 4000, "caf\u00e9.txt": b"x"}
_PAGES = {A: b"\xff\xd8\xff" * 99, B: b"<html>" * 99_999}


def _contents(container: Container) -> dict[str, bytes]:
    return {member.path: member.read() for member in container.members() if isinstance(member, Member)}


@pytest.mark.parametrize(
    "method",
    [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA],
    ids=["stored", "deflate", "bzip2", "lzma"],
)
def test_a_zip(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in _FILES.items():
            archive.writestr(name, data)

    assert _contents(opened("zip", path)) == _FILES


@pytest.mark.parametrize("mode", ["w", "w:gz"])
@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar(tmp_path: Path, mode: str, form: int) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, mode, format=form) as archive:  # type: ignore[call-overload]
        for name, data in _FILES.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))

    assert _contents(opened("tar", path)) == _FILES


@pytest.mark.parametrize(
    "filters",
    [
        [{"id": py7zr.FILTER_LZMA2, "preset": 1}],
        [{"id": py7zr.FILTER_X86}, {"id": py7zr.FILTER_LZMA2, "preset": 1}],
        [{"id": py7zr.FILTER_LZMA}],
        [{"id": py7zr.FILTER_BZIP2}],
        [{"id": py7zr.FILTER_DEFLATE}],
        [{"id": py7zr.FILTER_ZSTD, "level": 1}],
        [{"id": py7zr.FILTER_BROTLI, "level": 1}],
        [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}],
        [{"id": py7zr.FILTER_COPY}],
    ],
    ids=["lzma2", "x86", "lzma", "bzip2", "deflate", "zstd", "brotli", "ppmd", "copy"],
)
def test_a_seven_zip(tmp_path: Path, filters: list[dict[str, int]]) -> None:
    path = tmp_path / "a.7z"
    with py7zr.SevenZipFile(path, "w", filters=filters) as archive:
        for name, data in _FILES.items():
            archive.writestr(data, name)

    assert _contents(opened("7z", path)) == _FILES


def test_a_locked_seven_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.7z"
    with py7zr.SevenZipFile(path, "w", password="secret") as archive:  # noqa: S106
        archive.writestr(b"x", "a.jpg")

    (member,) = opened("7z", path).members()
    assert isinstance(member, Refused)
    assert member.reason is Reason.ENCRYPTED


@pytest.mark.parametrize("packing", ["", "gzip", "deflate", "br"])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_warc(tmp_path: Path, name: str, packing: str) -> None:
    pack = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress}.get(packing, bytes)
    headers = {"Content-Encoding": packing} if packing else {}
    path = write_warc(tmp_path / name, *(Answer(at, pack(data), headers=headers) for at, data in _PAGES.items()))

    assert _contents(opened("WARC", path)) == _PAGES


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_wacz(tmp_path: Path, compression: int) -> None:
    warc = a_warc(*(Answer(at, data) for at, data in _PAGES.items()))
    path = write_wacz(tmp_path / "a.wacz", {"1.warc.gz": warc}, compression=compression)

    assert _contents(opened("WACZ", path)) == _PAGES


def test_a_saved_page(tmp_path: Path) -> None:
    parts = {at: ("text/html" if at == B else "image/jpeg", data) for at, data in _PAGES.items()}

    assert _contents(opened("MHT", write_mht(tmp_path / "a.mht", parts))) == _PAGES


@pytest.mark.parametrize("outer", ["zip", "deflated", "bzip2", "tar", "tar.gz", "7z"])
def test_a_file_in_an_archive_is_read_from_anywhere(tmp_path: Path, outer: str) -> None:
    content = bytes(range(256)) * 8000
    path = tmp_path / "a"
    match outer:
        case "tar" | "tar.gz":
            with tarfile.open(path, "w:gz" if outer == "tar.gz" else "w") as tar:
                info = tarfile.TarInfo("in")
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
        case "7z":
            with py7zr.SevenZipFile(path, "w") as seven:
                seven.writestr(content, "in")
        case _:
            method = {"zip": zipfile.ZIP_STORED, "deflated": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2}[outer]
            with zipfile.ZipFile(path, "w", method) as packed:
                packed.writestr("in", content)
    supply = opened({"deflated": "zip", "bzip2": "zip", "tar.gz": "tar"}.get(outer, outer), path).supply("in")

    assert supply.size() == len(content)
    for offset, size in ((len(content) - 9, 20), (0, 99), (1_000_000, 4096), (len(content), 5)):
        assert supply.read(offset, size) == content[offset : offset + size]
