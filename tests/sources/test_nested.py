"""Archives in archives are opened to a depth of three; what stays closed is said, with the reason."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from exposurewatch.archives import seats
from exposurewatch.model import ImageFile, Locator, Missing, Reason, Sighting
from exposurewatch.sources import nested, open_exports, opening
from tests.archives.building import write_seven_zip, write_tar
from tests.archives.in_process import InProcess
from tests.sources.builders import JPEG, a_chat, a_message, an_export, kinds, sightings, write_files, write_zip


@pytest.fixture(autouse=True)
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open archives in the tests' own process: what workers do is shown elsewhere."""
    monkeypatch.setattr(seats, "Worker", InProcess)


def _zip(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def _tar(root: Path, files: Mapping[str, bytes], mode: str = "w") -> bytes:
    return write_tar(root / "made.tar", files, mode).read_bytes()


def _found(path: Path) -> dict[str, bytes | Missing]:
    """What every picture holds, by the whole path of where it lies."""
    found: dict[str, bytes | Missing] = {}
    for export in open_exports(path, {}):
        for item in export.read():
            if isinstance(item, Sighting):
                where = item.origin.locator
                name = f"{where.container}/{where.path}".removeprefix(f"{path}/")
                found[name] = item.media.read() if isinstance(item.media, ImageFile) else item.media  # type: ignore[assignment]
    return found


def test_archives_are_opened_to_a_depth_of_three(tmp_path: Path) -> None:
    fourth = _zip({"4.jpg": JPEG})
    third = _tar(tmp_path, {"3.jpg": JPEG, "d.zip": fourth}, "w:gz")
    second = _zip({"2.jpg": JPEG, "c.tar.gz": third})
    root = tmp_path / "export"
    write_zip(root / "a.zip", {"1.jpg": JPEG, "b.zip": second})

    assert _found(root) == {
        "a.zip/1.jpg": JPEG,
        "a.zip//b.zip/2.jpg": JPEG,
        "a.zip//b.zip//c.tar.gz/3.jpg": JPEG,
        "a.zip//b.zip//c.tar.gz/d.zip": Missing(Reason.ARCHIVE, "it lies in archives that lie in archives"),
    }
    assert set(_found(root / "a.zip")) == {"1.jpg", "/b.zip/2.jpg", "/b.zip//c.tar.gz/3.jpg", "/b.zip//c.tar.gz/d.zip"}


def test_an_archive_in_every_other_is_opened(tmp_path: Path) -> None:
    inner = {"deep/a.jpg": JPEG}
    kinds_of = {
        "in.zip": _zip(inner),
        "in.tar": _tar(tmp_path, inner),
        "in.tgz": _tar(tmp_path, inner, "w:gz"),
        "in.7z": write_seven_zip(tmp_path / "made.7z", inner).read_bytes(),
    }
    expected = {f"/{name}/deep/a.jpg": JPEG for name in kinds_of}

    assert _found(write_zip(tmp_path / "out.zip", kinds_of)) == expected
    assert _found(write_tar(tmp_path / "out.tar", kinds_of)) == expected
    assert _found(write_tar(tmp_path / "out.tgz", kinds_of, "w:gz")) == expected
    assert _found(write_seven_zip(tmp_path / "out.7z", kinds_of)) == expected


def test_an_export_in_an_archive_in_an_archive_is_read_as_one(tmp_path: Path) -> None:
    chat = _zip({"chat/result.json": a_chat(a_message(photo="a.jpg")), "chat/a.jpg": JPEG})
    (export,) = open_exports(write_zip(tmp_path / "out.zip", {"mine/chat.zip": chat}), {})

    assert export.source == "telegram-json"
    (sighting,) = [item for item in export.read() if isinstance(item, Sighting)]
    assert sighting.origin.locator == Locator(f"{tmp_path}/out.zip//mine/chat.zip", "chat/a.jpg")
    assert sighting.origin.message_id == "1"


def test_an_archive_that_was_posted_is_looked_into(tmp_path: Path) -> None:
    pack = _zip({"1.jpg": JPEG, "more.zip": _zip({"2.jpg": JPEG}), "notes.txt": b"hello", "../x.jpg": JPEG})
    path = an_export(
        tmp_path, a_message(file="files/pack.zip", mime_type="application/zip"), files={"files/pack.zip": pack}
    )
    found = sightings(path)

    assert [(each.origin.locator.container, each.origin.locator.path) for each in found] == [
        (f"{path}/files/pack.zip", "1.jpg"),
        (f"{path}/files/pack.zip//more.zip", "2.jpg"),
        (f"{path}/files/pack.zip", "notes.txt"),
        (f"{path}/files/pack.zip", "../x.jpg"),
    ]
    assert [kind for kind, _ in kinds(found)] == ["file", "file", "not-a-picture", "unsafe-path"]
    assert {each.origin.message_id for each in found} == {"1"}
    assert {each.origin.sender for each in found} == {"Anon"}


def test_an_archive_that_no_message_mentions_is_looked_into(tmp_path: Path) -> None:
    path = an_export(tmp_path, a_message(), files={"files/pack.zip": _zip({"1.jpg": JPEG, "notes.txt": b"hello"})})

    assert [(each.origin.locator.path, each.origin.message_id) for each in sightings(path)] == [("1.jpg", None)]


def test_an_archive_that_cannot_be_opened_is_said_with_the_reason(tmp_path: Path) -> None:
    files = {"files/pack.zip": _zip({"1.jpg": JPEG})[:-30], "files/pack.rar": b"Rar!\x1a\x07\x01\x00" + bytes(99)}
    path = an_export(tmp_path, a_message(1, file="files/pack.zip"), a_message(2, file="files/pack.rar"), files=files)

    assert [each.media for each in sightings(path)] == [
        Missing(Reason.ARCHIVE, "its end is missing, as when a download was broken off"),
        Missing(Reason.ARCHIVE),
    ]


def test_beside_an_export_a_broken_archive_is_said(tmp_path: Path) -> None:
    an_export(tmp_path, a_message())
    write_files(tmp_path, {"pack.zip": b"PK\x03\x04"})

    assert _found(tmp_path) == {
        "pack.zip": Missing(Reason.ARCHIVE, "its end is missing, as when a download was broken off")
    }


def test_no_more_archives_are_opened_than_anybody_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nested, "_TOO_MANY", "too many")
    monkeypatch.setattr(opening, "Nesting", lambda: nested.Nesting(_budget=nested._Budget(archives=2)))
    for number in range(3):
        write_zip(tmp_path / f"{number}.zip", {"a.jpg": JPEG})

    assert _found(tmp_path) == {
        "0.zip/a.jpg": JPEG,
        "1.zip/a.jpg": JPEG,
        "2.zip": Missing(Reason.ARCHIVE, "too many"),
    }


