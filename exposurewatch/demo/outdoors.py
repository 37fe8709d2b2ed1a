"""Scenes under an open sky, most of them in layers from far to near."""

from __future__ import annotations

import math

from exposurewatch.demo.canvas import Canvas, Colour, Point, around, between, shade

WHITE: Colour = (250, 247, 240)
NIGHT: Colour = (16, 20, 46)
SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((86, 142, 190), (214, 232, 238)),
    ((214, 118, 92), (250, 214, 158)),
    ((120, 104, 158), (240, 190, 186)),
    ((70, 116, 140), (190, 214, 206)),
)


def _sky(canvas: Canvas) -> Colour:
    dark, light = SKIES[canvas.count(0, len(SKIES) - 1)]
    canvas.ground(0, dark, light, (3, 6, 14))
    centre = (canvas.some(0.1, 0.9) * canvas.wide, canvas.some(0.08, 0.25) * canvas.high)
    canvas.oval(centre, (42, 42), between(light, (255, 240, 190), 0.7))
    return light


def skyline(canvas: Canvas) -> None:
    """Three rows of houses with lit windows, a river in front."""
    haze = _sky(canvas)
    shore = canvas.high * canvas.some(0.78, 0.86)
    for depth in (0.65, 0.35, 0.0):
        left = canvas.some(-60, 0)
        while left < canvas.wide:
            wide, tall = canvas.some(50, 130), canvas.some(0.12, 0.5 + 0.2 * depth) * canvas.high
            _house(canvas, (left, shore - tall), (wide, tall), between(canvas.colour(), haze, depth))
            left += wide * canvas.some(0.8, 1.3)
    _water(canvas, shore, 150)


def _house(canvas: Canvas, corner: Point, size: Point, wall: Colour) -> None:
    canvas.box(corner, size, wall, shade(wall, 0.7))
    (left, top), (wide, tall) = corner, size
    if canvas.count(0, 2) == 0:
        canvas.polygon(((left, top), (left + wide / 2, top - wide / 2), (left + wide, top)), shade(wall, 0.6))
    if canvas.count(0, 2) == 0:
        canvas.line(((left + wide * 0.7, top), (left + wide * 0.7, top - 45)), shade(wall, 0.5), 3)
    step = canvas.some(15, 26)
    for row in range(int(tall / step) - 1):
        for column in range(int(wide / step) - 1):
            lit = (255, 226, 140) if canvas.count(0, 2) == 0 else shade(wall, 0.62)
            spot = (left + step * (column + 0.75), top + step * (row + 0.7))
            canvas.box(spot, (step * 0.55, step * 0.55), lit)


def _water(canvas: Canvas, top: float, waves: int) -> None:
    deep, shallow = between(canvas.palette[0], (24, 66, 96), 0.6), between(canvas.palette[1], (104, 162, 182), 0.6)
    canvas.ground(top, deep, shallow, (5, 20, 60))
    for _ in range(waves):
        x, y = canvas.some(0, canvas.wide), canvas.some(top + 4, canvas.high)
        long = canvas.some(8, 40) * (0.4 + (y - top) / (canvas.high - top))
        tint = between(canvas.colour(), WHITE, canvas.some(0.1, 0.7))
        canvas.line(((x, y), (x + long / 2, y - 4), (x + long, y)), tint, canvas.some(1.5, 4))


def harbour(canvas: Canvas) -> None:
    """Sailing boats before hills, a lighthouse on the shore."""
    light = _sky(canvas)
    shore = canvas.high * canvas.some(0.4, 0.5)
    for depth in (0.6, 0.3):
        hill = between(canvas.colour(), light, depth)
        canvas.area(canvas.ridge(shore - 90 * depth, 90), shade(hill, 0.75), hill, (6, 25, 70))
    _water(canvas, shore, 320)
    _lighthouse(canvas, (canvas.some(0.1, 0.9) * canvas.wide, shore + 20))
    many = canvas.count(8, 12)
    for number in range(many):
        place = (canvas.some(0.03, 0.9) * canvas.wide, shore + 40 + (canvas.high - shore - 60) * number / many)
        _boat(canvas, place, canvas.some(0.7, 1.1) * (0.5 + number / many))


