"""A vault of its own for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from exposurewatch.vault.store import Vault, made, opened
from tests.vault.builders import KEY


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
