"""What a locked worker makes of each format is what comes of it without a lock: nothing is loaded too late."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pillow_heif
import pytest
from PIL import ExifTags, Image

from exposurewatch.fingerprints.job import look, warm_up
from exposurewatch.fingerprints.tasks import JOB, PHOTO, TASKS, Task
from exposurewatch.images import FORMATS
from exposurewatch.sandbox.protocol import Refusal, Refused
from exposurewatch.sandbox.worker import Limits, Worker
from exposurewatch.videos import opening
from exposurewatch.videos.opening import INSTALLED
from tests.conftest import a_drawing, encoded

STILL = TASKS.index(PHOTO)
MOVING = TASKS.index(Task(None, moving=True))
BROKEN = (b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"GIF89a" + bytes(99), b"II*\0" + bytes(99), b"\xff\xd8\xff\xe1")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    one = Worker(JOB, Limits(seconds=60))
    yield one
    one.close()


def drawn(kind: str, mode: str) -> bytes:
    """A drawing in one format, that says to be turned by a quarter."""
    picture = a_drawing(3).convert(mode)
    if kind == "HEIF":
        into = io.BytesIO()
        pillow_heif.from_pillow(picture.convert("RGB")).save(into)
        return into.getvalue()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    return encoded(picture, kind, **({} if kind in ("BMP", "GIF") else {"exif": exif}))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("mode", ["RGB", "P", "L"])
def test_a_picture_is_seen_alike(kind: str, mode: str, worker: Worker) -> None:
    if kind == "JPEG" and mode == "P":
        mode = "CMYK"
    request = bytes([STILL]) + drawn(kind, mode)
    assert worker.ask(request) == look(request)


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_pictures_that_move_are_seen_alike(kind: str, worker: Worker) -> None:
    into = io.BytesIO()
    frames = [a_drawing(seed) for seed in range(3)]
    frames[0].save(into, kind, save_all=True, append_images=frames[1:], duration=900)
    request = bytes([MOVING]) + into.getvalue()
    assert worker.ask(request) == look(request)


@pytest.mark.parametrize("codec", ["libx264", "libx265", "libvpx", "libvpx-vp9", "mpeg4"])
def test_a_video_is_seen_alike(codec: str, worker: Worker) -> None:
    pytest.importorskip("av")
    from tests.videos import clips  # noqa: PLC0415 (it needs PyAV)

    video = clips.encoded(clips.a_pan(1, 12), codec)
    for content in (video, clips.silent_music(), video[: len(video) // 2]):
        request = bytes([MOVING]) + content
        assert worker.ask(request) == seen(request)


@pytest.mark.parametrize("content", BROKEN)
@pytest.mark.parametrize("task", [STILL, MOVING])
def test_what_is_broken_is_refused_alike(content: bytes, task: int, worker: Worker) -> None:
    request = bytes([task]) + content
    assert worker.ask(request) == seen(request)


def seen(request: bytes) -> bytes | Refusal:
    try:
        return look(request)
    except Refused as refused:
        return Refusal(str(refused))


def test_warming_up_loads_what_a_picture_or_video_may_need_later() -> None:
    warm_up()
    assert {"PIL.TiffImagePlugin", "PIL.AvifImagePlugin", "PIL.ImagePalette", "imagehash"} <= sys.modules.keys()
    if INSTALLED:
        assert {"av.subtitles.stream", "av.sidedata.motionvectors"} <= sys.modules.keys()


def test_without_pyav_nothing_of_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "INSTALLED", False)
    monkeypatch.setattr(opening, "_TRACKS", ("no_such_package",))
    opening.load_tracks()
