"""Pictures that look alike and are no copies: screens with the same chrome, pages of text, codes, grids, memes."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from exposurewatch.demo.canvas import lettering
from exposurewatch.demo.draw import draw

SCREEN = (432, 768)
SIZE = (512, 384)
WHITE, BLACK, GREY = (255, 255, 255), (0, 0, 0), (128, 128, 134)
_INK = (24, 26, 30)
_WORDS = (
    *("river", "stone", "candle", "window", "orchard", "paper", "lantern", "harbour", "copper", "meadow", "winter"),
    *("letter", "bridge", "cotton", "silver", "garden", "engine", "marble", "thunder", "basket", "mirror", "pepper"),
)


def words(number: int, count: int) -> list[str]:
    """Some words, others for another number."""
    return random.Random(number).choices(_WORDS, k=count)  # noqa: S311


def content(kind: str, number: int, size: tuple[int, int]) -> Image.Image:
    """What a screen shows inside its chrome: a drawn scene, a plain colour or a gradient."""
    rng = np.random.default_rng(number)
    first, second = rng.integers(30, 226, 3), rng.integers(30, 226, 3)
    if kind == "plain":
        return Image.new("RGB", size, tuple(int(value) for value in first))
    if kind == "gradient":
        turn = number % 3
        down, across = np.mgrid[0 : 1 : size[1] * 1j, 0 : 1 : size[0] * 1j]
        part = (down, across, (down + across) / 2)[turn][..., None]
        return Image.fromarray((first * (1 - part) + second * part).astype(np.uint8))
    return draw(kind, number, size)


def _status_bar(pen: ImageDraw.ImageDraw, tint: tuple[int, int, int]) -> None:
    pen.text((20, 14), "21:47", tint, lettering(15), anchor="lm")
    for bar in range(4):
        pen.rectangle((330 + 6 * bar, 18 - 3 * bar, 333 + 6 * bar, 20), fill=tint)
    pen.rounded_rectangle((370, 8, 402, 20), 3, outline=tint, width=2)
    pen.rectangle((373, 11, 392, 17), fill=tint)


def story(inside: Callable[[tuple[int, int]], Image.Image], number: int) -> Image.Image:
    """A story that fills the screen, under progress bars and over a field to reply in."""
    screen = inside(SCREEN).convert("RGB")
    pen = ImageDraw.Draw(screen)
    _status_bar(pen, WHITE)
    for segment in range(4):
        tint = WHITE if segment < 2 else (150, 150, 150)
        pen.rounded_rectangle((10 + 104 * segment, 34, 109 + 104 * segment, 37), 1, fill=tint)
    pen.ellipse((13, 46, 49, 82), fill=(222, 142, 84), outline=WHITE, width=2)
    pen.text((58, 64), "user seven   2h", WHITE, lettering(15), anchor="lm")
    pen.line((398, 54, 416, 72), fill=WHITE, width=2)
    pen.line((398, 72, 416, 54), fill=WHITE, width=2)
    pen.rounded_rectangle((16, 713, 335, 750), 18, outline=WHITE, width=2)
    pen.text((34, 731), "Send message", WHITE, lettering(15), anchor="lm")
    pen.polygon(((354, 730), (368, 745), (383, 730), (378, 721), (368, 726), (359, 721)), outline=WHITE, width=2)
    pen.polygon(((394, 721), (420, 725), (403, 745), (401, 733)), outline=WHITE, width=2)
    return screen


def boxed_story(inside: Callable[[tuple[int, int]], Image.Image], number: int) -> Image.Image:
    """A story on black whose picture does not fill the screen."""
    picture = inside((SCREEN[0], 480))

    def sheet(size: tuple[int, int]) -> Image.Image:
        black = Image.new("RGB", size, BLACK)
        black.paste(picture, (0, 140))
        return black

    return story(sheet, number)


def feed(inside: Callable[[tuple[int, int]], Image.Image], number: int) -> Image.Image:
    """A post in a feed: who posted, the picture, a row of icons, a caption, a bar of tabs."""
    screen = Image.new("RGB", SCREEN, WHITE)
    pen = ImageDraw.Draw(screen)
    _status_bar(pen, _INK)
    pen.text((18, 50), "Moments", _INK, lettering(26), anchor="lm")
    pen.ellipse((14, 76, 50, 112), fill=(222, 142, 84), outline=(200, 40, 120), width=3)
    pen.text((60, 88), "user seven", _INK, lettering(15), anchor="lm")
    pen.text((60, 105), "Somewhere", GREY, lettering(12), anchor="lm")
    for dot in range(3):
        pen.ellipse((396 + 8 * dot, 92, 400 + 8 * dot, 96), fill=_INK)
    screen.paste(inside((432, 432)), (0, 122))
    pen.polygon(((16, 574), (32, 592), (48, 574), (42, 564), (32, 570), (22, 564)), outline=_INK, width=2)
    pen.ellipse((64, 562, 90, 588), outline=_INK, width=3)
    pen.polygon(((104, 564), (132, 568), (114, 590), (112, 576)), outline=_INK, width=2)
    pen.polygon(((400, 562), (418, 562), (418, 590), (409, 580), (400, 590)), outline=_INK, width=2)
    pen.text((16, 608), "Liked by user two and others", _INK, lettering(15), anchor="lm")
    pen.text((16, 632), " ".join(words(number, 5)), _INK, lettering(15), anchor="lm")
    pen.text((16, 656), "View all comments", GREY, lettering(15), anchor="lm")
    pen.line((0, 712, 432, 712), fill=(210, 210, 214), width=1)
    for tab in range(5):
        x = 44 + 86 * tab
        pen.rounded_rectangle((x - 13, 726, x + 13, 752), 4 + 2 * tab, outline=_INK, width=3)
        pen.line((x - 6, 739, x + 6, 739), fill=_INK, width=2)
    return screen


def chat(inside: Callable[[tuple[int, int]], Image.Image], number: int) -> Image.Image:
    """A chat on a plain wallpaper: header, bubbles, one picture, a field to write in."""
    screen = Image.new("RGB", SCREEN, (213, 226, 213))
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, 432, 88), fill=(246, 246, 248))
    _status_bar(pen, _INK)
    pen.line((24, 46, 12, 58), fill=(0, 110, 220), width=3)
    pen.line((12, 58, 24, 70), fill=(0, 110, 220), width=3)
    pen.text((216, 50), "Weekend group", _INK, lettering(17), anchor="mm")
    pen.text((216, 72), "7 members, 3 online", GREY, lettering(13), anchor="mm")
    pen.ellipse((384, 40, 420, 76), fill=(120, 150, 220))
    pen.text((402, 58), "WG", WHITE, lettering(15), anchor="mm")
    rng = random.Random(number)  # noqa: S311
    top = 104
    for bubble in range(3):
        lines = rng.randint(1, 2)
        mine = rng.random() < 0.5
        left, wide = (150 if mine else 12), rng.randint(180, 262)
        pen.rounded_rectangle(
            (left, top, left + wide, top + 14 + 20 * lines), 12, fill=(225, 254, 200) if mine else WHITE
        )
        for line in range(lines):
            text = " ".join(words(10 * number + 3 * bubble + line, wide // 75))
            pen.text((left + 10, top + 16 + 20 * line), text, _INK, lettering(15), anchor="lm")
        top += 26 + 20 * lines
        if bubble == 1:
            pen.rounded_rectangle((12, top, 320, top + 236), 12, fill=WHITE)
            screen.paste(inside((300, 228)), (16, top + 4))
            top += 248
    pen.rectangle((0, 708, 432, 768), fill=(246, 246, 248))
    pen.rounded_rectangle((50, 718, 366, 752), 16, fill=WHITE, outline=(200, 200, 204), width=1)
    pen.text((66, 735), "Message", GREY, lettering(15), anchor="lm")
    pen.ellipse((12, 722, 38, 748), outline=GREY, width=3)
    pen.rounded_rectangle((392, 720, 406, 744), 7, outline=GREY, width=3)
    pen.line((399, 744, 399, 752), fill=GREY, width=3)
    return screen


def viewer(inside: Callable[[tuple[int, int]], Image.Image], number: int) -> Image.Image:
    """A gallery that shows one picture on black between two bars."""
    screen = Image.new("RGB", SCREEN, BLACK)
    pen = ImageDraw.Draw(screen)
    _status_bar(pen, WHITE)
    pen.line((34, 50, 20, 62), fill=WHITE, width=3)
    pen.line((20, 62, 34, 74), fill=WHITE, width=3)
    pen.text((216, 54), "Yesterday", WHITE, lettering(17), anchor="mm")
    pen.text((216, 74), "3 of 12", GREY, lettering(13), anchor="mm")
    screen.paste(inside((432, 324)), (0, 220))
    for icon, name in enumerate(("Share", "Edit", "Like", "Delete")):
        x = 58 + 105 * icon
        pen.regular_polygon((x, 704, 15), 3 + icon, outline=WHITE, width=2)
        pen.text((x, 738), name, WHITE, lettering(13), anchor="mm")
    return screen


CHROMES = {"story": story, "boxed story": boxed_story, "feed": feed, "chat": chat, "viewer": viewer}
CONTENTS = ("harbour", "market", "quilt", "plain", "gradient")


def screenshot(chrome: str, kind: str, number: int) -> Image.Image:
    """A screen of one kind of chrome around content of its own."""
    return CHROMES[chrome](lambda size: content(kind, number, size), number)


def desktop(inside: Callable[[tuple[int, int]], Image.Image], number: int) -> Image.Image:
    """A browser window: tabs, an address, a list of links at the left, the picture."""
    screen = Image.new("RGB", (768, 480), WHITE)
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, 768, 30), fill=(222, 225, 230))
    for tab, name in enumerate(("Moments", "Mail", "New tab")):
        pen.rounded_rectangle((10 + 140 * tab, 6, 144 + 140 * tab, 30), 6, fill=WHITE if tab == 0 else (204, 208, 214))
        pen.text((24 + 140 * tab, 19), name, _INK, lettering(13), anchor="lm")
    pen.rounded_rectangle((90, 36, 640, 58), 10, outline=(190, 194, 200), width=1)
    pen.text((104, 47), "moments.example/feed", GREY, lettering(13), anchor="lm")
    for icon in range(3):
        pen.regular_polygon((20 + 26 * icon, 47, 8), 3 + icon, outline=_INK, width=2)
    pen.line((0, 64, 768, 64), fill=(200, 204, 210), width=1)
    for row, name in enumerate(("Home", "Search", "Explore", "Messages", "Notifications", "Create", "Profile", "More")):
        pen.rounded_rectangle((18, 84 + 46 * row, 36, 102 + 46 * row), 3 + row, outline=_INK, width=2)
        pen.text((48, 93 + 46 * row), name, _INK, lettering(15), anchor="lm")
    screen.paste(inside((540, 405)), (200, 70))
    return screen


CHROMES["desktop"] = desktop


def meme(picture: Image.Image, caption: str) -> Image.Image:
    """A picture in a black frame with a band of words above and a mark below."""
    sheet = Image.new("RGB", (480, 480), WHITE)
    pen = ImageDraw.Draw(sheet)
    pen.text((240, 34), "WHEN THEY ASK", BLACK, lettering(36), anchor="mm")
    pen.text((240, 74), caption.upper(), BLACK, lettering(36), anchor="mm")
    pen.rectangle((16, 104, 463, 447), fill=BLACK)
    sheet.paste(picture.resize((436, 332)), (22, 110))
    pen.text((464, 464), "made with memes.example", GREY, lettering(15), anchor="rm")
    return sheet


def captioned(picture: Image.Image, upper: str, lower: str) -> Image.Image:
    """A picture with white, black-edged words over its upper and lower part."""
    copy = picture.copy()
    pen = ImageDraw.Draw(copy)
    for text, y in ((upper, 0.1), (lower, 0.9)):
        place = (copy.width / 2, copy.height * y)
        pen.text(place, text.upper(), WHITE, lettering(copy.height / 9), anchor="mm", stroke_width=2, stroke_fill=BLACK)
    return copy


def collage(kinds: tuple[str, ...], number: int) -> Image.Image:
    """Four pictures with white gaps between them."""
    sheet = Image.new("RGB", (480, 480), WHITE)
    for place, kind in enumerate(kinds):
        sheet.paste(content(kind, 10 * number + place, (226, 226)), (10 + place % 2 * 234, 10 + place // 2 * 234))
    return sheet


def page(number: int) -> Image.Image:
    """A page of text: a heading and lines of words in one layout."""
    sheet = Image.new("RGB", (384, 512), WHITE)
    pen = ImageDraw.Draw(sheet)
    text = words(number, 200)
    pen.text((30, 40), " ".join(text[:2]).title(), BLACK, lettering(26), anchor="lm")
    for line in range(20):
        pen.text((30, 84 + 20 * line), " ".join(text[2 + 5 * line : 7 + 5 * line]), BLACK, lettering(15), anchor="lm")
    return sheet


def code(number: int, cells: int = 33) -> Image.Image:
    """A square code of black and white modules, with three finder patterns."""
    modules = np.random.default_rng(number).integers(0, 2, (cells, cells))
    finder = np.zeros((8, 8), int)
    finder[:7, :7] = 1
    finder[1:6, 1:6] = 0
    finder[2:5, 2:5] = 1
    modules[:8, :8], modules[:8, -8:], modules[-8:, :8] = finder, finder[:, ::-1], finder[::-1]
    modules[6, 8:-8] = modules[8:-8, 6] = np.arange(cells - 16) % 2
    grey = np.where(np.pad(modules, 4), 0, 255).astype(np.uint8)
    return Image.fromarray(np.kron(grey, np.ones((12, 12), np.uint8))).convert("RGB")


def noise(number: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Pure noise."""
    shape = (size[1], size[0], 3)
    return Image.fromarray(np.random.default_rng(number).integers(0, 256, shape, dtype=np.uint8))


