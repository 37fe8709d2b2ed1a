"""Sets and maps for what may be a million files: they keep hashes of their keys in place of these, in few bytes each.

A hash has 64 bits and is seeded anew in every run of the program, for text and bytes and what is made of them: nobody
can make up a key that has the hash of another, and among a million keys two have the same once in 30 million runs.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from typing import Final

_FEWEST: Final = 1 << 8  # slots; always a power of two
_HASH: Final = (1 << 64) - 1


class HashedSet:
    """What was added, in 14 to 22 bytes each. It cannot be listed, and nothing can be taken out."""

    __slots__ = ("_hashes", "_slots")

    def __init__(self) -> None:
        self._slots = array("I", bytes(4 * _FEWEST))  # the number of a key, counted from 1; 0 where there is none
        self._hashes = array("Q")

    def add(self, key: Hashable) -> int:
        """Take in a key, and return its number: 0 for the first one, 1 for the next other one."""
        wanted = hash(key) & _HASH
        slot = self._slot(wanted)
        if not self._slots[slot]:
            self._hashes.append(wanted)
            self._slots[slot] = len(self._hashes)
            if 3 * len(self._hashes) > 2 * len(self._slots):
                self._grow()
            return len(self._hashes) - 1
        return self._slots[slot] - 1

    def number(self, key: Hashable) -> int | None:
        """The number of a key; None where it was not added."""
        number = self._slots[self._slot(hash(key) & _HASH)]
        return number - 1 if number else None

    def __contains__(self, key: Hashable) -> bool:
        return self.number(key) is not None

    def __len__(self) -> int:
        return len(self._hashes)

    def _slot(self, wanted: int) -> int:
        """The slot of a hash, or the free one that it would have."""
        last = len(self._slots) - 1
        slot = wanted & last
        while (number := self._slots[slot]) and self._hashes[number - 1] != wanted:
            slot = (slot + 1) & last
        return slot

    def _grow(self) -> None:
        self._slots = array("I", bytes(4 * 2 * len(self._slots)))
        for number, each in enumerate(self._hashes, 1):
            self._slots[self._slot(each)] = number


class HashedMap:
    """Bytes of one length under keys, in 14 to 22 bytes each beside their own."""

    __slots__ = ("_keys", "_values", "_width")

    def __init__(self, width: int) -> None:
        self._keys = HashedSet()
        self._values = bytearray()
        self._width = width

    def __setitem__(self, key: Hashable, value: bytes) -> None:
        begin = self._keys.add(key) * self._width
        self._values[begin : begin + self._width] = value

    def get(self, key: Hashable) -> bytes | None:
        """The bytes under a key; None where there are none."""
        number = self._keys.number(key)
        return None if number is None else bytes(self._values[number * self._width : (number + 1) * self._width])
