"""A program that opens a vault and counts, at each step, how often its key stands in its own memory.

Run as ``python memory.py FOLDER``; prints a line of JSON. What is looked for is held as its complement, so that the
search does not find itself.
"""

from __future__ import annotations

import ctypes
import gc
import json
import sys
from pathlib import Path

from exposurewatch.vault import keys, slots
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.slots import Cost, SlotKind
from exposurewatch.vault.store import made, opened

_PASSPHRASE = "violet anchor drumming otter"  # noqa: S105 (of a drawn vault)
_BLOCK = 1 << 20
_TURN = bytes(range(255, -1, -1))


def complement(key: DataKey) -> bytes:
    """The key with every bit turned."""
    with key.shown() as content:
        return bytes(255 - byte for byte in content)


def counted(turned: bytes) -> dict[str, int]:
    """How often the bytes, and their digits, stand in memory that can be written to, but for what looks for them."""
    gc.collect()
    raw = bytearray(turned).translate(_TURN)
    digits = bytearray(b"".join(b"%02x" % (255 - byte) for byte in turned))
    block = bytearray(_BLOCK)
    own = [_area(value) for value in (raw, digits, block)]
    places: dict[str, set[int]] = {"raw": set(), "digits": set()}
    with open("/proc/self/mem", "rb", buffering=0) as memory:  # noqa: PTH123
        for start, end in _writable():
            for at in range(start, end, _BLOCK // 2):
                memory.seek(at)
                try:
                    length = memory.readinto(memoryview(block)[: min(_BLOCK, end - at)])
                except OSError:
                    break
                for name, wanted in (("raw", raw), ("digits", digits)):
                    places[name] |= {at + found for found in _all(block, wanted, length)}
    return {
        name: len([place for place in found if not any(low <= place < high for low, high in own)])
        for name, found in places.items()
    }


def _area(value: bytearray) -> tuple[int, int]:
    start = ctypes.addressof(ctypes.c_char.from_buffer(value))
    return start, start + len(value)


def _writable() -> list[tuple[int, int]]:
    lines = Path("/proc/self/maps").read_text("utf-8").splitlines()
    areas = [line.split()[0].split("-") for line in lines if line.split()[1].startswith("rw")]
    return [(int(start, 16), int(end, 16)) for start, end in areas]


def _all(block: bytearray, wanted: bytearray, length: int) -> list[int]:
    found, at = [], block.find(wanted, 0, length)
    while at >= 0:
        found.append(at)
        at = block.find(wanted, at + 1, length)
    return found


def main() -> None:
    slots.COST = Cost(memory_kib=8, passes=1, lanes=1)  # type: ignore[misc]
    folder = Path(sys.argv[1])
    steps = {}
    with keys.create(folder, _PASSPHRASE) as key:
        turned = complement(key)
        steps["made"] = counted(turned)
        with made(folder, key):
            pass
    steps["made and closed"] = counted(turned)
    with keys.unlock(folder, SlotKind.PASSPHRASE, _PASSPHRASE) as key:
        steps["unlocked"] = counted(turned)
        with opened(folder, key):
            steps["open"] = counted(turned)
        steps["database closed"] = counted(turned)
        locked = key.is_locked
    steps["closed"] = counted(turned)
    with_a_copy = _copy(turned)
    steps["with a copy"] = counted(turned)
    assert with_a_copy
    sys.stdout.write(json.dumps({"steps": steps, "locked": locked}))


def _copy(turned: bytes) -> str:
    return "".join(f"{255 - byte:02x}" for byte in turned)


if __name__ == "__main__":
    main()
