"""The report for other programs: a contract, described in report.schema.json next to this file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import assert_never

from exposurewatch.model import (
    Alteration,
    Channel,
    Exposure,
    ImageFile,
    Judgement,
    Locator,
    Match,
    Media,
    Missing,
    Origin,
    Photo,
    PublishedHash,
    Report,
    Sighting,
    Skipped,
    Span,
    VideoFile,
)
from exposurewatch.reports.format import Format

SCHEMA = "exposurewatch-report/1"

Json = Mapping[str, object]
_BEYOND_ASCII = re.compile(r"[^\n -~]+")


def _render(report: Report) -> bytes:
    return written(_report(report))


def written(value: Json) -> bytes:
    """JSON in UTF-8 that is as harmless to read as to parse."""
    # allow_nan=False: a number that is none is an error here, not something for the reader of the report to stumble on
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    return _BEYOND_ASCII.sub(_escaped, text).encode("utf-8") + b"\n"


def _escaped(found: re.Match[str]) -> str:
    r"""Write what cannot be seen as \uXXXX: the same to a program, harmless to a terminal that shows the file."""
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]


def _report(report: Report) -> Json:
    return {
        "schema": SCHEMA,
        "made_at": timestamp(report.made_at),
        "version": report.version,
        "complete": report.complete,
        "library": {"photos": report.library.photos, "details": report.library.details},
        "looked_at": {
            "messages": report.looked_at.messages,
            "pictures": report.looked_at.pictures,
            "videos": report.looked_at.videos,
            "hashes": report.looked_at.hashes,
            "files": report.looked_at.files,
        },
        "matches": [_match(match) for match in report.matches],
        "exposed": [_exposure(exposure) for exposure in report.exposed],
        "skipped": [_skip(skip) for skip in (*report.library.skipped, *report.skipped)],
    }


def _match(match: Match) -> Json:
    judgement = match.judgement
    return {
        "photo": photo_fields(judgement.photo),
        "verdict": judgement.verdict.value,
        "score": rounded(judgement.score),
        "agreement": rounded(judgement.agreement),
        "alteration": alteration_fields(judgement.alteration),
        "alike": [photo_fields(photo) for photo in judgement.alike],
        **moment_fields(judgement),
        "sighting": sighting_fields(match.sighting),
        "beside": beside_fields(match),
    }


def beside_fields(match: Match) -> list[Json]:
    """The user's own details near a match, and how near."""
    return [
        _exposure(each) | {"nearness": each.nearness and each.nearness.value, "messages_away": each.away}
        for each in match.beside
    ]


def _exposure(exposure: Exposure) -> dict[str, object]:
    return {
        "kind": exposure.kind.value,
        "shown": exposure.shown,
        "part": exposure.part.value,
        "spelling": exposure.spelling.value,
        "message": _message(exposure.origin),
    }


def photo_fields(photo: Photo) -> Json:
    """An own photo, as far as a report tells of it."""
    known = {"id": photo.id, "label": photo.label}
    return known if photo.path is None else known | {"path": photo.path}


def moment_fields(judgement: Judgement) -> Json:
    """When a video shows the photo, and which stretch of an own video is shown."""
    own = judgement.own
    return {"moments": [_span(each) for each in judgement.spans], "own_moment": None if own is None else _span(own)}


def _span(span: Span) -> Json:
    return {"at_seconds": rounded(span.start), "for_seconds": rounded(span.end - span.start)}


def alteration_fields(alteration: Alteration) -> Json:
    """How a picture found differs from the own photo."""
    return {
        "mirrored": alteration.mirrored,
        "rotation_degrees": rounded(alteration.rotation_degrees),
        "scale": rounded(alteration.scale),
        "region": [[rounded(x), rounded(y)] for x, y in alteration.region],
        "visible_fraction": rounded(alteration.visible_fraction),
        "inverted": alteration.inverted,
    }


def sighting_fields(sighting: Sighting) -> Json:
    """Where a picture stands."""
    return {**_message(sighting.origin), "caption": sighting.caption, "media": _media(sighting.media)}


def _message(origin: Origin) -> Json:
    return {
        "source": origin.source,
        "channel": _channel(origin.channel),
        "message_id": origin.message_id,
        "date_utc": timestamp(origin.date.utc) if origin.date and origin.date.utc else None,
        "date_raw": origin.date.raw if origin.date else None,
        "sender": origin.sender,
        "forwarded_from": origin.forwarded_from,
        "locator": _locator(origin.locator),
        "permalink": origin.permalink.url if origin.permalink else None,
    }


def _channel(channel: Channel | None) -> Json | None:
    return None if channel is None else {"title": channel.title, "id": channel.id, "username": channel.username}


def _media(media: Media) -> str | None:
    match media:
        case ImageFile(kind=kind) | VideoFile(kind=kind):
            return kind.value
        case PublishedHash():
            return "published-hash"
        case Missing():
            return None
        case other:
            assert_never(other)


def _skip(skip: Skipped) -> Json:
    return {
        "locator": _locator(skip.locator),
        "message_id": skip.message_id,
        "reason": skip.reason.value,
        "detail": skip.detail,
    }


def _locator(locator: Locator) -> Json:
    return {"container": locator.container, "path": locator.path}


def timestamp(moment: datetime) -> str:
    """A moment in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def rounded(value: float) -> float:
    """A number with as many digits as mean something."""
    return round(value, 6) + 0.0  # six digits are the same on every computer; + 0.0 makes -0.0 a plain zero


JSON = Format("json", ".json", _render)
