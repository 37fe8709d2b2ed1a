"""Wraps the vault's data key under a secret: Argon2id (RFC 9106), then ChaCha20-Poly1305 (RFC 8439)."""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from exposurewatch.errors import CouldNotFinish, WrongSecret
from exposurewatch.vault.data_key import KEY_BYTES, DataKey
from exposurewatch.vault.wiping import wipe

_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_WRAPPED_BYTES: Final = KEY_BYTES + _TAG_BYTES
# kind, KiB of memory, passes, lanes, salt, nonce, wrapped key
_LAYOUT: Final = struct.Struct(f"<BIBB{_SALT_BYTES}s{_NONCE_BYTES}s{_WRAPPED_BYTES}s")
SLOT_BYTES: Final = _LAYOUT.size

# A header that asks for more was not written by this program, and would stop the computer before it is found wrong.
_MOST_KIB: Final = 1 << 20
_MOST_PASSES: Final = 16
_MOST_LANES: Final = 16


class Malformed(Exception):
    """Bytes that this program never writes."""


class SlotKind(IntEnum):
    """What a slot is opened with."""

    PASSPHRASE = 1
    RECOVERY = 2
    KEYRING = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try at a secret costs: KiB of memory, passes over it, lanes that can run side by side."""

    memory_kib: int
    passes: int
    lanes: int

    def is_bearable(self) -> bool:
        """Tell whether a computer can be asked for it; 8 KiB a lane is the least that Argon2 is defined for."""
        fits = 1 <= self.lanes <= _MOST_LANES and 1 <= self.passes <= _MOST_PASSES
        return fits and 8 * self.lanes <= self.memory_kib <= _MOST_KIB


COST: Final = Cost(memory_kib=128 * 1024, passes=3, lanes=4)  # of the slots that are made from now on


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key, wrapped so that one secret opens it."""

    kind: SlotKind
    cost: Cost
    salt: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)

    def packed(self) -> bytes:
        """Lay the slot out as `SLOT_BYTES` bytes; the wrapped key comes last."""
        cost = self.cost
        return _LAYOUT.pack(self.kind, cost.memory_kib, cost.passes, cost.lanes, self.salt, self.nonce, self.wrapped)


def unpacked(content: bytes) -> Slot:
    """Read a slot back.

    Raises:
        Malformed: it is of no known kind, or asks for more memory or time than this program ever would.
    """
    kind, memory_kib, passes, lanes, salt, nonce, wrapped = _LAYOUT.unpack(content)
    cost = Cost(memory_kib, passes, lanes)
    if kind not in SlotKind.__members__.values() or not cost.is_bearable():
        raise Malformed
    return Slot(SlotKind(kind), cost, salt, nonce, wrapped)


def wrap(bound: bytes, kind: SlotKind, secret: bytes, data_key: DataKey) -> Slot:
    """Return a slot that opens to `data_key` with `secret`, and only beside the bytes `bound` of its header."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415 (--help needs none)

    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    blank = Slot(kind, COST, salt, nonce, bytes(_WRAPPED_BYTES))
    derived = _derived(secret, blank)
    with data_key.shown() as content:
        wrapped = ChaCha20Poly1305(derived).encrypt(nonce, content, _associated(bound, blank))
    wipe(derived)
    return Slot(kind, COST, salt, nonce, wrapped)


def unwrap(bound: bytes, slot: Slot, secret: bytes) -> DataKey:
    """Return the data key.

    Raises:
        WrongSecret: the secret is another, or the slot was not made for the header that `bound` is of.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 (--help needs none)
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

    derived = _derived(secret, slot)
    try:
        content = ChaCha20Poly1305(derived).decrypt(slot.nonce, slot.wrapped, _associated(bound, slot))
    except InvalidTag:
        raise WrongSecret from None
    finally:
        wipe(derived)
    return kept(content)


def kept(content: bytes) -> DataKey:
    """Return a data key of these bytes, which are wiped."""
    try:
        return DataKey(content)
    finally:
        wipe(content)


def _associated(bound: bytes, slot: Slot) -> bytes:
    """What the wrapped key is bound to: its header's fixed part, and everything of the slot but the key itself."""
    return bound + slot.packed()[:-_WRAPPED_BYTES]


def _derived(secret: bytes, slot: Slot) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415 (--help needs none)

    cost = slot.cost
    try:
        return Argon2id(
            salt=slot.salt,
            length=KEY_BYTES,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        ).derive(secret)
    except MemoryError:
        raise CouldNotFinish(
            f"The computer has too little free memory: a vault takes {cost.memory_kib // 1024} MB to open.",
            "Close other programs and try again.",
        ) from None
