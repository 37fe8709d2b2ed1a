"""Hostile paths are looked up from the folder of their document, and never lead out of their part."""

from __future__ import annotations

from pathlib import Path

import pytest

from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.containers import Member
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.source import HEAD, Part, begin_like, head
from tests.sources.builders import JPEG, write_files

_DOCUMENT = "export/chats/chat_1/messages.html"


@pytest.fixture
def part(tmp_path: Path) -> Part:
    files = ("export/a.jpg", "export/chats/chat_1/a.jpg", "outside.jpg", _DOCUMENT, "export/~a/a.jpg")
    return Part(Folder(write_files(tmp_path, dict.fromkeys(files, JPEG))), root="export/")


@pytest.mark.parametrize(
    ("claimed", "path"),
    [
        ("a.jpg", "export/chats/chat_1/a.jpg"),
        ("./a.jpg", "export/chats/chat_1/a.jpg"),
        ("../../a.jpg", "export/a.jpg"),
        ("..\\..\\a.jpg", "export/a.jpg"),
    ],
)
def test_a_path_is_relative_to_the_folder_of_its_document(part: Part, claimed: str, path: str) -> None:
    assert part.look_up(claimed, _DOCUMENT).path == path == part.path_of(claimed, _DOCUMENT)


@pytest.mark.parametrize(
    "claimed", ["", "../../../outside.jpg", "/etc/passwd", "\\\\host\\a.jpg", "~a/a.jpg", "C:\\a.jpg", "file:a.jpg"]
)
def test_no_path_leads_out_of_the_part(part: Part, claimed: str) -> None:
    with pytest.raises(Unreadable) as caught:
        part.look_up(claimed, _DOCUMENT)

    assert caught.value.reason is Reason.UNSAFE_PATH
    assert part.path_of(claimed, _DOCUMENT) is None


def test_a_document_is_recognised_by_no_more_than_its_beginning(tmp_path: Path) -> None:
    container = Folder(write_files(tmp_path, {"a": b"x" * (HEAD + 9), "b": b"y"}))

    def vanished() -> None:
        raise Unreadable(Reason.CANNOT_OPEN)

    documents = (container.look_up("a"), container.look_up("b"), Member("c", vanished))  # type: ignore[arg-type]

    assert len(head(documents[0])) == HEAD
    assert (
        begin_like(Part(container, documents=documents), lambda beginning: beginning.startswith(b"y")) == documents[1:2]
    )
