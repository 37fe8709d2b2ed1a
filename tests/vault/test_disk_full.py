"""A disk that runs full ends the work with a sentence; nothing is lost, and with room again it goes on."""

from __future__ import annotations

import pytest

from exposurewatch.errors import NoRoom
from tests.vault.disk import Disk, Promise
from tests.vault.test_power_cut import check, vault_on, work

POINTS = 30


def most_used() -> int:
    disk = Disk()
    work(disk, 0, commands=2)
    return disk.most_used


MOST = most_used()


@pytest.mark.parametrize("point", range(POINTS))
def test_a_full_disk_is_told_loses_nothing_and_the_work_goes_on(point: int) -> None:
    disk = Disk(room=MOST * point // POINTS)
    with pytest.raises(NoRoom) as raised:
        work(disk, 0, commands=2)
    assert "goes on where it stopped" in raised.value.hint
    promises = {event.fact for event in disk.log if isinstance(event, Promise)}
    promises -= {event.fact for event in disk.log if isinstance(event, Promise) and not event.held}
    check(disk.files, promises)
    disk.room = None
    work(disk, 1, commands=1)
    with vault_on(disk) as vault:
        assert vault._database.execute("PRAGMA integrity_check") == [("ok",)]


def test_what_was_found_before_can_still_be_read_on_a_full_disk() -> None:
    disk = Disk()
    work(disk, 0)
    disk.room = 64 * 1024  # for what SQLite itself writes when it opens
    with vault_on(disk) as vault:
        assert vault.photos.all()
        assert vault.findings.listed()
