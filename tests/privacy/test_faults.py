"""Where a worker dies, or the program itself breaks down, nothing of a picture and nothing of an export is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import a_drawing, encoded
from tests.privacy.marks import looked_for
from tests.privacy.world import LABELLED, SENDER, TITLE, Ran, World, compose

# Python imports it wherever it is found: the program's own code is not touched.
_IN_A_WORKER = """
import sys
if "exposurewatch.sandbox.child" in sys.orig_argv:
    import os
    from exposurewatch.fingerprints import job
    real = job.decode
    def decode(content):
        if content.startswith(bytes.fromhex("89504e47")) and b"MARK" not in content:
            return real(content)  # the photo that all others are compared with
        sys.stderr.write(repr(content)); sys.stderr.flush()
        {what}
    job.decode = decode
"""
_IN_THE_PROGRAM = """
import sys
if "exposurewatch" in sys.orig_argv:
    from exposurewatch.cli import looking
    def broken(*given, **named):
        raise RuntimeError(repr((given, named)) + {words!r})
    looking.scan = broken
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = compose(tmp_path_factory.mktemp("faults") / "root")
    for path in world.photos.iterdir():
        if path.name != LABELLED:
            path.unlink()
    (world.photos / "plain.png").write_bytes(encoded(a_drawing(7), "PNG"))
    return world


def _scanned(world: World, fault: str, folder: Path, **environment: str) -> Ran:
    """A scan in which something goes wrong."""
    (folder / "sitecustomize.py").write_text(fault, "utf-8")
    around = world.environment(**environment)
    around["PYTHONPATH"] = f"{folder}:{around['PYTHONPATH']}"
    command = ("scan", world.export, "--photos", world.photos, "--format", "json", "--workers", "1")
    return world.run(*command, environment=around, passphrase=None)


@pytest.mark.parametrize("what", ["os.abort()", "raise ValueError(repr(content))", "os.kill(os.getpid(), 9)"])
def test_a_worker_that_dies_or_fails_tells_nothing_of_the_picture(what: str, world: World, tmp_path: Path) -> None:
    ran = _scanned(world, _IN_A_WORKER.format(what=what), tmp_path)
    assert [mark for mark, spelt in looked_for() if spelt in ran.out + ran.err] == []
    assert b"Traceback" not in ran.out + ran.err
    assert b"JFIF" not in ran.out + ran.err
    assert ran.status == 0, "nothing can be found with no picture looked at"
    reasons = {entry["locator"]["path"]: entry["reason"] for entry in json.loads(ran.out)["skipped"]}
    assert {"photos/small.jpg", "photos/same.jpg", "photos/other.png"} <= reasons.keys()


def test_where_the_program_breaks_down_it_names_neither_files_nor_people(world: World, tmp_path: Path) -> None:
    ran = _scanned(world, _IN_THE_PROGRAM.format(words=f"{TITLE} {SENDER} MARKowner"), tmp_path)
    assert ran.status == 3
    told = ran.err[ran.err.index(b"error: ") :] + ran.out
    assert b"exposurewatch itself went wrong (RuntimeError)" in told
    for word in (TITLE, SENDER, "MARKowner", "Traceback", "ChatExport/photos", str(world.photos)):
        assert word.encode() not in told, word


def test_the_same_words_are_told_to_a_developer_who_asks(world: World, tmp_path: Path) -> None:
    """So that the test before this one could fail."""
    fault = _IN_THE_PROGRAM.format(words=f"{TITLE} MARKowner")
    ran = _scanned(world, fault, tmp_path, EXPOSUREWATCH_DEBUG="1")
    assert b"MARKowner" in ran.err
    assert b"Traceback" in ran.err
    assert json.dumps(TITLE)[1:-1].encode() in ran.err
