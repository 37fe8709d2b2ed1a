"""Folders and archives give the same members, and only what is beneath them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from exposurewatch.archives.archive import DAMAGED
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources import containers
from exposurewatch.sources.containers import Container, Member, Stream
from exposurewatch.sources.folders import Folder
from tests.archives.building import write_seven_zip, write_tar
from tests.archives.containers import opened
from tests.sources.builders import JPEG, write_files, write_zip

_FILES = {
    "result.json": b"{}",
    "photos/a.jpg": JPEG,
    "photos/deep/b.jpg": b"b",
    "photos2/c.jpg": b"c",
    "photos/Thumbs.db": b"litter",
    "__MACOSX/photos/._a.jpg": b"litter",
    "caf\u00e9.jpg": b"accent",
}


@pytest.fixture(params=["folder", "zip", "tar", "tar.gz", "7z"])
def container(request: pytest.FixtureRequest, tmp_path: Path) -> Container:
    path = tmp_path / f"a.{request.param}"
    match request.param:
        case "zip":
            return opened("zip", write_zip(path, _FILES))
        case "tar":
            return opened("tar", write_tar(path, _FILES))
        case "tar.gz":
            return opened("tar", write_tar(path, _FILES, "w:gz"))
        case "7z":
            return opened("7z", write_seven_zip(path, _FILES))
        case _:
            return Folder(write_files(path, _FILES))


def _paths(container: Container, under: str = "") -> set[str]:
    return {member.path for member in container.members(under)}


def test_every_file_is_met_but_litter(container: Container) -> None:
    assert _paths(container) == {path for path, data in _FILES.items() if data != b"litter"}


def test_a_part_can_be_listed(container: Container) -> None:
    assert _paths(container, "photos/") == {"photos/a.jpg", "photos/deep/b.jpg"}


def test_members_are_read_when_met_and_when_looked_up(container: Container) -> None:
    met = next(member for member in container.members() if member.path == "photos/a.jpg")

    assert isinstance(met, Member)
    assert met.read() == container.look_up("photos/a.jpg").read() == JPEG


@pytest.mark.parametrize("path", ["caf\u00e9.jpg", "cafe\u0301.jpg"])
def test_either_spelling_of_an_accent_finds_the_file(container: Container, path: str) -> None:
    assert container.look_up(path).read() == b"accent"


def test_what_is_not_there_is_missing(container: Container) -> None:
    for path in ("photos/x.jpg", "photos/a.jpg/x.jpg", "nowhere/x.jpg"):
        with pytest.raises(Unreadable) as caught:
            container.look_up(path)
        assert caught.value.reason is Reason.MISSING_FILE


def test_a_file_beyond_the_limit_is_too_large(container: Container, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_PICTURE_BYTES", len(JPEG) - 1)

    with pytest.raises(Unreadable) as caught:
        container.look_up("photos/a.jpg").read()

    assert caught.value.reason is Reason.TOO_LARGE


def test_a_file_at_the_limit_is_read(container: Container, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_PICTURE_BYTES", len(JPEG))

    assert container.look_up("photos/a.jpg").read() == JPEG


def test_it_has_a_name_to_be_shown(container: Container, tmp_path: Path) -> None:
    assert container.name.startswith(str(tmp_path))
    assert container.kind in ("folder", "zip", "tar", "7z")
    assert not container.addresses


class _Failing(io.BytesIO):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def read(self, _size: int | None = -1, /) -> bytes:
        raise self._error


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (OSError(5, "Input/output error", "/home/jane/\x1b[31msecret"), "Input/output error"),
        (ValueError("bad\x1b[31m block"), DAMAGED),
        (KeyError(), DAMAGED),
    ],
)
def test_whatever_fails_is_unreadable_and_names_no_path(error: Exception, detail: str) -> None:
    with pytest.raises(Unreadable) as caught, Stream(_Failing(error)) as stream:
        stream.read(1)

    assert (caught.value.reason, caught.value.detail) == (Reason.CANNOT_OPEN, detail)
