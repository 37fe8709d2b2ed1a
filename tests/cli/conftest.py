"""A small export to scan, and the command line run in this process or in one of its own."""

from __future__ import annotations

import getpass
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keyring
import pytest

from exposurewatch.cli import comparing
from exposurewatch.cli.main import main
from exposurewatch.cli.request import Request
from exposurewatch.enrol import enrol
from exposurewatch.fingerprints.extract import photo_extractor
from exposurewatch.model import ImageFile, Locator, MediaKind, Origin, Photo, Report, Sighting
from exposurewatch.parameters import PIPELINE
from exposurewatch.vault import keys, slots
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.slots import Cost
from exposurewatch.vault.store import Vault, made, opened
from tests.conftest import a_drawing, a_report, encoded
from tests.feeds.worlds import WORLDS, World
from tests.vault.rings import Ring

PROGRAM = (sys.executable, "-m", "exposurewatch")
HERE = Path(__file__).parents[2]
SECRET = "violet anchor drumming otter"  # noqa: S105 (of drawn vaults)
OTHER_SECRET = "saddle murmur eleven quince"  # noqa: S105
PASSPHRASE = SECRET


@dataclass(frozen=True)
class Ran:
    """What one run of the command line left: its exit status, and what it wrote."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Small:
    """An export with six pictures, and three own photos, of which one is in it twice."""

    photos: Path
    export: Path


Run = Callable[..., Ran]


def compose_small(folder: Path, title: str = "Small Channel") -> Small:
    small = Small(folder / "photos", folder / "export")
    small.photos.mkdir(parents=True)
    (small.export / "photos").mkdir(parents=True)
    for number in range(3):
        (small.photos / f"own{number}.png").write_bytes(encoded(a_drawing(number), "PNG"))
    pictures = [
        encoded(a_drawing(0, (320, 240)).resize((200, 150))),
        encoded(a_drawing(0), "PNG"),
        b"\xff\xd8\xff torn",
    ]
    pictures += [encoded(a_drawing(seed, (120, 90))) for seed in (50, 51, 52)]
    messages: list[dict[str, Any]] = []
    for number, content in enumerate(pictures, start=1):
        name = f"photos/photo_{number}.jpg"
        (small.export / name).write_bytes(content)
        date = {"date": f"2026-05-0{number}T10:00:00", "date_unixtime": str(1777600000 + 86400 * number)}
        messages.append({"id": number, "type": "message", **date, "from": "Anon", "photo": name, "text": "look"})
    chat = {"name": title, "type": "public_channel", "id": 1234567890, "messages": messages}
    (small.export / "result.json").write_text(json.dumps(chat), encoding="utf-8")
    return small


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return compose_small(tmp_path_factory.mktemp("small"))


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """80 columns, no settings from outside, and an empty current folder."""
    for name in [name for name in os.environ if name.startswith(("EXPOSUREWATCH_", "FORCE_COLOR", "TTY_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""

    def run_it(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["exposurewatch", *map(str, arguments)])
        capsys.readouterr()
        status = main()
        wrote = capsys.readouterr()
        return Ran(status, wrote.out, wrote.err)

    return run_it


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Nothing is compared: what would have been is kept, and a report with one match is the answer."""
    asked: list[Request] = []

    def answer(request: Request) -> Report:
        asked.append(request)
        return a_report()

    monkeypatch.setattr(comparing, "compare", answer)
    return asked


class Kept:
    """A vault of this test's own, and the command line run on it, given its passphrase."""

    def __init__(self, folder: Path, key: DataKey, run: Run) -> None:
        self.folder, self.key, self._run = folder, key, run

    def run(self, *arguments: str | Path, passphrase: str = PASSPHRASE) -> Ran:
        reading = a_line_to_read(passphrase)
        try:
            return self._run(*arguments, "--vault", self.folder, "--passphrase-fd", str(reading))
        finally:
            os.close(reading)

    def opened(self) -> AbstractContextManager[Vault]:
        return opened(self.folder, self.key)


def a_line_to_read(line: str) -> int:
    """The descriptor of a pipe in which these words wait."""
    reading, writing = os.pipe()
    os.write(writing, line.encode())
    os.close(writing)
    return reading


