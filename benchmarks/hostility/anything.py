"""What can be done to any file, whatever it is: cut, filled, flipped, doubled, put beside others, lied about."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case

_CUTS: Final = (1, 2, 3, 4, 8, 12, 16, 32, 64)  # bytes
_PARTS: Final = 12
_HEAD: Final = 24  # bytes, each of which is turned over
_WORDS: Final = 12
_LIES: Final = (0xFFFFFFFF, 0x7FFFFFFF, 0)
_SEED: Final = 7
_OTHERS: Final = {
    "a page": b"<!doctype html><html><body>Log in</body></html>",
    "zeros": bytes(4096),
    "an empty zip": b"PK\x05\x06" + bytes(18),
    "words": "Dies ist kein Bild. \u202e\x1b[31m".encode(),
}


def cut(sample: bytes) -> Iterator[Case]:
    """Break a file off in many places."""
    yield Case("nothing", b"")
    for length in _CUTS:
        yield Case(f"its first {length} bytes", sample[:length])
    for part in range(1, _PARTS):
        yield Case(f"cut at {part} of {_PARTS}", sample[: len(sample) * part // _PARTS])
    yield Case("without its last byte", sample[:-1])
    yield Case("without its first byte", sample[1:])


def overwritten(sample: bytes) -> Iterator[Case]:
    """Put zeros and ones over parts of a file."""
    for part in range(_PARTS):
        begin, end = len(sample) * part // _PARTS, len(sample) * (part + 1) // _PARTS
        for filler in (b"\0", b"\xff"):
            content = sample[:begin] + filler * (end - begin) + sample[end:]
            yield Case(f"part {part} of {_PARTS} is {filler.hex()}", content)
    yield Case("zeros alone", bytes(len(sample)))
    yield Case("ones alone", b"\xff" * len(sample))


def flipped(sample: bytes) -> Iterator[Case]:
    """Turn single bytes of the head over, and bits anywhere."""
    for place in range(min(_HEAD, len(sample))):
        yield Case(f"byte {place} turned over", _with(sample, place, bytes([sample[place] ^ 0xFF])))
    chance = random.Random(_SEED)
    for number in range(_PARTS):
        changed = bytearray(sample)
        for _ in range(1 + len(sample) // 500):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        yield Case(f"flipped bits {number}", bytes(changed))


def mixed(sample: bytes) -> Iterator[Case]:
    """Put a file beside others, or beside itself, and turn it around."""
    yield Case("twice", sample * 2)
    yield Case("eight times", sample * 8)
    yield Case("backwards", sample[::-1])
    yield Case("halves exchanged", sample[len(sample) // 2 :] + sample[: len(sample) // 2])
    yield Case("its head without end", sample[:16] * 2000)
    for name, other in _OTHERS.items():
        yield Case(f"before {name}", sample + other)
        yield Case(f"behind {name}", other + sample)


def lying(sample: bytes) -> Iterator[Case]:
    """Put extreme numbers where a head may hold sizes."""
    for place in range(0, min(4 * _WORDS, len(sample) - 4), 4):
        for lie in _LIES:
            yield Case(f"{lie:x} at {place}", _with(sample, place, lie.to_bytes(4, "big")))


def of_anything(sample: bytes) -> Iterator[Case]:
    """All of these."""
    for family in (cut, overwritten, flipped, mixed, lying):
        yield from family(sample)


def _with(sample: bytes, place: int, put: bytes) -> bytes:
    return sample[:place] + put + sample[place + len(put) :]
