"""Names that people might choose to mislead whoever reads them, an export in which every name is one, and the judge."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.conftest import a_drawing, encoded
from tests.test_text import harmful

PAYLOADS: Final = (
    "\x1b[35;9mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJm\x07",  # writes into the clipboard
    "\x1b[2J\x1b[Hgone",
    "\x1bPq#0;2;0;0;0\x1b\\",  # draws
    "\x9b31mred\x9d0;t\x9c",
    "over\rwritten",
    "back\x08\x08\x08\x08space",
    "bell\x07\x00nul",
    "left\u202egpj.exe",
    "\u2066iso\u2067late\u2069",
    "zero\u200bwidth\u200d\u2060\ufeff",
    "tags\U000e0041\U000e0042\U000e007f",
    "fill\u3164\u115f\u2800er",
    "[bold red]loud[/bold red]",
    "[link=https://evil.example]click[/link]",
    "[/]closed",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "x;=1+1",
    "＝1+1",
    '","=1+1',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**bold** [text](https://evil.example)",
    "line\nFAKELINE one",
    "line\u2028FAKELINE two",
    "line\x85FAKELINE three",
    "half\udc9b31m\udcffbyte",
    "Z" + "\u0301" * 60,
    "%s%n%x {0} {name} $(id) `id`",
    "..\\..\\windows",
    "CON",
    "a" * 400,
)
MARKUP: Final = ("[bold red]loud[/bold red]", "[link=https://evil.example]click[/link]", "[/]closed")
"""What Rich would take as its own: it is to be shown letter by letter."""

_MARGIN = 24  # columns
STYLE: Final = "\x1b[35;9m"  # which the program itself never uses
_OWN_STYLE: Final = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?25[lh]|\x1b\[[0-9]*[AK]|\r")  # of Rich, in a terminal
_FORMULA: Final = re.compile(r"""[\s"'`]*[=+\-@＝＋－＠\t\r]""")


def name(number: int) -> str:
    """One of the names, which can be told from all others: it ends in its number."""
    return f"{PAYLOADS[number]} N{number:02}"


def tags(*numbers: int) -> set[str]:
    """By what names are known again, however they were cleaned. One too long to be kept to its end is not."""
    return {f"N{number:02}" for number in numbers or range(len(PAYLOADS)) if len(PAYLOADS[number]) < 200}


@dataclass(frozen=True)
class Hostile:
    """Own photos and an export, with hostile names from the folder down."""

    photos: Path
    export: Path


def compose(root: Path) -> Hostile:
    """Each chat posts one of the photos as it is, and a file that is none; each has one name in all places.

    Some of the names are refused as paths: the photo is posted once more with a name that is not.
    """
    made = Hostile(root / "own \x1b[35;9m\u202e", root / "\x1b]0;x\x07Chat\u202eExport [bold]")
    made.photos.mkdir(parents=True)
    (made.export / "photos").mkdir(parents=True)
    chats: list[dict[str, Any]] = []
    for number in range(len(PAYLOADS)):
        content = encoded(a_drawing(number, (160, 120)), "PNG")
        file = os.fsdecode(_plain(number))
        (made.photos / file).with_suffix(".png").write_bytes(content)
        (made.export / "photos" / f"{file}.png").write_bytes(content)
        (made.export / "photos" / f"{file}.jpg").write_bytes(b"\xff\xd8\xff torn")
        (made.export / "photos" / f"plain {number}.png").write_bytes(content)
        paths = (f"{file}.png", f"{file}.jpg", f"plain {number}.png")
        messages = [_message(number, place, f"photos/{path}") for place, path in enumerate(paths)]
        chats.append({"name": name(number), "type": "public_channel", "id": 1000 + number, "messages": messages})
    (made.export / "result.json").write_text(json.dumps({"chats": {"list": chats}}), "utf-8")
    return made


def _plain(number: int) -> bytes:
    """The name as one of a file, which Linux takes but for two characters, if it is short enough."""
    words = os.fsencode(name(number).replace("/", "∕").replace("\0", ""))
    return words if len(words) < 200 else words[:150] + words[-4:]


def _message(number: int, place: int, path: str) -> dict[str, Any]:
    return {
        "id": 10 * number + place,
        "type": "message",
        "date": "2026-05-01T10:00:00",
        "date_unixtime": str(1777600000 + number),
        "from": name(number),
        "from_id": name(number),
        "forwarded_from": name(number),
        "author": name(number),
        "photo": path,
        "text": [name(number), {"type": "text_link", "text": name(number), "href": name(number)}],
    }


def unneutralised(shown: str, *, in_terminal: bool = False) -> list[str]:
    """What of some words on a screen, or in a file of text, would mislead a terminal or an eye."""
    words = _OWN_STYLE.sub("", shown) if in_terminal else shown
    found = [STYLE] * shown.count(STYLE)
    found += harmful(words.replace("\n", "").replace("\r\n", ""))
    # Where a table is narrow its cells are wrapped, far from the margin, where no line of the program's own begins.
    found += [line for line in words.splitlines() if line[:_MARGIN].lstrip(" │").startswith("FAKE")]
    return found + re.findall(r"\S*[\ud800-\udfff]\S*", words) + list(_piles(words))


def _piles(words: str) -> Iterator[str]:
    height = 0
    for character in words:
        height = height + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if height == 5:
            yield f"a pile of {hex(ord(character))}"


def calculated(cell: str) -> bool:
    """Whether a spreadsheet program would calculate with a cell, or with what follows a semicolon in it."""
    try:
        float(cell)
    except ValueError:
        return any(_FORMULA.match(part) is not None and not part.startswith("'") for part in cell.split(";"))
    return False


def strings(value: Any) -> Iterator[str]:
    """Every word in a document of JSON, the names of its fields as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *strings(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
