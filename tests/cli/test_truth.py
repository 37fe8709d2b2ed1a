import io
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from rich.console import Console

from exposurewatch.cli.truth import show_truth, verdict_on
from exposurewatch.demo.compose import Demo, Hidden
from exposurewatch.model import Report
from tests.conftest import a_judgement, a_match, a_photo, a_report, a_sighting, an_origin

HIDDEN = (Hidden("beach.jpg", "mirrored", "7"), Hidden("beach.jpg", "cropped", "8"))


def _shown(report: Report, hidden: tuple[Hidden, ...], folder: Path = Path("demo")) -> str:
    into = io.StringIO()
    show_truth(report, Demo(folder / "photos", folder / "export", hidden), Console(file=into, width=80))
    return into.getvalue()


def test_a_copy_counts_as_found_only_in_its_own_message_and_as_its_own_photo() -> None:
    report = a_report(
        matches=(
            a_match(),
            a_match(judgement=a_judgement(photo=a_photo(label="dog.jpg")), sighting=a_sighting(origin=an_origin())),
        )
    )
    assert verdict_on(HIDDEN[0], report) == "certain"
    assert verdict_on(HIDDEN[1], report) is None
    assert verdict_on(Hidden("cat.jpg", "mirrored", "7"), report) is None


def test_a_blank_line_sets_the_truth_apart_and_what_is_missed_is_said() -> None:
    words = _shown(a_report(), HIDDEN)
    assert words.startswith("\nWhat the demo had hidden\n  Own photo  ")
    assert "\n1 of 2 altered copies were found.\n" in words
    assert re.search(r"beach\.jpg +mirrored +7 +certain", words)
    assert re.search(r"beach\.jpg +cropped +8 +not found", words)


def test_nothing_is_missed_where_all_was_found() -> None:
    words = _shown(a_report(), HIDDEN[:1])
    assert "\n1 of 1 altered copies were found.\n" in words
    assert "not found" not in words


@pytest.mark.parametrize("name", ["demo", "my demo", "it's $HOME"])
@pytest.mark.parametrize(
    ("called", "on_path", "program"),
    [
        ("/home/me/.venv/bin/exposurewatch", True, ["exposurewatch"]),
        (".venv/bin/exposurewatch", False, [".venv/bin/exposurewatch"]),
        ("my tools/exposurewatch.exe", False, ["my tools/exposurewatch.exe"]),
        ("exposurewatch/__main__.py", True, [sys.executable, "-m", "exposurewatch"]),
    ],
)
def test_the_command_it_suggests_can_be_pasted_into_the_shell_in_use(
    monkeypatch: pytest.MonkeyPatch,
    called: str,
    on_path: bool,  # noqa: FBT001
    program: list[str],
    name: str,
) -> None:
    monkeypatch.setattr(sys, "argv", [called, "demo"])
    monkeypatch.setattr(shutil, "which", lambda _name: called if on_path else None)
    *_, command = _shown(a_report(), HIDDEN, Path(name)).splitlines()
    assert shlex.split(command) == [*program, "scan", f"{name}/export", "--photos", f"{name}/photos"]


def test_a_folder_with_control_characters_is_shown_without_them() -> None:
    assert "\x1b" not in _shown(a_report(), HIDDEN, Path("de\x1b]0;x\x07mo"))
