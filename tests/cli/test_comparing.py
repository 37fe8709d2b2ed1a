import json
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from exposurewatch import scan as scanning
from exposurewatch.cli import comparing, enrolling, looking
from exposurewatch.cli.comparing import compare
from exposurewatch.cli.request import Request, StoppedShort
from exposurewatch.errors import CouldNotFinish, WrongUsage
from exposurewatch.matching.library import Glance, Library
from exposurewatch.model import Item, Judgement, Message, Picture, Reason, Report, Verdict
from exposurewatch.parameters import DEFAULT, FAST, Setting
from exposurewatch.reports import JSON
from tests.cli.conftest import Run, Small
from tests.conftest import a_photo, encoded


@pytest.fixture(scope="module")
def report(small: Small) -> Report:
    return compare(Request((small.export,), (small.photos,), workers=1))


def test_a_scan_finds_the_copies_and_says_what_it_could_not_read(report: Report) -> None:
    found = {match.sighting.origin.message_id: match.judgement.verdict for match in report.matches}
    assert found == {"1": Verdict.CERTAIN, "2": Verdict.EXACT}
    assert [(skip.message_id, skip.reason) for skip in report.skipped] == [("3", Reason.UNREADABLE)]
    assert (report.looked_at.messages, report.looked_at.pictures) == (6, 5)
    assert report.complete


@pytest.mark.parametrize(("option", "setting"), [((), DEFAULT), (("--fast",), FAST)], ids=["default", "fast"])
def test_the_setting_reaches_the_workers_and_the_library(
    run: Run, small: Small, monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...], setting: Setting
) -> None:
    """What the workers send is as large as the setting says, and the library was built for it."""
    settings: list[Setting] = []
    sides: list[int] = []

    class Watched(Library):
        def __init__(self, photos: Any, setting: Setting, **options: Any) -> None:
            settings.append(setting)
            super().__init__(photos, setting, **options)

        def glance(self, found: Picture, known: Iterable[Judgement] = ()) -> Glance:
            sides.append(max(found.view.shape))
            return super().glance(found, known)

    monkeypatch.setattr(comparing, "Library", Watched)
    ran = run("scan", small.export, "--photos", small.photos, "--workers", "1", "--format", "json", *option)
    assert ran.status == 1
    found = {match["sighting"]["message_id"]: match["verdict"] for match in json.loads(ran.out)["matches"]}
    assert found == {"1": "certain", "2": "exact"}
    assert settings == [setting]
    assert max(sides) == setting.first.side


def test_the_json_of_a_real_scan_is_as_its_schema_says(report: Report) -> None:
    schema: Any = json.loads(files("exposurewatch.reports").joinpath("report.schema.json").read_bytes())
    jsonschema.validate(json.loads(JSON.render(report)), schema, cls=jsonschema.Draft202012Validator)


