"""The same report where there is no network at all: no route, no name server, and loopback down."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.privacy.world import World, compose

_CONNECT = """
import socket
for address in (("127.0.0.1", 9), ("192.0.2.1", 9)):
    try:
        socket.create_connection(address, 1)
    except OSError as error:
        print(error.errno)
"""
_UNREACHABLE = "101"  # ENETUNREACH, of Linux
_MADE_AT = re.compile(rb'"made_at": "[^"]*"')


@cache
def _cut_off() -> tuple[str, ...]:
    """The beginning of a command that is to run without a network; nothing where none may be taken away."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return ()
    user = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    words = ("unshare", *user, "--net")
    done = subprocess.run([*words, "true"], capture_output=True, check=False)  # noqa: S603
    return words if done.returncode == 0 else ()


@pytest.fixture(scope="module")
def cut_off() -> tuple[str, ...]:
    if not (words := _cut_off()):
        pytest.skip("this system gives no network namespaces")
    return words


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A user who has added her photos."""
    made = compose(tmp_path_factory.mktemp("cut off") / "root")
    assert made.run("vault", "create").status == 0
    assert made.run("add", made.photos).status == 0
    return made


def test_nothing_can_be_reached_there(cut_off: tuple[str, ...]) -> None:
    done = subprocess.run([*cut_off, sys.executable, "-c", _CONNECT], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == [_UNREACHABLE, _UNREACHABLE]


def test_a_scan_reports_the_same_byte_for_byte_but_for_the_time(cut_off: tuple[str, ...], world: World) -> None:
    command = ("scan", world.export, "--photos", world.photos, "--format", "json")
    with_network = world.run(*command, passphrase=None)
    without = world.run(*command, passphrase=None, under=cut_off)
    assert with_network.status == without.status == 1
    assert _timeless(without.out) == _timeless(with_network.out)
    assert len(without.out) > 1000
    assert without.err == with_network.err


def test_a_scan_against_the_vault_finds_the_same(cut_off: tuple[str, ...], world: World, tmp_path: Path) -> None:
    shutil.copytree(world.vault, tmp_path / "vault")
    reports = []
    for under in ((), cut_off):
        shutil.rmtree(world.vault)
        shutil.copytree(tmp_path / "vault", world.vault)
        scanned = world.run("scan", world.archive, "--format", "json", under=under)
        listed = world.run("matches", "--all", "--format", "csv", under=under)
        assert scanned.status == listed.status == 1
        # Matches are numbered as the workers come to be done with them, which is not the same twice.
        reports.append((_timeless(scanned.out), sorted(line.partition(b",")[2] for line in listed.out.splitlines())))
    assert reports[0] == reports[1]


def _timeless(report: bytes) -> bytes:
    return _MADE_AT.sub(b"at some time", report)
