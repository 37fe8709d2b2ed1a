"""Published hashes come back from a row as they were, and nothing else is believed."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.errors import VaultDamaged
from exposurewatch.model import DIGESTS, Box, Digest
from exposurewatch.vault import digests

edges = st.floats(0, 1)
boxes = (
    st.tuples(edges, edges, edges, edges)
    .filter(lambda four: four[0] < four[2] and four[1] < four[3])
    .map(lambda four: Box(*four))
)
published = st.sampled_from(sorted(DIGESTS)).flatmap(
    lambda name: st.builds(
        Digest,
        st.just(name),
        st.binary(min_size=DIGESTS[name], max_size=DIGESTS[name]),
        st.none() | st.integers(0, 100),
        st.just(Box()) | boxes,
    )
)


@given(st.lists(published, max_size=5))
def test_digests_come_back(many: list[Digest]) -> None:
    assert digests.digests(digests.stored(many)) == tuple(many)


def test_every_algorithm_has_a_number_of_its_own() -> None:
    assert sorted(digests.ALGORITHMS) == sorted(DIGESTS)


BOX = struct.pack("<dddd", 0, 0, 0.5, 0.5)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "text",
        b"\0",
        b"\0\xff\0" + bytes(15),
        b"\0\xff\0" + bytes(17),
        b"\x06\xff\0" + bytes(64),
        b"\0\x65\0" + bytes(16),
        b"\0\xff\1" + bytes(31),
        b"\0\xff\2" + BOX + bytes(16),
        b"\0\xff\1" + struct.pack("<dddd", 0.5, 0, 0.5, 1) + bytes(16),
        b"\0\xff\1" + struct.pack("<dddd", float("nan"), 0, 0.5, 1) + bytes(16),
        b"\0\xff\1" + struct.pack("<dddd", 0, 0, float("inf"), 1) + bytes(16),
    ],
    ids=repr,
)
def test_anything_else_is_a_damage(stored: object) -> None:
    with pytest.raises(VaultDamaged):
        digests.digests(stored)
