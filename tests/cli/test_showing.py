import json
import sys
from pathlib import Path

import pytest

from exposurewatch.cli.formats import FormatName
from exposurewatch.cli.showing import Destination, exit_status, show
from exposurewatch.errors import CouldNotFinish, ExitStatus, WrongUsage
from exposurewatch.model import Locator, LookedAt, Reason, Report, Skipped, Verdict
from exposurewatch.reports import CSV, JSON, TERMINAL, Format
from tests.conftest import a_judgement, a_match, a_photo, a_report


@pytest.mark.parametrize(
    ("name", "output", "form"),
    [
        (None, None, TERMINAL),
        (FormatName.JSON, None, JSON),
        (None, "report.json", JSON),
        (None, "REPORT.CSV", CSV),
        (None, "report.txt", TERMINAL),
        (None, "report.odd", TERMINAL),
        (FormatName.CSV, "report.json", CSV),
    ],
)
def test_the_format_is_the_one_named_or_else_the_one_of_the_ending(
    name: FormatName | None, output: str | None, form: Format
) -> None:
    for same_scene in (False, True):
        chosen = Destination.chosen(name, Path(output) if output else None, same_scene=same_scene)
        assert (chosen.format.name, chosen.format.suffix) == (form.name, form.suffix)
        assert chosen.format.render(a_report()) == form.render(a_report())


SCENE = a_match(judgement=a_judgement(verdict=Verdict.SAME_SCENE, photo=a_photo(id="r", label="room.jpg")))


