"""Writes the demo: a folder of own pictures, a made-up channel's export with altered copies of them, and the truth."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from PIL import Image

from exposurewatch.demo import folder as disk
from exposurewatch.demo.alter import SENT_QUALITY, sent
from exposurewatch.demo.draw import LANDSCAPE, PORTRAIT, SCENES, draw
from exposurewatch.demo.export import Saved, result_json
from exposurewatch.demo.plan import OWN, Again, Copy, NotIncluded, Post, Stranger, Words, posts

PHOTOS = "photos"
EXPORT = "ChatExport_2026-05-01"
CAMERA_QUALITY = 92
SIZES = (LANDSCAPE, (1280, 852), PORTRAIT, (1280, 720), LANDSCAPE, (1080, 1080), (720, 1280))


@dataclass(frozen=True, slots=True)
class Hidden:
    """One altered copy: of which own picture, what was done to it, and in which message it stands."""

    photo_label: str
    alteration: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the demo lies, and what is hidden in it."""

    photos: Path
    export: Path
    hidden: tuple[Hidden, ...]


def compose(folder: Path) -> Demo:
    """Write the demo to `folder`, which is new, empty or an earlier demo.

    Raises `WrongUsage` where `folder` holds anything else or must not be written to, `CouldNotFinish` where the disk
    is full or fails.
    """
    channel = tuple(posts())
    paths = {post.path for post in channel if post.path is not None}
    disk.prepare(folder, [*map(_own, OWN), f"{EXPORT}/result.json", *(f"{EXPORT}/{path}" for path in sorted(paths))])
    for scene, size in OWN.items():
        disk.write(folder, _own(scene), _jpeg(draw(scene, 0, size), CAMERA_QUALITY))
    saved = {path: _save(folder, path, picture, quality) for path, picture, quality in _pictures(channel)}
    disk.write(folder, f"{EXPORT}/result.json", result_json(channel, saved))
    return Demo(folder / PHOTOS, folder / EXPORT, tuple(_truth(channel)))


def _own(scene: str) -> str:
    return f"{PHOTOS}/{scene}.jpg"


def _pictures(channel: tuple[Post, ...]) -> Iterator[tuple[str, Image.Image, int]]:
    for post in channel:
        match post.content:
            case Stranger(number):
                yield str(post.path), _stranger(number), SENT_QUALITY
            case Copy(scene, way):
                others = [_stranger(7 * number + 3) for number in range(way.company)]
                yield str(post.path), way.alter(draw(scene, 0, OWN[scene]), *others), way.quality
            case Again() | NotIncluded() | Words():
                pass
            case other:
                assert_never(other)


def _stranger(number: int) -> Image.Image:
    scenes = tuple(SCENES)
    # number 0 of every scene is the user's; the others share the kind of scene with the user's, never the drawing
    return draw(scenes[number % len(scenes)], 1 + number // len(scenes), SIZES[number % len(SIZES)])


def _save(folder: Path, path: str, picture: Image.Image, quality: int) -> Saved:
    picture = sent(picture)
    content = _jpeg(picture, quality)
    disk.write(folder, f"{EXPORT}/{path}", content)
    return Saved(len(content), picture.width, picture.height)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    into = io.BytesIO()
    picture.save(into, "JPEG", quality=quality)
    return into.getvalue()


def _truth(channel: tuple[Post, ...]) -> Iterator[Hidden]:
    for post in channel:
        if isinstance(post.content, Copy):
            yield Hidden(f"{post.content.scene}.jpg", post.content.way.words, str(post.id))
