"""Few archives are open at once, and none that is at work is closed."""

from __future__ import annotations

import gc

from exposurewatch.archives.seats import Seats


class _Sitting:
    def __init__(self, left: list[str], name: str) -> None:
        self._left = left
        self._name = name

    def close(self) -> None:
        self._left.append(self._name)


def test_who_was_at_work_longest_ago_leaves() -> None:
    left: list[str] = []
    a, b, c = (_Sitting(left, name) for name in "abc")
    seats = Seats(2)

    for sitting in (a, b, a, c, b):
        with seats.taken(sitting):
            pass

    assert left == ["b", "a"]


def test_nobody_at_work_leaves() -> None:
    left: list[str] = []
    a, b, c = (_Sitting(left, name) for name in "abc")
    seats = Seats(1)

    with seats.taken(a), seats.taken(b):
        assert left == []
        with seats.taken(b):
            assert left == []
    with seats.taken(c):
        assert left == ["a", "b"]


def test_who_is_gone_takes_no_seat() -> None:
    left: list[str] = []
    a, b = (_Sitting(left, name) for name in "ab")
    seats = Seats(2)
    for sitting in (a, b):
        with seats.taken(sitting):
            pass
    del a, sitting
    gc.collect()

    c = _Sitting(left, "c")
    with seats.taken(c):
        assert left == []
