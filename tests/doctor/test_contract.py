"""Every check answers on this system, whatever the vault's folder is, and says what can be done."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from exposurewatch import doctor
from exposurewatch.doctor import CHECKS, Answer, Check, State, examine
from exposurewatch.doctor.check import fine
from exposurewatch.errors import CouldNotFinish

every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)


def test_every_check_that_a_file_ends_in_is_listed_once() -> None:
    modules = [
        importlib.import_module(f"exposurewatch.doctor.{one.name}") for one in pkgutil.iter_modules(doctor.__path__)
    ]
    made = [value for module in modules for value in vars(module).values() if isinstance(value, Check)]
    assert sorted(made, key=repr) == sorted(CHECKS, key=repr)
    assert len({check.name for check in CHECKS}) == len(CHECKS)


@every_check
@pytest.mark.parametrize("kind", ["absent", "folder", "file", "dangling", "loop"])
def test_a_check_answers_and_advises_and_changes_nothing(check: Check, kind: str, tmp_path: Path) -> None:
    if kind != "absent" and check.name not in {"vault", "disk"}:
        pytest.skip("looks at no folder")
    vault = _made(kind, tmp_path / "vault")
    before = sorted(tmp_path.rglob("*"))
    ((_, answers),) = examine(vault, (check,))
    assert answers
    for answer in answers:
        assert answer.about
        assert answer.what
        assert (answer.state is State.FINE) == (not answer.advice)
    assert sorted(tmp_path.rglob("*")) == before


def _made(kind: str, vault: Path) -> Path:
    match kind:
        case "folder":
            vault.mkdir(mode=0o700)
        case "file":
            vault.write_bytes(b"")
        case "dangling":
            vault.symlink_to(vault.parent / "nowhere")
        case "loop":
            vault.symlink_to(vault)
    return vault


def test_a_check_that_goes_wrong_costs_itself_alone(tmp_path: Path) -> None:
    def stumbles(_vault: Path) -> Iterable[Answer]:
        yield fine("Begun", "It began.")
        raise ZeroDivisionError

    def cannot(_vault: Path) -> Iterable[Answer]:
        raise CouldNotFinish("No worker starts.", "Install it again.")

    def well(_vault: Path) -> Iterable[Answer]:
        return (fine("Well", "It is well."),)

    checks = (Check("a", "A", stumbles), Check("b", "B", cannot), Check("c", "C", well))
    first, second, third = (answers for _, answers in examine(tmp_path, checks))
    assert [answer.state for answer in first] == [State.FINE, State.UNKNOWN]
    assert "ZeroDivisionError" in first[1].what
    assert second == (Answer("B", State.PROBLEM, "No worker starts.", "Install it again."),)
    assert third == (fine("Well", "It is well."),)
