"""The beginning of anything is words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.feeds.hashes.heads import beginning


def test_byte_order_marks_are_understood() -> None:
    assert beginning("é".encode("utf-8-sig")) == beginning("é".encode("utf-16")) == "é"
    assert beginning(b"\xfe\xff\x00a") == "a"
    assert len(beginning(b"x" * 100_000)) == 4096


@given(st.binary(max_size=50))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    beginning(content)
