"""The report for a person: first what was found and how much was looked at, then every place. Alone in knowing Rich."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from exposurewatch.model import Channel, Match, Moment, Origin, Report, Skipped, Verdict
from exposurewatch.reports.format import Format
from exposurewatch.reports.summary import FINDINGS, Found, counted, findings, headline, interruptions, left_out
from exposurewatch.reports.wording import REASONS, VERDICTS, harmless, how_found, place, utc

_WIDTH = 100  # columns of a report that is written to a file
_NARROWEST = 20  # columns that words are given even where the window is narrower still
_MOST_PLACES = 3  # up to so many files left out for one reason are named one by one
_MOST_OWN = 20  # the same for own photos, of which the user wants to know which
_MOST_CAPTION = 240  # characters
_BOLD = Style(bold=True)
_PLAIN = (("°", " degrees"), ("…", "..."))  # for consoles that lack the character

_MEANING = (
    "A match is a lead, not proof. Look at the original place before you act on it.",
    "Names, dates and links are what the export claims; they can be wrong or made up.",
    "Keep the export as it is, all of it: it may be needed as evidence. A report alone is not enough.",
)


@dataclass(frozen=True, slots=True)
class _Line:
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


def show(report: Report, console: Console, verdicts: Collection[Verdict] = FINDINGS) -> None:
    """Print the report, wrapped to the console's width and in characters that it has; of the matches, those wanted."""
    for block in _blocks(report, verdicts):
        console.print(Group(*block), soft_wrap=True)  # the lines are wrapped already; Rich would cut them a second time


def _writable(words: str, encoding: str) -> str:
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        for nice, plain in _PLAIN:
            words = words.replace(nice, plain)
        return words.encode(encoding, "backslashreplace").decode(encoding)
    return words


def _blocks(report: Report, verdicts: Collection[Verdict]) -> Iterator[Iterable[_Line]]:
    found = findings(report)
    yield _summary(report, found)
    yield _looked_at(report)
    yield _not_looked_at("Your own photos that could not be read", report.library.skipped, _MOST_OWN)
    yield _not_looked_at("Not looked at", report.skipped, _MOST_PLACES)
    for one in found:
        yield _photo(one)
        for number, match in enumerate(one.matches, start=1):
            yield _match(number, match)
    yield from _scenes(report, verdicts)
    if found:
        yield (*_section("What this means"), *(_Line("  ", sentence) for sentence in _MEANING))


def _summary(report: Report, found: tuple[Found, ...]) -> Iterator[_Line]:
    for why in interruptions(report):
        yield _Line(words=why, bold=True)
        yield _Line()
    first, *rest = headline(report)
    yield _Line(words=first, bold=True)
    yield from (_Line(words=sentence) for sentence in rest)
    if found:
        verdicts = Counter(match.judgement.verdict for one in found for match in one.matches)
        sureness = ", ".join(f"{verdicts[verdict]:,} {verdict}" for verdict in Verdict if verdicts[verdict])
        yield _Line(words=f"How sure: {sureness}.")


def _section(title: str) -> Iterator[_Line]:
    yield _Line()
    yield _Line(words=title, bold=True)


def _looked_at(report: Report) -> Iterator[_Line]:
    looked = report.looked_at
    yield from _section("Looked at")
    yield _Line(
        "  ",
        f"{counted(looked.messages, 'message')}, {counted(looked.pictures, 'picture')},"
        f" {counted(looked.files, 'different file')}",
    )
    if looked.spared:
        again = "was the same as one" if looked.spared == 1 else "were the same as others"
        yield _Line("  ", f"{looked.spared:,} of these {again} looked at before, and took no more time")
    yield _Line("  ", f"compared with {counted(report.library.photos, 'photo')} of your own")
    for export in report.opened:
        yield _Line("  ", f"{export.label}: {export.container}")
    yield _Line("  ", f"on {utc(report.made_at)} UTC, by exposurewatch {report.version}")


def _not_looked_at(title: str, skipped: tuple[Skipped, ...], most: int) -> Iterator[_Line]:
    if not skipped:
        return
    yield from _section(title)
    for one in left_out(skipped):
        words = REASONS[one.reason]
        lead = f"{len(one.skipped):>7,}  "
        yield _Line(lead, words.label, bold=True)
        under = " " * len(lead)
        yield _Line(under, words.advice)
        if len(one.skipped) <= most:
            yield from (_Line(under + "- ", _which(skip)) for skip in one.skipped)


