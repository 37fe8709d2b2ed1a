"""Encoded files are left out of JSON, and nothing else is."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.parsers.encoded_files import WithoutFiles


def _read(data: bytes, block: int = 1 << 16) -> bytes:
    readable = WithoutFiles(io.BytesIO(data))
    return b"".join(iter(lambda: readable.read(block), b""))


@pytest.mark.parametrize("slash", ["/", "\\/"])
@pytest.mark.parametrize("block", [1 << 16, 5000])
def test_a_large_file_becomes_small_and_what_stands_around_it_stays(slash: str, block: int) -> None:
    encoded = base64.b64encode(b"\xff\xfe\xfd" * 50_000).decode()
    document = json.dumps({"before": 1, "data": encoded, "after": "it's all"}).replace("/", slash)
    read = _read(document.encode(), block)

    assert len(read) < len(document) / 3
    found = json.loads(read)
    assert (found["before"], found["after"]) == (1, "it's all")
    assert encoded.startswith(found["data"][:500])


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_what_holds_no_long_run_stays_as_it_is(value: Any) -> None:
    data = json.dumps(value).encode()

    assert _read(data) == data


@given(st.lists(st.sampled_from(["a" * 3000, '"', "\\", "/", "\n", "é", " "]), max_size=12), st.integers(1000, 4000))
def test_a_string_that_is_cut_still_ends_where_it_did(parts: list[str], block: int) -> None:
    document = json.dumps({"data": "".join(parts), "after": 7})

    assert json.loads(_read(document.encode(), block))["after"] == 7
