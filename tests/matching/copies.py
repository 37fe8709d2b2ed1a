"""Photos, and copies of them altered in known ways: where the photo is in the copy, how it was turned and scaled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from exposurewatch.demo.draw import draw
from exposurewatch.fingerprints.look import look_at_photo, look_at_picture
from exposurewatch.images import decode
from exposurewatch.matching.library import Library
from exposurewatch.model import WHOLE, Judgement, Photo, Picture, Region
from exposurewatch.parameters import DEFAULT, Look
from tests.conftest import a_photo, encoded
from tests.matching.hard import SCREEN, story, viewer

SIZE = (640, 480)
_MIRRORED: Region = ((1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0))


@dataclass(frozen=True)
class Copy:
    """An altered copy, and the truth about it. The corners of the photo may lie outside of the copy."""

    picture: Image.Image
    region: Region = WHOLE
    scale: float = 1.0
    degrees: float = 0.0
    mirrored: bool = False
    inverted: bool = False
    visible: float = 1.0


@cache
def drawn(scene: str, number: int = 0) -> Image.Image:
    """A scene at the size of the photos here."""
    return draw(scene, number, SIZE)


def enrolled(picture: Image.Image, label: str = "own") -> Photo:
    """A picture as one of the user's own photos."""
    content = encoded(picture, "JPEG", quality=92)
    sha256 = hashlib.sha256(content).digest()
    seen = look_at_photo(decode(content))
    return a_photo(id=f"{label} {sha256.hex()[:8]}", label=label, sha256=sha256, fingerprints=seen)


def looked_at(picture: Image.Image, quality: int = 80, look: Look = DEFAULT.first) -> Picture:
    """A picture as it is found."""
    return look_at_picture(decode(encoded(picture, "JPEG", quality=quality)), look)


def told(library: Library, picture: Image.Image, quality: int = 80) -> tuple[Judgement, ...]:
    """What a scan would tell of a picture, which takes a closer look where the first leaves a doubt."""
    glance = library.glance(looked_at(picture, quality))
    if not glance.in_doubt:
        return glance.judgements
    return library.compare(looked_at(picture, quality, DEFAULT.closer), glanced=glance.by_parts)


def _boxed(left: float, top: float, right: float, bottom: float) -> Region:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _turned(photo: Image.Image, degrees: float) -> Copy:
    """Turned clockwise on a sheet that holds all of it."""
    picture = photo.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=(250, 250, 250))
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = (np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * photo.size / 2) @ turn.T / picture.size + 0.5
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return Copy(picture, (first, second, third, fourth), degrees=degrees)


def _cropped(photo: Image.Image, share: float, across: float, down: float) -> Copy:
    """A part with such a share of the area; `across` and `down` say where, from 0 to 1."""
    width, height = (round(length * share**0.5) for length in photo.size)
    left, top = round((photo.width - width) * across), round((photo.height - height) * down)
    region = _boxed(-left / width, -top / height, (photo.width - left) / width, (photo.height - top) / height)
    return Copy(photo.crop((left, top, left + width, top + height)), region, visible=share)


def _collage(photo: Image.Image) -> Copy:
    sheet = Image.new("RGB", (972, 732), "white")
    for place, scene in enumerate(("reef", "garden", "skyline")):
        sheet.paste(drawn(scene, 3).resize((480, 360)), (place % 2 * 492, place // 2 * 372))
    sheet.paste(photo.resize((480, 360)), (492, 372))
    return Copy(sheet, _boxed(492 / 972, 372 / 732, 1, 1), scale=0.75)


def _square_collage(photo: Image.Image) -> Copy:
    """In square cells, so that a quarter of the photo is cut off at its left and right."""
    sheet = Image.new("RGB", (800, 800), "white")
    pictures = (drawn("reef", 3), photo, drawn("garden", 3), drawn("skyline", 3))
    for place, picture in enumerate(pictures):
        sheet.paste(ImageOps.fit(picture, (398, 398)), (place % 2 * 402, place // 2 * 402))
    return Copy(sheet, _boxed(402 / 800, 0, 1, 398 / 800), scale=398 / 480, visible=0.75)


def _story(photo: Image.Image) -> Copy:
    """In the middle of a screen, on its own blurred enlargement."""

    def inside(size: tuple[int, int]) -> Image.Image:
        screen = ImageOps.fit(photo, (36, 64)).filter(ImageFilter.GaussianBlur(2)).resize(size)
        screen.paste(photo.resize((384, 288)), (24, 230))
        return screen

    region = _boxed(24 / SCREEN[0], 230 / SCREEN[1], 408 / SCREEN[0], 518 / SCREEN[1])
    return Copy(story(inside, 0), region, scale=384 / 640)


def _screenshot(photo: Image.Image) -> Copy:
    return Copy(viewer(photo.resize, 0), _boxed(0, 220 / SCREEN[1], 1, 544 / SCREEN[1]), scale=SCREEN[0] / 640)


def _stuck_over(photo: Image.Image) -> Copy:
    """A round face over a quarter of the area."""
    picture = photo.copy()
    pen = ImageDraw.Draw(picture)
    pen.ellipse((170, 80, 480, 394), fill=(255, 204, 40), outline=(120, 80, 0), width=5)
    pen.ellipse((250, 170, 285, 220), fill=(40, 30, 10))
    pen.ellipse((365, 170, 400, 220), fill=(40, 30, 10))
    pen.arc((240, 200, 410, 340), 20, 160, fill=(40, 30, 10), width=9)
    return Copy(picture)


WAYS: MappingProxyType[str, Callable[[Image.Image], Copy]] = MappingProxyType(
    {
        "as it is": Copy,
        "mirrored": lambda photo: Copy(ImageOps.mirror(photo), _MIRRORED, mirrored=True),
        "inverted": lambda photo: Copy(ImageChops.invert(photo), inverted=True),
        "inverted and mirrored": lambda photo: Copy(
            ImageChops.invert(ImageOps.mirror(photo)), _MIRRORED, mirrored=True, inverted=True
        ),
        "turned by 90": lambda photo: _turned(photo, 90),
        "turned by 180": lambda photo: _turned(photo, 180),
        "turned by 17": lambda photo: _turned(photo, 17),
        "turned back by 17": lambda photo: _turned(photo, -17),
        "cropped to 40 %": lambda photo: _cropped(photo, 0.4, 0.2, 0.7),
        "cropped to 20 %": lambda photo: _cropped(photo, 0.2, 0.7, 0.6),
        "in a collage": _collage,
        "in a square collage": _square_collage,
        "in a story": _story,
        "in a screenshot": _screenshot,
        "under a sticker": _stuck_over,
        "scaled to 25 %": lambda photo: Copy(photo.resize((160, 120)), scale=0.25),
    }
)
