"""Vaults that open at once: the cost of a try is for the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from exposurewatch.vault import slots
from exposurewatch.vault.slots import Cost

PASSPHRASE = "violet anchor drumming otter"  # noqa: S105 (of drawn vaults)
REAL_COST = slots.COST


@pytest.fixture(autouse=True)
def _cheap_to_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "COST", Cost(memory_kib=8, passes=1, lanes=1))


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    return tmp_path / "vault"