@pytest.mark.parametrize("same_scene", [False, True])
@pytest.mark.parametrize("output", [None, "report.txt", "report.odd"])
def test_other_shots_of_the_scene_are_listed_on_request_on_the_screen_as_in_a_file(
    output: str | None,
    same_scene: bool,  # noqa: FBT001
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(a_report(matches=(SCENE,)), Destination.chosen(None, Path(output) if output else None, same_scene=same_scene))
    text = Path(output).read_text(encoding="utf-8") if output else capsys.readouterr().out
    assert "Not counted as found" in text
    assert ("room.jpg" in text) == same_scene


@pytest.mark.parametrize("same_scene", [False, True])
def test_json_holds_other_shots_of_the_scene_in_any_case(
    same_scene: bool,  # noqa: FBT001
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(a_report(matches=(SCENE, a_match())), Destination.chosen(FormatName.JSON, same_scene=same_scene))
    found = json.loads(capsys.readouterr().out)["matches"]
    assert [(match["photo"]["label"], match["verdict"]) for match in found] == [
        ("room.jpg", "same scene"),
        ("beach.jpg", "certain"),
    ]


@pytest.mark.parametrize("same_scene", [False, True])
@pytest.mark.parametrize("output", [None, "report.csv"])
def test_csv_holds_other_shots_of_the_scene_on_request(
    output: str | None,
    same_scene: bool,  # noqa: FBT001
    capsys: pytest.CaptureFixture[str],
) -> None:
    chosen = Destination.chosen(FormatName.CSV, Path(output) if output else None, same_scene=same_scene)
    show(a_report(matches=(SCENE, a_match())), chosen)
    text = Path(output).read_text(encoding="utf-8") if output else capsys.readouterr().out
    kinds = [line.split(",")[:2] for line in text.splitlines()[1:]]
    assert kinds == [["match", "beach.jpg"], *([["same scene", "room.jpg"]] if same_scene else [])]


def test_a_closed_standard_output_is_refused_before_the_work_unless_there_is_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(WrongUsage, match="standard output is closed"):
        Destination.chosen()
    assert Destination.chosen(output=Path("report.json")).format is JSON


@pytest.mark.parametrize("output", ["export/report.json", "export/result.json", "export/photos/a.jpg"])
@pytest.mark.parametrize("named", ["export", "export/result.json"])
def test_a_report_never_goes_where_the_evidence_lies(output: str, named: str) -> None:
    Path("export/photos").mkdir(parents=True)
    Path("export/result.json").write_text("{}")
    with pytest.raises(WrongUsage, match="which is only read and stays as it is"):
        Destination.chosen(output=Path(output)).check_apart([Path(named)])
    Destination.chosen(output=Path("report.json")).check_apart([Path(named)])
    Destination.chosen().check_apart([Path(named)])


def test_a_report_in_a_file_is_announced_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    output = Path("re\x1b[31mport[bold].json")
    show(a_report(), Destination.chosen(output=output))
    wrote = capsys.readouterr()
    assert wrote.out == ""
    assert wrote.err.startswith("The report is in re[31mport[bold].json. It holds names and links")
    assert json.loads(output.read_bytes())["schema"] == "exposurewatch-report/1"


def test_a_report_that_cannot_be_written_any_more_is_shown_instead_of_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("folder").mkdir()
    destination = Destination.chosen(output=Path("folder/report.json"), same_scene=True)
    Path("folder").rmdir()
    with pytest.raises(CouldNotFinish, match=r"could not be written to folder/report\.json"):
        show(a_report(matches=(SCENE, a_match())), destination)
    said = capsys.readouterr().out
    assert "of your 3 photos was found, in 1 place." in said
    assert 'Your photo "room.jpg"' in said
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(CouldNotFinish, match="could not be written"):
        show(a_report(), destination)


def _skipped(*reasons: Reason) -> tuple[Skipped, ...]:
    return tuple(Skipped(Locator("export", f"{reason}.jpg"), None, reason) for reason in reasons)


NOTHING = a_report(matches=())
EMPTY = a_report(matches=(), looked_at=LookedAt(messages=5))


@pytest.mark.parametrize(
    ("report", "status"),
    [
        (NOTHING, ExitStatus.NOTHING_FOUND),
        (a_report(), ExitStatus.MATCHES_FOUND),
        (a_report(matches=(a_match(judgement=a_judgement(verdict=Verdict.POSSIBLE)),)), ExitStatus.MATCHES_FOUND),
        (a_report(matches=(a_match(judgement=a_judgement(verdict=Verdict.PROBABLE)),)), ExitStatus.MATCHES_FOUND),
        (a_report(matches=(SCENE,)), ExitStatus.NOTHING_FOUND),
        (a_report(matches=(SCENE, a_match())), ExitStatus.MATCHES_FOUND),
        (a_report(interrupted=True), ExitStatus.INTERRUPTED),
        (a_report(skipped=_skipped(Reason.EXPORT_TRUNCATED)), ExitStatus.MATCHES_FOUND),
        (a_report(matches=(), skipped=_skipped(Reason.EXPORT_TRUNCATED)), ExitStatus.COULD_NOT_FINISH),
        (a_report(matches=(), skipped=_skipped(Reason.CANNOT_OPEN)), ExitStatus.NOTHING_FOUND),
        (EMPTY, ExitStatus.NOTHING_FOUND),
    ],
)
def test_the_exit_status_says_what_came_of_it(report: Report, status: ExitStatus) -> None:
    assert exit_status(report) is status


@pytest.mark.parametrize("reason", [Reason.CANNOT_OPEN, Reason.NOT_INCLUDED, Reason.UNREADABLE])
def test_pictures_of_which_none_could_be_had_do_not_pass_for_nothing_found(reason: Reason) -> None:
    report = a_report(matches=(), looked_at=LookedAt(messages=5), skipped=_skipped(reason))
    assert exit_status(report) is ExitStatus.COULD_NOT_FINISH


def test_pictures_that_were_left_out_as_asked_are_no_failure() -> None:
    report = a_report(matches=(), looked_at=LookedAt(messages=5), skipped=_skipped(Reason.BEFORE_SINCE))
    assert exit_status(report) is ExitStatus.NOTHING_FOUND
