"""Looks into a vault that a killed process left: whether it is whole, and what it holds."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from exposurewatch.vault import seal
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.database import connect
from exposurewatch.vault.evidence import Evidence
from exposurewatch.vault.location import DATABASE
from exposurewatch.vault.store import Vault, opened


def counted(vault: Path, copy: Path, key: DataKey) -> Counter[str]:
    """How much is in a vault, which is whole; looked at in a copy: the program itself has to mend what a kill left."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(vault, copy)
    database = connect(copy / DATABASE, key)
    assert database.execute("PRAGMA integrity_check") == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check") == []
    assert Evidence(database).faults(seal.read(copy, key)) == ()
    tables = ("photos", "pictures", "findings", "sightings", "files")
    counts = Counter({table: database.execute(f"SELECT count(*) FROM {table}")[0][0] for table in tables})  # noqa: S608
    database.close()
    return counts


def held(vault: Path, key: DataKey) -> Any:
    """All that a vault holds, but for when it came in and how often a scan was begun."""
    with opened(vault, key) as vault_held:
        assert vault_held.faults == ()
        return _photos(vault_held), _findings(vault_held)


def _photos(held: Vault) -> Any:
    return [(entry.id, entry.label, entry.path, entry.points) for entry in held.photos.listed()]


def _findings(held: Vault) -> Any:
    return sorted(
        (
            (each.picture, each.photo.id, each.verdict, each.score, repr(each.alteration), each.alike),
            [(sighting.origin.locator.path, sighting.origin.message_id or "") for sighting in each.sightings],
        )
        for each in held.findings.listed(with_not_me=True)
    )
