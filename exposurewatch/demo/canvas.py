"""What the drawn scenes share: a sheet with its palette and its chance, soft noise, textured areas, lettering."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont, ImageOps

Colour = tuple[int, int, int]
Point = tuple[float, float]

PALETTES = (
    ("#264653", "#2a9d8f", "#e9c46a", "#f4a261", "#e76f51", "#fdf0d5"),
    ("#0b3954", "#087e8b", "#bfd7ea", "#ff5a5f", "#c81d25", "#fff3e0"),
    ("#3d405b", "#81b29a", "#f2cc8f", "#e07a5f", "#f4f1de", "#5f797b"),
    ("#1b4332", "#52b788", "#d8f3dc", "#ffb703", "#fb8500", "#8e4162"),
    ("#2d1e2f", "#f15946", "#f9c22e", "#53b3cb", "#e01a4f", "#f7ede2"),
    ("#22223b", "#4a4e69", "#9a8c98", "#c9ada7", "#f2e9e4", "#d1495b"),
    ("#003d5b", "#30638e", "#00798c", "#d1495b", "#edae49", "#f6efe0"),
    ("#582f0e", "#a68a64", "#656d4a", "#b6ad90", "#c1442e", "#f1e3c8"),
    ("#5f0f40", "#9a031e", "#fb8b24", "#e36414", "#0f4c5c", "#f8e9d6"),
    ("#1d3557", "#457b9d", "#a8dadc", "#f1faee", "#e63946", "#f6bd60"),
)


@dataclass(frozen=True, slots=True)
class Canvas:
    """One sheet to draw on. Lengths are given in `unit`s, of which the longer side has 1000, so that a scene looks
    the same at every size.
    """

    picture: Image.Image
    pen: ImageDraw.ImageDraw
    rng: Generator
    palette: tuple[Colour, ...]

    @property
    def unit(self) -> float:
        """The length of a thousandth of the longer side, in pixels."""
        return max(self.picture.size) / 1000

    @property
    def wide(self) -> float:
        """The width in units."""
        return self.picture.width / self.unit

    @property
    def high(self) -> float:
        """The height in units."""
        return self.picture.height / self.unit

    def some(self, low: float, high: float) -> float:
        """Return a number from `low` to `high`."""
        return float(self.rng.uniform(low, high))

    def count(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return int(self.rng.integers(low, high + 1))

    def colour(self) -> Colour:
        """Return a colour of the palette, a little lighter or darker."""
        return shade(self.palette[self.count(0, len(self.palette) - 1)], self.some(0.8, 1.15))

    def polygon(self, points: Sequence[Point], fill: Colour, edge: Colour | None = None) -> None:
        """Fill the polygon through `points`, with an outline in `edge`."""
        scaled = self._pixels(points)
        self.pen.polygon(scaled, fill=fill)
        if edge is not None:
            self.pen.line([*scaled, scaled[0]], fill=edge, width=max(1, round(1.6 * self.unit)))

    def box(self, corner: Point, size: Point, fill: Colour, edge: Colour | None = None) -> None:
        """Fill the upright rectangle whose top left is `corner`."""
        (left, top), (wide, high) = corner, size
        self.polygon(((left, top), (left + wide, top), (left + wide, top + high), (left, top + high)), fill, edge)

    def oval(self, centre: Point, radii: Point, fill: Colour, edge: Colour | None = None) -> None:
        """Fill the upright ellipse around `centre`."""
        (x, y), (across, down) = centre, radii
        bounds = self._pixels(((x - across, y - down), (x + across, y + down)))
        self.pen.ellipse([*bounds[0], *bounds[1]], fill=fill, outline=edge, width=max(1, round(1.6 * self.unit)))

    def line(self, points: Sequence[Point], fill: Colour, thick: float = 2) -> None:
        """Draw a line through `points`."""
        self.pen.line(self._pixels(points), fill=fill, width=max(1, round(thick * self.unit)), joint="curve")

    def words(self, centre: Point, text: str, tall: float, fill: Colour) -> None:
        """Write `text` around `centre` in letters about `tall` units high."""
        self.pen.text(self._pixels((centre,))[0], text, fill, lettering(tall * self.unit), anchor="mm")

    def area(self, points: Sequence[Point], dark: Colour, light: Colour, grain: tuple[int, ...] = (4, 12, 36)) -> None:
        """Fill the polygon through `points` with a soft texture between two colours."""
        scaled = self._pixels(points)
        columns, rows = zip(*scaled, strict=True)
        left, top = max(0, math.floor(min(columns))), max(0, math.floor(min(rows)))
        right, bottom = min(self.picture.width, math.ceil(max(columns))), min(self.picture.height, math.ceil(max(rows)))
        if right <= left or bottom <= top:
            return
        texture = ImageOps.colorize(noise(self.rng, (right - left, bottom - top), grain), dark, light)
        mask = Image.new("L", texture.size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        self.picture.paste(texture, (left, top), mask)

    def ground(self, top: float, dark: Colour, light: Colour, grain: tuple[int, ...] = (4, 12, 36)) -> None:
        """Fill everything below `top` with a soft texture."""
        self.area(((0, top), (self.wide, top), (self.wide, self.high), (0, self.high)), dark, light, grain)

    def ridge(self, height: float, rough: float) -> list[Point]:
        """Return the outline of hills around `height`, `rough` units up and down, closed at the sheet's lower edge."""
        steps = np.linspace(0, self.wide, 160)
        line = np.full(steps.shape, height)
        for knots in (4, 9, 21, 60):
            heights = self.rng.uniform(-rough, rough, knots) * 4 / (knots + 3)
            line += np.interp(steps, np.linspace(0, self.wide, knots), heights)
        outline = [(float(x), float(y)) for x, y in zip(steps, line, strict=True)]
        return [*outline, (self.wide, self.high), (0, self.high)]

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.unit, y * self.unit) for x, y in points]


