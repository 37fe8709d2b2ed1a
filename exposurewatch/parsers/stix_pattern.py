"""Reads those patterns of STIX that are no more than a list of hashes of files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

Said = tuple[str, str]
"""A hash that a pattern compares with: its kind as the pattern names it, and its value."""

# Each way to go on begins with another character, and no repetition holds another: a pattern is read in one pass.
_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<mark>[\[\]])
      | (?P<joint>AND|OR)\b
      | (?:file|artifact):hashes\.(?:'(?P<quoted>[^'\\]{1,64})'|"(?P<marked>[^"\\]{1,64})"|(?P<bare>[\w-]{1,64}))
        \s*=\s*'(?P<value>[^'\\]{0,256})'
      | (?P<beside>file:(?:name|size|mime_type)\s*=\s*(?:'(?:[^'\\]|\\.)*'|[0-9]+))
    )""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_SHAPE: Final = re.compile(r"\[[hb](?:[AO][hb])*\](?:O\[[hb](?:[AO][hb])*\])*")
"""Observations that are joined by OR, each of comparisons: `h` with a hash, `b` with what else is said of a file."""


def alternatives(pattern: str) -> list[list[Said]] | None:
    """Return the files that a pattern finds, each as the hashes that it must have; None where it is any other pattern.

    One without hashes is a file of which only a name, a size or a type is known.
    """
    tokens = list(_tokens(pattern.strip()))
    if not _SHAPE.fullmatch("".join(sign for sign, _ in tokens)):
        return None
    files: list[list[Said]] = [[]]
    for sign, said in tokens:
        if sign == "O":  # it joins comparisons as well as observations, and what follows it is another file
            files.append([])
        elif said is not None:
            files[-1].append(said)
    return files


def _tokens(pattern: str) -> Iterator[tuple[str, Said | None]]:
    at = 0
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        if found is None:
            yield "?", None
            return
        at = found.end()
        if found["value"] is not None:
            yield "h", (found["quoted"] or found["marked"] or found["bare"], found["value"])
        elif found["beside"]:
            yield "b", None
        else:
            yield (found["mark"] or found["joint"])[0], None
