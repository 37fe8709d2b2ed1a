"""The user's own photos: their fingerprints, their labels, and where they lay when they were added."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from exposurewatch.model import Photo
from exposurewatch.vault import packing, values
from exposurewatch.vault.database import Database, Row
from exposurewatch.vault.records import PhotoEntry

ENTRY = (
    "id, label, path, added_at, width, height, points, pipeline,"
    " (SELECT seconds FROM videos WHERE videos.photo = photos.number)"
)
_LOOKED_AT = "version, pipeline, width, height, points, fingerprints"
_PLACES = ", ".join("?" * 11)


class Photos:
    """The photos of one vault, in the order in which they were added."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def version(self) -> int:
        """Grows with each photo that is added: what was compared with a smaller one lacks some photo."""
        ((version,),) = self._database.execute("SELECT coalesce(max(version), 0) FROM photos")
        return int(version)

    @property
    def told_by(self) -> int:
        """Grows with each photo that is added, and with each that is given sums or crops that it had lacked.

        A published report that was compared with a smaller one lacks something that it may be told by.
        """
        ((version,),) = self._database.execute("SELECT sum(value) FROM marks WHERE name IN ('version', 'sums')")
        return int(version)

    @property
    def without_parts(self) -> int:
        """How many photos an older version added, which did not take what published fingerprints are compared with."""
        ((count,),) = self._database.execute(
            "SELECT count(*) FROM photos WHERE number NOT IN (SELECT photo FROM crops)"
        )
        return int(count)

    def add(self, photo: Photo, pipeline: int) -> bool:
        """Remember a photo; it lasts when this returns. False, and nothing happens, where its bytes are known.

        `pipeline` is the version of what took the fingerprints. A photo whose fingerprints are those of an older one
        is replaced, and keeps its label and its findings; one that lacks a sum or crops gets them.
        """
        known = self._database.execute("SELECT pipeline FROM photos WHERE sha256 = ?", photo.sha256)
        if known and known[0][0] >= pipeline:
            with self._database.transaction():
                self._complete(photo)
            return False
        with self._database.transaction():
            if known:
                self._replace(photo, pipeline)
            else:
                self._insert(photo, pipeline)
            self._complete(photo)
        return True

    def _insert(self, photo: Photo, pipeline: int) -> None:
        self._database.execute(
            f"INSERT INTO photos (sha256, id, label, path, added_at, {_LOOKED_AT}) VALUES ({_PLACES})",
            *(photo.sha256, photo.id, photo.label, photo.path, values.now()),
            *self._looked_at(photo, pipeline),
        )
        self._keep_length(photo)

    def _keep_length(self, photo: Photo) -> None:
        if photo.seconds is not None:
            self._database.execute(
                "INSERT OR REPLACE INTO videos SELECT number, ? FROM photos WHERE sha256 = ?",
                *(photo.seconds, photo.sha256),
            )

    def _replace(self, photo: Photo, pipeline: int) -> None:
        for table in ("lists", "crops"):
            self._database.execute(
                f"DELETE FROM {table} WHERE photo = (SELECT number FROM photos WHERE sha256 = ?)", photo.sha256
            )
        self._database.execute(
            f"UPDATE photos SET ({_LOOKED_AT}) = (?, ?, ?, ?, ?, ?) WHERE sha256 = ?",
            *self._looked_at(photo, pipeline),
            photo.sha256,
        )
        self._keep_length(photo)

    def _complete(self, photo: Photo) -> None:
        """Give a photo those of the sums and crops that it lacks."""
        given = self._database.execute(
            "INSERT INTO crops SELECT number, ? FROM photos WHERE sha256 = ? ON CONFLICT DO NOTHING RETURNING 1",
            *(packing.crops(photo), photo.sha256),
        )
        if photo.md5:
            given += self._database.execute(
                "INSERT INTO sums (photo, md5, sha1) SELECT number, ?, ? FROM photos WHERE sha256 = ?"
                " ON CONFLICT DO UPDATE SET sha1 = excluded.sha1 WHERE sha1 IS NULL AND excluded.sha1 IS NOT NULL"
                " RETURNING 1",
                *(photo.md5, photo.sha1 or None, photo.sha256),
            )
        if given:
            self._database.execute("UPDATE marks SET value = value + 1 WHERE name = 'sums'")

    def _looked_at(self, photo: Photo, pipeline: int) -> tuple[int, int, int, int, int, bytes]:
        seen = photo.fingerprints
        ((version,),) = self._database.execute(
            "UPDATE marks SET value = value + 1 WHERE name = 'version' RETURNING value"
        )
        return version, pipeline, seen.width, seen.height, packing.points(photo), packing.fingerprints(photo)

    def __iter__(self) -> Iterator[Photo]:
        """Every photo, whole, one after the other: whoever takes them in never has all of them in memory twice."""
        for (number,) in self._database.execute("SELECT number FROM photos ORDER BY number"):
            (row,) = self._database.execute(
                "SELECT id, label, sha256, fingerprints, path, seconds, coalesce(md5, x''), coalesce(sha1, x''), packed"
                " FROM photos LEFT JOIN videos ON videos.photo = number LEFT JOIN sums ON sums.photo = number"
                " LEFT JOIN crops ON crops.photo = number WHERE number = ?",
                number,
            )
            yield packing.photo(row)

    def all(self) -> tuple[Photo, ...]:
        """Every photo, whole: ready to be compared with."""
        return tuple(self)

    def listed(self) -> tuple[PhotoEntry, ...]:
        """Every photo without its fingerprints."""
        return tuple(map(entry, self._database.execute(f"SELECT {ENTRY} FROM photos ORDER BY number")))

    def knows(self, sha256: bytes) -> bool:
        """Whether a photo with these bytes is remembered."""
        return bool(self._database.execute("SELECT 1 FROM photos WHERE sha256 = ?", sha256))

    def up_to_date(self, pipeline: int) -> frozenset[bytes]:
        """The SHA-256 of every photo that need not be looked at again: nothing of it is of an older version."""
        rows = self._database.execute(
            "SELECT sha256 FROM photos JOIN sums ON photo = number WHERE pipeline >= ? AND sha1 IS NOT NULL", pipeline
        )
        return frozenset(sha256 for (sha256,) in rows)

    def forget(self, ids: Collection[str]) -> int:
        """Forget photos, with all that was found of them; return how many there were."""
        with self._database.transaction():
            forgotten = sum(self._forget(photo_id) for photo_id in set(ids))
            for table in ("lists", "centres"):  # the centres of lists bear traces of all photos that were sorted
                self._database.execute(f"DELETE FROM {table}")
            self._database.execute("DELETE FROM sightings WHERE picture NOT IN (SELECT picture FROM findings)")
        self._database.empty_log()
        return forgotten

    def _forget(self, photo_id: str) -> int:
        numbers = self._database.execute("SELECT number FROM photos WHERE id = ?", photo_id)
        for (number,) in numbers:
            # Another photo that stood behind this one has no finding of its own; looking anew will tell it.
            # Of a report only its name stands there, not which it is: all of them are compared again.
            if self._database.execute(
                "DELETE FROM pictures WHERE sha256 IN (SELECT picture FROM findings WHERE photo = ? AND alike != '[]')"
                " RETURNING 1",
                number,
            ):
                self._database.execute("UPDATE entries SET compared = 0")
            self._database.execute("DELETE FROM photos WHERE number = ?", number)
        return len(numbers)


def entry(row: Row) -> PhotoEntry:
    """Read one row of the columns that an entry has."""
    photo_id, label, path, added_at, width, height, points, pipeline, seconds = row
    return PhotoEntry(photo_id, label, path, values.moment(added_at), width, height, points, pipeline, seconds)
