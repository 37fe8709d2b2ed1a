"""Scenes close at hand: things in rows and heaps, seen from the front or from above."""

from __future__ import annotations

import math

from exposurewatch.demo.canvas import Canvas, Colour, Point, around, between, shade, star
from exposurewatch.demo.outdoors import WHITE

WORDS = ("FIGS", "TEA", "OLD MAPS", "CORK", "LEMONS", "SALT", "RADIO", "JAM", "VINYL", "MOSS", "HONEY", "KITES")


def _word(canvas: Canvas) -> str:
    return WORDS[canvas.count(0, len(WORDS) - 1)]


def market(canvas: Canvas) -> None:
    """Stalls with striped awnings and boxes of fruit, cobbles in front."""
    wall = canvas.palette[3]
    canvas.ground(0, shade(wall, 0.7), wall, (5, 20, 60))
    _bricks(canvas, canvas.high * 0.5, shade(wall, 0.8))
    floor = canvas.high * canvas.some(0.74, 0.8)
    canvas.ground(floor, (92, 86, 84), (150, 142, 134), (8, 30, 90))
    for _ in range(260):
        y = canvas.some(floor, canvas.high)
        radii = (canvas.some(8, 22), canvas.some(5, 9))
        stone = shade((140, 132, 126), canvas.some(0.7, 1.2))
        canvas.oval((canvas.some(0, canvas.wide), y), radii, stone, (84, 80, 78))
    left = canvas.some(-90, 0)
    while left < canvas.wide:
        wide = canvas.some(230, 330)
        _stall(canvas, (left, floor - canvas.some(330, 400)), (wide, floor))
        left += wide + canvas.some(8, 50)


def _bricks(canvas: Canvas, bottom: float, tint: Colour) -> None:
    for row in range(int(bottom / 22)):
        left = -30.0 * (row % 2)
        while left < canvas.wide:
            if canvas.count(0, 2):
                canvas.box((left, row * 22), (56, 18), shade(tint, canvas.some(0.75, 1.25)))
            left += 60


def _stall(canvas: Canvas, corner: Point, reach: Point) -> None:
    (left, top), (wide, floor) = corner, reach
    one, other = canvas.colour(), between(canvas.colour(), WHITE, 0.7)
    canvas.box((left + 8, top), (wide - 16, floor - top), shade(one, 0.35))
    canvas.words((left + wide / 2, top + 122), _word(canvas), 44, WHITE)
    for row in range(3):
        for column in range(4):
            crate = (left + 10 + column * (wide - 20) / 4, floor - 175 + 60 * row)
            _crate(canvas, crate, (wide - 28) / 4)
    strips = canvas.count(6, 10)
    for number in range(strips):
        tint, step = (one, other)[number % 2], wide / strips
        x = left + step * number
        canvas.polygon(((x, top), (x + step, top), (x + step + 6, top + 70), (x - 6, top + 70)), tint)
        canvas.oval((x + step / 2, top + 70), (step / 2 + 3, 18), tint)


