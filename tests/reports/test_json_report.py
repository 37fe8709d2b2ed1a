"""The JSON report keeps to its schema, and the schema to the model."""

from __future__ import annotations

import json
import re
import time
from datetime import datetime, timedelta, timezone
from importlib import resources
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from exposurewatch.feeds import FEEDS
from exposurewatch.model import (
    Digest,
    ImageFile,
    LibrarySummary,
    Locator,
    LookedAt,
    Media,
    MediaKind,
    Missing,
    Moment,
    PublishedHash,
    Reason,
    Report,
    Skipped,
    Verdict,
    VideoFile,
)
from exposurewatch.reports.json_report import JSON, SCHEMA
from exposurewatch.sources import SOURCES
from tests.conftest import a_judgement, a_match, a_photo, a_report, a_sighting, an_alteration, an_origin
from tests.reports.strangers import HOSTILE, a_report_of

_SCHEMA = json.loads((resources.files("exposurewatch.reports") / "report.schema.json").read_text("utf-8"))
_DOCUMENT = (Path(__file__).parents[2] / "docs" / "json-report.md").read_text("utf-8")
_VALIDATOR = Draft202012Validator(_SCHEMA)
_BARE = an_origin(channel=None, message_id=None, date=None, sender=None, permalink=None)


def parsed(report: Report) -> Any:
    found = json.loads(JSON.render(report))
    _VALIDATOR.validate(found)
    return found


def test_the_schema_is_a_schema_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(_SCHEMA)
    assert _SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert _SCHEMA["properties"]["schema"]["const"] == SCHEMA == "exposurewatch-report/1"


def test_the_schema_lists_what_the_model_lists() -> None:
    definitions = _SCHEMA["$defs"]
    assert definitions["match"]["properties"]["verdict"]["enum"] == [verdict.value for verdict in Verdict]
    assert definitions["skip"]["properties"]["reason"]["enum"] == [reason.value for reason in Reason]
    assert definitions["sighting"]["properties"]["media"]["enum"] == [
        *(kind.value for kind in MediaKind),
        None,
    ]


def rows_under(heading: str) -> list[tuple[str, ...]]:
    """What stands in code in the first column of the document's table with this heading, row by row."""
    _, _, *rows = takewhile(_in_table, dropwhile(lambda line: line != heading, _DOCUMENT.splitlines()))
    return [tuple(re.findall(r"`([^`]+)`", row.split("|")[1])) for row in rows]


def _in_table(line: str) -> bool:
    return line.startswith("|")


def test_the_document_has_the_reasons_of_the_model_once_each() -> None:
    documented = [reason for row in rows_under("| reason | meaning |") for reason in row]
    assert sorted(documented) == sorted(reason.value for reason in Reason)


def test_the_document_has_the_verdicts_of_the_model_once_each() -> None:
    documented = [verdict for row in rows_under("| verdict | meaning |") for verdict in row]
    assert sorted(documented) == sorted(verdict.value for verdict in Verdict)


def test_the_document_has_every_source_and_every_kind_of_feed_once() -> None:
    documented = [source for row in rows_under("| source | what was read |") for source in row]
    assert sorted(documented) == sorted({each.name for each in SOURCES} | {each.name for each in FEEDS})


def test_no_object_of_the_schema_admits_a_key_it_does_not_name() -> None:
    def objects(part: Any) -> Any:
        if isinstance(part, dict):
            if part.get("type") == "object":
                yield part
            for value in part.values():
                yield from objects(value)

    found = list(objects(_SCHEMA))
    assert len(found) == 14
    for one in found:
        assert one["additionalProperties"] is False
        assert set(one["properties"]) - set(one["required"]) <= {"path"}


def test_a_whole_report() -> None:
    report = a_report(
        library=LibrarySummary(3, (Skipped(Locator("photos", "old.tif"), None, Reason.UNSUPPORTED_FORMAT, "TIFF"),)),
        skipped=(Skipped(Locator("export", "a.mp4"), "9", Reason.VIDEO),),
    )
    assert parsed(report) == {
        "schema": "exposurewatch-report/1",
        "made_at": "2024-06-01T12:00:00Z",
        "version": "0.1.0",
        "complete": True,
        "library": {"photos": 3, "details": 0},
        "looked_at": {"messages": 120, "pictures": 64, "videos": 0, "hashes": 0, "files": 60},
        "matches": [
            {
                "photo": {"id": "0123456789ab", "label": "beach.jpg", "path": "photos/beach.jpg"},
                "verdict": "certain",
                "score": 15.5,
                "agreement": 0.98,
                "alteration": {
                    "mirrored": False,
                    "rotation_degrees": 0.0,
                    "scale": 1.0,
                    "region": [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]],
                    "visible_fraction": 1.0,
                    "inverted": False,
                },
                "alike": [],
                "moments": [],
                "own_moment": None,
                "sighting": {
                    "source": "telegram-json",
                    "channel": {"title": "Gossip Corner", "id": "1234567890", "username": None},
                    "message_id": "7",
                    "date_utc": "2024-05-01T02:00:00Z",
                    "date_raw": "2024-05-01T10:00:00",
                    "sender": "Anon",
                    "caption": "who is she",
                    "forwarded_from": None,
                    "locator": {
                        "container": "ChatExport_2024-05-01",
                        "path": "photos/photo_7@01-05-2024_10-00-00.jpg",
                    },
                    "permalink": "https://t.me/c/1234567890/7",
                    "media": "photo",
                },
                "beside": [],
            }
        ],
        "exposed": [],
        "skipped": [
            {
                "locator": {"container": "photos", "path": "old.tif"},
                "message_id": None,
                "reason": "unsupported-format",
                "detail": "TIFF",
            },
            {
                "locator": {"container": "export", "path": "a.mp4"},
                "message_id": "9",
                "reason": "video",
                "detail": "",
            },
        ],
    }


