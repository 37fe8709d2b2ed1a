import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.cli import comparing
from exposurewatch.cli.formats import FormatName
from exposurewatch.cli.request import Request, StoppedShort
from exposurewatch.cli.unlocking import Access
from exposurewatch.errors import CouldNotFinish
from exposurewatch.model import Report, Verdict
from exposurewatch.parameters import DEFAULT, FAST, Setting
from tests.cli.conftest import Kept, Run, Small, run_apart
from tests.conftest import a_judgement, a_match, a_photo, a_report


def test_every_option_has_an_environment_variable(
    run: Run, requests: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {
        "PHOTOS": os.pathsep.join(("my photos", "more")),
        "FORMAT": "csv",
        "OUTPUT": "report.odd",
        "CHANNEL": "123=one 456=two",
        "SINCE": "2026-01-31",
        "WORKERS": "7",
        "FAST": "1",
        "SHOW_SAME_SCENE": "1",
        "AGAIN": "1",
        "DETAILS": "mine.txt",
        "SHOW_DETAILS": "1",
        "VAULT": "my vault",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"EXPOSUREWATCH_{name}", value)
    assert run("scan", "export", "other").status == 1
    photos = (Path("my photos"), Path("more"))
    exports = (Path("export"), Path("other"))
    access = Access(Path("my vault"))
    named: dict[str, Any] = {"again": True, "details": Path("mine.txt"), "show_details": True}
    assert requests == [Request(exports, photos, ("123=one", "456=two"), date(2026, 1, 31), 7, FAST, access, **named)]
    assert Path("report.odd").read_bytes().startswith(b"\xef\xbb\xbfkind,")


def test_without_options_the_rest_is_left_to_the_program(run: Run, requests: list[Request]) -> None:
    assert run("scan", "export", "--photos", "mine").status == 1
    assert requests == [Request((Path("export"),), (Path("mine"),))]


@pytest.mark.parametrize(("option", "setting"), [((), DEFAULT), (("--fast",), FAST)], ids=["default", "fast"])
def test_fast_is_a_setting_of_its_own(
    run: Run, requests: list[Request], option: tuple[str, ...], setting: Setting
) -> None:
    run("scan", "export", "--photos", "mine", *option)
    assert [request.setting for request in requests] == [setting]


def _scene_alone(_request: Request) -> Report:
    return a_report(matches=(a_match(judgement=a_judgement(verdict=Verdict.SAME_SCENE, photo=a_photo(label="room"))),))


@pytest.mark.parametrize("option", [(), ("--show-same-scene",)], ids=["default", "shown"])
def test_other_shots_of_the_scene_are_listed_on_request_and_never_count_as_found(
    run: Run, monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...]
) -> None:
    monkeypatch.setattr(comparing, "compare", _scene_alone)
    ran = run("scan", "export", "--photos", "mine", *option)
    assert ran.status == 0
    assert ran.out.startswith("None of your 3 photos was found")
    assert ('Your photo "room": 1 place' in ran.out) == bool(option)
    assert ("--show-same-scene lists it" in " ".join(ran.out.split())) != bool(option)


def test_the_variable_for_the_same_scene_lists_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPOSUREWATCH_SHOW_SAME_SCENE", "1")
    monkeypatch.setattr(comparing, "compare", _scene_alone)
    assert 'Your photo "room": 1 place' in run("scan", "export", "--photos", "mine").out


@pytest.mark.parametrize("variable", ["FAST", "SHOW_SAME_SCENE", "AGAIN"])
def test_a_switch_that_is_neither_on_nor_off_is_refused(
    run: Run, requests: list[Request], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(f"EXPOSUREWATCH_{variable}", "perhaps")
    ran = run("scan", "export", "--photos", "mine")
    assert (ran.status, requests) == (2, [])
    assert f"EXPOSUREWATCH_{variable}" in ran.err


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "2026-1-5", "31.01.2026", "0"])
def test_a_day_that_is_none_is_refused_with_an_example(run: Run, requests: list[Request], day: str) -> None:
    ran = run("scan", "export", "--photos", "mine", "--since", day)
    assert (ran.status, requests) == (2, [])
    assert ran.err.startswith(f"error: “{day}” is not a day of the calendar.\nhint: Write year, month and day")


@pytest.mark.parametrize("workers", ["0", "65", "-1", "many"])
def test_a_number_of_workers_out_of_range_is_refused(run: Run, requests: list[Request], workers: str) -> None:
    ran = run("scan", "export", "--photos", "mine", "--workers", workers)
    assert (ran.status, requests) == (2, [])
    assert "--workers" in ran.err


