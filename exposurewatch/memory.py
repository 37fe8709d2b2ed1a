"""What a scan asks of whatever remembers results for it: a vault, or nothing but the scan itself."""

from __future__ import annotations

from typing import Protocol

from exposurewatch.hashed import HashedSet
from exposurewatch.model import Judgement, Remembered, Sighting, Unreadable

_NOTHING = Remembered(())


class Memory(Protocol):
    """What is known of pictures by their bytes, and by their look: a digest of their whole-picture hashes."""

    def recall(self, sha256: bytes) -> Remembered | None:
        """What came of a file with these bytes; None where it is still to be looked at."""
        ...

    def recall_look(self, look: bytes) -> tuple[Judgement, ...] | None:
        """What was judged of the first picture with this look."""
        ...

    def keep(self, sha256: bytes, remembered: Remembered, look: bytes | None) -> None:
        """Take in what came of a file; `look` is None where its look says too little to stand for others."""
        ...

    def saw(self, sighting: Sighting, sha256: bytes, size: int) -> None:
        """Take in where a file was seen, and how many bytes it has; called before or after its outcome is known."""
        ...


class ShortMemory:
    """A memory that lasts as long as one scan, and keeps nothing of where pictures were.

    In most of them nothing is found, and of these there may be a million: no more is kept than that they were met.
    """

    def __init__(self) -> None:
        self._empty = HashedSet()
        self._empty_looks = HashedSet()
        self._outcomes: dict[bytes, Remembered] = {}
        self._looks: dict[bytes, tuple[Judgement, ...]] = {}

    def recall(self, sha256: bytes) -> Remembered | None:
        """See `Memory`."""
        return self._outcomes.get(sha256) or (_NOTHING if sha256 in self._empty else None)

    def recall_look(self, look: bytes) -> tuple[Judgement, ...] | None:
        """See `Memory`."""
        return () if look in self._empty_looks else self._looks.get(look)

    def keep(self, sha256: bytes, remembered: Remembered, look: bytes | None) -> None:
        """See `Memory`."""
        if remembered == _NOTHING:
            self._outcomes.pop(sha256, None)
            self._empty.add(sha256)
        else:
            self._outcomes[sha256] = remembered
        if look is None or isinstance(remembered.outcome, Unreadable) or self.recall_look(look) is not None:
            return
        if remembered.outcome:
            self._looks[look] = remembered.outcome
        else:
            self._empty_looks.add(look)

    def saw(self, sighting: Sighting, sha256: bytes, size: int) -> None:
        """See `Memory`."""