def test_what_was_named_twice_or_swapped_is_said_and_still_done(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    report = compare(Request((small.photos, small.photos), (small.export,), ("somename",), workers=1))
    said = capsys.readouterr().err
    assert report.looked_at.files == 3
    assert "is the same as" in said
    assert f"{small.export}, named with --photos, holds an export" in said
    assert f"Reading {small.photos}: folder of pictures" in said


@pytest.mark.usefixtures("read_alone")
def test_a_name_that_cannot_belong_to_one_of_many_chats_is_said(
    tmp_path: Path, small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = json.loads((small.export / "result.json").read_bytes())
    account = tmp_path / "account"
    account.mkdir()
    (account / "result.json").write_text(json.dumps({"chats": {"list": [chat, chat | {"id": 99}]}}))
    compare(Request((account, small.photos), (small.photos,), ("somename",), workers=1))
    said = capsys.readouterr().err
    assert "so --channel somename was not used for it" in said
    assert "was not used:" not in said


@pytest.fixture
def read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exports are read, and nothing in them is looked at: names depend on no picture."""

    def reading(items: Iterable[Item], *_arguments: Any) -> Iterator[Item]:
        return (item for item in items if isinstance(item, Message))

    monkeypatch.setattr(enrolling, "enrol", lambda *_arguments: iter([a_photo()]))
    monkeypatch.setattr(looking, "scan", reading)


def _unused(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().err.splitlines() if "was not used:" in line]


@pytest.mark.usefixtures("read_alone")
@pytest.mark.parametrize("since", [None, date(2099, 1, 1)])
def test_a_name_for_a_chat_that_is_in_no_export_is_said(
    small: Small, capsys: pytest.CaptureFixture[str], since: date | None
) -> None:
    named = ("-1000000000009=somename", "1234567890=othername")
    compare(Request((small.export,), (small.photos,), named, since, workers=1))
    assert _unused(capsys) == [
        "--channel 9=somename was not used: no chat with the number 9 was read."
        " These were: 1234567890 (“Small Channel”)."
    ]


@pytest.mark.usefixtures("read_alone")
def test_a_name_for_pictures_without_any_chat_is_said(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    compare(Request((small.photos,), (small.photos,), ("somename",), workers=1))
    assert _unused(capsys) == ["--channel somename was not used: no chat was read that it could belong to."]


@pytest.mark.usefixtures("read_alone")
def test_names_that_were_used_are_not_spoken_of(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    for named in ("somename", "https://t.me/somename", "1234567890=somename"):
        compare(Request((small.export, small.photos), (small.photos,), (named,), workers=1))
        assert _unused(capsys) == []


@pytest.mark.usefixtures("read_alone")
def test_of_a_scan_that_was_not_finished_nobody_knows_which_names_were_unused(
    small: Small, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(*_arguments: Any) -> Any:
        yield from ()
        raise CouldNotFinish("No worker can be started.", "Look.")

    monkeypatch.setattr(looking, "scan", breaking)
    with pytest.raises(StoppedShort):
        compare(Request((small.export,), (small.photos,), ("9=somename",), workers=1))
    assert _unused(capsys) == []


def test_a_scan_that_was_stopped_before_it_read_anything_says_nothing_of_the_exports(
    small: Small, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def stopped() -> Iterator[threading.Event]:
        stop = threading.Event()
        stop.set()
        yield stop

    monkeypatch.setattr(comparing, "stopping_on_ctrl_c", stopped)
    report = compare(Request((small.export,), (small.photos,), ("9=somename",), workers=1))
    assert report.interrupted
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("channel", ["no name", "https://t.me/+AbCdEf", "abc=name"])
def test_what_is_no_channel_name_is_refused(small: Small, channel: str) -> None:
    with pytest.raises(WrongUsage, match="is no Telegram username"):
        compare(Request((small.export,), (small.photos,), (channel,)))


def test_photos_of_which_none_can_be_read_end_the_scan_with_the_reasons(tmp_path: Path, small: Small) -> None:
    (tmp_path / "torn.jpg").write_bytes(b"\xff\xd8\xff torn")
    with pytest.raises(WrongUsage, match=r"could be read as a picture: 1 × damaged"):
        compare(Request((small.export,), (tmp_path / "torn.jpg",), workers=1))


def test_a_photo_too_plain_to_be_recognised_is_compared_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "plain.png").write_bytes(encoded(Image.new("RGB", (64, 64), "grey"), "PNG"))
    shutil.copy(tmp_path / "plain.png", tmp_path / "other.png")
    report = compare(Request((tmp_path / "other.png",), (tmp_path / "plain.png",), workers=1))
    assert [match.judgement.verdict for match in report.matches] == [Verdict.EXACT]
    assert [skip.reason for skip in report.library.skipped] == [Reason.TOO_PLAIN]


def test_a_break_down_on_the_way_keeps_what_was_found(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    real = scanning.scan

    def breaking(*arguments: Any) -> Any:
        yield from real(*arguments)
        raise CouldNotFinish("No worker can be started.", "Look.")

    monkeypatch.setattr(looking, "scan", breaking)
    with pytest.raises(StoppedShort, match="No worker can be started") as short:
        compare(Request((small.export,), (small.photos,), workers=1))
    assert short.value.report.interrupted
    assert len(short.value.report.matches) == 2


@pytest.mark.parametrize("day", ["2026-05-03", "2099-01-01"])
def test_pictures_before_the_day_are_listed_as_left_out(run: Run, small: Small, day: str) -> None:
    arguments = ("scan", small.export, "--photos", small.photos, "--workers", "1", "--format", "json")
    ran = run(*arguments, "--since", day)
    left_out = [skip["message_id"] for skip in json.loads(ran.out)["skipped"] if skip["reason"] == "before-since"]
    assert left_out == (["1"] if day == "2026-05-03" else [str(number) for number in range(1, 7)])
    assert ran.status == (1 if day == "2026-05-03" else 0)


@pytest.mark.parametrize(
    ("export", "words"),
    [
        ("nowhere", "There is nothing at nowhere"),
        ("empty", "is empty"),
        ("words.txt", "is no export that can be read, and no picture"),
        ("broken.zip", "cannot be opened as a zip"),
        ("ev\x1b[31mil\u202e", "There is nothing at ev[31mil"),
    ],
)
@pytest.mark.parametrize("place", ["export", "photos"])
def test_what_is_wrong_with_a_path_is_said_in_one_sentence(
    run: Run, small: Small, export: str, words: str, place: str
) -> None:
    Path("empty").mkdir()
    Path("words.txt").write_text("hello")
    Path("broken.zip").write_bytes(b"PK\x03\x04 no more")
    named = (small.export, "--photos", export) if place == "photos" else (export, "--photos", small.photos)
    ran = run("scan", *named)
    assert ran.status == 2
    assert ran.out == ""
    assert words in ran.err
    assert ran.err.count("\n") == 2
    assert "\x1b" not in ran.err
