"""Reads a list of details as people write one: a line for each, its kind first. No value is repeated in an error."""

from __future__ import annotations

import csv
import re
from typing import Final

from exposurewatch.details.detail import Detail, Kind, NotOne
from exposurewatch.details.folding import folded
from exposurewatch.details.handle import HANDLE
from exposurewatch.details.kinds import KINDS
from exposurewatch.details.services import BY_WORD
from exposurewatch.errors import WrongUsage

MOST_BYTES: Final = 1_000_000
_MOST: Final = 500  # details; each costs time in every message
_LONGEST: Final = 300  # characters of a value
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LINE: Final = re.compile(r"\s*[\"'“]?\s*([^:,;=\t\"']+?)\s*[\"'”]?\s*[:,;=\t]\s*(.*\S)\s*")
_NAMES: Final = {name: kind for kind in KINDS for name in (kind.name.value, *kind.also)}
_HEADINGS: Final = frozenset({("kind", "value"), ("kind", "detail"), ("type", "value")})
_NAMED: Final = ", ".join(kind.name for kind in KINDS)


def named(kind: str) -> Kind:
    """Return the kind of details of that name; a service stands for a handle there.

    Raises:
        WrongUsage: there is none.
    """
    name = _name(kind)
    if name in BY_WORD:
        name = HANDLE.name.value
    if name not in _NAMES:
        raise WrongUsage("There is no such kind of details.", f"The kinds are {_NAMED}.")
    return _NAMES[name]


def read_detail(kind: str, value: str) -> Detail:
    """Return a detail of the kind of that name, as that kind writes it.

    Raises:
        WrongUsage: there is no such kind, or it is none of that kind.
    """
    found = named(kind)
    if _name(kind) in BY_WORD and ":" not in value:
        value = f"{_name(kind)}:{value}"
    if len(value) > _LONGEST:
        raise NotOne("That is too long.", f"{_LONGEST} characters are the most.")
    return Detail(found.name, found.normal(value))


def _name(kind: str) -> str:
    return folded(kind).replace("_", " ").strip()


def details_in(content: bytes, where: str) -> tuple[Detail, ...]:
    """Return the details of a list in a file called `where`, each once.

    Raises:
        WrongUsage: it is no such list; the line is named, and what stands in it is not.
    """
    if len(content) > MOST_BYTES:
        raise WrongUsage(f"{where} is too large for a list of details.", f"{_MOST} lines are the most.")
    found: dict[Detail, None] = {}
    for number, line in enumerate(_text(content, where).splitlines(), start=1):
        if (detail := _detail(line, number, where)) is not None:
            found[detail] = None
    if not found:
        raise WrongUsage(f"There is no detail in {where}.", "Write a line for each: phone: 012-345 6789")
    if len(found) > _MOST:
        raise WrongUsage(f"There are too many details in {where}.", f"{_MOST} are the most.")
    return tuple(found)


def _text(content: bytes, where: str) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise WrongUsage(
            f"{where} is no text in UTF-8.", "Save it anew as plain text, with UTF-8 as its encoding."
        ) from None


def _detail(line: str, number: int, where: str) -> Detail | None:
    """The detail of one line; None for one that is empty, a comment, or the heading of a table."""
    if not line.strip() or line.lstrip().startswith("#"):
        return None
    written = _LINE.fullmatch(line)
    if written is None:
        raise WrongUsage(f"Line {number} of {where} has no kind before its value.", "Write it as phone: 012-345 6789")
    kind, value = written[1], _unquoted(written[2])
    if (folded(kind), folded(value)) in _HEADINGS:
        return None
    try:
        return read_detail(kind, value)
    except WrongUsage as error:
        raise WrongUsage(f"Line {number} of {where}: {error}", error.hint) from None


def _unquoted(value: str) -> str:
    """The value without the quotation marks of a table, and without the empty cells behind it."""
    if value.startswith('"'):
        cells = next(csv.reader([value]))
        return cells[0].strip()
    return value.rstrip(",;\t ")
