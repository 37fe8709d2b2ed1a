"""The report for a person: first what was found and how much was looked at, then every place. Alone in knowing Rich."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

from rich.console import Console

from exposurewatch.model import Channel, Match, Moment, Origin, Report, Verdict
from exposurewatch.reports.format import Format
from exposurewatch.reports.lines import Line, not_looked_at, print_lines, section
from exposurewatch.reports.summary import FINDINGS, Found, counted, findings, headline, interruptions, reposts
from exposurewatch.reports.wording import VERDICTS, harmless, how_found, place, utc

_WIDTH = 100  # columns of a report that is written to a file
_MOST_PLACES = 3  # up to so many files left out for one reason are named one by one
_MOST_OWN = 20  # the same for own photos, of which the user wants to know which
_MOST_CAPTION = 240  # characters

_MEANING = (
    "A match is a lead, not proof. Look at the original place before you act on it.",
    "Names, dates and links are what the export claims; they can be wrong or made up.",
    "Keep the export as it is, all of it: it may be needed as evidence. A report alone is not enough.",
)


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
        yield _photo(one)
        for number, posts in enumerate(reposts(one.matches), start=1):
            yield _picture(number, posts)
    yield from _scenes(report, verdicts)
    if found:
        yield (*section("What this means"), *(Line("  ", sentence) for sentence in _MEANING))


def _summary(report: Report, found: tuple[Found, ...]) -> Iterator[Line]:
    for why in interruptions(report):
        yield Line(words=why, bold=True)
        yield Line()
    first, *rest = headline(report)
    yield Line(words=first, bold=True)
    yield from (Line(words=sentence) for sentence in rest)
    if found:
        verdicts = Counter(match.judgement.verdict for one in found for match in one.matches)
        sureness = ", ".join(f"{verdicts[verdict]:,} {verdict}" for verdict in Verdict if verdicts[verdict])
        yield Line(words=f"How sure: {sureness}.")


def _looked_at(report: Report) -> Iterator[Line]:
    looked = report.looked_at
    yield from section("Looked at")
    yield Line(
        "  ",
        f"{counted(looked.messages, 'message')}, {counted(looked.pictures, 'picture')},"
        f" {counted(looked.files, 'different file')}",
    )
    if looked.spared:
        again = "was the same as one" if looked.spared == 1 else "were the same as others"
        yield Line("  ", f"{looked.spared:,} of these {again} looked at before, and took no more time")
    yield Line("  ", f"compared with {counted(report.library.photos, 'photo')} of your own")
    for export in report.opened:
        yield Line("  ", f"{export.label}: {export.container}")
    yield Line("  ", f"on {utc(report.made_at)} UTC, by exposurewatch {report.version}")


def _photo(found: Found) -> Iterator[Line]:
    yield from section(f'Your photo "{found.photo.label}": {counted(len(found.matches), "place")}')
    if found.photo.path and found.photo.path != found.photo.label:
        yield Line("  ", found.photo.path)


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
        yield _photo(one)
        for number, posts in enumerate(reposts(one.matches), start=1):
            yield _picture(number, posts)


def _picture(number: int, posts: Sequence[Match]) -> Iterator[Line]:
    """One picture found: its newest place in full, and the others in a line each."""
    newest, *earlier = posts
    judgement, origin = newest.judgement, newest.sighting.origin
    yield Line()
    yield Line(f"{number:>3,}. ", f"{judgement.verdict.capitalize()}: {VERDICTS[judgement.verdict]}", bold=True)
    fields = (
        ("How", how_found(judgement)),
        ("Also like", ", ".join(photo.label for photo in judgement.alike)),
        ("Posted", _span(posts)),
        ("Channel", _channel(origin.channel)),
        ("Message", origin.message_id),
        ("Date", _date(origin.date)),
        ("Sender", origin.sender),
        ("Forwarded", origin.forwarded_from and f"from {origin.forwarded_from}"),
        ("Caption", _shortened(newest.sighting.caption)),
        ("Link", origin.permalink and origin.permalink.url),
        ("", _who_can_open(origin)),
        ("File", place(origin.locator)),
    )
    others = (("" if nth else "Also in", _briefly(post.sighting.origin)) for nth, post in enumerate(earlier))
    for label, words in (*fields, *others):
        if words:
            yield Line(f"     {label:<11}", words)


def _span(posts: Sequence[Match]) -> str:
    """In how many places, from when to when, where there are several."""
    if len(posts) == 1:
        return ""
    dates = [date.utc for post in posts if (date := post.sighting.origin.date) and date.utc]
    when = f", first {utc(min(dates))}, last {utc(max(dates))} UTC" if dates else ""
    return f"the same picture in {len(posts):,} places{when}"


def _briefly(origin: Origin) -> str:
    """A place in one line: enough to find it again."""
    message = f"message {origin.message_id}" if origin.message_id else ""
    date = _date(origin.date) if origin.date else ""
    sender = f"by {origin.sender}" if origin.sender else ""
    link = origin.permalink.url if origin.permalink else place(origin.locator)
    return ", ".join(filter(None, (_channel(origin.channel), message, date, sender, link)))


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
