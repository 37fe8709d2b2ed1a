"""One user's afternoon with the program, watched by strace where that can be, for all tests to look back on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.privacy import tracing
from tests.privacy.world import Ran, World, compose


@dataclass(frozen=True)
class Lived:
    """What was done, what came of it, and how the disk was before and after. `traces` has a file of each command."""

    world: World
    before: dict[str, tuple[Any, ...]]
    after: dict[str, tuple[Any, ...]]
    runs: dict[str, Ran]
    traces: dict[str, Path]


def _commands(world: World) -> dict[str, tuple[int, tuple[str | Path, ...]]]:
    """The commands, each with its name here and the exit status that it is to end with."""
    outputs = world.outputs
    return {
        "create": (0, ("vault", "create")),
        "add": (0, ("add", world.photos)),
        "details": (0, ("details", "add", "phone", "012-345 6789")),
        "scan": (1, ("scan", world.export, "--output", outputs / "folder.json")),
        "scan of a zip": (1, ("scan", world.archive, "--format", "csv", "--output", outputs / "zip.csv")),
        "review": (0, ("review", "--number", "1", "--decision", "confirmed", "--note", "seen")),
        "matches": (1, ("matches", "--all")),
        "matches in JSON": (1, ("matches", "--all", "--output", outputs / "matches.json")),
        "matches in CSV": (1, ("matches", "--all", "--format", "csv")),
        "photos": (0, ("photos",)),
        "hashes": (
            0,
            ("photos", "export", "--format", "pdq", "--output", outputs / "hashes.txt", "--yes-i-understand"),
        ),
        "history": (0, ("history",)),
        "forget": (0, ("vault", "status", "--details")),
    }


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Every command of the program that works on photos and exports, run once, one after the other."""
    world = compose(tmp_path_factory.mktemp("lived") / "root")
    traced = tmp_path_factory.mktemp("traces")
    watched = not tracing.why_not()
    before, runs, traces = world.snapshot(), {}, {}
    for name, (status, command) in _commands(world).items():
        into = traced / name.replace(" ", "-")
        ran = world.run(*command, under=tracing.command(into) if watched else ())
        assert ran.status == status, (name, ran)
        runs[name] = ran
        if watched:
            traces[name] = into
    without = ("scan", world.export, "--photos", world.photos, "--format", "json")
    into = traced / "without-a-vault"
    ran = world.run(*without, under=tracing.command(into) if watched else (), passphrase=None)
    assert ran.status == 1, ran
    runs["without a vault"] = ran
    if watched:
        traces["without a vault"] = into
    return Lived(world, before, world.snapshot(), runs, traces)


@pytest.fixture
def watched(lived: Lived) -> Lived:
    """The same, where strace has watched."""
    if why := tracing.why_not():
        pytest.skip(why)
    return lived
