from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf import argon2

from exposurewatch.errors import CouldNotFinish, WrongSecret
from exposurewatch.vault import slots
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.slots import Cost, Malformed, Slot, SlotKind, unpacked, unwrap, wrap
from tests.vault.conftest import REAL_COST

_KEY = DataKey(bytes(range(32)))


def test_a_slot_opens_with_its_secret_and_no_other() -> None:
    slot = wrap(b"header", SlotKind.PASSPHRASE, b"secret", _KEY)
    assert unwrap(b"header", slot, b"secret") == _KEY
    for other in (b"", b"Secret", b"secret ", b"secre"):
        with pytest.raises(WrongSecret, match=r"^That does not open this vault\.$"):
            unwrap(b"header", slot, other)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": SlotKind.RECOVERY},
        {"cost": Cost(16, 1, 1)},
        {"cost": Cost(8, 2, 1)},
        {"salt": bytes(16)},
        {"nonce": bytes(12)},
        {"wrapped": bytes(48)},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_slot_with_anything_changed_does_not_open(fields: dict[str, Any]) -> None:
    slot = wrap(b"header", SlotKind.PASSPHRASE, b"secret", _KEY)
    with pytest.raises(WrongSecret):
        unwrap(b"header", replace(slot, **fields), b"secret")


def test_a_slot_does_not_open_in_another_header() -> None:
    slot = wrap(b"header", SlotKind.PASSPHRASE, b"secret", _KEY)
    with pytest.raises(WrongSecret):
        unwrap(b"headers", slot, b"secret")


def test_two_slots_of_one_secret_share_nothing() -> None:
    one, two = (wrap(b"header", SlotKind.PASSPHRASE, b"secret", _KEY) for _ in range(2))
    assert one.salt != two.salt
    assert one.nonce != two.nonce
    assert one.wrapped != two.wrapped


def test_the_real_cost_is_that_of_the_design_and_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Cost(memory_kib=131_072, passes=3, lanes=4) == REAL_COST
    monkeypatch.setattr(slots, "COST", REAL_COST)
    slot = wrap(b"header", SlotKind.PASSPHRASE, b"secret", _KEY)
    assert slot.cost == REAL_COST
    assert unwrap(b"header", unpacked(slot.packed()), b"secret") == _KEY


def test_a_slot_made_at_another_cost_opens_at_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    slot = wrap(b"header", SlotKind.PASSPHRASE, b"secret", _KEY)
    monkeypatch.setattr(slots, "COST", Cost(64, 2, 2))
    assert unwrap(b"header", slot, b"secret") == _KEY


def test_the_parts_are_those_of_the_standards() -> None:
    """Argon2id and ChaCha20-Poly1305 as anybody could put them together again from the layout of the header."""
    slot = wrap(b"header", SlotKind.PASSPHRASE, b"secret", _KEY)
    packed = slot.packed()
    salt, nonce, wrapped = packed[7:23], packed[23:35], packed[35:]
    derived = argon2.Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=8).derive(b"secret")
    assert packed[:7] == bytes([1, 8, 0, 0, 0, 1, 1])
    assert DataKey(ChaCha20Poly1305(derived).decrypt(nonce, wrapped, b"header" + packed[:35])) == _KEY


@pytest.mark.parametrize("kind", SlotKind)
def test_a_slot_is_read_back(kind: SlotKind) -> None:
    slot = wrap(b"header", kind, b"secret", _KEY)
    assert unpacked(slot.packed()) == slot
    assert len(slot.packed()) == slots.SLOT_BYTES


@pytest.mark.parametrize(
    "cost",
    [
        Cost(2**20 + 1, 1, 1),
        Cost(2**32 - 1, 1, 1),
        Cost(7, 1, 1),
        Cost(31, 1, 4),
        Cost(0, 1, 1),
        Cost(64, 0, 1),
        Cost(64, 17, 1),
        Cost(1024, 1, 0),
        Cost(1024, 1, 17),
    ],
)
def test_a_cost_beyond_reason_is_refused_before_any_work(cost: Cost, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_arguments: Any) -> NoReturn:
        raise AssertionError("work was begun")

    monkeypatch.setattr(argon2, "Argon2id", fail)
    with pytest.raises(Malformed):
        unpacked(Slot(SlotKind.PASSPHRASE, cost, bytes(16), bytes(12), bytes(48)).packed())


@pytest.mark.parametrize("cost", [Cost(2**20, 16, 16), Cost(8, 1, 1)])
def test_the_bounds_themselves_are_within(cost: Cost) -> None:
    slot = Slot(SlotKind.PASSPHRASE, cost, bytes(16), bytes(12), bytes(48))
    assert unpacked(slot.packed()) == slot


@pytest.mark.parametrize("kind", [0, 4, 255])
def test_an_unknown_kind_is_refused(kind: int) -> None:
    packed = wrap(b"header", SlotKind.PASSPHRASE, b"secret", _KEY).packed()
    with pytest.raises(Malformed):
        unpacked(bytes([kind]) + packed[1:])


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_arguments: Any) -> NoReturn:
        raise MemoryError

    slot = wrap(b"header", SlotKind.PASSPHRASE, b"secret", _KEY)
    monkeypatch.setattr(argon2, "Argon2id", fail)
    with pytest.raises(CouldNotFinish, match="too little free memory"):
        unwrap(b"header", slot, b"secret")


def test_a_slot_shows_nothing_of_what_it_holds() -> None:
    shown = repr(wrap(b"header", SlotKind.PASSPHRASE, b"secret", _KEY))
    assert "kind" in shown
    assert "wrapped" not in shown
    assert "salt" not in shown