def test_an_archive_that_holds_itself_ends(tmp_path: Path) -> None:
    """As zips can: here each level is written, which no reader can tell from one that goes on for ever."""
    data = _zip({"a.jpg": JPEG})
    for _ in range(8):
        data = _zip({"again.zip": data, "a.jpg": JPEG}, zipfile.ZIP_STORED)
    path = tmp_path / "again.zip"
    path.write_bytes(data)

    found = _found(path)
    assert sorted(found, key=len)[-1] == "/again.zip//again.zip/again.zip"
    assert [name for name in found if name.endswith("jpg")] == [
        "/again.zip//again.zip/a.jpg",
        "/again.zip/a.jpg",
        "a.jpg",
    ]


def test_one_archive_that_many_messages_mention_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "Nesting", lambda: nested.Nesting(_budget=nested._Budget(archives=1)))
    messages = [a_message(number, file="files/pack.zip") for number in range(1, 4)]
    path = an_export(tmp_path, *messages, files={"files/pack.zip": _zip({"1.jpg": JPEG})})

    assert kinds(sightings(path)) == [("file", "1.jpg")] * 3


def test_archives_that_hold_too_many_files_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "Nesting", lambda: nested.Nesting(_budget=nested._Budget(files=1)))
    monkeypatch.setattr(nested, "_TOO_FULL", "too full")
    for number in range(2):
        write_zip(tmp_path / f"{number}.zip", {"a.jpg": JPEG, "b.jpg": JPEG})

    assert _found(tmp_path) == {
        "0.zip/a.jpg": JPEG,
        "0.zip/b.jpg": JPEG,
        "1.zip": Missing(Reason.ARCHIVE, "too full"),
    }


def test_no_file_has_the_name_of_one_in_an_archive_in_an_archive(tmp_path: Path) -> None:
    first, second = _zip({"x.jpg": JPEG}), _zip({"x.jpg": JPEG + b"other"})
    path = write_zip(tmp_path / "t.zip", {"a.zip": _zip({"b.zip": first}), "a.zip/b.zip": second})

    assert _found(path) == {"/a.zip//b.zip/x.jpg": JPEG, "/a.zip/b.zip/x.jpg": JPEG + b"other"}


def test_an_archive_that_is_declared_sound_is_looked_into(tmp_path: Path) -> None:
    pack = _zip({"1.jpg": JPEG})
    messages = [a_message(1, file="files/a.mp3", mime_type="audio/mpeg"), a_message(2, file="files/b.pdf")]
    path = an_export(tmp_path, *messages, files={"files/a.mp3": pack, "files/b.pdf": pack})

    assert kinds(sightings(path)) == [("file", "1.jpg")] * 2


def test_plain_archives_in_archives_survive_that_few_are_open_at_once(tmp_path: Path) -> None:
    """An archive may be let go while the one that it lies in waits for bytes of its own."""
    inner = {f"z{number}.zip": _zip({f"{number}.jpg": JPEG}, zipfile.ZIP_STORED) for number in range(6)}
    middle = {**inner, "filler.bin": bytes(range(256)) * 3600, "far.zip": _zip({"far.jpg": JPEG}, zipfile.ZIP_STORED)}
    path = write_zip(tmp_path / "o.zip", {"m.zip": _zip(middle, zipfile.ZIP_STORED)})
    (export, *more) = open_exports(path, {})
    waiting = [item for each in (export, *more) for item in each.read() if isinstance(item, Sighting)]

    for _ in range(2):
        read = [item.media.read() for item in waiting if isinstance(item.media, ImageFile)]
        assert read == [JPEG] * 7
