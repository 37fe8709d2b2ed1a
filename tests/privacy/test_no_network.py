"""Adding photos, scanning and reporting make no call to the network: not one, by the program or by a worker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.privacy import tracing
from tests.privacy.conftest import Lived

_ONE_SOCKET = "import socket; socket.socket().close()"
_BY_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_ONE_SOCKET!r}], check=True)"
_CLOSED_OFF = f"from exposurewatch.sandbox.dumps import leave_none; leave_none(); {_ONE_SOCKET}"


@pytest.mark.parametrize("code", [_ONE_SOCKET, _BY_A_CHILD, _CLOSED_OFF], ids=["itself", "a child", "closed off"])
def test_one_socket_that_is_never_connected_would_be_counted(code: str, tmp_path: Path) -> None:
    if why := tracing.why_not():
        pytest.skip(why)
    into = tmp_path / "trace"
    subprocess.run([*tracing.command(into), sys.executable, "-c", code], check=True)  # noqa: S603
    assert [call.name for call in tracing.calls(into) if call.is_of_network] == ["socket"]


def test_no_command_makes_a_call_to_the_network(watched: Lived) -> None:
    assert len(watched.traces) == len(watched.runs) >= 14
    for name, into in watched.traces.items():
        assert [call.words for call in tracing.calls(into) if call.is_of_network] == [], name


def test_workers_were_watched_as_well(watched: Lived) -> None:
    for name in ("add", "scan", "scan of a zip", "without a vault"):
        paths = {path for call in tracing.calls(watched.traces[name]) for path in call.paths}
        assert any("sandbox" in path and "child" in path for path in paths), name
        assert tracing.processes(watched.traces[name]) >= 3, name


def test_without_a_home_only_the_computers_own_list_of_users_is_asked(watched: Lived, tmp_path: Path) -> None:
    """Python itself asks the C library for it before a program begins, and that may ask a service of this computer."""
    environment = watched.world.environment()
    del environment["HOME"]
    into = tmp_path / "trace"
    ran = watched.world.run(
        "photos", "--vault", watched.world.vault, under=tracing.command(into), environment=environment
    )
    assert ran.status == 0, ran.err
    calls = [call for call in tracing.calls(into) if call.is_of_network]
    assert [call.words for call in calls if call.name == "socket" and "AF_UNIX" not in call.words] == []
    assert [call.words for call in calls if call.name == "connect" and 'sun_path="/' not in call.words] == []
