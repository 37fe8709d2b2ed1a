"""A bit that changes in the closed vault changes nothing that is told: either it was in no use, or it is noticed."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from exposurewatch.errors import VaultDamaged
from tests.vault.disk import Disk, Files
from tests.vault.test_power_cut import PATH, vault_on, work


def contents(files: Files) -> list[object]:
    """All that a vault tells, down to the last bit."""
    with vault_on(Disk.holding(files)) as vault:
        database = vault._database
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        assert len(tables) > 6
        rows = [database.execute(f"SELECT * FROM {table}") for table in tables]  # noqa: S608
        return [*rows, repr(vault.findings.listed(with_not_me=True)), repr(vault.history.listed())]


@pytest.fixture(scope="module")
def closed() -> bytes:
    """The one file of a vault after some work."""
    disk = Disk()
    work(disk, 3)
    (content,) = disk.files.values()
    return content


def outcomes(closed: bytes, bits: Iterable[int]) -> dict[str, int]:
    """What came of flipping each of these bits alone; an outcome that is neither is raised."""
    expected = contents({str(PATH): closed})
    counts = {"harmless": 0, "refused": 0}
    for bit in bits:
        flipped = bytearray(closed)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            told = contents({str(PATH): bytes(flipped)})
        except VaultDamaged:
            counts["refused"] += 1
            continue
        assert told == expected, bit
        counts["harmless"] += 1
    return counts


def test_a_flipped_bit_is_noticed_or_harmless(closed: bytes) -> None:
    rng = random.Random(4)  # noqa: S311
    counts = outcomes(closed, (rng.randrange(8 * len(closed)) for _ in range(1000)))
    assert sum(counts.values()) == 1000
    assert counts["refused"] > 500  # the others are in pages that are free


def test_every_flipped_bit_of_the_head_is_noticed_or_harmless(closed: bytes) -> None:
    """The head holds the few bytes that are not encrypted: page size and versions."""
    assert outcomes(closed, range(8 * 32))["refused"] > 128