def _lighthouse(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    for number in range(9):
        stone = (x + canvas.some(-70, 70), y + canvas.some(-12, 14))
        canvas.polygon(around(stone, canvas.some(16, 34), 7, number), shade(canvas.palette[0], canvas.some(0.6, 1.3)))
    for band in range(6):
        wide, tint = 34 - 3 * band, WHITE if band % 2 else (190, 50, 46)
        canvas.box((x - wide / 2, y - 40 - 34 * band), (wide, 34), tint)
    canvas.oval((x, y - 220), (16, 18), (255, 226, 120), (60, 50, 50))


def _boat(canvas: Canvas, place: Point, size: float) -> None:
    (x, y), hull, sail = place, canvas.colour(), between(canvas.colour(), WHITE, 0.45)
    outline = ((x - 60 * size, y), (x + 70 * size, y - 6 * size), (x + 45 * size, y + 28 * size))
    canvas.polygon((*outline, (x - 40 * size, y + 28 * size)), hull, shade(hull, 0.5))
    canvas.line(((x - 50 * size, y + 10 * size), (x + 55 * size, y + 8 * size)), WHITE, 4 * size)
    canvas.line(((x, y), (x, y - 170 * size)), (70, 48, 36), 4 * size)
    canvas.polygon(((x - 4, y - 165 * size), (x - 4, y - 14 * size), (x - 62 * size, y - 14 * size)), sail, hull)
    canvas.polygon(((x + 4, y - 150 * size), (x + 4, y - 20 * size), (x + 56 * size, y - 20 * size)), WHITE, hull)
    for seam in range(1, 5):
        y_seam = y - (165 - 30 * seam) * size
        canvas.line(((x - 4, y_seam), (x - 4 - 11 * seam * size, y_seam)), shade(sail, 0.7))
    canvas.polygon(((x, y - 172 * size), (x + 28 * size, y - 162 * size), (x, y - 152 * size)), canvas.colour())


def mountains(canvas: Canvas) -> None:
    """Ridges behind one another, snow on the farthest, firs in front of a lake."""
    light = _sky(canvas)
    for number in range(5):
        depth = 0.75 - 0.17 * number
        rock = between(canvas.colour(), light, depth)
        outline = canvas.ridge(canvas.high * (0.3 + 0.09 * number), 150 - 22 * number)
        canvas.area(outline, shade(rock, 0.55), shade(rock, 1.2), (9, 30, 90))
        if number < 2:
            crest = outline[:160]
            caps = [(x, y + canvas.some(4, max(6, canvas.high * 0.36 - y))) for x, y in reversed(crest[::2])]
            canvas.area((*crest, *caps), shade(light, 0.9), WHITE, (20, 60))
    lake = canvas.high * canvas.some(0.78, 0.84)
    _water(canvas, lake, 120)
    for _ in range(34):
        _fir(canvas, (canvas.some(0, canvas.wide), lake + canvas.some(-40, 60)), canvas.some(0.6, 1.7))


def _fir(canvas: Canvas, foot: Point, size: float) -> None:
    (x, y), green = foot, shade((38, 84, 66), canvas.some(0.6, 1.4))
    canvas.box((x - 4 * size, y - 8 * size), (8 * size, 16 * size), (74, 52, 40))
    for tier in range(4):
        top, half = y - (34 + 22 * tier) * size, (34 - 7 * tier) * size
        tint = shade(green, 0.85 + 0.14 * tier)
        canvas.polygon(((x - half, top + 28 * size), (x, top - 14 * size), (x + half, top + 28 * size)), tint)


def night(canvas: Canvas) -> None:
    """Stars and a moon above a village on a hillside."""
    canvas.ground(0, NIGHT, between(NIGHT, canvas.palette[1], 0.75), (2, 5, 12, 40))
    for _ in range(420):
        spot = (canvas.some(0, canvas.wide), canvas.some(0, canvas.high * 0.75))
        size = canvas.some(0.8, 2.4) ** 1.9
        canvas.oval(spot, (size, size), between(WHITE, canvas.colour(), canvas.some(0, 0.4)))
    moon = (canvas.some(0.15, 0.85) * canvas.wide, canvas.some(0.14, 0.3) * canvas.high)
    canvas.oval(moon, (62, 62), (240, 232, 205))
    for _ in range(14):
        angle, far, size = canvas.some(0, 6.3), canvas.some(0, 48), canvas.some(3, 12)
        crater = (moon[0] + far * math.cos(angle), moon[1] + far * math.sin(angle))
        canvas.oval(crater, (size, size), (206, 198, 176), (186, 176, 156))
    for number in range(3):
        hill = between(shade(canvas.palette[0], 0.5), NIGHT, 0.5 - 0.15 * number)
        canvas.area(canvas.ridge(canvas.high * (0.6 + 0.1 * number), 70), hill, shade(hill, 1.9), (8, 30, 80))
    for _ in range(26):
        y = canvas.some(0.68, 0.95) * canvas.high
        size = 26 + (y / canvas.high - 0.68) * 110
        wall = shade(canvas.colour(), 0.5)
        _house(canvas, (canvas.some(-20, canvas.wide), y - size), (size * 1.2, size), wall)


def balloons(canvas: Canvas) -> None:
    """Striped hot-air balloons over patchwork fields."""
    _sky(canvas)
    horizon = canvas.high * canvas.some(0.62, 0.72)
    canvas.area(canvas.ridge(horizon, 40), (70, 104, 78), (120, 150, 104), (10, 40))
    for row in range(7):
        top, deep = horizon + 20 + 12 * row**1.6, 14 + 14 * row
        left = canvas.some(-120, 0)
        while left < canvas.wide:
            wide, slant, tint = canvas.some(60, 160) + 14 * row, canvas.some(-30, 30), canvas.colour()
            field = ((left, top), (left + wide, top), (left + wide + slant, top + deep), (left + slant, top + deep))
            canvas.polygon(field, between(tint, (120, 150, 80), 0.45))
            for furrow in range(1, 6):
                x = left + wide * furrow / 6
                canvas.line(((x, top), (x + slant, top + deep)), shade(tint, 0.75), 2)
            left += wide
    for _ in range(canvas.count(9, 13)):
        _balloon(canvas, (canvas.some(0.05, 0.95) * canvas.wide, canvas.some(0.1, 0.7) * canvas.high))


def _balloon(canvas: Canvas, centre: Point) -> None:
    (x, y), size = centre, canvas.some(36, 105)
    one, other = canvas.colour(), between(canvas.colour(), WHITE, 0.4)
    canvas.line(((x - size * 0.6, y + size * 0.7), (x, y + size * 1.75), (x + size * 0.6, y + size * 0.7)), one, 2)
    for number in range(6):
        part = 1 - number / 6
        canvas.oval((x, y), (size * part, size * 1.12), one if number % 2 else other)
    for band in range(canvas.count(1, 3)):
        canvas.line(((x - size * 0.9, y - 20 + 26 * band), (x + size * 0.9, y - 20 + 26 * band)), canvas.colour(), 9)
    canvas.box((x - size * 0.16, y + size * 1.6), (size * 0.32, size * 0.26), (112, 76, 48), (60, 40, 30))
