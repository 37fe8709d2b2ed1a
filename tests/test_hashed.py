"""Compact sets and maps: what was put in is found again, under its number or with its value, and nothing else is."""

from __future__ import annotations

import random

import pytest

from exposurewatch.hashed import HashedMap, HashedSet
from exposurewatch.model import Locator


class Crowded:
    """A key whose hash ends like that of every other, so that all of them want the same slot."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __hash__(self) -> int:
        return self._number << 40


def test_a_set_holds_what_a_set_of_python_holds() -> None:
    rng = random.Random(1)  # noqa: S311
    keys = [rng.randbytes(8) for _ in range(3000)]
    compact, oracle = HashedSet(), set[bytes]()
    for key in keys + keys[:500]:
        compact.add(key)
        oracle.add(key)
        assert len(compact) == len(oracle)
    assert all(key in compact for key in keys)
    assert not any(rng.randbytes(9) in compact for _ in range(3000))


def test_a_key_keeps_the_number_that_it_got_first() -> None:
    compact = HashedSet()
    assert [compact.add(key) for key in ("a", "b", "a", "c", "b")] == [0, 1, 0, 2, 1]
    assert [compact.number(key) for key in ("a", "b", "c", "d")] == [0, 1, 2, None]


def test_keys_that_want_the_same_slot_are_told_apart() -> None:
    compact, keys = HashedSet(), [Crowded(number) for number in range(400)]
    assert [compact.add(key) for key in keys] == list(range(400))
    assert [compact.number(key) for key in keys] == list(range(400))
    assert Crowded(400) not in compact


def test_a_hash_below_zero_is_a_hash() -> None:
    compact = HashedSet()
    compact.add(-5)
    assert -5 in compact
    assert 5 not in compact


def test_a_map_holds_what_a_dictionary_holds() -> None:
    rng = random.Random(2)  # noqa: S311
    compact, oracle = HashedMap(5), dict[Locator, bytes]()
    for _ in range(3000):
        key = Locator("export", f"photos/{rng.randrange(1500)}.jpg")
        compact[key] = oracle[key] = rng.randbytes(5)
    assert all(compact.get(key) == value for key, value in oracle.items())
    assert compact.get(Locator("export", "photos/1500.jpg")) is None
    assert compact.get(Locator("another", "photos/1.jpg")) is None


@pytest.mark.parametrize("entries", [10_000, 43_690])  # far from growing, and about to
def test_an_entry_takes_a_few_bytes(entries: int) -> None:
    compact = HashedSet()
    for number in range(entries):
        compact.add(str(number))
    assert (compact._slots.nbytes + 8 * entries) / entries < 22
    assert compact._hashes.nbytes < 16 * 2 * entries  # of which the system gives what was written to
