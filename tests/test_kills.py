"""Killed again and again, `add` and `scan` end with the report and the vault of a run that was left in peace."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.kills import measured
from exposurewatch.vault import slots


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe cannot be handed on there")
def test_nothing_is_lost_or_doubled_by_kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More of the same: python -m benchmarks.kills."""
    monkeypatch.setattr(slots, "COST", slots.Cost(memory_kib=8, passes=1, lanes=1))
    figures = measured(tmp_path, kills=6, seed=7, pictures=30)
    assert figures.kills["add"] + figures.kills["scan"] >= 6
