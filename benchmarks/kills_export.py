"""Draws photos and a small export that has some of everything: copies, re-posts, strangers, torn and missing files."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from exposurewatch.demo.draw import SCENES, draw

_PHOTOS = 8
_PHOTO = (320, 240)
_PICTURE = (160, 120)
_COPY_EVERY = 4  # pictures
_POSTED_AGAIN_EVERY = 7
_TORN_EVERY = 29


@dataclass(frozen=True)
class Drawn:
    """Where the photos and the export lie."""

    photos: Path
    export: Path


def drawn(folder: Path, pictures: int) -> Drawn:
    """Draw the photos and an export of so many pictures into a folder."""
    made = Drawn(folder / "photos", folder / "export")
    made.photos.mkdir()
    (made.export / "photos").mkdir(parents=True)
    own = own_photos(made.photos)
    messages: list[dict[str, Any]] = []
    for number in range(pictures):
        name = f"photos/photo_{number}.jpg"
        (made.export / name).write_bytes(_posted(number, own))
        messages.append(message(len(messages), photo=name))
        if number % _POSTED_AGAIN_EVERY == 0:
            messages.append(message(len(messages), photo=name))
    messages.append(message(len(messages), photo="photos/never_there.jpg"))
    chat = {"name": "Benchmark", "type": "private_supergroup", "id": 1, "messages": messages}
    (made.export / "result.json").write_text(json.dumps(chat), "utf-8")
    return made


def own_photos(folder: Path) -> list[Image.Image]:
    """Draw the own photos into a folder, and return them."""
    own = [_scene(number, _PHOTO) for number in range(_PHOTOS)]
    for number, photo in enumerate(own):
        (folder / f"own_{number}.jpg").write_bytes(jpeg(photo, 90))
    return own


def _posted(number: int, own: list[Image.Image]) -> bytes:
    """The bytes of one picture: torn, the same look as one before, a copy, or a stranger's."""
    if number % _TORN_EVERY == _TORN_EVERY - 1:
        return b"\xff\xd8\xff torn %d" % number
    if number % _COPY_EVERY:
        return jpeg(_scene(_PHOTOS + number, _PICTURE), 75)
    return copied(number // _COPY_EVERY, own)


def copied(nth: int, own: list[Image.Image]) -> bytes:
    """The bytes of the nth copy of an own photo: made small, mirrored or cut."""
    photo = own[nth % _PHOTOS]
    if nth % 3 == 0:
        return jpeg(photo.resize(_PICTURE), 75) + b"%d" % nth  # the same look each time, other bytes
    if nth % 3 == 1:
        return jpeg(ImageOps.mirror(photo), 60 + nth % 30)
    return jpeg(photo.crop((nth % 40, 20, 280, 220)), 80)


def message(number: int, **fields: str) -> dict[str, Any]:
    """One message of an export; `fields` are those that name what was posted."""
    return {
        "id": number + 1,
        "type": "message",
        "date": "2026-05-01T10:00:00",
        "date_unixtime": str(1777622400 + number),
        "from": "someone",
        "from_id": "user1",
        "text": "",
        **fields,
    }


def _scene(number: int, size: tuple[int, int]) -> Image.Image:
    scenes = tuple(SCENES)
    return draw(scenes[number % len(scenes)], number // len(scenes), size)


def jpeg(picture: Image.Image, quality: int) -> bytes:
    """The bytes of a picture."""
    into = io.BytesIO()
    picture.save(into, "JPEG", quality=quality)
    return into.getvalue()