def _crate(canvas: Canvas, corner: Point, wide: float) -> None:
    left, top = corner
    canvas.box((left, top), (wide, 52), (150, 108, 66), (90, 60, 36))
    fruit = canvas.colour()
    for number in range(12):
        size = canvas.some(8, 12)
        spot = (left + 8 + (number % 6) * (wide - 12) / 6, top + 6 + 14 * (number // 6) + canvas.some(-4, 4))
        canvas.oval(spot, (size, size), shade(fruit, canvas.some(0.75, 1.3)), shade(fruit, 0.55))
        canvas.oval((spot[0] - 3, spot[1] - 3), (2, 2), WHITE)


def garden(canvas: Canvas) -> None:
    """Flowers of all sizes between leaves."""
    green = between((52, 96, 62), canvas.palette[1], 0.3)
    canvas.ground(0, shade(green, 0.45), shade(green, 1.05), (5, 15, 50))
    for _ in range(420):
        x, y = canvas.some(0, canvas.wide), canvas.some(0, canvas.high)
        long, angle = canvas.some(20, 70), canvas.some(0, 6.3)
        tip = (x + long * math.cos(angle), y + long * math.sin(angle))
        side = (0.18 * long * math.sin(angle), -0.18 * long * math.cos(angle))
        middle = ((x + tip[0]) / 2, (y + tip[1]) / 2)
        leaf = ((x, y), (middle[0] + side[0], middle[1] + side[1]), tip, (middle[0] - side[0], middle[1] - side[1]))
        canvas.polygon(leaf, shade(green, canvas.some(0.6, 1.7)))
        canvas.line(((x, y), tip), shade(green, 0.55), 1.5)
    for number in range(95):
        centre = (canvas.some(0, canvas.wide), canvas.some(0, canvas.high))
        _flower(canvas, centre, canvas.some(13, 26) + number * 0.35)


def _flower(canvas: Canvas, centre: Point, size: float) -> None:
    petals, turn, tint = canvas.count(5, 9), canvas.some(0, 3), between(canvas.colour(), WHITE, canvas.some(0, 0.4))
    for spot in around(centre, size * 0.75, petals, turn):
        canvas.oval(spot, (size * 0.42, size * 0.42), shade(tint, canvas.some(0.85, 1.12)), shade(tint, 0.65))
    canvas.oval(centre, (size * 0.42, size * 0.42), canvas.colour(), shade(tint, 0.45))
    canvas.polygon(star(centre, size * 0.24, 5, turn), (60, 44, 40))


def bookshelf(canvas: Canvas) -> None:
    """Shelves of books, tall and short, with jars in between."""
    wood = (104, 70, 46)
    canvas.ground(0, (46, 32, 26), (84, 58, 40), (4, 16, 60))
    shelves = canvas.count(4, 6)
    tall = canvas.high / shelves
    for shelf in range(shelves):
        foot, left = tall * (shelf + 1) - 16, canvas.some(2, 20)
        while left < canvas.wide:
            if canvas.count(0, 11) == 0:
                left += _jar(canvas, (left, foot), tall)
            else:
                left += _book(canvas, (left, foot), tall)
        canvas.box((0, foot), (canvas.wide, 16), wood, shade(wood, 0.5))


def _book(canvas: Canvas, foot: Point, tall: float) -> float:
    wide, high, tint = canvas.some(16, 46), tall * canvas.some(0.5, 0.85), canvas.colour()
    lean = canvas.some(4, 24) if canvas.count(0, 9) == 0 else 0.0
    (x, y), gold = foot, between(canvas.colour(), (236, 210, 130), 0.6)
    spine = ((x, y), (x + wide, y), (x + wide + lean, y - high), (x + lean, y - high))
    canvas.polygon(spine, tint, shade(tint, 0.5))
    for _ in range(canvas.count(1, 4)):
        part = canvas.some(0.06, 0.94)
        left = x + lean * part
        canvas.line(((left + 2, y - high * part), (left + wide - 2, y - high * part)), gold, canvas.some(2, 7))
    if wide > 30:
        canvas.words((x + wide / 2 + lean / 2, y - high / 2), _word(canvas)[0], wide * 0.75, gold)
    return wide + lean + canvas.some(0, 3)


def _jar(canvas: Canvas, foot: Point, tall: float) -> float:
    (x, y), wide, tint = foot, canvas.some(60, 90), canvas.colour()
    canvas.oval((x + wide / 2, y - tall * 0.25), (wide * 0.42, tall * 0.25), tint, shade(tint, 0.5))
    canvas.box((x + wide * 0.35, y - tall * 0.6), (wide * 0.3, tall * 0.18), shade(tint, 1.1))
    for dot in around((x + wide / 2, y - tall * 0.25), wide * 0.24, 8):
        canvas.oval(dot, (4, 4), WHITE)
    return wide


def reef(canvas: Canvas) -> None:
    """Fish between branching corals."""
    deep = between((14, 70, 96), canvas.palette[0], 0.35)
    canvas.ground(0, deep, between(deep, (120, 214, 206), 0.65), (3, 8, 20))
    canvas.area(canvas.ridge(canvas.high * 0.86, 40), (176, 152, 108), (226, 206, 160), (10, 40, 110))
    for _ in range(26):
        foot = (canvas.some(0, canvas.wide), canvas.high * canvas.some(0.84, 1.0))
        _coral(canvas, (*foot, -1.57), canvas.some(50, 100), canvas.colour())
    for _ in range(70):
        size = canvas.some(3, 10)
        spot = (canvas.some(0, canvas.wide), canvas.some(0, canvas.high * 0.8))
        canvas.oval(spot, (size, size), between(deep, WHITE, 0.3), WHITE)
    for _ in range(34):
        _fish(canvas, (canvas.some(0, canvas.wide), canvas.some(0.04, 0.8) * canvas.high), canvas.some(22, 62))


def _coral(canvas: Canvas, root: tuple[float, float, float], long: float, tint: Colour) -> None:
    x, y, angle = root
    tip = (x + long * math.cos(angle), y + long * math.sin(angle))
    canvas.line(((x, y), tip), shade(tint, canvas.some(0.85, 1.15)), long * 0.22)
    canvas.oval(tip, (long * 0.12, long * 0.12), tint)
    if long > 26:
        for turn in (-0.45, 0.5):
            _coral(canvas, (*tip, angle + turn * canvas.some(0.5, 1.4)), long * canvas.some(0.62, 0.78), tint)


def _fish(canvas: Canvas, centre: Point, size: float) -> None:
    (x, y), tint, way = centre, canvas.colour(), canvas.count(0, 1) * 2 - 1
    stripe = between(canvas.colour(), WHITE, 0.6)
    tail = x - way * size * 1.5
    canvas.polygon(((x - way * size * 0.8, y), (tail, y - size / 2), (tail, y + size / 2)), tint)
    canvas.oval(centre, (size, size * 0.55), tint, shade(tint, 0.5))
    for place in (-0.35, 0.05, 0.4):
        half = size * 0.5 * math.sqrt(1 - place**2)
        canvas.line(((x + way * size * place, y - half), (x + way * size * place, y + half)), stripe, size * 0.14)
    canvas.oval((x + way * size * 0.68, y - size * 0.1), (size * 0.12, size * 0.12), WHITE, (30, 30, 40))
