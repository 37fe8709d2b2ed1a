"""The limits of the system, as they are set; the worker tests feel them."""

from __future__ import annotations

import sys

import pytest

from exposurewatch.sandbox import limits

if sys.platform == "win32":
    pytest.skip("Windows has none", allow_module_level=True)
import resource


@pytest.fixture
def was_set(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", found.__setitem__)
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (256, resource.RLIM_INFINITY))
    return found


def test_nothing_is_written_and_nothing_dumped(was_set: dict[int, tuple[int, int]]) -> None:
    limits.bound(1 << 30)
    assert was_set[resource.RLIMIT_CORE] == was_set[resource.RLIMIT_FSIZE] == (0, 0)
    assert 0 < was_set[resource.RLIMIT_CPU][1] < 24 * 3600


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory holds on Linux only")
def test_on_linux_memory_is_bounded_beyond_what_is_in_use(was_set: dict[int, tuple[int, int]]) -> None:
    limits.bound(1 << 40)
    soft, hard = was_set[resource.RLIMIT_AS]
    assert soft == hard > 1 << 40
    assert resource.RLIMIT_NPROC not in was_set, "Linux counts threads by it"
    limits.open_nothing_more()
    assert was_set[resource.RLIMIT_NOFILE] == (0, 0)


def test_on_macos_no_process_is_started_and_few_files_are_opened(
    was_set: dict[int, tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    limits.bound(1 << 30)
    limits.open_nothing_more()
    assert was_set[resource.RLIMIT_NPROC] == (0, 0)
    assert resource.RLIMIT_AS not in was_set
    assert was_set[resource.RLIMIT_NOFILE] == (64, 64)


def test_a_limit_that_is_lower_already_stays(
    was_set: dict[int, tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (7, 7))
    limits.bound(1 << 30)
    assert was_set[resource.RLIMIT_CPU] == (7, 7)


def test_on_windows_nothing_is_set(was_set: dict[int, tuple[int, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    limits.bound(1 << 30)
    limits.open_nothing_more()
    assert was_set == {}
