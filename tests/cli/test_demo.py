import re
from pathlib import Path

import pytest

from exposurewatch.cli import comparing
from exposurewatch.cli.request import Request
from exposurewatch.demo import compose as composing
from exposurewatch.demo.compose import Demo, Hidden
from exposurewatch.demo.plan import HIDDEN
from tests.cli.conftest import Run, Small, run_apart
from tests.conftest import a_report


@pytest.fixture
def composed(small: Small, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The drawing is left out: the small export stands in for the demo."""
    folders: list[Path] = []

    def compose(folder: Path) -> Demo:
        folders.append(folder)
        return Demo(small.photos, small.export, (Hidden("own0.png", "made smaller", "1"),))

    monkeypatch.setattr(composing, "compose", compose)
    return folders


def test_the_demo_scans_for_real_and_tells_what_it_had_hidden(run: Run, composed: list[Path]) -> None:
    ran = run("demo", "--folder", "~/somewhere")
    assert ran.status == 0
    assert composed == [Path("~/somewhere").expanduser()]
    assert "\n\nWhat the demo had hidden\n" in ran.out
    assert "1 of 1 altered copies were found." in ran.out
    assert max(len(line) for line in ran.out.splitlines() if "exposurewatch scan" not in line) <= 80


def test_a_demo_that_was_stopped_is_not_held_against_the_truth(
    run: Run, composed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "compare", lambda _request: a_report(interrupted=True))
    ran = run("demo")
    assert ran.status == 130
    assert composed == [Path("exposurewatch-demo")]
    assert "What the demo had hidden" not in ran.out


def test_a_folder_that_is_no_demo_is_left_alone(run: Run, requests: list[Request]) -> None:
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    ran = run("demo", "--folder", "mine")
    assert (ran.status, requests) == (2, [])
    assert ran.err.startswith("error: mine exists and is not an earlier demo")
    assert [path.name for path in Path("mine").iterdir()] == ["letter.txt"]


def test_the_whole_demo_finds_every_copy_it_hid_and_says_what_was_done_to_each() -> None:
    ran = run_apart("demo", "--folder", "it")
    assert ran.status == 0, ran.err
    assert f"{len(HIDDEN)} of {len(HIDDEN)} altered copies were found." in ran.out
    assert not re.search(r"not found *$", ran.out, re.MULTILINE)
    explained = dict(re.findall(r'Your photo "([^"]+)": 1 place\n.*?     How +(.*?)\n     Channel', ran.out, re.DOTALL))
    said = {label.split(".")[0]: " ".join(how.split()) for label, how in explained.items()}
    assert said.keys() == {scene for scene, _ in HIDDEN.values()}
    for scene, words in (
        ("mountains", r"smaller \((49|50|51) % of your photo's size\)"),
        ("harbour", r"mirrored"),
        ("tiled-wall", r"your photo fills 5[5-9] % of a larger picture, smaller \(7\d % of your photo's size\)"),
        ("skyline", r"a crop showing 4[0-4] % of your photo"),
        ("garden", r"your photo fills (49|5[0-3]) % of a larger picture, smaller \(6\d % of your photo's size\)"),
        # three quarters of it are shown, and fill a quarter of the collage; both are found to within a tenth
        ("market", r"a crop showing (6[5-9]|7\d|8[0-5]) % of your photo, which fills 2\d % of the picture, smaller .*"),
    ):
        assert re.fullmatch(words, said[scene]), said
