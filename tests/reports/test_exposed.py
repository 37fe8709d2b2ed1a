"""What a person reads of exposed details: how many, where beside a match, and which messages expose them alone."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exposurewatch.model import (
    DetailKind,
    Exposure,
    LibrarySummary,
    Nearness,
    Part,
    Report,
    Spelling,
    Verdict,
)
from exposurewatch.reports import CSV, JSON, TERMINAL
from exposurewatch.reports.summary import exposing, exposure_summary
from tests.conftest import a_judgement, a_match, a_report, a_sighting, an_origin

_SCHEMA = json.loads((resources.files("exposurewatch.reports") / "report.schema.json").read_text("utf-8"))
ELSEWHERE = an_origin(message_id="9", sender="Bob")
PHONE = Exposure(DetailKind.PHONE, "ending 34", ELSEWHERE)
NAME = Exposure(DetailKind.NAME, "J. D.", ELSEWHERE, Part.SENDER, Spelling.ALTERED)


def text_of(report: Report) -> str:
    return " ".join(TERMINAL.render(report).decode().split())


def searched(details: int, **fields: Any) -> Report:
    return a_report(library=LibrarySummary(3, details=details), **fields)


@pytest.mark.parametrize(
    ("nearness", "away", "message", "words"),
    [
        (Nearness.SAME_MESSAGE, 0, "7", "your phone number (ending 34)"),
        (Nearness.REPLY, 0, "9", "your phone number (ending 34), in message 9, joined to it by a reply"),
        (Nearness.NEARBY, 1, "9", "your phone number (ending 34), in message 9, the message next to it"),
        (Nearness.NEARBY, 4, "9", "your phone number (ending 34), in message 9, 4 messages away"),
        (Nearness.SAME_SENDER, 0, None, "your phone number (ending 34), in another message, by the same sender"),
    ],
)
def test_how_near_a_detail_stands_is_said(nearness: Nearness, away: int, message: str | None, words: str) -> None:
    beside = Exposure(DetailKind.PHONE, "ending 34", an_origin(message_id=message), nearness=nearness, away=away)
    report = searched(1, matches=(a_match(beside=(beside,)),))
    assert f"Beside it {words} What this means" in text_of(report)
    (row, *_) = csv.DictReader(io.StringIO(CSV.render(report).decode("utf-8-sig"), newline=""))
    assert row["details"] == words


def test_of_a_picture_posted_twice_each_detail_is_said_once_where_it_is_nearest() -> None:
    near = replace(PHONE, nearness=Nearness.SAME_MESSAGE)
    far = replace(PHONE, nearness=Nearness.NEARBY, away=3)
    posts = tuple(
        a_match(sighting=a_sighting(origin=an_origin(message_id=number)), beside=(beside,))
        for number, beside in (("1", far), ("2", near))
    )
    text = text_of(searched(1, matches=posts))
    assert text.count("your phone number") == 1
    assert "messages away" not in text


def test_messages_without_a_picture_have_a_section_with_where_when_and_by_whom() -> None:
    text = text_of(searched(3, matches=(), exposed=(PHONE, NAME)))
    assert "Messages that expose your details without a picture: 1" in text
    assert (
        "1. Your phone number (ending 34); your name (J. D.), in the sender's name, spelt otherwise"
        " Channel Gossip Corner Message 9 Date 2024-05-01 02:00:00 UTC Sender Bob Link https://t.me/c/1234567890/7"
    ) in text
    assert "A match is a lead, not proof." in text


def test_in_the_name_of_whom_it_was_forwarded_from() -> None:
    forwarded = replace(NAME, part=Part.FORWARDED_FROM, spelling=Spelling.EXACT)
    assert "Your name (J. D.), in the name of whom it was forwarded from" in text_of(searched(1, exposed=(forwarded,)))


def test_the_newest_message_comes_first() -> None:
    older = replace(PHONE, origin=an_origin(message_id="8", date=None))
    assert [them[0].origin.message_id for them in exposing(searched(1, exposed=(older, PHONE)))] == ["9", "8"]


def test_only_so_many_are_listed_on_the_screen_and_the_rest_is_counted() -> None:
    many = tuple(replace(PHONE, origin=an_origin(message_id=str(number))) for number in range(103))
    report = searched(1, matches=(), exposed=many)
    text = text_of(report)
    assert "100. Your phone number" in text
    assert "101. Your" not in text
    assert "and in 3 more, which a report in JSON or CSV lists" in text
    assert CSV.render(report).decode("utf-8-sig").count("\r\nexposed,") == 103


@pytest.mark.parametrize(
    ("details", "fields", "says"),
    [
        (0, {}, []),
        (1, {}, ["Your detail was not found in the messages that were read."]),
        (4, {}, ["Of your 4 details, none was found in the messages that were read."]),
        (1, {"exposed": (PHONE,)}, ["Your detail was found in 1 message without a picture of yours."]),
        (
            4,
            {"exposed": (PHONE,), "matches": (a_match(beside=(PHONE, NAME)),)},
            ["Of your 4 details, 2 were found near your pictures and in 1 message without a picture of yours."],
        ),
        (4, {"matches": (a_match(beside=(PHONE,)),)}, ["Of your 4 details, 1 was found near your pictures."]),
    ],
)
def test_how_many_were_found_is_one_sentence(details: int, fields: dict[str, Any], says: list[str]) -> None:
    assert list(exposure_summary(searched(details, **fields))) == says


def test_programs_get_every_exposure_as_the_schema_has_it() -> None:
    beside = replace(PHONE, nearness=Nearness.NEARBY, away=2)
    report = searched(2, matches=(a_match(beside=(beside,)),), exposed=(NAME,))
    written = json.loads(JSON.render(report))
    Draft202012Validator(_SCHEMA).validate(written)
    shared = {"kind": "phone", "shown": "ending 34", "part": "text", "spelling": "exact"}
    (found,) = written["matches"][0]["beside"]
    message = found.pop("message")
    assert found == shared | {"nearness": "messages away", "messages_away": 2}
    assert (message["message_id"], message["sender"]) == ("9", "Bob")
    assert [(each["kind"], each["part"], each["spelling"]) for each in written["exposed"]] == [
        ("name", "sender", "by spelling")
    ]


def test_the_schema_lists_what_the_model_lists() -> None:
    definitions = _SCHEMA["$defs"]
    for name in ("exposure", "beside"):
        fields = definitions[name]["properties"]
        assert fields["kind"]["enum"] == [kind.value for kind in DetailKind]
        assert fields["part"]["enum"] == [part.value for part in Part]
        assert fields["spelling"]["enum"] == [spelling.value for spelling in Spelling]
    assert definitions["beside"]["properties"]["nearness"]["enum"] == [nearness.value for nearness in Nearness]


def test_a_row_of_its_own_kind_is_no_match() -> None:
    report = searched(1, matches=(), exposed=(PHONE,))
    (row,) = csv.DictReader(io.StringIO(CSV.render(report).decode("utf-8-sig"), newline=""))
    assert (row["kind"], row["message_id"], row["sender"], row["details"]) == (
        "exposed",
        "9",
        "Bob",
        "your phone number (ending 34)",
    )


def test_beside_another_shot_of_the_scene_details_are_said_as_well() -> None:
    scene = a_match(judgement=a_judgement(verdict=Verdict.SAME_SCENE), beside=(PHONE,))
    assert "near your pictures" in " ".join(exposure_summary(searched(1, matches=(scene,))))