def checks(step: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A checkerboard."""
    down, across = np.indices((size[1], size[0])) // step
    return Image.fromarray(((down + across) % 2 * 200 + 30).astype(np.uint8)).convert("RGB")


def lines(step: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A grid of thin lines."""
    down, across = np.indices((size[1], size[0])) % step
    return Image.fromarray(np.where((down < 2) | (across < 2), 60, 230).astype(np.uint8)).convert("RGB")


def bricks(number: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A wall of bricks, no two of one shade, laid as every wall is."""
    rng = np.random.default_rng(number)
    wall = Image.new("RGB", size, (196, 190, 182))
    pen = ImageDraw.Draw(wall)
    for row in range(size[1] // 24 + 1):
        for column in range(-1, size[0] // 56 + 1):
            left, shade = column * 56 + row % 2 * 28, int(rng.integers(110, 180))
            pen.rectangle((left + 2, row * 24 + 2, left + 53, row * 24 + 21), fill=(shade, shade // 2, shade // 3))
    return wall


def tiles(number: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A floor of one ornament repeated, in the colours of the number."""
    rng = np.random.default_rng(number)
    base, ink = (tuple(int(value) for value in rng.integers(low, low + 90, 3)) for low in (150, 20))
    floor = Image.new("RGB", size, base)
    pen = ImageDraw.Draw(floor)
    side = 56 + 6 * number
    for top in range(-int(rng.integers(side)), size[1], side):
        for left in range(-int(rng.integers(side)), size[0], side):
            pen.rectangle((left, top, left + side - 1, top + side - 1), outline=ink, width=2)
            pen.ellipse((left + 12, top + 12, left + side - 13, top + side - 13), outline=ink, width=5)
            pen.regular_polygon((left + side / 2, top + side / 2, side / 5), 4, fill=ink)
    return floor
