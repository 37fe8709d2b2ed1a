"""How a worker tells of its lock."""

from __future__ import annotations

import pytest

from exposurewatch.sandbox.lock import LENGTH, UNLOCKED, Held, Part, pack, unpack
from exposurewatch.sandbox.protocol import Malformed


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("held", Held)
def test_what_is_told_of_each_part_arrives(part: Part, held: Held) -> None:
    lock = UNLOCKED | {part: held}
    assert unpack(pack(lock)) == lock


@pytest.mark.parametrize("told", [b"", b"+" * (LENGTH - 1), b"+" * (LENGTH + 1), b"?" * LENGTH])
def test_what_tells_of_no_lock_is_malformed(told: bytes) -> None:
    with pytest.raises(Malformed):
        unpack(told)