def blank(rng: Generator, size: tuple[int, int]) -> Canvas:
    """Return an empty sheet of `size` pixels with a palette of its own."""
    chosen = PALETTES[int(rng.integers(len(PALETTES)))]
    palette = tuple(shade(_rgb(name), float(rng.uniform(0.9, 1.1))) for name in chosen)
    picture = Image.new("RGB", size, palette[-1])
    return Canvas(picture, ImageDraw.Draw(picture), rng, palette)


def finished(picture: Image.Image, rng: Generator, size: tuple[int, int]) -> Image.Image:
    """Return `picture` at `size`, under uneven light and with the grain of painted paper."""
    light = noise(rng, picture.size, (2, 3, 5, 24, 60, 130)).point([72 + value * 7 // 16 for value in range(256)])
    painted = ImageChops.overlay(picture, Image.merge("RGB", (light, light, light)))
    return painted.resize(size, Image.Resampling.BICUBIC)


def noise(rng: Generator, size: tuple[int, int], grain: tuple[int, ...]) -> Image.Image:
    """Return soft grey noise of `size`: one layer for each number of cells across, finer ones fainter."""
    small = (max(1, size[0] // 2), max(1, size[1] // 2))  # half the size and enlarged: a quarter of the time
    total = np.zeros((small[1], small[0]), dtype=np.float32)
    for order, cells in enumerate(grain):
        down = max(2, round(cells * size[1] / size[0]))
        layer = Image.fromarray(rng.integers(0, 256, (min(down, 4 * cells), cells), dtype=np.uint8))
        total += np.asarray(layer.resize(small, Image.Resampling.BICUBIC), dtype=np.float32) * 0.75**order
    total -= total.min()
    total *= 255 / max(float(total.max()), 1.0)
    return Image.fromarray(total.astype(np.uint8)).resize(size, Image.Resampling.BILINEAR)


def lettering(pixels: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return Pillow's built-in letters at about `pixels` high."""
    return ImageFont.load_default(max(6.0, pixels))


def shade(colour: Colour, factor: float) -> Colour:
    """Return `colour` lighter (`factor` above 1) or darker (below)."""
    red, green, blue = (min(255, max(0, round(value * factor))) for value in colour)
    return red, green, blue


def between(one: Colour, other: Colour, part: float) -> Colour:
    """Return the colour that lies `part` of the way from `one` to `other`."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def around(centre: Point, radius: float, corners: int, turn: float = 0.0) -> list[Point]:
    """Return the corners of a regular polygon, the first at `turn` radians."""
    angles = [turn + 2 * math.pi * step / corners for step in range(corners)]
    return [(centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles]


def star(centre: Point, radius: float, points: int, turn: float = 0.0) -> list[Point]:
    """Return the outline of a star."""
    outer = around(centre, radius, points, turn)
    inner = around(centre, radius * 0.45, points, turn + math.pi / points)
    return [corner for pair in zip(outer, inner, strict=True) for corner in pair]


def _rgb(name: str) -> Colour:
    red, green, blue = ImageColor.getrgb(name)[:3]
    return red, green, blue
