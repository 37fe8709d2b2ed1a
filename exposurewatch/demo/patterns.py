"""Scenes that are laid out flat: tiles, shards, patches, posters, a street map."""

from __future__ import annotations

import math

from PIL import Image

from exposurewatch.demo.canvas import Canvas, Point, around, between, blank, shade, star
from exposurewatch.demo.nearby import WORDS
from exposurewatch.demo.outdoors import WHITE


def tiles(canvas: Canvas) -> None:
    """A wall of ornamental tiles, no two alike."""
    canvas.ground(0, (150, 142, 130), (206, 198, 184), (10, 40))
    side = canvas.some(88, 120)
    for row in range(int(canvas.high / side) + 1):
        for column in range(int(canvas.wide / side) + 1):
            _tile(canvas, (column * side, row * side), side - 5)


def _tile(canvas: Canvas, corner: Point, side: float) -> None:
    left, top = corner
    base, ink = between(canvas.colour(), WHITE, canvas.some(0.2, 0.8)), canvas.colour()
    canvas.box(corner, (side, side), base, shade(base, 0.6))
    middle, turn, points = (left + side / 2, top + side / 2), canvas.some(0, 0.8), canvas.count(4, 8)
    for spot in around(middle, side * 0.36, points, turn):
        canvas.oval(spot, (side * 0.09, side * 0.09), canvas.colour(), ink)
    canvas.polygon(star(middle, side * canvas.some(0.28, 0.42), points, turn), ink)
    canvas.oval(middle, (side * 0.12, side * 0.12), canvas.colour(), base)
    for across in (0, 1):
        for down in (0, 1):
            point = (left + across * side * 0.86 + side * 0.07, top + down * side * 0.86 + side * 0.07)
            canvas.oval(point, (side * 0.06, side * 0.06), ink)
    if canvas.count(0, 7) == 0:
        crack = (left + canvas.some(0, side), top + side)
        canvas.line(((left + canvas.some(0, side), top), middle, crack), (70, 64, 60), 3)


def mosaic(canvas: Canvas) -> None:
    """Shards around a few bright centres."""
    canvas.ground(0, (60, 56, 54), (96, 90, 86), (10, 40))
    step = canvas.some(27, 36)
    columns, rows = int(canvas.wide / step) + 2, int(canvas.high / step) + 2
    knots = [
        [((x - 0.5 + canvas.some(-0.3, 0.3)) * step, (y - 0.5 + canvas.some(-0.3, 0.3)) * step) for x in range(columns)]
        for y in range(rows)
    ]
    suns = [(canvas.some(0, canvas.wide), canvas.some(0, canvas.high), canvas.some(60, 110)) for _ in range(6)]
    for y in range(rows - 1):
        for x in range(columns - 1):
            corner = knots[y][x]
            far = min(math.hypot(corner[0] - sun[0], corner[1] - sun[1]) / sun[2] for sun in suns)
            tint = shade(canvas.palette[int(far * 2) % len(canvas.palette)], canvas.some(0.7, 1.25))
            shard = (corner, knots[y][x + 1], knots[y + 1][x + 1], knots[y + 1][x])
            canvas.polygon(shard, tint, (64, 60, 58))


def quilt(canvas: Canvas) -> None:
    """Patches with a pattern each, laid aslant."""
    canvas.ground(0, canvas.palette[0], canvas.palette[1], (6, 24, 70))
    side, slant = canvas.some(96, 140), canvas.some(-0.35, 0.35)
    for row in range(-5, int(canvas.high / side) + 6):
        for column in range(-5, int(canvas.wide / side) + 6):
            x, y = column * side - slant * row * side, row * side + slant * column * side
            _patch(canvas, (x, y), side * 0.96, slant)


def _patch(canvas: Canvas, centre: Point, side: float, slant: float) -> None:
    if not (-side < centre[0] < canvas.wide + side and -side < centre[1] < canvas.high + side):
        return
    base, ink, pattern = canvas.colour(), canvas.colour(), canvas.count(0, 4)
    turn = math.atan(slant) + math.pi / 4
    canvas.polygon(around(centre, side * 0.7, 4, turn), base, shade(base, 0.55))
    if pattern == 0:
        for ring in range(4):
            canvas.polygon(around(centre, side * (0.6 - 0.15 * ring), 4, turn), (ink, base)[ring % 2])
    elif pattern == 1:
        canvas.polygon(star(centre, side * 0.46, canvas.count(5, 8), turn), ink, WHITE)
    else:
        size = side * 0.06 * pattern / 2
        for far in (0.18, 0.4):
            for spot in around(centre, side * far, 4 * pattern, turn):
                canvas.polygon(around(spot, size, canvas.count(3, 6), turn), ink)
    for corner in around(centre, side * 0.58, 4, turn):
        canvas.oval(corner, (5, 5), WHITE, ink)