def test_other_photos_of_the_same_place_are_named_as_photos_are() -> None:
    alike = (a_photo(id="b", label="b.jpg", path="photos/b.jpg"), a_photo(id="c", label="c.jpg", path=None))
    judgement = a_judgement(alike=alike, alteration=an_alteration(inverted=True))
    found = parsed(a_report(matches=(a_match(judgement=judgement),)))["matches"][0]
    assert found["alike"] == [{"id": "b", "label": "b.jpg", "path": "photos/b.jpg"}, {"id": "c", "label": "c.jpg"}]
    assert found["alteration"]["inverted"] is True


@pytest.mark.parametrize("key", ["alike", "photo", "sighting"])
def test_no_part_of_a_match_may_be_left_out(key: str) -> None:
    good = parsed(a_report())
    (match,) = good["matches"]
    with pytest.raises(ValidationError):
        _VALIDATOR.validate(good | {"matches": [{name: value for name, value in match.items() if name != key}]})


def test_what_is_not_known_is_null_and_an_unknown_path_is_left_out() -> None:
    match = a_match(judgement=a_judgement(photo=a_photo(path=None)), sighting=a_sighting(origin=_BARE))
    found = parsed(a_report(matches=(match,)))["matches"][0]
    assert found["photo"] == {"id": "0123456789ab", "label": "beach.jpg"}
    empty = ("channel", "message_id", "date_utc", "date_raw", "sender", "forwarded_from", "permalink")
    assert {key: found["sighting"][key] for key in empty} == dict.fromkeys(empty)


def test_an_uncertain_date_is_given_in_the_words_of_the_export() -> None:
    origin = an_origin(date=Moment(None, "01.05.2024 10:00", "local time"))
    found = parsed(a_report(matches=(a_match(sighting=a_sighting(origin=origin)),)))["matches"][0]["sighting"]
    assert (found["date_utc"], found["date_raw"]) == (None, "01.05.2024 10:00")


def test_dates_are_written_in_utc_to_the_second() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    report = a_report(made_at=datetime(2024, 1, 1, 3, 0, 0, 987654, tzinfo=east))
    assert parsed(report)["made_at"] == "2023-12-31T21:30:00Z"


@pytest.mark.parametrize(
    ("media", "written"),
    [
        *((ImageFile(kind, lambda: b""), kind.value) for kind in MediaKind),
        (PublishedHash(MediaKind.PHOTO, (Digest("md5", bytes(16)),)), "published-hash"),
        (VideoFile(MediaKind.DOCUMENT, lambda: b""), "document"),
        (Missing(Reason.NOT_INCLUDED), None),
    ],
)
def test_what_it_was_posted_as(media: Media, written: str | None) -> None:
    found = parsed(a_report(matches=(a_match(sighting=a_sighting(media=media)),)))
    assert found["matches"][0]["sighting"]["media"] == written


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_in_the_report(verdict: Verdict) -> None:
    found = parsed(a_report(matches=(a_match(judgement=a_judgement(verdict=verdict)),)))
    assert found["matches"][0]["verdict"] == verdict.value


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_in_the_report_and_decides_whether_it_is_complete(reason: Reason) -> None:
    found = parsed(a_report(skipped=(Skipped(Locator("export", "x"), None, reason),)))
    assert found["skipped"][0]["reason"] == reason.value
    cut = (Reason.EXPORT_TRUNCATED, Reason.EXPORT_DAMAGED, Reason.FEED_NOT_READ)
    assert found["complete"] is (reason not in cut)


def test_an_interrupted_scan_is_not_complete() -> None:
    assert parsed(a_report(interrupted=True))["complete"] is False


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_no_word_is_lost_however_it_is_escaped(words: str) -> None:
    found = parsed(a_report_of(words))
    assert found["matches"][0]["sighting"]["caption"] == words
    assert found["skipped"][0]["locator"] == {"container": words, "path": words}


@given(words=st.text())
def test_any_words_come_back_as_they_were(words: str) -> None:
    assert parsed(a_report_of(words))["matches"][0]["sighting"]["sender"] == words


def test_letters_are_written_as_they_are() -> None:
    assert "Сплетни 噂 🏖".encode() in JSON.render(a_report_of("Сплетни 噂 🏖"))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_never_gets_into_a_report(number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        JSON.render(a_report(matches=(a_match(judgement=a_judgement(score=number)),)))


def test_numbers_have_six_digits_and_zero_has_no_sign() -> None:
    alteration = an_alteration(scale=1 / 3, rotation_degrees=-0.0)
    text = JSON.render(a_report(matches=(a_match(judgement=a_judgement(alteration=alteration)),))).decode()
    assert '"scale": 0.333333,' in text
    assert '"rotation_degrees": 0.0,' in text


def test_the_schema_refuses_what_the_contract_does_not_name() -> None:
    good = parsed(a_report())
    for bad in (good | {"more": 1}, good | {"made_at": "2024-06-01"}, good | {"library": {"photos": -1}}):
        with pytest.raises(ValidationError):
            _VALIDATOR.validate(bad)


def test_a_hundred_thousand_skips_cost_ten_times_ten_thousand() -> None:
    def seconds(count: int) -> float:
        skips = tuple(Skipped(Locator("export", f"{n}.mp4"), str(n), Reason.VIDEO) for n in range(count))
        report = a_report(skipped=skips, looked_at=LookedAt())
        started = time.process_time()
        assert JSON.render(report).count(b'"video"') == count
        return time.process_time() - started

    assert seconds(100_000) < 40 * seconds(10_000)
