"""The details commands, and scans that search for details, as a user runs them."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exposurewatch import scan as scanning
from exposurewatch.cli import looking
from exposurewatch.errors import CouldNotFinish
from tests.cli.conftest import Kept, Run, Small, Typist

LIST = "# mine\nphone: 012-345 6789\nname: Siti Nurhaliza binti Tarudin\ninstagram: jane_doe91\n"
TABLES = ("sightings", "findings", "details", "beside", "scans", "files")
IN_FULL = ("0123456789", "+60123456789", "012-345 6789", "nurhaliza", "tarudin", "jane_doe91")


@pytest.fixture
def talked(small: Small, tmp_path: Path) -> Path:
    """The small export, with words: a number in the caption of a copy, a handle next to it, a name far away."""
    export = tmp_path / "talked"
    shutil.copytree(small.export, export)
    chat = json.loads((export / "result.json").read_text("utf-8"))
    chat["messages"][0]["text"] = "call her: +60 12-345 6789"
    chat["messages"].append(_said(7, "IG @jane_doe91", "Bob"))
    chat["messages"] += [_said(number, "hello", "Cara") for number in range(8, 30)]
    chat["messages"].append(_said(30, "she is called S1ti Nurhaliza", "Dan"))
    (export / "result.json").write_text(json.dumps(chat), "utf-8")
    return export


def _said(number: int, text: str, sender: str) -> dict[str, Any]:
    moment = {"date": "2026-05-09T10:00:00", "date_unixtime": str(1778400000 + number)}
    return {"id": number, "type": "message", **moment, "from": sender, "text": text}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.txt"
    path.write_text(LIST, "utf-8")
    return path


def flat(words: str) -> str:
    return " ".join(words.split())


def test_a_scan_tells_what_stands_beside_a_match_and_what_stands_alone(
    run: Run, small: Small, talked: Path, mine: Path
) -> None:
    ran = run("scan", talked, "--photos", small.photos, "--details", mine, "--workers", "1")
    out = flat(ran.out)
    assert ran.status == 1
    assert "Of your 3 details, 3 were found near your pictures and in 2 messages without a picture of yours." in out
    assert "Caption call her: ••• Link" in out
    assert "Beside it your phone number (ending 89) your handle (instagram:j…), in message 7, 6 messages away" in out
    assert "Messages that expose your details without a picture: 2" in out
    assert "1. Your name (S. N. T.), spelt otherwise Channel Small Channel Message 30" in out
    assert not any(words in ran.out.lower() for words in IN_FULL)


@pytest.mark.parametrize("form", ["json", "csv", "terminal"])
def test_details_are_written_out_only_on_request(run: Run, small: Small, talked: Path, mine: Path, form: str) -> None:
    command = ("scan", talked, "--photos", small.photos, "--details", mine, "--workers", "1", "--format", form)
    covered, shown = run(*command), run(*command, "--show-details")
    assert not any(words in covered.out.lower() for words in IN_FULL)
    assert "+60123456789" in shown.out
    assert "call her: +60 12-345 6789" in flat(shown.out)


def test_programs_get_where_each_stands(run: Run, small: Small, talked: Path, mine: Path) -> None:
    ran = run("scan", talked, "--photos", small.photos, "--details", mine, "--workers", "1", "--format", "json")
    report = json.loads(ran.out)
    assert report["library"]["details"] == 3
    assert [(each["kind"], each["message"]["message_id"]) for each in report["exposed"]] == [
        ("handle", "7"),
        ("name", "30"),
    ]
    beside = {match["sighting"]["message_id"]: match["beside"] for match in report["matches"]}
    assert [(each["kind"], each["nearness"], each["messages_away"]) for each in beside["1"]] == [
        ("phone", "same message", 0),
        ("handle", "messages away", 6),
    ]


def test_without_details_nothing_is_said_of_any(run: Run, small: Small, talked: Path) -> None:
    ran = run("scan", talked, "--photos", small.photos, "--workers", "1")
    assert "of yours, in all messages" not in flat(ran.out)
    assert "Beside it" not in ran.out
    assert "call her: +60 12-345 6789" in flat(ran.out)


def test_details_alone_count_as_found(run: Run, small: Small, talked: Path, mine: Path, tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.mkdir()
    shutil.copy(small.photos / "own2.png", others)
    ran = run("scan", talked, "--photos", others, "--details", mine, "--workers", "1")
    assert ran.status == 1
    assert "Your photo was not found" in flat(ran.out)
    mine.write_text("plate: VBK 1234", "utf-8")
    none = run("scan", talked, "--photos", others, "--details", mine, "--workers", "1")
    assert none.status == 0
    assert "Your detail was not found in the messages that were read." in flat(none.out)


@pytest.mark.parametrize(
    ("content", "says"),
    [("phone: secret", "Line 1 of"), ("", "There is no detail in"), (None, "cannot be read: No such file")],
)
def test_a_list_that_cannot_be_read_is_refused_before_anything_is_compared(
    run: Run, small: Small, mine: Path, content: str | None, says: str
) -> None:
    mine.unlink()
    if content is not None:
        mine.write_text(content, "utf-8")
    ran = run("scan", small.export, "--photos", small.photos, "--details", mine)
    assert (ran.status, ran.out) == (2, "")
    assert says in flat(ran.err)
    assert "secret" not in ran.err


def test_the_list_is_not_written_over(run: Run, small: Small, mine: Path) -> None:
    ran = run("scan", small.export, "--photos", small.photos, "--details", mine, "--output", mine)
    assert ran.status == 2
    assert mine.read_text("utf-8") == LIST


def test_the_vault_keeps_details_and_lists_them_covered(kept: Kept) -> None:
    added = kept.run("details", "add", "phone", "012-345 6789")
    assert (added.status, added.out) == (0, "")
    assert added.err == "Your phone number (ending 89) is kept. The next scan searches all messages for it.\n"
    assert "was there already" in kept.run("details", "add", "phone", "+60123456789").err
    kept.run("details", "add", "instagram", "@jane_doe91")
    ran = kept.run("details", "list")
    assert ran.out.splitlines()[:2] == ["2 details in the vault", "Covered up here; --show-details writes them out."]
    assert [line.split("  ")[-1] for line in ran.out.splitlines()[2:]] == [
        "phone number: ending 89",
        "handle: instagram:j…",
    ]
    shown = kept.run("details", "list", "--show-details").out
    assert "phone number: +60123456789" in shown
    assert "handle: instagram:jane_doe91" in shown


def test_an_empty_vault_says_how_to_add(kept: Kept) -> None:
    ran = kept.run("details", "list")
    assert ran.status == 0
    assert "There is no detail in the vault yet." in ran.out


def test_a_value_is_typed_where_none_is_given(kept: Kept, typist: Typist) -> None:
    typist.types("012-345 6789")
    ran = kept.run("details", "add", "phone")
    assert ran.status == 0, ran.err
    assert "Your phone number, such as 012-345 6789: " in ran.err
    with kept.opened() as vault:
        assert [entry.detail.value for entry in vault.details.listed()] == ["+60123456789"]


@pytest.mark.parametrize(("piped", "status"), [("012-345 6789\nmore\n", 0), ("\n", 2), ("", 2)])
def test_a_value_is_read_from_a_pipe(kept: Kept, monkeypatch: pytest.MonkeyPatch, piped: str, status: int) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(piped))
    ran = kept.run("details", "add", "phone")
    assert ran.status == status
    if status:
        assert "No detail was given." in ran.err


@pytest.mark.parametrize("arguments", [("shoe", "secret"), ("phone", "secret"), ("ic", "secret")])
def test_what_is_no_detail_is_refused_before_the_vault_is_opened(run: Run, arguments: tuple[str, str]) -> None:
    ran = run("details", "add", *arguments, "--vault", "nowhere")
    assert ran.status == 2
    assert "secret" not in ran.err
    assert "vault" not in ran.err


def test_details_are_forgotten_by_their_numbers(kept: Kept, typist: Typist) -> None:
    for kind, value in (("phone", "012-345 6789"), ("name", "Siti Nurhaliza"), ("plate", "VBK 1234")):
        kept.run("details", "add", kind, value)
    assert kept.run("details", "forget").status == 2
    assert kept.run("details", "forget", "1", "--all").status == 2
    assert "There is no detail 9 in the vault." in kept.run("details", "forget", "9", "--yes").err
    typist.types("n")
    assert "Nothing was forgotten." in kept.run("details", "forget", "2").err
    typist.types("y")
    ran = kept.run("details", "forget", "2", "2")
    assert "To be forgotten: name: S. N." in ran.err
    assert ran.err.endswith("1 detail was forgotten.\n")
    assert "2 details were forgotten." in kept.run("details", "forget", "--all", "--yes").err
    assert "Nothing was forgotten." in kept.run("details", "forget", "--all", "--yes").err


def test_a_scan_against_the_vault_searches_for_what_it_keeps_each_time(filled: Kept, talked: Path, mine: Path) -> None:
    filled.run("details", "add", "phone", "012-345 6789")
    first = filled.run("scan", talked, "--details", mine, "--workers", "1")
    assert "searched for 3 details of yours" in flat(first.out)
    again = filled.run("scan", talked, "--workers", "1")
    assert "were looked at before" in again.err
    assert "Your detail was found near your pictures." in flat(again.out)
    assert "Caption call her: •••" in flat(again.out)


def test_what_stood_beside_a_match_is_remembered_with_it(filled: Kept, talked: Path, mine: Path) -> None:
    filled.run("details", "add", "phone", "012-345 6789")
    filled.run("scan", talked, "--details", mine, "--workers", "1")
    listed = filled.run("matches")
    assert "your phone number (ending 89)" in flat(listed.out)
    assert "your handle (instagram:j…), in message 7, 6 messages away" in flat(listed.out)
    assert "call her: •••" in flat(listed.out)
    assert not any(words in listed.out.lower() for words in IN_FULL)
    shown = filled.run("matches", "--show-details")
    assert "your phone number (+60123456789)" in flat(shown.out)
    assert "call her: +60 12-345 6789" in flat(shown.out)
    written = json.loads(filled.run("matches", "--format", "json").out)
    kinds = {
        each["kind"] for match in written["matches"] for sighting in match["sightings"] for each in sighting["beside"]
    }
    assert kinds == {"phone", "handle"}
    table = filled.run("matches", "--format", "csv").out
    assert "your phone number (ending 89)" in table


@pytest.mark.parametrize("show", [(), ("--show-details",)], ids=["covered", "shown"])
def test_what_is_only_in_a_file_is_kept_nowhere(filled: Kept, talked: Path, mine: Path, show: tuple[str, ...]) -> None:
    chat = json.loads((talked / "result.json").read_text("utf-8"))
    (talked / "result.json").write_text(json.dumps(chat | {"name": "Leaks of Siti Nurhaliza"}), "utf-8")
    ran = filled.run("scan", talked, "--details", mine, "--workers", "1", *show)
    assert ("call her: +60 12-345 6789" in flat(ran.out)) == bool(show)
    with filled.opened() as vault:
        rows = repr([vault._database.execute(f"SELECT * FROM {table}") for table in TABLES])  # noqa: S608
    assert not any(words in rows.lower() for words in IN_FULL)
    assert "ending 89" in rows


def test_a_detail_is_not_written_out_where_another_may_have_been_posted(filled: Kept, talked: Path) -> None:
    filled.run("details", "add", "phone", "012-345 6789")
    filled.run("scan", talked, "--workers", "1")
    filled.run("details", "add", "phone", "019-876 5489")
    shown = filled.run("matches", "--show-details")
    assert "call her: +60 12-345 6789" in flat(shown.out)
    assert "your phone number (+60123456789)" in flat(shown.out)
    assert "your phone number (ending 89, 1 of 2)" in flat(filled.run("matches").out)
    assert "+60198765489" not in shown.out


def test_a_detail_of_a_file_is_not_taken_for_one_of_the_vault_that_ends_alike(
    filled: Kept, talked: Path, mine: Path
) -> None:
    filled.run("scan", talked, "--details", mine, "--workers", "1")
    filled.run("details", "add", "phone", "019-876 5489")
    shown = filled.run("matches", "--show-details")
    assert "your phone number (ending 89)" in flat(shown.out)
    assert "+60198765489" not in shown.out


def test_two_numbers_that_end_alike_are_two(run: Run, small: Small, talked: Path, mine: Path) -> None:
    chat = json.loads((talked / "result.json").read_text("utf-8"))
    chat["messages"].append(_said(31, "or 019-876 5489", "Dan"))
    (talked / "result.json").write_text(json.dumps(chat), "utf-8")
    mine.write_text("phone: 012-345 6789\nphone: 019-876 5489", "utf-8")
    out = flat(run("scan", talked, "--photos", small.photos, "--details", mine, "--workers", "1").out)
    assert "Of your 2 details, 2 were found" in out
    assert "Beside it your phone number (ending 89, 1 of 2)" in out
    assert "Your phone number (ending 89, 2 of 2)" in out


def test_what_stood_beside_a_match_is_remembered_when_the_scan_breaks_down(
    filled: Kept, talked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = scanning.scan

    def breaking(*arguments: Any) -> Iterator[Any]:
        yield from real(*arguments)
        raise CouldNotFinish("No worker.", "Look.")

    filled.run("details", "add", "phone", "012-345 6789")
    monkeypatch.setattr(looking, "scan", breaking)
    assert filled.run("scan", talked, "--workers", "1").status == 3
    assert "your phone number (ending 89)" in flat(filled.run("matches").out)


def test_help_of_details_says_what_it_is_for(run: Run) -> None:
    for command in ("add", "list", "forget"):
        ran = run("details", command, "--help")
        assert ran.status == 0
        assert "exposurewatch details" in flat(ran.out)
