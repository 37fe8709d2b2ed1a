"""The limit on open files is raised where it is low, and never lowered."""

from __future__ import annotations

import sys

import pytest

from exposurewatch.cli.open_files import allow_many

if sys.platform == "win32":
    pytest.skip("Windows has no such limit", allow_module_level=True)

import resource

_BOUNDLESS = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((256, _BOUNDLESS), (8192, _BOUNDLESS)),
        ((256, 1000), (1000, 1000)),
        ((1024, 100_000), (8192, 100_000)),
        ((9000, 100_000), None),
        ((1000, 1000), None),
        ((_BOUNDLESS, _BOUNDLESS), None),
    ],
)
def test_it_is_raised_as_far_as_it_goes(
    monkeypatch: pytest.MonkeyPatch, before: tuple[int, int], after: tuple[int, int] | None
) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: before)
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, limits: asked.append(limits))

    allow_many()

    assert asked == ([] if after is None else [after])


def test_a_system_that_refuses_is_left_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_kind: int, _limits: tuple[int, int]) -> None:
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (256, _BOUNDLESS))
    monkeypatch.setattr(resource, "setrlimit", refuse)

    allow_many()
