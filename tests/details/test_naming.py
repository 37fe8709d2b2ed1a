from __future__ import annotations

from exposurewatch.details import Detail, told_apart
from exposurewatch.model import DetailKind

FIRST, SECOND = (Detail(DetailKind.PHONE, number) for number in ("+60123456789", "+60198765489"))
HANDLE = Detail(DetailKind.HANDLE, "siti_91")
OTHER = Detail(DetailKind.HANDLE, "sunny_91")


def test_details_that_are_masked_alike_are_told_apart_in_their_order() -> None:
    assert told_apart([FIRST, HANDLE, SECOND]) == {
        FIRST: "ending 89, 1 of 2",
        HANDLE: "s…",
        SECOND: "ending 89, 2 of 2",
    }
    assert told_apart([HANDLE, OTHER])[OTHER] == "s…, 2 of 2"


def test_a_detail_given_twice_is_one() -> None:
    assert told_apart([FIRST, FIRST]) == {FIRST: "ending 89"}
