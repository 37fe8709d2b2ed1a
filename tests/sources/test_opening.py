"""Whatever the user names is opened, or refused in one sentence with a hint."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from exposurewatch.errors import ExitStatus, WrongUsage
from exposurewatch.model import ImageFile, Locator, Message, Missing, Reason, Sighting, Skipped, VideoFile
from exposurewatch.sources import open_exports
from tests.parsers.html_pages import message, page
from tests.sources.builders import (
    JPEG,
    MP4,
    a_chat,
    a_link,
    a_message,
    an_export,
    items,
    opened,
    sightings,
    write_files,
    write_zip,
)

_ONE_CHAT = "Telegram Desktop export (JSON), one chat: Gossip Corner, 1 message"


def _refusal(path: Path) -> str:
    with pytest.raises(WrongUsage) as caught:
        open_exports(path, {})
    assert caught.value.exit_status is ExitStatus.WRONG_USAGE
    assert caught.value.hint.endswith((".", "?"))
    assert "\x1b" not in f"{caught.value}{caught.value.hint}"
    return str(caught.value)


def test_no_such_path(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "no\x1b[31mthing").startswith("There is nothing at ")


@pytest.mark.parametrize(("name", "said"), [("a\0b", "There is nothing at"), ("a" * 5000, "cannot be read")])
def test_a_path_no_disk_can_have(tmp_path: Path, name: str, said: str) -> None:
    assert said in _refusal(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes on disk")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert "neither a folder nor a plain file" in _refusal(tmp_path / "pipe")


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    write_files(tmp_path, {"a.jpg": JPEG})
    monkeypatch.setattr(Path, "open", refuse)

    assert "cannot be read: Permission denied." in _refusal(tmp_path / "a.jpg")


def test_an_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)

    assert "cannot be read: Permission denied." in _refusal(tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert _refusal(tmp_path).endswith(" is empty.")


def test_an_empty_zip(tmp_path: Path) -> None:
    assert _refusal(write_zip(tmp_path / "a.zip", {})).endswith(" is empty.")


@pytest.mark.parametrize("name", ["notes.doc", "more.rar"])
def test_a_folder_without_pictures(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {name: b"hello"})

    assert _refusal(tmp_path).endswith(" holds no picture and no video.")


def test_a_folder_with_videos_alone_and_a_single_video_are_looked_at(tmp_path: Path) -> None:
    write_files(tmp_path, {"clip.mp4": MP4})
    for path in (tmp_path, tmp_path / "clip.mp4"):
        (export,) = open_exports(path, {})
        (found,) = export.read()
        assert isinstance(found, Sighting)
        assert isinstance(found.media, VideoFile)
        assert found.media.read() == MP4


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"a": 1}', b"<html>", bytes(99), b"\x89PNG"])
def test_a_document_that_is_no_export(tmp_path: Path, data: bytes) -> None:
    write_files(tmp_path, {"result.json": data})

    assert "holds no picture, and no export that can be read" in _refusal(tmp_path)
    assert "is no export that can be read" in _refusal(tmp_path / "result.json")


@pytest.mark.parametrize("data", [b"", b"  ", b'{"name"', a_chat(), a_chat()[:40]])
def test_an_export_without_messages(tmp_path: Path, data: bytes) -> None:
    write_files(tmp_path, {"result.json": data})

    assert "without a single message" in _refusal(tmp_path)


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04 and no more"])
def test_a_broken_zip(tmp_path: Path, data: bytes) -> None:
    write_files(tmp_path, {"a.zip": data})

    assert "cannot be opened as a zip" in _refusal(tmp_path / "a.zip")


def test_a_locked_zip(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"result.json": a_chat(a_message())})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert _refusal(path).endswith(" is locked with a password.")


def test_a_zip_of_nothing_but_links(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(a_link("a.jpg"), "/etc/passwd")

    assert "nothing that may be opened" in _refusal(tmp_path / "a.zip")


@pytest.mark.parametrize(("name", "words"), [("a.rar", "an archive"), ("a.doc", "neither an export nor a picture")])
def test_a_file_that_is_nothing_known(tmp_path: Path, name: str, words: str) -> None:
    write_files(tmp_path, {name: b"Rar!\x1a\x07\0" if name == "a.rar" else b"hello"})

    assert words in _refusal(tmp_path / name)


@pytest.mark.parametrize(("name", "data"), [("a.jpg", JPEG), ("no suffix", JPEG), ("broken.jpg", b"")])
def test_a_single_picture(tmp_path: Path, name: str, data: bytes) -> None:
    write_files(tmp_path, {name: data, "other.jpg": JPEG})

    (sighting,) = sightings(tmp_path / name)

    assert isinstance(sighting.media, ImageFile)
    assert sighting.media.read() == data
    assert sighting.origin.locator.path == name


@pytest.mark.parametrize("packed", [False, True])
def test_several_exports_and_pictures_beside_them(tmp_path: Path, *, packed: bool) -> None:
    chat = a_chat(a_message(photo="photos/a.jpg"))
    files = {
        "one/result.json": chat,
        "one/photos/a.jpg": JPEG,
        "two/result.json": chat,
        "two/photos/a.jpg": JPEG,
        "two/inner/result.json": chat,
        "two/inner/photos/a.jpg": JPEG,
        "beside.jpg": JPEG,
    }
    path = write_zip(tmp_path / "a.zip", files) if packed else write_files(tmp_path / "a", files)

    exports = open_exports(path, {})
    seen = [item.origin.locator.path for export in exports for item in export.read() if isinstance(item, Sighting)]

    assert sorted(export.label for export in exports) == [
        *(f"{_ONE_CHAT}, in {folder}" for folder in ("one", "two", "two/inner")),
        f"{'zip' if packed else 'folder'} of pictures",
    ]
    assert sorted(seen) == ["beside.jpg", "one/photos/a.jpg", "two/inner/photos/a.jpg", "two/photos/a.jpg"]
    assert sum(export.picture_count() for export in exports) == 4


def test_papers_beside_an_export_make_no_second_one(tmp_path: Path) -> None:
    write_files(tmp_path, {"one/result.json": a_chat(a_message()), "readme.txt": b"hello"})

    assert opened(tmp_path).label == _ONE_CHAT


def test_what_is_refused_beside_an_export_is_reported(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"one/result.json": a_chat(a_message()), "../b.jpg": JPEG})

    _, rest = open_exports(path, {})

    assert [item.reason for item in rest.read() if isinstance(item, Skipped)] == [Reason.UNSAFE_PATH]


def test_an_empty_export_beside_a_full_one_is_left_out_if_it_has_no_pictures(tmp_path: Path) -> None:
    write_files(tmp_path, {"one/result.json": a_chat(a_message()), "two/result.json": a_chat(name="Empty")})

    assert opened(tmp_path).label == _ONE_CHAT


def test_pictures_beside_a_document_of_another_kind_are_looked_at(tmp_path: Path) -> None:
    write_files(tmp_path, {"result.json": b'{"a": 1}', "a.jpg": JPEG})

    assert opened(tmp_path).label == "folder of pictures; no export that can be read was found in its .json files"
    assert len(sightings(tmp_path)) == 2


def test_notes_beside_pictures_are_no_failed_export(tmp_path: Path) -> None:
    assert opened(write_files(tmp_path, {"notes.txt": b"hello", "a.jpg": JPEG})).label == "folder of pictures"


def test_other_documents_within_an_export_are_no_failed_exports(tmp_path: Path) -> None:
    files = {"one/result.json": a_chat(a_message()), "one/lists/more.json": b"{}", "a.jpg": JPEG}
    _, rest = open_exports(write_files(tmp_path, files), {})

    assert "no export" not in rest.label


def test_exports_can_be_compared_and_shown(tmp_path: Path) -> None:
    path = an_export(tmp_path, a_message())

    assert opened(path) == opened(path)
    assert items(path)


@pytest.mark.parametrize("usernames", [{"": "no name"}, {"12": "x"}, {"abc": "gossip"}, {"": "../x"}])
def test_what_is_no_username_is_refused(tmp_path: Path, usernames: dict[str, str]) -> None:
    with pytest.raises(WrongUsage, match="no Telegram username"):
        open_exports(an_export(tmp_path, a_message()), usernames)


def test_archives_in_a_folder_are_opened_as_exports_of_their_own(tmp_path: Path) -> None:
    write_zip(tmp_path / "chat.zip", {"a/result.json": a_chat(a_message(photo="photos/a.jpg")), "a/photos/a.jpg": JPEG})
    write_zip(tmp_path / "inner" / "pictures.zip", {"b.jpg": JPEG, "deep.zip": b"PK\x03\x04"})
    write_files(tmp_path, {"c.jpg": JPEG, "broken.zip": b"PK\x03\x04 and no more"})

    exports = open_exports(tmp_path, {})
    found = [item for export in exports for item in export.read() if isinstance(item, Sighting)]
    pictures = {
        (item.origin.locator.container, item.origin.locator.path) for item in found if isinstance(item.media, ImageFile)
    }

    assert [export.label for export in exports] == [f"{_ONE_CHAT}, in a", "zip of pictures", "folder of pictures"]
    assert pictures == {
        (str(tmp_path / "chat.zip"), "a/photos/a.jpg"),
        (str(tmp_path / "inner" / "pictures.zip"), "b.jpg"),
        (str(tmp_path), "c.jpg"),
    }
    cut_off = Missing(Reason.ARCHIVE, "its end is missing, as when a download was broken off")
    assert {item.origin.locator.path for item in found if item.media == cut_off} == {"broken.zip", "deep.zip"}


def test_an_archive_in_a_folder_is_called_by_the_path_that_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole path may hold the name with which somebody logs in."""
    write_zip(tmp_path / "here" / "a.zip", {"b.jpg": JPEG})
    monkeypatch.chdir(tmp_path)

    assert opened(Path("here")).container == str(Path("here/a.zip"))


