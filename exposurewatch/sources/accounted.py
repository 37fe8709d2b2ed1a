"""Which files of an export its messages account for; what is left is looked at as well."""

from __future__ import annotations

from exposurewatch.paths import comparable


class Accounted:
    """Paths in a container, kept as hashes, for there may be a million.

    A hash is seeded anew in every run of the program, so nobody can make up a name that has the hash of another.
    """

    def __init__(self) -> None:
        self._hashes: set[int] = set()

    def add(self, path: str) -> None:
        """Take note of a path in the container."""
        self._hashes.add(hash(comparable(path)))

    def __contains__(self, path: str) -> bool:
        return hash(comparable(path)) in self._hashes
