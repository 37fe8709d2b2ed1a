"""The threatexchange package, with which platforms match hashes, reads our lists, and we read what it writes.

It is run as a program of its own, in a home folder of its own, as its users run it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance

from exposurewatch.model import Digest
from exposurewatch.parsers.entries import Entry, PassedOver
from tests.cli.conftest import Kept
from tests.conftest import a_drawing, encoded
from tests.feeds.fakes import read

CONFIDENT = 31  # bits of 256 in which two hashes of one picture differ at most, for the programs of ThreatExchange

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("threatexchange") is None,
    reason="the threatexchange package is not installed; pip install '.[interop]' compiles one of its dependencies",
)


class Platform:
    """Somebody who runs the threatexchange program."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self._environment = os.environ | {"HOME": str(home), "USERPROFILE": str(home)}

    def run(self, *arguments: str | Path) -> str:
        """Return what the program writes to its standard output."""
        done = subprocess.run(  # noqa: S603 (the interpreter of these tests)
            [sys.executable, "-m", "threatexchange", *map(str, arguments)],
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def take(self, hashes: Path, *options: str) -> None:
        """Take in a list of hashes, and get ready to match with it."""
        self.run(
            *("config", "collab", "edit", "local_file", "--create", "Hers", "--filename", hashes.absolute()), *options
        )
        self.run("fetch")


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return Platform(tmp_path / "platform")


def _export(kept: Kept, form: str) -> Path:
    path = Path(f"hashes-{form}")
    ran = kept.run("photos", "export", "--format", form, "--output", path, "--yes-i-understand")
    assert ran.status == 0, ran.err
    return path


def _altered(seed: int) -> Path:
    """A copy of an own photo as it comes back: smaller, lighter, compressed."""
    path = Path(f"altered-{seed}.jpg")
    smaller = a_drawing(seed).resize((240, 180), Image.Resampling.LANCZOS)
    path.write_bytes(encoded(ImageEnhance.Brightness(smaller).enhance(1.1), quality=70))
    return path


@pytest.mark.parametrize(("form", "options"), [("pdq", ("--signal-type", "pdq")), ("threatexchange", ())])
def test_it_matches_an_altered_copy_with_our_list_and_nobody_else_s_picture(
    filled: Kept, platform: Platform, form: str, options: tuple[str, ...]
) -> None:
    hashes = _export(filled, form)
    platform.take(hashes, *options)

    pdq = [
        line.removeprefix("pdq ") for line in hashes.read_text(encoding="ascii").splitlines() if len(line) in (64, 68)
    ]
    assert len(pdq) == 3
    known = platform.run("dataset", "--print-signals", "--print-signals-only", "--only-signals", "pdq")
    assert known.split() == pdq
    for seed in range(3):
        found = re.match(r"pdq ([0-9]+) \(Hers\)", platform.run("match", "photo", _altered(seed)))
        assert found
        assert int(found[1]) <= CONFIDENT
    assert platform.run("match", "photo", _altered(77)) == ""


def test_we_read_what_it_writes(filled: Kept, platform: Platform) -> None:
    """Its lists of one kind, of all kinds with their names, and its tables."""
    hashes = _export(filled, "threatexchange")
    platform.take(hashes)
    ours = {
        Digest("pdq", bytes.fromhex(line[4:])) for line in hashes.read_text().splitlines() if line.startswith("pdq ")
    }

    bare = platform.run("dataset", "--print-signals", "--print-signals-only", "--only-signals", "pdq")
    typed = platform.run("dataset", "--print-signals")
    table = platform.run("dataset", "--print-signals", "--csv")

    for parser, written in (("hash-list-pdq", bare), ("hash-list", typed), ("hash-list", table)):
        records = list(read(parser, written.encode()))
        assert {digest for each in records if isinstance(each, Entry) for digest in each.digests} == ours
        assert not [each for each in records if isinstance(each, PassedOver)]


def test_we_read_its_sample_and_say_what_in_it_we_cannot_compare(platform: Platform) -> None:
    sample = platform.run("dataset", "--print-signals", "--csv")
    records = list(read("hash-list", sample.encode()))

    found = [digest for each in records if isinstance(each, Entry) for digest in each.digests]
    assert {digest.algorithm for digest in found} == {"pdq"}
    assert len(found) == sample.count("\npdq,")
    passed_over = {each.what: each.count for each in records if isinstance(each, PassedOver)}
    assert passed_over["hashes of videos"] == sample.count("\nvideo_md5,") + sample.count("\nvideo_sha256,")
    assert sum(passed_over.values()) + len(found) == len(sample.splitlines()) - 1