def test_archives_inside_an_export_belong_to_it(tmp_path: Path) -> None:
    path = an_export(tmp_path, a_message(file="files/a.zip"))
    write_zip(path / "files" / "a.zip", {"b.jpg": JPEG})

    (sighting,) = sightings(path)

    assert isinstance(sighting.media, ImageFile)
    assert sighting.origin.message_id == "1"
    assert sighting.origin.locator == Locator(f"{path}/files/a.zip", "b.jpg")


def test_a_document_that_is_named_stands_for_itself_alone(tmp_path: Path) -> None:
    write_files(tmp_path, {"one.json": a_chat(a_message()), "two.json": a_chat(a_message()), "inner/a.jpg": JPEG})
    write_files(tmp_path, {"inner/result.json": a_chat(a_message())})

    assert len(open_exports(tmp_path, {})) == 2
    assert opened(tmp_path / "one.json").label == _ONE_CHAT
    with pytest.raises(WrongUsage, match="is no export that can be read"):
        open_exports(write_files(tmp_path, {"three.json": b"{}"}) / "three.json", {})


def _posted(path: Path) -> list[tuple[str, str | None]]:
    """From where each message was read, and its number."""
    return [
        (item.origin.source, item.origin.message_id)
        for export in open_exports(path, {})
        for item in export.read()
        if isinstance(item, Message)
    ]


