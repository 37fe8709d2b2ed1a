from __future__ import annotations

import errno
import json
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from exposurewatch.demo import compose as module
from exposurewatch.demo.alter import WAYS
from exposurewatch.demo.compose import Demo, compose
from exposurewatch.demo.folder import MARKER
from exposurewatch.errors import CouldNotFinish, WrongUsage
from tests.conftest import a_drawing


def _messages(demo: Demo) -> dict[str, dict[str, Any]]:
    chat = json.loads((demo.export / "result.json").read_text(encoding="utf-8"))
    return {str(message["id"]): message for message in chat["messages"]}


def _grey(path: Path, size: tuple[int, int]) -> np.ndarray[Any, np.dtype[np.float64]]:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("L").resize(size), dtype=np.float64)


@pytest.fixture
def _quick_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small stand-ins for the drawings, where only the folder matters."""
    monkeypatch.setattr(module, "draw", lambda _scene, number, _size: a_drawing(number, (64, 48)))


def test_the_layout_is_that_of_photos_beside_an_export(demo: Demo) -> None:
    folder = demo.photos.parent
    assert {path.name for path in folder.iterdir()} == {MARKER, "photos", "ChatExport_2026-05-01"}
    assert demo.export == folder / "ChatExport_2026-05-01"
    assert {path.name for path in demo.export.iterdir()} == {"result.json", "photos"}
    assert len(list(demo.photos.glob("*.jpg"))) == 8
    assert len(list(demo.export.glob("photos/photo_*@*.jpg"))) == 66


def test_every_picture_that_the_export_names_is_there_as_described(demo: Demo) -> None:
    named = set()
    for message in _messages(demo).values():
        path = message.get("photo", "(none")
        if path.startswith("("):
            continue
        named.add(path)
        with Image.open(demo.export / path) as picture:
            assert picture.format == "JPEG"
            assert picture.size == (message["width"], message["height"])
            assert max(picture.size) <= 1280
        assert (demo.export / path).stat().st_size == message["photo_file_size"]
    assert named == {f"photos/{path.name}" for path in demo.export.glob("photos/*")}


def test_file_names_carry_the_date_of_their_message(demo: Demo) -> None:
    message = next(message for message in _messages(demo).values() if "photo" in message)
    year, month, day = message["date"][:10].split("-")
    clock = message["date"][11:].replace(":", "-")
    assert message["photo"] == f"photos/photo_1@{day}-{month}-{year}_{clock}.jpg"


def test_the_truth_names_each_way_a_photo_and_a_message(demo: Demo) -> None:
    messages = _messages(demo)
    assert {hidden.alteration for hidden in demo.hidden} == {way.words for way in WAYS}
    assert len({hidden.photo_label for hidden in demo.hidden}) == len(demo.hidden) == 6
    for hidden in demo.hidden:
        assert (demo.photos / hidden.photo_label).is_file()
        assert (demo.export / messages[hidden.message_id]["photo"]).is_file()


def test_the_truth_is_true(demo: Demo) -> None:
    """The mirrored copy is its photo mirrored, the re-compressed one its photo made small; other pictures are not."""
    messages = _messages(demo)
    by_words = {hidden.alteration: hidden for hidden in demo.hidden}
    for words, turn in (("mirrored", ImageOps.mirror), ("made smaller and compressed again", None)):
        hidden = by_words[words]
        copy = _grey(demo.export / messages[hidden.message_id]["photo"], (320, 240))
        photo = _grey(demo.photos / hidden.photo_label, (320, 240))
        turned = photo if turn is None else photo[:, ::-1]
        assert np.corrcoef(copy.ravel(), turned.ravel())[0, 1] > 0.98
        other = _grey(demo.photos / "mosaic.jpg", (320, 240))
        assert np.corrcoef(copy.ravel(), other.ravel())[0, 1] < 0.5


def test_the_demo_is_small(demo: Demo) -> None:
    files = [path for path in demo.photos.parent.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 30_000_000


def test_pictures_carry_no_metadata(demo: Demo) -> None:
    for path in (*demo.photos.iterdir(), *demo.export.glob("photos/*")):
        with Image.open(path) as picture:
            assert not picture.getexif()


def test_what_is_returned_does_not_change(demo: Demo) -> None:
    with pytest.raises(FrozenInstanceError):
        demo.hidden = ()  # type: ignore[misc]


@pytest.mark.usefixtures("_quick_drawings")
def test_an_earlier_demo_is_replaced_and_comes_out_the_same(tmp_path: Path) -> None:
    def files() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    first = compose(tmp_path / "demo")
    written = files()
    (first.photos / "harbour.jpg").write_bytes(b"changed")
    (first.export / "result.json").unlink()
    assert compose(tmp_path / "demo") == first
    assert files() == written


@pytest.mark.usefixtures("_quick_drawings")
def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(WrongUsage, match="not an earlier demo"):
        compose(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.usefixtures("_quick_drawings")
def test_a_full_disk_is_said_plainly_and_the_demo_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        real = Path.open

        def full(self: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
            if self.name.startswith("photo_30@"):
                raise OSError(errno.ENOSPC, "No space left on device", str(self))
            return real(self, mode, *rest, **named)

        patch.setattr(Path, "open", full)
        with pytest.raises(CouldNotFinish, match="full"):
            compose(tmp_path / "demo")
    assert len(compose(tmp_path / "demo").hidden) == 6