def posters(canvas: Canvas) -> None:
    """A wall pasted over with bills."""
    canvas.ground(0, shade(canvas.palette[0], 0.8), canvas.palette[2], (6, 24, 80))
    for _ in range(28):
        wide = canvas.some(150, 270) * canvas.unit
        sheet = blank(canvas.rng, (round(wide), round(wide * canvas.some(0.8, 1.5))))
        _poster(sheet)
        turned = sheet.picture.convert("RGBA").rotate(canvas.some(-14, 14), Image.Resampling.BILINEAR, expand=True)
        corner = (canvas.some(-0.1, 0.9) * canvas.wide, canvas.some(-0.1, 0.9) * canvas.high)
        canvas.picture.paste(turned, (round(corner[0] * canvas.unit), round(corner[1] * canvas.unit)), turned)


def _poster(sheet: Canvas) -> None:
    ink, loud = sheet.palette[0], sheet.colour()
    sheet.box((12, 12), (sheet.wide - 24, sheet.high - 24), sheet.colour(), ink)
    middle = (sheet.wide / 2, sheet.high * 0.42)
    for ring in range(4, 0, -1):
        outline = around(middle, sheet.wide * 0.1 * ring, sheet.count(3, 9), sheet.some(0, 3))
        sheet.polygon(outline, (loud, between(sheet.colour(), WHITE, 0.4))[ring % 2], ink)
    sheet.words((sheet.wide / 2, sheet.high * 0.12), WORDS[sheet.count(0, len(WORDS) - 1)], 130, ink)
    sheet.words((sheet.wide / 2, sheet.high * 0.8), f"No {sheet.count(10, 99)}", 170, ink)
    for row in range(3):
        y = sheet.high * (0.88 + 0.03 * row)
        sheet.line(((sheet.wide * 0.15, y), (sheet.wide * sheet.some(0.6, 0.85), y)), ink, 9)


def street_map(canvas: Canvas) -> None:
    """Blocks, parks, a river and railway lines, seen from above."""
    paper = between(canvas.palette[-1], WHITE, 0.5)
    canvas.ground(0, shade(paper, 0.85), paper, (5, 20, 60))
    top = 0.0
    while top < canvas.high:
        deep, left = canvas.some(46, 100), canvas.some(-80, 0)
        while left < canvas.wide:
            wide = canvas.some(40, 150)
            _block(canvas, (left, top), (wide, deep))
            left += wide + canvas.some(9, 20)
        top += deep + canvas.some(9, 20)
    river = canvas.ridge(canvas.some(0.3, 0.7) * canvas.high, 130)[:160]
    canvas.line(river, (92, 150, 190), 48)
    for _ in range(5):
        line, tint = canvas.ridge(canvas.some(0.1, 0.9) * canvas.high, 240)[:160], canvas.colour()
        canvas.line(line, tint, 9)
        for stop in line[6 :: canvas.count(11, 17)]:
            canvas.oval(stop, (10, 10), WHITE, (40, 40, 46))
            if canvas.count(0, 2) == 0:
                canvas.words((stop[0], stop[1] - 24), WORDS[canvas.count(0, len(WORDS) - 1)].title(), 22, (40, 40, 46))


def _block(canvas: Canvas, corner: Point, size: Point) -> None:
    if canvas.count(0, 6) == 0:
        canvas.box(corner, size, (146, 184, 120), (110, 150, 90))
        for _ in range(9):
            spot = (corner[0] + canvas.some(8, size[0] - 8), corner[1] + canvas.some(8, size[1] - 8))
            canvas.oval(spot, (7, 7), shade((92, 140, 84), canvas.some(0.8, 1.2)))
        return
    tint = between(canvas.colour(), WHITE, canvas.some(0.2, 0.7))
    canvas.box(corner, size, tint, shade(tint, 0.65))
    for _ in range(canvas.count(1, 4)):
        inset = (corner[0] + canvas.some(4, size[0] * 0.7), corner[1] + canvas.some(4, size[1] * 0.7))
        canvas.box(inset, (size[0] * 0.22, size[1] * 0.24), shade(tint, 0.7))


def blinds(canvas: Canvas) -> None:
    """Coloured paper cut in strips and circles, one over the other."""
    canvas.ground(0, canvas.palette[0], canvas.palette[2], (4, 14, 50))
    for _ in range(16):
        middle = (canvas.some(0, canvas.wide), canvas.some(0, canvas.high))
        radius, tint, lines = canvas.some(70, 190), canvas.colour(), canvas.count(5, 11)
        turn = canvas.some(0, math.pi)
        canvas.polygon(around(middle, radius, canvas.count(3, 24), turn), tint, shade(tint, 0.5))
        for number in range(1, lines):
            part = 2 * number / lines - 1
            along = radius * 0.66 * math.sqrt(1 - part**2)
            x = middle[0] + radius * 0.66 * part * math.cos(turn)
            y = middle[1] + radius * 0.66 * part * math.sin(turn)
            step = (along * math.sin(turn), -along * math.cos(turn))
            canvas.line(((x - step[0], y - step[1]), (x + step[0], y + step[1])), canvas.colour(), radius * 0.06)
