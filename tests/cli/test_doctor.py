import json
from pathlib import Path

import pytest

from exposurewatch import doctor
from exposurewatch.doctor import CHECKS, Answer, Check, State
from tests.cli.conftest import Run, run_apart


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Nothing is examined: the folder that would have been is kept, and one answer is fine, one weak."""
    asked: list[Path] = []

    def examine(vault: Path) -> list[tuple[Check, tuple[Answer, ...]]]:
        asked.append(vault)
        answers = (Answer("One", State.FINE, "Well."), Answer("Two", State.WEAK, "Not well.", "Mend it."))
        return [(CHECKS[0], answers)]

    monkeypatch.setattr(doctor, "examine", examine)
    return asked


def _with_a_problem(_vault: Path) -> list[tuple[Check, tuple[Answer, ...]]]:
    return [(CHECKS[0], (Answer("One", State.PROBLEM, "Broken.", "Mend it."),))]


def test_weak_points_are_told_and_are_no_failure(run: Run, folders: list[Path]) -> None:
    ran = run("doctor", "--vault", "~/somewhere")
    assert ran.status == 0
    assert ran.out.startswith("Nothing stands in the way of a scan.\n1 weak point, 0 that could not be told.")
    assert folders == [Path("~/somewhere").expanduser()]


def test_a_problem_is_a_failure(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examine", _with_a_problem)
    ran = run("doctor")
    assert ran.status == 3
    assert ran.out.startswith("1 problem must be solved first.\n")


def test_the_vault_is_where_the_environment_says_or_where_programs_keep_their_data(
    run: Run, folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("doctor")
    monkeypatch.setenv("EXPOSUREWATCH_VAULT", "elsewhere")
    run("doctor")
    first, second = folders
    assert first.is_absolute()
    assert first.name == "vault"
    assert second == Path("elsewhere")


def test_the_format_of_reports_does_not_disturb_it(
    run: Run, folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPOSUREWATCH_FORMAT", "csv")
    assert run("doctor").status == 0
    monkeypatch.setenv("EXPOSUREWATCH_DOCTOR_FORMAT", "json")
    assert json.loads(run("doctor").out)["answers"][1]["advice"] == "Mend it."


def test_the_real_thing_answers_every_check_and_leaves_nothing_behind(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    ran = run_apart("doctor", "--vault", vault, "--format", "json", HOME=str(tmp_path))
    assert (ran.status, ran.err) == (0, "")
    answers = json.loads(ran.out)["answers"]
    assert {answer["check"] for answer in answers} == {check.name for check in CHECKS}
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
