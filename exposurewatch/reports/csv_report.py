"""The report for spreadsheet programs: one row per place, and rows at the end for what was not looked at."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import assert_never

from exposurewatch.model import (
    Exposure,
    ImageFile,
    Judgement,
    Match,
    Media,
    MediaKind,
    Missing,
    Origin,
    PublishedHash,
    Report,
    Skipped,
    Verdict,
    VideoFile,
)
from exposurewatch.reports.format import Format
from exposurewatch.reports.summary import FINDINGS, findings, interruptions, left_out
from exposurewatch.reports.wording import exposed, harmless, how_found, near, utc

COLUMNS = (
    "kind",  # match, same scene, exposed, skipped or incomplete
    *("photo", "photo_path", "verdict", "score", "agreement", "alteration", "alike"),
    *("at_seconds", "for_seconds", "more_times", "own_at_seconds", "own_for_seconds"),  # of videos
    *("source", "channel_title", "channel_id", "channel_username", "message_id", "date_utc", "date_raw"),
    *("sender", "forwarded_from", "caption", "link", "link_opens_for", "export", "file", "media", "details"),
    *("reason", "count", "note"),
)

# What a spreadsheet program takes for a formula, behind spaces and quotes, and in the wide and small forms as well.
# A semicolon parts cells where the comma is the decimal mark, so what follows one can become a cell of its own.
_FORMULA = re.compile(r"""(^|;)(?=[\s"'`“”„‘’«»＂＇]*[=+\-@＝＋－＠﹦﹢﹣﹫−])""")

Row = dict[str, object]


def _render(report: Report, verdicts: Collection[Verdict] = FINDINGS) -> bytes:
    return written(COLUMNS, _rows(report, verdicts))


def written(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A table as spreadsheet programs read it, with nothing in it that they would calculate."""
    into = io.StringIO(newline="")
    writer = csv.DictWriter(into, columns, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: _cell(value) for column, value in row.items()})
    return into.getvalue().encode("utf-8-sig")  # without its mark at the start, Excel takes UTF-8 for something else


def _cell(value: object) -> object:
    """Return words that no spreadsheet program calculates with; numbers stay numbers."""
    return _FORMULA.sub(r"\1'", harmless(value)) if isinstance(value, str) else value


def _rows(report: Report, verdicts: Collection[Verdict]) -> Iterator[Row]:
    for found in findings(report):
        yield from (_match("match", match) for match in found.matches)
    if Verdict.SAME_SCENE in verdicts:  # of a kind of their own: whoever counts the matches must not count these
        for scene in findings(report, (Verdict.SAME_SCENE,)):
            yield from (_match("same scene", match) for match in scene.matches)
    for exposure in report.exposed:
        yield {"kind": "exposed", **_origin(exposure.origin), "details": exposed(exposure)}
    yield from _skipped(report.library.skipped, "your own photos")
    yield from _skipped(report.skipped, "pictures and exports scanned")
    for why in interruptions(report):
        yield {"kind": "incomplete", "note": why}


def _match(kind: str, match: Match) -> Row:
    return {"kind": kind, **judged(match.judgement), **placed(match)}


def judged(judgement: Judgement) -> Row:
    """The cells on one own photo and what was made of it."""
    return {
        "photo": judgement.photo.label,
        "photo_path": judgement.photo.path,
        "verdict": judgement.verdict.value,
        "score": round(judgement.score, 2),
        "agreement": round(judgement.agreement, 4),
        "alteration": how_found(judgement),
        "alike": " | ".join(photo.label for photo in judgement.alike),
        **_moments(judgement),
    }


def _moments(judgement: Judgement) -> Row:
    cells: Row = {}
    if judgement.spans:
        first, *more = judgement.spans
        cells |= {"at_seconds": round(first.start, 1), "for_seconds": round(first.end - first.start, 1)}
        cells["more_times"] = len(more)
    if (own := judgement.own) is not None:
        cells |= {"own_at_seconds": round(own.start, 1), "own_for_seconds": round(own.end - own.start, 1)}
    return cells


def placed(match: Match) -> Row:
    """The cells on one place, what its export says of it, and which details of the user stand near it."""
    sighting = match.sighting
    return {
        **_origin(sighting.origin),
        "caption": sighting.caption,
        "media": _media(sighting.media),
        "details": " | ".join(map(_beside, match.beside)),
    }


def _media(media: Media) -> str:
    match media:
        case ImageFile(kind=kind) | VideoFile(kind=kind):
            return kind.value
        case PublishedHash():
            return MediaKind.PUBLISHED_HASH.value
        case Missing():
            return ""
        case other:
            assert_never(other)


def _beside(exposure: Exposure) -> str:
    return ", ".join(filter(None, (exposed(exposure), near(exposure))))


def _origin(origin: Origin) -> Row:
    channel, date, link = origin.channel, origin.date, origin.permalink
    return {
        "source": origin.source,
        "channel_title": channel and channel.title,
        "channel_id": channel and channel.id,
        "channel_username": channel and channel.username,
        "message_id": origin.message_id,
        "date_utc": utc(date.utc) if date and date.utc else "",
        "date_raw": date and date.raw,
        "sender": origin.sender,
        "forwarded_from": origin.forwarded_from,
        "link": link and link.url,
        "link_opens_for": link and ("everyone" if link.public else "members only"),
        "export": origin.locator.container,
        "file": origin.locator.path,
    }


def _skipped(skipped: Iterable[Skipped], what: str) -> Iterator[Row]:
    for one in left_out(skipped):
        words = one.words
        yield {
            "kind": "skipped",
            "reason": one.reason.value,
            "count": len(one.skipped),
            "note": f"Not looked at ({what}): {words.label}. {words.advice}",
        }


def csv_format(verdicts: Collection[Verdict]) -> Format:
    """The same report with matches of these verdicts."""
    return Format("csv", ".csv", partial(_render, verdicts=verdicts))


CSV = Format("csv", ".csv", _render)
