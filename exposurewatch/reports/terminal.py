"""The report for a person: first what was found and how much was looked at, then every place. Alone in knowing Rich."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import partial

from rich.console import Console

from exposurewatch.model import Report, Verdict
from exposurewatch.reports.entries import exposed_lines, meaning, photo_lines, picture_lines
from exposurewatch.reports.format import Format
from exposurewatch.reports.lines import Line, not_looked_at, print_lines, section
from exposurewatch.reports.summary import (
    FINDINGS,
    Found,
    compared,
    counted,
    exposing,
    exposure_summary,
    findings,
    headline,
    interruptions,
    reposts,
)
from exposurewatch.reports.wording import utc

_WIDTH = 100  # columns of a report that is written to a file
_MOST_PLACES = 3  # up to so many files left out for one reason are named one by one
_MOST_EXPOSING = 100  # messages without a picture that are listed; JSON and CSV hold them all
_MOST_OWN = 20  # the same for own photos, of which the user wants to know which


def show(report: Report, console: Console, verdicts: Collection[Verdict] = FINDINGS) -> None:
    """Print the report, wrapped to the console's width and in characters that it has; of the matches, those wanted."""
    for block in _blocks(report, verdicts):
        print_lines(block, console)


def _blocks(report: Report, verdicts: Collection[Verdict]) -> Iterator[Iterable[Line]]:
    found = findings(report)
    yield _summary(report, found)
    yield _looked_at(report)
    yield not_looked_at("Your own photos that could not be read", report.library.skipped, _MOST_OWN)
    yield not_looked_at("Not looked at", report.skipped, _MOST_PLACES)
    for one in found:
        yield photo_lines(one.photo, counted(len(one.matches), "place"))
        for number, posts in enumerate(reposts(one.matches), start=1):
            yield picture_lines(number, posts)
    yield from _scenes(report, verdicts)
    yield _exposed(report)
    if found or report.exposed:
        matched = (match.sighting.origin for match in report.matches)
        yield meaning((*matched, *(each.origin for each in report.exposed)))


def _summary(report: Report, found: tuple[Found, ...]) -> Iterator[Line]:
    for why in interruptions(report):
        yield Line(words=why, bold=True)
        yield Line()
    first, *rest = headline(report)
    yield Line(words=first, bold=True)
    yield from (Line(words=sentence) for sentence in (*rest, *exposure_summary(report)))
    if found:
        verdicts = Counter(match.judgement.verdict for one in found for match in one.matches)
        sureness = ", ".join(f"{verdicts[verdict]:,} {verdict}" for verdict in Verdict if verdicts[verdict])
        yield Line(words=f"How sure: {sureness}.")


def _looked_at(report: Report) -> Iterator[Line]:
    looked = report.looked_at
    yield from section("Looked at")
    yield Line(
        "  ",
        f"{counted(looked.messages, 'message')}, {compared(looked)}, {counted(looked.files, 'different file')}",
    )
    if looked.spared:
        again = "was the same as one" if looked.spared == 1 else "were the same as others"
        yield Line("  ", f"{looked.spared:,} of these {again} looked at before, and took no more time")
    yield Line("  ", f"compared with {counted(report.library.photos, 'photo')} of your own")
    if report.library.details:
        yield Line("  ", f"searched for {counted(report.library.details, 'detail')} of yours, in all messages")
    for export in report.opened:
        yield Line("  ", f"{export.label}: {export.container}")
    yield Line("  ", f"on {utc(report.made_at)} UTC, by exposurewatch {report.version}")


def _exposed(report: Report) -> Iterator[Line]:
    """The messages that expose details without a picture, one after the other."""
    messages = exposing(report)
    if messages:
        yield from section(f"Messages that expose your details without a picture: {len(messages):,}")
    for number, exposures in enumerate(messages[:_MOST_EXPOSING], start=1):
        yield from exposed_lines(number, exposures)
    if len(messages) > _MOST_EXPOSING:
        yield Line()
        yield Line("     ", f"and in {len(messages) - _MOST_EXPOSING:,} more, which a report in JSON or CSV lists")


def _scenes(report: Report, verdicts: Collection[Verdict]) -> Iterator[Iterable[Line]]:
    """Other shots of a scene: listed where they are wanted, else counted, for they may be the next of a burst."""
    scenes = findings(report, (Verdict.SAME_SCENE,))
    if not scenes:
        return
    # one picture can show the scene of several photos, as those of a series
    pictures = len({match.sighting for one in scenes for match in one.matches})
    show, are, them = ("shows", "is no copy", "it") if pictures == 1 else ("show", "are no copies", "them")
    how_many = f"{counted(pictures, 'picture')} {show} the same scene as a photo of yours, and {are} of it"
    hint = "" if Verdict.SAME_SCENE in verdicts else f"; --show-same-scene lists {them}"
    yield (*section("Not counted as found"), Line("  ", f"{how_many}{hint}."))
    if Verdict.SAME_SCENE not in verdicts:
        return
    for one in scenes:
        yield photo_lines(one.photo, counted(len(one.matches), "place"))
        for number, posts in enumerate(reposts(one.matches), start=1):
            yield picture_lines(number, posts)


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
