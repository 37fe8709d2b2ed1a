"""Writes down what is remembered, for programs: in JSON a match is one picture, in CSV a row is one place.

Neither is the report of a scan: here nothing was looked at, and each match has a number, and what the user said of it.
Photos, alterations and places have the very fields and cells that they have in the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from exposurewatch import __version__
from exposurewatch.cli.found import Found, OfPhoto
from exposurewatch.model import Verdict
from exposurewatch.reports import csv_report, json_report
from exposurewatch.reports.json_report import Json
from exposurewatch.reports.wording import utc

SCHEMA = "exposurewatch-matches/1"
COLUMNS = (
    *("number", "decision", "note", "decided_at", "new", "first_seen", "last_seen", "places", "withdrawn_at"),
    *(column for column in csv_report.COLUMNS if column not in ("reason", "count", "note")),
)


def as_json(groups: Iterable[OfPhoto], photos: int) -> bytes:
    """All that is remembered of these matches, as docs/json-report.md describes it."""
    return json_report.written(
        {
            "schema": SCHEMA,
            "made_at": json_report.timestamp(datetime.now(UTC)),
            "version": __version__,
            "library": {"photos": photos},
            "matches": [match_fields(one) for group in groups for one in group.found],
        }
    )


def as_csv(groups: Iterable[OfPhoto]) -> bytes:
    """The same as a table, with a row for each place."""
    return csv_report.written(COLUMNS, _rows([one for group in groups for one in group.found]))


def match_fields(found: Found) -> Json:
    """One match with all of its places, as docs/json-report.md describes it."""
    finding, judgement = found.finding, found.judgement
    return {
        "number": finding.number,
        "photo": json_report.photo_fields(judgement.photo),
        "verdict": judgement.verdict.value,
        "score": json_report.rounded(judgement.score),
        "agreement": json_report.rounded(judgement.agreement),
        "alteration": json_report.alteration_fields(judgement.alteration),
        "alike": [json_report.photo_fields(photo) for photo in judgement.alike],
        **json_report.moment_fields(judgement),
        "found_at": json_report.timestamp(finding.found_at),
        "first_seen": _timestamp(finding.first_seen),
        "last_seen": _timestamp(finding.last_seen),
        "new": finding.new,
        "stands": finding.stands,
        "decision": None if finding.decision is None else finding.decision.value,
        "note": finding.note,
        "decided_at": _timestamp(finding.decided_at),
        "sightings": [
            {
                **json_report.sighting_fields(match.sighting),
                "beside": json_report.beside_fields(match),
                "withdrawn_at": _timestamp(withdrawn),
            }
            for match, withdrawn in zip(found.matches, found.withdrawn, strict=True)
        ],
    }


def _timestamp(moment: datetime | None) -> str | None:
    return None if moment is None else json_report.timestamp(moment)


def _rows(them: Sequence[Found]) -> Iterator[csv_report.Row]:
    for one in them:
        finding = one.finding
        scene = one.judgement.verdict is Verdict.SAME_SCENE
        cells: csv_report.Row = {
            "number": finding.number,
            "decision": None if finding.decision is None else finding.decision.value,
            "note": finding.note,
            "decided_at": finding.decided_at and utc(finding.decided_at),
            "new": "yes" if finding.new else "no",
            "first_seen": finding.first_seen and utc(finding.first_seen),
            "last_seen": finding.last_seen and utc(finding.last_seen),
            "places": len(one.matches),
            "kind": "same scene" if scene else "match",  # whoever counts the matches must not count the others
            **csv_report.judged(one.judgement),
        }
        places = [
            csv_report.placed(match) | {"withdrawn_at": withdrawn and utc(withdrawn)}
            for match, withdrawn in zip(one.matches, one.withdrawn, strict=True)
        ]
        yield from (cells | place for place in places or [{}])
