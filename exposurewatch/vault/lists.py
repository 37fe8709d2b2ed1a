"""How the codes of the photos are sorted for an index of them: worked out once, as it takes long, and remembered."""

from __future__ import annotations

import numpy as np

from exposurewatch.model import NO_LIST, Lists
from exposurewatch.vault.database import Database, damaged

_NUMBER = np.dtype("<u2")
_CODE_BYTES = 32


class KnownLists:
    """The lists of one vault's photos."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> Lists | None:
        """The lists, for the photos in the order in which they were added; None where none were worked out yet.

        Raises:
            VaultDamaged: they are not those of the photos.
        """
        centres = self._database.execute("SELECT codes FROM centres")
        if not centres:
            return None
        codes = np.frombuffer(centres[0][0], np.uint8)
        rows = self._database.execute(
            "SELECT points, numbers FROM photos LEFT JOIN lists ON photo = number ORDER BY number"
        )
        parts = [_unpacked(points, numbers) for points, numbers in rows]
        if len(codes) % _CODE_BYTES:
            raise damaged()
        return Lists(codes.reshape(-1, _CODE_BYTES), np.concatenate([np.zeros(0, _NUMBER), *parts]))

    def keep(self, lists: Lists) -> None:
        """Remember lists, which are those of all photos in their order. What is known already is not written again."""
        known = self._database.execute("SELECT 1 FROM centres WHERE codes = ?", lists.centres.tobytes())
        with self._database.transaction():
            if not known:
                self._database.execute("DELETE FROM lists")
                self._database.execute("INSERT OR REPLACE INTO centres VALUES (1, ?)", lists.centres.tobytes())
            have = {photo for (photo,) in self._database.execute("SELECT photo FROM lists")}
            end = 0
            for photo, points in self._database.execute("SELECT number, points FROM photos ORDER BY number"):
                start, end = end, end + points
                if photo not in have:
                    numbers = lists.numbers[start:end].astype(_NUMBER).tobytes()
                    self._database.execute("INSERT INTO lists VALUES (?, ?)", photo, numbers)


def _unpacked(points: int, numbers: bytes | None) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    if numbers is None:
        return np.full(points, NO_LIST, np.uint16)
    if len(numbers) != points * _NUMBER.itemsize:
        raise damaged()
    return np.frombuffer(numbers, _NUMBER).astype(np.uint16)
