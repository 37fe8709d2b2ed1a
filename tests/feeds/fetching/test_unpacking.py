"""What a body unpacks to, and where it is stopped."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.feeds.fetching.unpacking import MOST_RATIO, Body, CutOff, Damaged, OverLimit

PLAIN, PACKED = False, True


@given(st.lists(st.binary(max_size=400), max_size=5), st.integers(1, 100))
def test_what_was_packed_comes_out_however_it_is_cut_and_strung_together(members: list[bytes], piece: int) -> None:
    packed = b"".join(gzip.compress(member) for member in members)
    body = Body(10_000, packed=PACKED)
    for start in range(0, len(packed), piece):
        body.add(packed[start : start + piece])
    assert body.end() == b"".join(members)


def test_what_is_not_packed_comes_out_as_it_is() -> None:
    body = Body(10, packed=PLAIN)
    body.add(b"12345")
    body.add(b"67890")
    assert body.end() == b"1234567890"


@pytest.mark.parametrize("packed", [PLAIN, PACKED])
def test_as_much_as_is_wanted_is_taken_and_no_byte_more(packed: bool) -> None:  # noqa: FBT001
    def pack(data: bytes) -> bytes:
        return gzip.compress(data) if packed else data

    body = Body(1000, packed=packed)
    body.add(pack(bytes(1000)))
    assert len(body.end()) == 1000
    with pytest.raises(OverLimit):
        Body(1000, packed=packed).add(pack(bytes(1001)))


def test_a_bomb_is_stopped_by_its_ratio_long_before_its_size() -> None:
    bomb = gzip.compress(bytes(64 << 20))
    assert len(bomb) < 70_000
    body = Body(1 << 30, packed=PACKED)
    tracemalloc.start()
    with pytest.raises(OverLimit):
        body.add(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(bomb) * MOST_RATIO * 1.5


def test_lists_that_are_packed_well_are_no_bombs() -> None:
    text = b"pdq " + b"f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22\n" * 80_000
    body = Body(1 << 30, packed=PACKED)
    body.add(zlib.compress(text, 1, wbits=31))
    assert body.end() == text


def test_packed_bytes_that_end_too_early_are_cut_off() -> None:
    body = Body(1000, packed=PACKED)
    body.add(gzip.compress(b"some words")[:-4])
    with pytest.raises(CutOff):
        body.end()


@pytest.mark.parametrize(
    "data",
    [b"<html>", zlib.compress(b"deflate"), gzip.compress(b"a", mtime=0) + b"rubbish that follows"],
    ids=["a page", "deflate", "more behind it"],
)
def test_what_is_not_packed_as_it_says_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        Body(1000, packed=PACKED).add(data)


def test_a_changed_byte_is_noticed() -> None:
    packed = bytearray(gzip.compress(b"some words that were said"))
    packed[-6] ^= 1
    with pytest.raises(Damaged):
        Body(1000, packed=PACKED).add(bytes(packed))


def test_nothing_at_all_is_an_empty_document() -> None:
    assert Body(10, packed=PACKED).end() == b""