def _which(skip: Skipped) -> str:
    message = f", message {skip.message_id}" if skip.message_id else ""
    return f"{place(skip.locator)}{message}{f' ({skip.detail})' if skip.detail else ''}"


def _photo(found: Found) -> Iterator[_Line]:
    yield from _section(f'Your photo "{found.photo.label}": {counted(len(found.matches), "place")}')
    if found.photo.path and found.photo.path != found.photo.label:
        yield _Line("  ", found.photo.path)


def _scenes(report: Report, verdicts: Collection[Verdict]) -> Iterator[Iterable[_Line]]:
    """Other shots of a scene: listed where they are wanted, else counted, for they may be the next of a burst."""
    scenes = findings(report, (Verdict.SAME_SCENE,))
    if not scenes:
        return
    # one picture can show the scene of several photos, as those of a series
    pictures = len({match.sighting for one in scenes for match in one.matches})
    show, are, them = ("shows", "is no copy", "it") if pictures == 1 else ("show", "are no copies", "them")
    how_many = f"{counted(pictures, 'picture')} {show} the same scene as a photo of yours, and {are} of it"
    hint = "" if Verdict.SAME_SCENE in verdicts else f"; --show-same-scene lists {them}"
    yield (*_section("Not counted as found"), _Line("  ", f"{how_many}{hint}."))
    if Verdict.SAME_SCENE not in verdicts:
        return
    for one in scenes:
        yield _photo(one)
        for number, match in enumerate(one.matches, start=1):
            yield _match(number, match)


def _match(number: int, match: Match) -> Iterator[_Line]:
    judgement, origin = match.judgement, match.sighting.origin
    yield _Line()
    yield _Line(f"{number:>3,}. ", f"{judgement.verdict.capitalize()}: {VERDICTS[judgement.verdict]}", bold=True)
    fields = (
        ("How", how_found(judgement)),
        ("Also like", ", ".join(photo.label for photo in judgement.alike)),
        ("Channel", _channel(origin.channel)),
        ("Message", origin.message_id),
        ("Date", _date(origin.date)),
        ("Sender", origin.sender),
        ("Forwarded", origin.forwarded_from and f"from {origin.forwarded_from}"),
        ("Caption", _shortened(match.sighting.caption)),
        ("Link", origin.permalink and origin.permalink.url),
        ("", _who_can_open(origin)),
        ("File", place(origin.locator)),
    )
    for label, words in fields:
        if words:
            yield _Line(f"     {label:<11}", words)


def _channel(channel: Channel | None) -> str | None:
    if channel is None:
        return None
    username = f"@{channel.username}" if channel.username else ""
    if channel.title and username:
        return f"{channel.title} ({username})"
    return channel.title or username or (f"number {channel.id}" if channel.id else None)


def _date(date: Moment | None) -> str:
    if date and date.utc:
        return f"{utc(date.utc)} UTC" + (f" ({date.uncertain})" if date.uncertain else "")
    if date and date.raw:
        return f"{date.raw} ({date.uncertain or 'in what time zone is not known'})"
    return "not known"


def _shortened(caption: str) -> str:
    words = " ".join(harmless(caption).split())
    return words if len(words) <= _MOST_CAPTION else words[: _MOST_CAPTION - 1].rstrip() + "…"


def _who_can_open(origin: Origin) -> str | None:
    if origin.permalink is None:
        return None
    return "everyone can open this link" if origin.permalink.public else "members only: others cannot open this link"


def _render(report: Report, verdicts: Collection[Verdict] = FINDINGS) -> bytes:
    into = io.StringIO()
    console = Console(
        file=into, width=_WIDTH, color_system=None, force_terminal=False, force_jupyter=False, legacy_windows=False
    )
    show(report, console, verdicts)
    return into.getvalue().encode("utf-8")


def terminal_format(verdicts: Collection[Verdict]) -> Format:
    """The same report with matches of these verdicts."""
    return Format("terminal", ".txt", partial(_render, verdicts=verdicts))


TERMINAL = Format("terminal", ".txt", _render)
