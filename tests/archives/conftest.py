"""Archives are opened in the tests' own process here, but where a test is about the worker itself."""

from __future__ import annotations

import pytest

from exposurewatch.archives import seats
from tests.archives.in_process import InProcess


@pytest.fixture(autouse=True)
def in_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no worker started, unless the module says `IN_WORKERS = True`."""
    if not getattr(request.module, "IN_WORKERS", False):
        monkeypatch.setattr(seats, "Worker", InProcess)
