"""Past scans are listed with their counts, and one that did not come to its end is known for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exposurewatch.errors import VaultDamaged
from exposurewatch.model import LookedAt, Opened
from exposurewatch.vault.records import PastScan, ScanState
from exposurewatch.vault.store import Vault
from tests.vault.conftest import reopened

ONE, OTHER = Opened("Telegram “export”", "one"), Opened("a folder", "other")


def test_a_scan_is_listed_with_what_it_counted(folder: Path) -> None:
    with reopened(folder) as vault:
        number = vault.history.begin([ONE, OTHER])
        vault.history.end(number, LookedAt(120, 64, 60, 4), 3, 17, ScanState.FINISHED)
        later = vault.history.begin([ONE])
    with reopened(folder) as vault:
        last, first = vault.history.listed()
    assert first == PastScan(
        number, first.started_at, first.ended_at, ScanState.FINISHED, (ONE, OTHER), LookedAt(120, 64, 60, 4), 3, 17
    )
    assert first.ended_at is not None
    assert first.started_at <= first.ended_at <= last.started_at
    assert last == PastScan(later, last.started_at, None, ScanState.UNDER_WAY, (ONE,), LookedAt(), 0, 0)


def test_a_scan_that_was_killed_or_stopped_is_unfinished_until_one_of_the_same_is_finished(vault: Vault) -> None:
    history = vault.history
    assert history.unfinished(["one"]) is None
    killed = history.begin([ONE])
    assert [history.unfinished(names) for names in (["other"], [])] == [None, None]
    unfinished = history.unfinished(["other", "one"])
    assert unfinished is not None
    assert unfinished.number == killed
    history.end(killed, LookedAt(), 0, 0, ScanState.INTERRUPTED)
    assert history.unfinished(["one"]) is not None
    history.end(history.begin([OTHER]), LookedAt(), 0, 0, ScanState.FINISHED)
    assert history.unfinished(["one"]) is not None
    history.end(history.begin([ONE, OTHER]), LookedAt(), 0, 0, ScanState.FINISHED)
    assert history.unfinished(["one"]) is None


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE scans SET state = 'lost'",
        "UPDATE scans SET opened = '[[1, 2]]'",
        "UPDATE scans SET counts = '{}'",
        "UPDATE scans SET counts = '[', state = 'finished'",
    ],
)
def test_what_was_never_written_is_a_damage(vault: Vault, damage: str) -> None:
    vault.history.begin([ONE])
    vault._database.execute(damage)
    with pytest.raises(VaultDamaged):
        vault.history.listed()
