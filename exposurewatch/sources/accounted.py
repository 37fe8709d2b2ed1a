"""Which files of an export its messages account for; what is left is looked at as well."""

from __future__ import annotations

from exposurewatch.hashed import HashedSet
from exposurewatch.paths import comparable


class Accounted:
    """Paths in a container, however they are spelled; there may be a million."""

    def __init__(self) -> None:
        self._paths = HashedSet()

    def add(self, path: str) -> None:
        """Take note of a path in the container."""
        self._paths.add(comparable(path))

    def __contains__(self, path: str) -> bool:
        return comparable(path) in self._paths
