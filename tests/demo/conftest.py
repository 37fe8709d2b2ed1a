"""One demo, composed once for all tests that only look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exposurewatch.demo.compose import Demo, compose


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return compose(Path(tmp_path_factory.mktemp("demo")) / "exposurewatch-demo")