def test_where_to_write_is_checked_before_anything_is_compared(run: Run, requests: list[Request]) -> None:
    Path("export").mkdir()
    assert run("scan", "export", "--photos", "mine", "--output", "nowhere/report.json").status == 2
    assert run("scan", "export", "--photos", "mine", "--output", "export/report.json").status == 2
    assert requests == []


@pytest.mark.parametrize(
    "option", [("--again",), ("--passphrase-fd", "3"), ("--recovery",)], ids=lambda words: words[0]
)
def test_what_is_for_the_vault_is_refused_beside_photos(
    run: Run, requests: list[Request], option: tuple[str, ...]
) -> None:
    ran = run("scan", "export", "--photos", "mine", *option)
    assert (ran.status, ran.out, requests) == (2, "", [])
    assert ran.err.startswith(f"error: {option[0]} is for the vault, and with --photos the vault is not used.\n")


@pytest.mark.usefixtures("requests")
def test_photos_of_the_environment_that_stand_before_a_vault_are_said(
    run: Run, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "nothing is remembered of this scan"
    assert said not in run("scan", "export", "--photos", "mine", "--vault", kept.folder).err
    monkeypatch.setenv("EXPOSUREWATCH_PHOTOS", "mine")
    assert said in " ".join(run("scan", "export", "--vault", kept.folder).err.split())
    assert said not in run("scan", "export", "--vault", "nowhere").err


@pytest.mark.parametrize("photos", [(), ("--photos", "mine")], ids=["vault", "photos"])
@pytest.mark.parametrize("output", ["vault/vault.db", "vault/report.json", "way/keys"])
def test_a_report_never_goes_where_the_vault_lies(
    run: Run, requests: list[Request], photos: tuple[str, ...], output: str
) -> None:
    Path("vault").mkdir()
    Path("vault/vault.db").write_bytes(b"all that is known")
    Path("way").symlink_to("vault")
    ran = run("scan", "export", *photos, "--vault", "vault", "--output", output)
    assert (ran.status, ran.out, requests) == (2, "", [])
    assert ran.err == (
        f"error: {output} lies in the vault's folder.\nhint: Choose a place outside of it for --output.\n"
    )
    assert [path.name for path in Path("vault").iterdir()] == ["vault.db"]
    assert Path("vault/vault.db").read_bytes() == b"all that is known"


def test_a_scan_that_breaks_down_shows_what_it_found_until_then(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_request: Request) -> None:
        raise StoppedShort(CouldNotFinish("No worker.", "Look."), a_report(interrupted=True))

    monkeypatch.setattr(comparing, "compare", break_down)
    ran = run("scan", "export", "--photos", "mine")
    assert ran.status == 3
    assert ran.out.startswith("Stopped before the end")
    assert ran.err == "error: No worker.\nhint: Look.\n"


def test_the_help_is_whole_at_80_columns_and_names_every_variable(run: Run) -> None:
    ran = run("scan", "--help")
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "…" not in ran.out
    assert " exposurewatch scan ChatExport_2026-05-01" in map(str.rstrip, lines)
    assert " exposurewatch scan ChatExport_2026-05-01 --photos ~/Pictures/me" in map(str.rstrip, lines)
    paragraph = lines[next(at for at, line in enumerate(lines) if "The exit status" in line) :]
    assert len(paragraph[0].rstrip()) > 70  # a ragged line would be far shorter
    names = "PHOTOS FORMAT OUTPUT CHANNEL SINCE WORKERS FAST SHOW_SAME_SCENE AGAIN VAULT"
    for name in names.split():
        assert f"EXPOSUREWATCH_{name}" in ran.out
    for form in FormatName:
        assert form.value in ran.out


def test_a_scan_leaves_no_file_behind_but_the_one_that_was_named(small: Small, tmp_path: Path) -> None:
    """Nothing in the home folder, the folder for temporary files or the current one: no picture, no cache."""
    places = {name: tmp_path / name for name in ("home", "tmp", "work")}
    for place in places.values():
        place.mkdir()
    output = places["work"] / "report.json"
    ran = run_apart(
        *("scan", small.export, "--photos", small.photos, "--workers", "1", "--output", output),
        HOME=str(places["home"]),
        TMPDIR=str(places["tmp"]),
        XDG_CACHE_HOME=str(places["home"] / "cache"),
        PYTHONDONTWRITEBYTECODE="1",
    )
    assert ran.status == 1, ran.err
    assert [path for place in (*places.values(), Path()) for path in place.rglob("*")] == [output]
