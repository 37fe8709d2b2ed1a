"""Sets and maps for what may be a million files: they keep hashes of their keys in place of these, in few bytes each.

A hash has 64 bits and is seeded anew in every run of the program, for text and bytes and what is made of them: nobody
can make up a key that has the hash of another, and among a million keys two have the same once in 30 million runs.
"""

from __future__ import annotations

import mmap
from collections.abc import Hashable
from typing import Final

_FEWEST: Final = 1 << 8  # slots; always a power of two
_HASH: Final = (1 << 64) - 1
_MAPPED: Final = 1 << 16  # bytes; smaller pieces of memory are not worth asking the system for


class HashedSet:
    """What was added, in 14 to 20 bytes each. It cannot be listed, and nothing can be taken out."""

    __slots__ = ("_count", "_hashes", "_slots")

    def __init__(self) -> None:
        self._count = 0
        self._slots = _memory(4 * _FEWEST).cast("I")  # the number of a key, counted from 1; 0 where there is none
        self._hashes = _memory(8 * _FEWEST).cast("Q")

    def add(self, key: Hashable) -> int:
        """Take in a key, and return its number: 0 for the first one, 1 for the next other one."""
        wanted = hash(key) & _HASH
        slot = self._slot(wanted)
        if not self._slots[slot]:
            self._hashes[self._count] = wanted
            self._count += 1
            self._slots[slot] = self._count
            if 3 * self._count > 2 * len(self._slots):
                self._grow()
            return self._count - 1
        return self._slots[slot] - 1

    def number(self, key: Hashable) -> int | None:
        """The number of a key; None where it was not added."""
        number = self._slots[self._slot(hash(key) & _HASH)]
        return number - 1 if number else None

    def __contains__(self, key: Hashable) -> bool:
        return self.number(key) is not None

    def __len__(self) -> int:
        return self._count

    def _slot(self, wanted: int) -> int:
        """The slot of a hash, or the free one that it would have."""
        last = len(self._slots) - 1
        slot = wanted & last
        while (number := self._slots[slot]) and self._hashes[number - 1] != wanted:
            slot = (slot + 1) & last
        return slot

    def _grow(self) -> None:
        self._hashes = _doubled(self._hashes.cast("B")).cast("Q")
        self._slots = _memory(2 * self._slots.nbytes).cast("I")
        for number in range(1, self._count + 1):
            self._slots[self._slot(self._hashes[number - 1])] = number


class HashedMap:
    """Bytes of one length under keys, in 14 to 20 bytes each beside their own."""

    __slots__ = ("_keys", "_values", "_width")

    def __init__(self, width: int) -> None:
        self._keys = HashedSet()
        self._values = _memory(width * _FEWEST)
        self._width = width

    def __setitem__(self, key: Hashable, value: bytes) -> None:
        begin = self._keys.add(key) * self._width
        if begin == len(self._values):
            self._values = _doubled(self._values)
        self._values[begin : begin + self._width] = value

    def get(self, key: Hashable) -> bytes | None:
        """The bytes under a key; None where there are none."""
        number = self._keys.number(key)
        return None if number is None else bytes(self._values[number * self._width : (number + 1) * self._width])


def _memory(size: int) -> memoryview:
    """So many bytes of zeros; large pieces from the system itself.

    A piece that grows among the program's other memory leaves holes there in which its next size does not fit; and what
    was never written to in one from the system takes no room.
    """
    return memoryview(mmap.mmap(-1, size) if size >= _MAPPED else bytearray(size))


def _doubled(memory: memoryview) -> memoryview:
    larger = _memory(2 * len(memory))
    larger[: len(memory)] = memory
    return larger
