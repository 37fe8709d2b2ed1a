"""Vaults as older versions of the program have left them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exposurewatch.fingerprints.wire import pack_photo
from exposurewatch.model import Photo
from exposurewatch.vault import schema
from exposurewatch.vault.database import Database, connect
from exposurewatch.vault.location import DATABASE, SEAL
from tests.vault.builders import KEY

BEFORE_DETAILS, BEFORE_FEEDS = 4, 6  # steps

_UNDONE = {
    5: "DROP TABLE beside; DROP TABLE details",
    6: "",  # it changed what the fifth has made
    7: "DROP TABLE signing; DROP TABLE entries; DROP TABLE parts; DROP TABLE feeds; DROP TABLE crops;"
    " ALTER TABLE sums DROP COLUMN sha1; ALTER TABLE sightings DROP COLUMN withdrawn_at;"
    " DELETE FROM marks WHERE name = 'sums'",
    8: "DROP TRIGGER findings_made; DROP TRIGGER findings_changed; DROP TRIGGER findings_gone;"
    " DROP TRIGGER sightings_made; DROP TRIGGER sightings_changed; DROP TRIGGER sightings_gone;"
    " DROP TRIGGER beside_made; DROP TRIGGER beside_changed; DROP TRIGGER beside_gone;"
    " DROP VIEW unchained; DROP VIEW evidence; DROP VIEW last_link; DROP TABLE chain;"
    " DELETE FROM marks WHERE name = 'sealed'",
}


@contextmanager
def taken_back(folder: Path, steps: int) -> Iterator[Database]:
    """Leave a vault that is closed with no more than the first `steps`, and hold its database open."""
    database = connect(folder / DATABASE, KEY)
    for step in range(len(schema.MIGRATIONS), steps, -1):
        if _UNDONE[step]:
            database.execute(_UNDONE[step])
    database.execute(f"PRAGMA user_version = {steps}")
    yield database
    database.close()
    (folder / SEAL).unlink()


def made_by_an_older_version(folder: Path, steps: int, *photos: Photo) -> None:
    """Make a vault of the first `steps` alone, with photos as they were put in then."""
    (folder / DATABASE).unlink(missing_ok=True)
    database = connect(folder / DATABASE, KEY)
    for step in schema.MIGRATIONS[:steps]:
        database.execute(step)
    database.execute(f"PRAGMA user_version = {steps}")
    for version, photo in enumerate(photos, 1):
        _put(database, steps, version, photo)
    database.close()


def _put(database: Database, steps: int, version: int, photo: Photo) -> None:
    ((number,),) = database.execute(
        "INSERT INTO photos (version, sha256, id, label, path, added_at, pipeline, width, height, points, fingerprints)"
        " VALUES (?, ?, ?, ?, ?, '2024-05-01T02:00:00.000000+00:00', 1, 1600, 1200, 20, ?) RETURNING number",
        *(version, photo.sha256, photo.id, photo.label, photo.path, pack_photo(photo.fingerprints)),
    )
    database.execute("UPDATE marks SET value = ? WHERE name = 'version'", version)
    if steps >= 3:
        database.execute("INSERT INTO sums (photo, md5) VALUES (?, ?)", number, photo.md5)
