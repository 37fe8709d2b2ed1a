"""A drive that is pulled out or becomes read-only ends the work with a sentence, and nothing is lost."""

from __future__ import annotations

import random

import apsw
import pytest

from exposurewatch.errors import VaultUnwritable
from tests.vault.disk import Disk, after_cut
from tests.vault.test_power_cut import check, work


def events() -> int:
    disk = Disk()
    work(disk, 0, commands=2)
    return len(disk.log)


EVENTS = events()


@pytest.mark.parametrize("failure", [apsw.IOError, apsw.ReadOnlyError])
@pytest.mark.parametrize("point", range(15))
def test_a_drive_that_goes_is_told_and_nothing_is_lost(failure: type[apsw.Error], point: int) -> None:
    disk = Disk(lasts=EVENTS * point // 15, failure=failure)
    with pytest.raises(VaultUnwritable) as raised:
        work(disk, 0, commands=2)
    assert "drive" in raised.value.hint
    rng = random.Random(point)  # noqa: S311
    check(*after_cut(disk.log, rng))
