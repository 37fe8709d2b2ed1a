"""Crafted headers of vaults: every byte of one that is well turned over, every number in it a lie, sealed or not."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.hostility.anything import of_anything
from benchmarks.hostility.case import Case
from exposurewatch.errors import ExposureWatchError
from exposurewatch.vault import keys
from exposurewatch.vault.header import Header, pack, read
from exposurewatch.vault.location import BACKUP, KEYS
from exposurewatch.vault.slots import SLOT_BYTES, Cost, Slot, SlotKind

OPENED: Final = "read"

SEAL: Final = 32
"""Bytes of the checksum at the end."""
_FIRST_SLOT: Final = 27
_COST: Final = Cost(64, 1, 1)
_MOST_TRIED: Final = 8 << 10  # KiB; what asks for more is read, and no secret is tried on it here
_EXTREMES: Final = (0, 1, 7, 8, 1 << 20, (1 << 20) + 1, (1 << 31) - 1, (1 << 32) - 1)


def sample() -> bytes:
    """A header that is well, with a slot of each kind."""
    slots = tuple(Slot(kind, _COST, bytes(range(16)), bytes(range(12)), bytes(range(48))) for kind in SlotKind)
    return pack(Header(bytes(range(16)), slots))


def sealed(body: bytes) -> bytes:
    """A header with the checksum that belongs to it, as somebody would write who knows the format."""
    return body + hashlib.sha256(body).digest()


def families(header: bytes) -> Iterator[Case]:
    """All crafted headers."""
    body = header[:-SEAL]
    for place in range(len(header)):
        turned = bytes([header[place] ^ 0xFF])
        yield Case(f"byte {place} turned over", header[:place] + turned + header[place + 1 :])
        yield Case(f"cut before byte {place}", header[:place])
    for place in range(len(body)):
        for byte in (0xFF, body[place] ^ 1):
            yield Case(f"byte {place} is {byte}, sealed", sealed(body[:place] + bytes([byte]) + body[place + 1 :]))
        yield Case(f"cut before byte {place}, sealed", sealed(body[:place]))
    yield from _numbers(body)
    yield from _slots(body)
    yield from of_anything(header)


def _numbers(body: bytes) -> Iterator[Case]:
    for count in (0, 1, 2, 4, 5, 127, 128, 255):
        yield Case(f"{count} slots, sealed", sealed(body[:26] + bytes([count]) + body[27:]))
    for version in (0, 2, 255, 256, 65535):
        yield Case(f"version {version}, sealed", sealed(body[:8] + struct.pack("<H", version) + body[10:]))
        yield Case(
            f"version {version}, sealed, and more", sealed(body[:8] + struct.pack("<H", version) + bytes(60_000))
        )
    for memory in _EXTREMES:
        content = body[: _FIRST_SLOT + 1] + struct.pack("<I", memory) + body[_FIRST_SLOT + 5 :]
        yield Case(f"{memory} KiB, sealed", sealed(content))


def _slots(body: bytes) -> Iterator[Case]:
    first = body[_FIRST_SLOT : _FIRST_SLOT + SLOT_BYTES]
    for count in (1, 2, 3, 4, 255):
        yield Case(f"the same slot {count} times, sealed", sealed(body[:26] + bytes([count]) + first * count))
    for length in (1, 30_000, 65_535, 200_000):
        yield Case(f"{length} bytes more, sealed", sealed(body + bytes(length)))
    yield Case("the seal alone", hashlib.sha256(b"").digest())
    yield Case("a seal of half", body + hashlib.sha256(body[: len(body) // 2]).digest())


def opened(content: bytes, folder: Path) -> str:
    """What comes of opening a vault with this header in both of its copies: `OPENED`, or the error of the program.

    Any other exception comes up.
    """
    for name in (KEYS, BACKUP):
        (folder / name).unlink(missing_ok=True)  # to write over a file costs a wait for the disk
        (folder / name).write_bytes(content)
    try:
        found = read(folder)
        keys.slots(folder)
        keys.damage(folder)
        slot = found.header.slots[0]
        if slot.cost.memory_kib <= _MOST_TRIED:
            _try(folder, slot.kind)
    except ExposureWatchError as error:
        return type(error).__name__
    return OPENED


def _try(folder: Path, kind: SlotKind) -> None:
    """Try a secret that is wrong, which ends in an error of the program."""
    try:
        keys.unlock(folder, kind, "a wrong secret")
    except ExposureWatchError:
        return
