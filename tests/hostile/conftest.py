"""Workers that serve many hostile files, one set of them for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.hostility.scanning import Workers, extractor
from exposurewatch.parsers.reader import Reader


@pytest.fixture(scope="session")
def workers(_workers_find_the_code: None) -> Iterator[Workers]:
    with extractor() as one:
        yield one


@pytest.fixture(scope="session")
def reader(_workers_find_the_code: None) -> Iterator[Reader]:
    with Reader() as one:
        yield one
