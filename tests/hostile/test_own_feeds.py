"""Whatever lies in the folder that a feed is published in, nothing is published over it without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hostility.hosts import served_by
from benchmarks.hostility.own_feeds import OPENED, crafted, opened
from exposurewatch.errors import CouldNotFinish, WrongUsage
from exposurewatch.parsers.feed_format import CHUNK_FOLDER, MANIFEST_FILE, SIGNATURE_FILE
from tests.hostile import corpus

_EACH = 60


@pytest.mark.parametrize("place", [MANIFEST_FILE, SIGNATURE_FILE, CHUNK_FOLDER])
def test_each_file_of_a_feed_is_accounted_for(place: str, tmp_path: Path) -> None:
    cases = [(path, case) for path, case in crafted(_EACH) if path.startswith(place)]
    assert len({case.content for _, case in cases}) >= corpus.LEAST
    outcomes = set()
    for number, (path, case) in enumerate(cases):
        folder = tmp_path / str(number)
        folder.mkdir()
        outcomes.add(opened(path, case.content, folder))
    assert outcomes <= {OPENED, CouldNotFinish.__name__, WrongUsage.__name__}


def test_a_feed_that_is_well_is_taken_up(tmp_path: Path) -> None:
    """Else the rest would prove nothing."""
    assert opened(MANIFEST_FILE, served_by("exposurewatch")["exposurewatch-manifest"], tmp_path) == OPENED
