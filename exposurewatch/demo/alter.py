"""What people do to a picture before they post it again: each way a copy is altered, as a value."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from exposurewatch.demo.canvas import lettering

LONGEST_SIDE = 1280  # Telegram shrinks what is sent as a photo to this
SENT_QUALITY = 87
SCREEN = (1080, 1920)
WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to alter a copy. `alter` takes the photo and as many pictures of others as `company` says; `quality`
    is the JPEG quality that the copy is saved with.
    """

    words: str
    alter: Callable[..., Image.Image]
    quality: int = SENT_QUALITY
    company: int = 0


def sent(picture: Image.Image) -> Image.Image:
    """Return `picture` no larger than Telegram passes it on."""
    return picture if max(picture.size) <= LONGEST_SIDE else _fitted(picture, (LONGEST_SIDE, LONGEST_SIDE))


def _smaller(photo: Image.Image) -> Image.Image:
    return _fitted(photo, (640, 640))


def _bordered(photo: Image.Image) -> Image.Image:
    return ImageOps.expand(photo, border=round(0.14 * max(photo.size)), fill=(246, 241, 232))


def _cropped(photo: Image.Image) -> Image.Image:
    wide, high = (round(side * math.sqrt(0.45)) for side in photo.size)
    left, top = (photo.width - wide) * 2 // 3, (photo.height - high) // 3
    return photo.crop((left, top, left + wide, top + high))


def _collage(*pictures: Image.Image) -> Image.Image:
    cell, gap = 534, 4
    sheet = Image.new("RGB", (2 * (cell + 2 * gap),) * 2, WHITE)
    places = (3, 0, 1, 2)  # the photo lies at the bottom right, the pictures of others around it
    for place, picture in zip(places, pictures, strict=True):
        part = ImageOps.fit(picture, (cell, cell), Image.Resampling.BICUBIC)
        sheet.paste(part, (gap + (place % 2) * (cell + 2 * gap), gap + (place // 2) * (cell + 2 * gap)))
    return sheet


def _story(photo: Image.Image) -> Image.Image:
    # blurred small and enlarged: the same look in a hundredth of the time
    small = ImageOps.fit(photo, (SCREEN[0] // 12, SCREEN[1] // 12)).filter(ImageFilter.GaussianBlur(4))
    screen = ImageEnhance.Brightness(small.resize(SCREEN, Image.Resampling.BICUBIC)).enhance(0.65)
    inset = _fitted(photo, (round(SCREEN[0] * 0.88), round(SCREEN[1] * 0.62)))
    screen.paste(inset, ((SCREEN[0] - inset.width) // 2, round((SCREEN[1] - inset.height) * 0.48)))
    pen = ImageDraw.Draw(screen)
    _status_bar(pen)
    _reply_bar(pen)
    return screen


def _status_bar(pen: ImageDraw.ImageDraw) -> None:
    pen.text((56, 42), "21:47", WHITE, lettering(36), anchor="lm")
    for bar in range(4):
        pen.rectangle((838 + 14 * bar, 52 - 7 * bar, 846 + 14 * bar, 56), fill=WHITE)
    pen.rounded_rectangle((930, 28, 1010, 58), 8, outline=WHITE, width=3)
    pen.rectangle((936, 34, 984, 52), fill=WHITE)
    for segment in range(4):
        tint = WHITE if segment < 2 else (150, 150, 150)
        pen.rounded_rectangle((24 + 260 * segment, 84, 272 + 260 * segment, 90), 3, fill=tint)
    pen.ellipse((32, 112, 122, 202), fill=(222, 142, 84), outline=WHITE, width=4)
    pen.text((146, 157), "user seven   2h", WHITE, lettering(36), anchor="lm")
    pen.line((996, 134, 1040, 178), fill=WHITE, width=5)
    pen.line((996, 178, 1040, 134), fill=WHITE, width=5)


def _reply_bar(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle((40, 1782, 838, 1874), 46, outline=WHITE, width=3)
    pen.text((84, 1828), "Send message", WHITE, lettering(36), anchor="lm")
    pen.polygon(((884, 1826), (921, 1864), (958, 1826), (944, 1802), (921, 1816), (898, 1802)), outline=WHITE, width=4)
    pen.polygon(((986, 1804), (1050, 1812), (1008, 1862), (1002, 1834)), outline=WHITE, width=4)


def _fitted(picture: Image.Image, bounds: tuple[int, int]) -> Image.Image:
    factor = min(bounds[0] / picture.width, bounds[1] / picture.height)
    return picture.resize((round(picture.width * factor), round(picture.height * factor)), Image.Resampling.BICUBIC)


RE_COMPRESSED = Way("made smaller and compressed again", _smaller, quality=40)
MIRRORED = Way("mirrored", ImageOps.mirror)
BORDERED = Way("set in a wide border", _bordered)
CROPPED = Way("cropped to less than half", _cropped)
STORY = Way("screenshotted as a story", _story)
COLLAGE = Way("put in a collage of four", _collage, company=3)

WAYS = (RE_COMPRESSED, MIRRORED, BORDERED, CROPPED, STORY, COLLAGE)
