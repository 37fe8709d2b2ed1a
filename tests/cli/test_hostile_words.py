"""An export in which every name is hostile goes through every output, and none reaches one as it was."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli import session as terminals
from tests.cli.conftest import PASSPHRASE, Kept, Ran, Run, make_vault, run_apart
from tests.cli.hostile_words import MARKUP, PAYLOADS, Hostile, calculated, compose, name, strings, tags, unneutralised
from tests.cli.session import Session

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names of files")

_LONG = 300.0  # seconds for dozens of photos, should the machine be busy
_SAFE_NAME = re.compile(r"[A-Za-z0-9._-]+")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return compose(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def scanned(hostile: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the photos, and with what a scan of the export found."""
    folder = tmp_path_factory.mktemp("scanned") / "vault"
    make_vault(folder)
    for command in (("add", hostile.photos), ("scan", hostile.export, "--output", folder.parent / "report.json")):
        ran = _apart(folder, *command)
        assert ran.status in (0, 1), ran.err
        assert unneutralised(ran.out + ran.err) == []
    return folder


def _apart(vault: Path, *command: str | Path) -> Ran:
    """Run a command in a process of its own, whose words are read as bytes: half ones may be among them."""
    secret = vault.parent / "secret"
    secret.write_text(f"{PASSPHRASE}\n", "utf-8")
    return run_apart(*_quoted(*command, "--vault", vault, "--passphrase-fd", "3"), after=f"3< '{secret}'")


def _quoted(*command: str | Path) -> list[str]:
    """Words for the shell by which `run_apart` starts the program."""
    return [str(word).replace("'", "'\\''") for word in command]


def test_the_judge_finds_every_payload_that_is_not_neutralised() -> None:
    harmless = {"CON", "a" * 400, "%s%n%x {0} {name} $(id) `id`", "..\\..\\windows"}
    for payload in PAYLOADS:
        if payload in harmless or payload.startswith(("<", "**")) or payload in MARKUP:
            continue
        assert unneutralised(payload) or calculated(payload) or payload == '","=1+1', ascii(payload)
    assert unneutralised(PAYLOADS[0], in_terminal=True), "a style of a stranger's is told from those of the program"
    assert unneutralised("\x1b[1mMatch\x1b[0m", in_terminal=True) == []


def test_the_json_report(scanned: Path) -> None:
    content = (scanned.parent / "report.json").read_bytes()
    words = list(strings(json.loads(content.decode("utf-8"))))
    assert [bad for word in words for bad in unneutralised(word.replace("\n", " "))] == []
    assert _tags_in("\n".join(words)) >= tags()
    assert len(json.loads(content)["matches"]) >= 2 * len(PAYLOADS)


@pytest.mark.parametrize(
    "command", [("matches", "--all"), ("matches", "--all", "--format", "csv"), ("history",), ("photos",)]
)
def test_what_is_listed_plainly(command: tuple[str, ...], scanned: Path) -> None:
    ran = _apart(scanned, *command)
    assert ran.status in (0, 1), ran.err
    assert unneutralised(ran.out.removeprefix("\ufeff") + ran.err) == []
    if command[0] == "matches":
        assert _tags_in(ran.out) >= tags()
        joined = "".join(ran.out.split())
        assert [markup for markup in MARKUP if "".join(markup.split()) not in joined] == []


def test_the_csv_report(scanned: Path) -> None:
    ran = _apart(scanned, "matches", "--all", "--format", "csv")
    rows = list(csv.reader(io.StringIO(ran.out.removeprefix("\ufeff"))))
    assert len({len(row) for row in rows}) == 1, "no name broke out of its cell"
    assert [cell for row in rows for cell in row if calculated(cell)] == []
    assert [cell for row in rows for cell in row if unneutralised(cell)] == []
    assert len(rows) >= len(PAYLOADS)


