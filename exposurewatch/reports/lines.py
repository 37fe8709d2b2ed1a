"""How words stand on a screen: a lead in front, the rest wrapped under itself, in characters that the screen has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from exposurewatch.model import Skipped
from exposurewatch.reports.summary import left_out
from exposurewatch.reports.wording import harmless, place

_NARROWEST = 20  # columns that words are given even where the window is narrower still
_BOLD = Style(bold=True)
_PLAIN = (("°", " degrees"), ("…", "..."), ("•", "*"))  # for consoles that lack the character


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: a lead in front (a label, a number) and words that wrap under themselves, never under it."""

    lead: str = ""
    words: str = ""
    bold: bool = False

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - cell_len(self.lead), _NARROWEST)
        words = _writable(harmless(self.words), console.encoding)
        lines = [words] if cell_len(words) <= width else _wrapped(words, console, width)
        lead = self.lead
        for line in lines:
            yield Segment(lead)
            yield Segment(line.rstrip(), _BOLD if self.bold else None)
            yield Segment.line()
            lead = " " * cell_len(self.lead)


def _wrapped(words: str, console: Console, width: int) -> list[str]:
    broken = re.sub(r"\S+", lambda word: _at_slashes(word[0], width), words)
    return [line.plain for line in Text(broken).wrap(console, width)]


def _at_slashes(word: str, width: int) -> str:
    """Break a word that is longer than a line, such as a path, behind its slashes: the names in it stay whole."""
    if cell_len(word) <= width:
        return word
    lines = [""]
    for piece in re.findall(r"[^/]*/|[^/]+", word):
        if cell_len(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(filter(None, lines))


def print_lines(lines: Iterable[Line], console: Console) -> None:
    """Print lines, wrapped to the console's width."""
    console.print(Group(*lines), soft_wrap=True)  # they are wrapped already; Rich would cut them a second time


def section(title: str) -> Iterator[Line]:
    """A heading, apart from what stands before it."""
    yield Line()
    yield Line(words=title, bold=True)


def not_looked_at(title: str, skipped: Iterable[Skipped], most: int) -> Iterator[Line]:
    """What was not looked at, by reason, with what can be done; up to `most` files of each are named one by one."""
    reasons = left_out(skipped)
    if reasons:
        yield from section(title)
    for one in reasons:
        words = one.words
        lead = f"{len(one.skipped):>7,}  "
        yield Line(lead, words.label, bold=True)
        under = " " * len(lead)
        yield Line(under, words.advice)
        if len(one.skipped) <= most:
            yield from (Line(under + "- ", _which(skip)) for skip in one.skipped)


def _which(skip: Skipped) -> str:
    message = f", message {skip.message_id}" if skip.message_id else ""
    return f"{place(skip.locator)}{message}{f' ({skip.detail})' if skip.detail else ''}"


def _writable(words: str, encoding: str) -> str:
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        for nice, plain in _PLAIN:
            words = words.replace(nice, plain)
        return words.encode(encoding, "backslashreplace").decode(encoding)
    return words
