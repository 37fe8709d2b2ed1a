"""Reads lists of hashes: one bare hash a line, a type and a hash, or a table with a header.

What stands beside the hashes is not kept: names of files may be as harmful, or as private, as the pictures.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from exposurewatch.model import DIGESTS, Digest
from exposurewatch.parsers.digests import MISSHAPEN, digest, key_of, named, passed_over, why_not
from exposurewatch.parsers.entries import Entry, Told
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Record
from exposurewatch.parsers.whatsapp_lines import lines

UNDECLARED: Final = "hashes of which the list does not say what kind they are"
NOT_UNDERSTOOD: Final = "lines that cannot be understood"
LINES: Final = "lines"
"""What the parser tells last: how many lines are not empty."""

_LENGTHS: Final = "|".join(f"[0-9A-Fa-f]{{{2 * length}}}" for length in sorted(set(DIGESTS.values())))
_HASH: Final = re.compile(_LENGTHS)
_BARE: Final = re.compile(rf"({_LENGTHS})(?:[\s,;].*)?")
_TYPED: Final = re.compile(r"([A-Za-z][\w+.-]{0,63})[\s,;:=]+([^\s,;]{1,8192})(?:[\s,;].*)?", re.ASCII)
_HEX: Final = re.compile(r"[0-9A-Fa-f]{8,}")
_DELIMITERS: Final = ",;\t"
_VALUES: Final = frozenset({"hash", "value", "hashvalue", "signal", "signalvalue", "signalstr", "digest", "hashdigest"})
_TYPES: Final = frozenset({"type", "algorithm", "hashtype", "signaltype"})
_QUALITIES: Final = frozenset({"quality", "pdqquality", "hashquality"})
_BETWEEN: Final = re.compile(r"[\s_-]+")
_MAX_COLUMNS: Final = 64
_MAX_LINE: Final = 1 << 14  # characters; a longer one is no line of a list

_Reading = Entry | str
_ReadLine = Callable[[str], _Reading]


def resembles_list(beginning: str) -> bool:
    """Tell whether a text that begins like this is a list of hashes; its last line may be cut off."""
    found = _first_reading(beginning)
    return not isinstance(found, str) or found == UNDECLARED


def is_undeclared(beginning: str) -> bool:
    """Tell whether a list that begins like this leaves open what kind its hashes are."""
    return _first_reading(beginning) == UNDECLARED


def _first_reading(beginning: str) -> _Reading:
    """Read the first hash of a text; where there is but a header, an entry without any if that names a kind."""
    written = (line.strip("\ufeff \t") for line in beginning.replace("\0", "").splitlines())
    meant = [line for line in written if line and not line.startswith("#")][:2]
    if not meant:
        return NOT_UNDERSTOOD
    table = _table(meant[0], "")
    if table is None:
        return _line("", meant[0])
    if len(meant) == 1:
        return Entry("") if any(kind for _, kind in table.kinds) else NOT_UNDERSTOOD
    return table.row(meant[1])


def _read(declared: str, source: Readable) -> Iterator[Record]:
    passed: Counter[str] = Counter()
    count = 0
    read: _ReadLine | None = None
    for line in _written(source):
        count += 1
        if line.startswith("#"):
            continue
        if read is None:
            table = _table(line, declared)
            read = partial(_line, declared) if table is None else table.row
            if table is not None:
                continue
        found = read(line) if len(line) <= _MAX_LINE else NOT_UNDERSTOOD
        if isinstance(found, Entry):
            yield found
        else:
            passed[found] += 1
    yield from passed_over(passed)
    yield Told(LINES, str(count))


def _written(source: Readable) -> Iterator[str]:
    for line in lines(source):
        for part in line.replace("\0", "").split("\r"):  # zeros: UTF-16 that does not say so
            words = part.strip("\ufeff \v\f")
            if words.strip():
                yield words  # with tabs at its ends: they are columns


def _line(declared: str, line: str) -> _Reading:
    """Read a line of a list that has no columns."""
    line = line.strip()
    bare = _BARE.fullmatch(line)
    if bare is not None:
        return _entry(digest(declared, bare[1])) if declared else UNDECLARED
    typed = _TYPED.fullmatch(line)
    if typed is not None and named(typed[1]):
        return _entry(digest(typed[1], typed[2]))
    if typed is not None and _HEX.fullmatch(typed[2]):
        return why_not(typed[1])
    return MISSHAPEN if declared and _HEX.fullmatch(line) else NOT_UNDERSTOOD


def _entry(found: Digest | str) -> _Reading:
    return found if isinstance(found, str) else Entry(key_of(found), (found,))


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns of a list that has a header. `kinds` says which hold hashes, and of what kind as far as it is said.

    `type` and `quality` are those that say of a row what kind its hash is and how much it can tell; -1 for none.
    """

    delimiter: str
    kinds: tuple[tuple[int, str], ...]
    type: int
    quality: int

    def row(self, line: str) -> _Reading:
        """Read a row: all hashes in it are of one picture."""
        cells = _cells(line, self.delimiter)
        quality = _quality(_cell(cells, self.quality))
        found = []
        for column, kind in self.kinds:
            if value := _cell(cells, column):
                said = kind or _cell(cells, self.type)
                found.append(digest(said, value, quality) if said else _undeclared(value))
        digests = tuple(dict.fromkeys(each for each in found if isinstance(each, Digest)))
        if digests:
            return Entry(key_of(*digests), digests)
        return next((each for each in found if isinstance(each, str)), NOT_UNDERSTOOD)


def _table(line: str, declared: str) -> _Table | None:
    """Return the columns that a line names, or None where it is no header."""
    if len(line) > _MAX_LINE:
        return None
    delimiter = max(_DELIMITERS, key=line.count)
    cells = _cells(line, delimiter)
    if any(_HASH.fullmatch(cell) for cell in cells):
        return None
    names = [_BETWEEN.sub("", cell).lower() for cell in cells]
    kinds = [(at, named(name)) for at, name in enumerate(names) if named(name)]
    type_of = _first(names, _TYPES)
    if not kinds:
        kinds = [(at, "" if type_of >= 0 else declared) for at, name in enumerate(names) if name in _VALUES]
    return _Table(delimiter, tuple(kinds), type_of, _first(names, _QUALITIES)) if kinds else None


def _cells(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return [cell.strip() for cell in line.split(delimiter, _MAX_COLUMNS)]
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))[:_MAX_COLUMNS]]


def _undeclared(value: str) -> str:
    return UNDECLARED if _HASH.fullmatch(value) else NOT_UNDERSTOOD


def _cell(cells: list[str], at: int) -> str:
    return cells[at] if 0 <= at < len(cells) else ""


def _first(names: list[str], known: frozenset[str]) -> int:
    return next((at for at, name in enumerate(names) if name in known), -1)


def _quality(words: str) -> int | None:
    """Return a quality from 0 to 100; None where it is not said, or is none."""
    try:
        quality = float(words)
    except ValueError:
        return None
    return int(quality) if 0 <= quality <= 100 else None


HASH_LIST: Final = Parser("hash-list", partial(_read, ""))
"""Reads lists that say themselves what their hashes are."""

HASH_LISTS: Final = (HASH_LIST, *(Parser(f"hash-list-{name}", partial(_read, name)) for name in DIGESTS))
"""The same for each algorithm that a user may declare: 256 bits may be of three, so that is never guessed."""