@pytest.mark.parametrize("command", [("matches", "--all"), ("photos",), ("history",)], ids=" ".join)
def test_what_is_shown_on_a_terminal(command: tuple[str, ...], scanned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = _session(monkeypatch, *command, "--vault", scanned)
    assert session.status() in (0, 1), session.shown
    assert "\x1b[" in session.shown, "styles of its own are told apart from those of strangers"
    assert unneutralised(session.shown, in_terminal=True) == []
    if command[0] == "matches":
        assert _tags_in(session.shown) >= tags()


def test_what_a_scan_shows_on_a_terminal(hostile: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    session = _session(monkeypatch, "scan", hostile.export, "--photos", hostile.photos)
    assert session.status() == 1
    assert unneutralised(session.shown, in_terminal=True) == []
    assert _tags_in(session.shown) >= tags()


def test_what_is_reviewed_on_a_terminal(scanned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = _session(monkeypatch, "review", "--vault", scanned)
    for _ in range(8):
        session.until("  > ")
        session.shown, before = "", session.shown
        assert unneutralised(before, in_terminal=True) == []
        session.type("c")
    session.press_ctrl_c()
    assert session.status() == 130


def test_a_zip_with_such_names_and_its_refusals(hostile: Hostile, tmp_path: Path) -> None:
    archive = tmp_path / "chat\x1b[35;9m\u202e.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for path in hostile.export.rglob("*"):
            if path.is_file():
                made.writestr(
                    os.fsencode(path.relative_to(hostile.export)).decode("utf-8", "replace"), path.read_bytes()
                )
        for payload in (os.fsencode(payload).decode("utf-8", "replace") for payload in PAYLOADS):
            made.writestr(f"../{payload}.jpg", b"outside")
            made.writestr(f"{payload}/inner.zip", b"PK no zip")
    photo = min(hostile.photos.iterdir())
    for kind in ("json", "csv"):
        ran = run_apart(*_quoted("scan", archive, "--photos", photo, "--format", kind))
        assert ran.status == 1, ran.err
        words = " ".join(strings(json.loads(ran.out))).replace("\n", " ") if kind == "json" else ran.out
        assert unneutralised(words.removeprefix("\ufeff") + ran.err) == []


def test_what_is_published(hostile: Hostile, scanned: Path, tmp_path: Path) -> None:
    folder = tmp_path / "feed"
    built = _apart(
        *(scanned, "feed", "build", hostile.export, "--output", folder, "--name", name(0), "--about", name(29)),
        *("--private-titles", "--yes", "--workers", "1"),
    )
    assert built.status == 0, built.err
    assert unneutralised(built.out + built.err) == []
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert _SAFE_NAME.fullmatch(path.name), path
        for line in path.read_text("utf-8").splitlines():
            words = strings(json.loads(line)) if line.startswith("{") and line.endswith("}") else (line,)
            assert [bad for word in words for bad in unneutralised(word.replace("\n", " "))] == [], path
    added = _apart(scanned, "feed", "add", folder / "feed.json", "--yes", "--name", "own")
    pulled = _apart(scanned, "watch", "--once")
    listed = _apart(scanned, "feed", "list")
    for ran in (added, pulled, listed):
        assert unneutralised(ran.out + ran.err) == []


@pytest.mark.parametrize("kind", ["pdq", "threatexchange", "stopncii-csv"])
def test_hashes_that_are_written_for_others(kind: str, scanned: Path, tmp_path: Path) -> None:
    output = tmp_path / "hashes"
    ran = _apart(scanned, "photos", "export", "--format", kind, "--output", output, "--yes-i-understand")
    assert ran.status == 0, ran.err
    written = output.read_text("utf-8")
    assert unneutralised(ran.out + ran.err + written) == []
    assert [cell for row in csv.reader(io.StringIO(written)) for cell in row if calculated(cell)] == []


_SHORT = [payload for payload in PAYLOADS if len(payload) < 100]


@pytest.mark.parametrize("start", range(0, len(_SHORT), 6))
def test_errors_about_such_paths_and_words(start: int, run: Run, kept: Kept, tmp_path: Path) -> None:
    word = " ".join(_SHORT[start : start + 6]).replace("\0", "").lstrip("-")
    path = str(tmp_path / word.replace("/", "∕"))
    (tmp_path / "empty").mkdir()
    for command in (
        ("scan", path, "--photos", path),
        ("scan", word, "--photos", path),
        ("scan", tmp_path / "empty", "--photos", path),
        ("scan", tmp_path, "--photos", tmp_path, "--output", f"{path}/report.json"),
        ("scan", tmp_path, "--photos", tmp_path, "--format", word),
        ("scan", tmp_path, "--photos", tmp_path, "--since", word),
        ("scan", tmp_path, "--photos", tmp_path, "--channel", word),
        ("scan", tmp_path, "--photos", tmp_path, "--details", path),
        ("scan", tmp_path, "--photos", tmp_path, f"--{word}"),
        ("matches", "--vault", path),
        ("vault", "create", "--vault", tmp_path / "empty" / word, "--passphrase-fd", "999"),
        ("doctor", "--vault", path) if start == 0 else ("vault", "status", "--vault", path),
        ("sources", word),
        ("feed", "add", word, "--vault", path),
        (word,),
    ):
        ran = run(*command)
        assert unneutralised(ran.out + ran.err) == [], command
    for inside in (
        ("forget", word),
        ("photos", "export", word, "--format", "pdq", "--output", "out", "--yes-i-understand"),
        ("feed", "remove", word),
        ("feed", "pull", word),
        ("feed", "add", word),
        ("details", "add", word, word),
        ("details", "add", "name", word),
        ("details", "list"),
        ("review", "--number", "1", "--decision", word),
        ("add", path),
        ("vault", "status", "--details"),
    ):
        ran = kept.run(*inside)
        assert unneutralised(ran.out + ran.err) == [], inside


def _session(monkeypatch: pytest.MonkeyPatch, *command: str | Path) -> Session:
    """A command on a terminal with colours; the passphrase is typed where a vault is named."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setattr(terminals, "DEADLINE", _LONG)
    session = Session(*command)
    if "--vault" in command:
        session.until("Passphrase of the vault: ")
        session.type(PASSPHRASE)
    return session


def _tags_in(words: str) -> set[str]:
    return set(re.findall(r"N\d\d", words))
