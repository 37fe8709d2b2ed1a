"""A vault of its own for each test that asks for one, which opens at once: the cost of a try is for the real ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from exposurewatch.vault import slots
from exposurewatch.vault.slots import Cost
from exposurewatch.vault.store import Vault, made, opened
from tests.vault.builders import KEY

PASSPHRASE = "violet anchor drumming otter"  # noqa: S105 (of drawn vaults)
REAL_COST = slots.COST


@pytest.fixture(autouse=True)
def _cheap_to_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "COST", Cost(memory_kib=8, passes=1, lanes=1))


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """Where a vault is to be made."""
    return tmp_path / "vault"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a vault that is made and closed."""
    with made(tmp_path, KEY):
        pass
    return tmp_path


@pytest.fixture
def vault(folder: Path) -> Iterator[Vault]:
    """A vault that is open."""
    with opened(folder, KEY) as vault:
        yield vault


def reopened(folder: Path) -> AbstractContextManager[Vault]:
    """The same vault, as the next command finds it."""
    return opened(folder, KEY)
