"""Draws an export as large as asked for, in which every file has bytes, and nearly every picture a look, of its own."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

from benchmarks.kills_export import Drawn, copied, jpeg, message, own_photos
from exposurewatch.fingerprints.extract import videos_can_be_seen

_SIZE: Final = (64, 48)  # the smallest in which there is something to be told by: a look at it costs 5 ms, not 80
_CELLS: Final = (8, 6)
_QUALITY: Final = 75
_FRAMES: Final = 4  # of a GIF that moves
_SECONDS: Final = 2  # of a video

Own = list[Image.Image]
Draw = Callable[[int, Own], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what is posted. Those messages have it whose numbers leave `rest` when divided by `every`."""

    words: str
    every: int
    rest: int
    draw: Draw | None
    """None: no such file is there."""
    name: str = "photos/photo_{}.jpg"
    key: str = "photo"


def _stranger(number: int, _own: Own) -> bytes:
    """Soft noise, another for each number: nobody's photo, with a dozen points to compare."""
    rng = np.random.default_rng(number)
    cells = Image.fromarray(rng.integers(0, 256, (_CELLS[1], _CELLS[0], 3), dtype=np.uint8))
    return jpeg(cells.resize(_SIZE, Image.Resampling.BICUBIC), _QUALITY)


def _copy(number: int, own: Own) -> bytes:
    return copied(number // 50, own) + b"%d" % number


def _same_look(number: int, own: Own) -> bytes:
    """The picture of the message before, with other bytes."""
    return _stranger(number - 1, own) + b"%d" % number


def _torn(number: int, own: Own) -> bytes:
    whole = _stranger(number, own)
    return whole[: len(whole) * 4 // 5]


def _text(number: int, _own: Own) -> bytes:
    return b"these are words, whatever the file is called: %d" % number


def _moving(number: int, _own: Own) -> bytes:
    into = io.BytesIO()
    rng = np.random.default_rng(number)
    cells = rng.integers(0, 256, (_FRAMES, _CELLS[1], _CELLS[0], 3), dtype=np.uint8)
    frames = [Image.fromarray(each).resize(_SIZE, Image.Resampling.BICUBIC) for each in cells]
    frames[0].save(into, "GIF", save_all=True, append_images=frames[1:], duration=400)
    return into.getvalue()


def _video(number: int, own: Own) -> bytes:
    if not videos_can_be_seen():
        return b"\0\0\0\x18ftypisom no video but by its first bytes: %d" % number
    from benchmarks.clips import film, written  # noqa: PLC0415 (needs what sees videos)

    frames = film([own[number % len(own)]], number)[: 25 * _SECONDS : 5]
    return written([frame.resize((160, 120)) for frame in frames])


KINDS: Final = (
    Kind("altered copies of own photos", 50, 0, _copy),
    Kind("with the look of another, and bytes of their own", 50, 7, _same_look),
    Kind("torn", 100, 13, _torn),
    Kind("words called a picture", 500, 21, _text),
    Kind("moving pictures", 500, 33, _moving, "photos/moving_{}.gif", "file"),
    Kind("videos", 1000, 44, _video, "video_files/video_{}.mp4", "file"),
    Kind("files of other kinds", 200, 66, _text, "files/words_{}.pdf", "file"),
    Kind("named, and not there", 500, 88, None),
)
_STRANGER: Final = Kind("strangers' pictures", 1, 0, _stranger)
_POSTED_AGAIN: Final = 40  # a file is posted a second time, a little later


def kind_of(number: int) -> Kind:
    """What is posted in a message."""
    return next((kind for kind in KINDS if number % kind.every == kind.rest), _STRANGER)


def drawn(folder: Path, pictures: int) -> tuple[Drawn, Counter[str]]:
    """Draw the photos, and an export that names so many files, into a folder; also return how many are of each kind."""
    made, counts = Drawn(folder / "photos", folder / "export"), Counter[str]()
    made.photos.mkdir()
    for name in ("photos", "video_files", "files"):
        (made.export / name).mkdir(parents=True)
    own = own_photos(made.photos)
    with (made.export / "result.json").open("w", encoding="utf-8") as file:
        file.write('{"name": "Benchmark", "type": "private_supergroup", "id": 1, "messages": [\n')
        between = ""
        for one in _messages(made.export, pictures, own, counts):
            file.write(between + json.dumps(one))
            between = ",\n"
        file.write("\n]}\n")
    return made, counts


def _messages(export: Path, pictures: int, own: Own, counts: Counter[str]) -> Iterator[dict[str, Any]]:
    said = 0
    for number in range(pictures):
        kind = kind_of(number)
        counts[kind.words] += 1
        path = kind.name.format(number)
        if kind.draw is not None:
            (export / path).write_bytes(kind.draw(number, own))
        yield message(said, **{kind.key: path})
        said += 1
        if number % _POSTED_AGAIN == _POSTED_AGAIN - 1:
            counts["files posted a second time"] += 1
            again = number - number % _POSTED_AGAIN + 1
            yield message(said, **{kind_of(again).key: kind_of(again).name.format(again)})
            said += 1