def make_vault(folder: Path) -> DataKey:
    """Make an empty vault that opens at once, and return its key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "COST", slots.Cost(memory_kib=8, passes=1, lanes=1))
        key = keys.create(folder, PASSPHRASE)
    with made(folder, key):
        pass
    return key


@pytest.fixture
def kept(tmp_path: Path, run: Run) -> Kept:
    """An empty vault."""
    return Kept(tmp_path / "vault", make_vault(tmp_path / "vault"), run)


@pytest.fixture(scope="session")
def _vault_with_photos(small: Small, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataKey]:
    folder = tmp_path_factory.mktemp("with photos") / "vault"
    key = make_vault(folder)
    own = [
        Sighting(ImageFile(MediaKind.FILE, path.read_bytes), Origin("folder", Locator(str(small.photos), path.name)))
        for path in sorted(small.photos.iterdir())
    ]
    with opened(folder, key) as vault, photo_extractor(1) as extractor:
        for photo in enrol(own, extractor):
            assert isinstance(photo, Photo)
            vault.photos.add(photo, PIPELINE)
    return folder, key


@pytest.fixture
def filled(_vault_with_photos: tuple[Path, DataKey], tmp_path: Path, run: Run) -> Kept:
    """A vault with the three photos of `small`."""
    folder, key = _vault_with_photos
    shutil.copytree(folder, tmp_path / "vault")
    return Kept(tmp_path / "vault", key, run)


def run_apart(*arguments: str | Path, after: str = "", **environment: str) -> Ran:
    """Run the command line in a process of its own; `after` is what follows the command, such as ``| head -1``."""
    if sys.platform == "win32":
        pytest.skip("the redirections are those of a POSIX shell")
    words = " ".join(f"'{word}'" for word in (*PROGRAM, *arguments))
    done = subprocess.run(  # noqa: S602 (the tests' own words; redirections are what is tested)
        f"set -o pipefail; {words} {after}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env=os.environ | {"PYTHONPATH": str(HERE)} | environment,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


Given = Callable[..., str]


@pytest.fixture(autouse=True)
def _cheap_to_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A vault opens at once; what a try costs is for the real ones."""
    monkeypatch.setattr(slots, "COST", Cost(memory_kib=8, passes=1, lanes=1))


@pytest.fixture
def given() -> Iterator[Given]:
    """Lines in an open file, whose number is returned as an argument."""
    opened: list[int] = []

    def give(*lines: str) -> str:
        reading, writing = os.pipe()
        opened.append(reading)
        os.write(writing, "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
        os.close(writing)
        return str(reading)

    yield give
    for descriptor in opened:
        os.close(descriptor)


@dataclass
class Typist:
    """Somebody at the terminal: what will be typed, and what was asked."""

    answers: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def types(self, *answers: str) -> None:
        self.answers.extend(answers)

    def answer(self, words: str) -> str:
        self.asked.append(words)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typist(monkeypatch: pytest.MonkeyPatch) -> Typist:
    typist = Typist()
    terminal = _Terminal()
    monkeypatch.setattr(getpass, "getpass", typist.answer)
    monkeypatch.setattr(terminal, "readline", lambda: typist.answer(""))
    monkeypatch.setattr(sys, "stdin", terminal)
    return typist


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    backend = Ring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    return backend


@dataclass(frozen=True)
class MadeVault:
    """A vault that is made and closed: where, and its recovery code."""

    folder: Path
    code: str


@pytest.fixture
def made_vault(run: Run, given: Given, tmp_path: Path) -> MadeVault:
    folder = tmp_path / "vault"
    ran = run("vault", "create", "--vault", folder, "--passphrase-fd", given(SECRET))
    assert ran.status == 0, ran.err
    return MadeVault(folder, ran.out.strip())


Opens = Callable[..., bool]


@pytest.fixture
def opens(run: Run, given: Given, made_vault: MadeVault) -> Opens:
    """Whether a secret opens the vault."""

    def try_it(secret: str, *options: str) -> bool:
        ran = run(
            *("vault", "status", "--details", "--vault", made_vault.folder, "--passphrase-fd", given(secret)), *options
        )
        assert ran.status in (0, 2), ran.err
        return ran.status == 0

    return try_it


@pytest.fixture
def worlds(small: Small, tmp_path: Path) -> dict[str, World]:
    """A feed of each kind; in each of them is a copy of one photo of `small`, or the hash of another."""
    picture = (small.export / "photos" / "photo_1.jpg").read_bytes()
    sha256 = hashlib.sha256((small.photos / "own1.png").read_bytes()).hexdigest()
    return {name: make(picture, sha256, tmp_path / name) for name, make in WORLDS.items()}