_PAGE = page(message(1), message(2))
_BOTH = a_chat(a_message(1), a_message(2), name="Gossip Corner")


@pytest.mark.parametrize(
    ("document", "sources"),
    [
        (_BOTH, {"telegram-json"}),
        (_BOTH[:-40], {"telegram-json", "telegram-html"}),
        (a_chat(a_message(1), name="Another chat"), {"telegram-json", "telegram-html"}),
    ],
    ids=["whole", "cut off", "of another chat"],
)
def test_pages_are_passed_over_only_where_a_document_tells_all_that_they_do(
    tmp_path: Path, document: bytes, sources: set[str]
) -> None:
    write_files(tmp_path, {"result.json": document, "messages.html": _PAGE})

    assert {source for source, _ in _posted(tmp_path)} == sources


def test_two_exports_at_one_root_tell_each_picture_once(tmp_path: Path) -> None:
    chat = b"31/12/22, 11:41 - Ana: IMG-20221231-WA0001.jpg (file attached)\n"
    files = {"result.json": a_chat(a_message(photo="a.jpg")), "WhatsApp Chat with Ana.txt": chat}
    write_files(tmp_path, files | {"a.jpg": JPEG, "IMG-20221231-WA0001.jpg": JPEG, "left.jpg": JPEG})

    found = [item for export in open_exports(tmp_path, {}) for item in export.read() if isinstance(item, Sighting)]

    assert sorted((item.origin.locator.path, item.origin.sender) for item in found if item.origin.sender) == [
        ("IMG-20221231-WA0001.jpg", "Ana"),
        ("a.jpg", "Anon"),
    ]
    assert [item.origin.locator.path for item in found if not item.origin.sender] == ["left.jpg"]


def test_an_export_that_broke_off_at_its_beginning_is_told_beside_another(tmp_path: Path) -> None:
    write_files(tmp_path, {"one/result.json": a_chat()[:60], "two/result.json": a_chat(a_message())})

    skips = [item for export in open_exports(tmp_path, {}) for item in export.read() if isinstance(item, Skipped)]

    assert [(skip.locator.path, skip.reason) for skip in skips] == [("one/result.json", Reason.EXPORT_TRUNCATED)]


def test_who_names_a_document_takes_nothing_from_an_export_beneath_it(tmp_path: Path) -> None:
    inner = a_chat(a_message(photo="photos/1.jpg"))
    write_files(tmp_path, {"result.json": a_chat(a_message()), "in/result.json": inner, "in/photos/1.jpg": JPEG})

    assert sightings(tmp_path / "result.json") == []


def test_a_folder_of_pictures_beside_a_document_without_pages_is_no_furniture(tmp_path: Path) -> None:
    write_files(tmp_path, {"result.json": a_chat(a_message()), "images/real.jpg": JPEG})

    assert [item.origin.locator.path for item in sightings(tmp_path)] == ["images/real.jpg"]
    write_files(tmp_path, {"messages.html": page(message(1))})
    assert sightings(tmp_path) == []


def test_an_empty_paper_makes_no_export_of_a_folder(tmp_path: Path) -> None:
    write_files(tmp_path, {"settings.json": b"", "a.jpg": JPEG})

    assert opened(tmp_path).label.startswith("folder of pictures")
