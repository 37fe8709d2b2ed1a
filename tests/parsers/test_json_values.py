"""JSON is read as a stream, within limits, and what came before a fault is kept."""

from __future__ import annotations

import gc
import io
import json
from collections.abc import Iterator
from typing import Any

import ijson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.parsers.json_values import BEGUN, MAX_DEPTH, MAX_VALUE_BYTES, MAX_VALUE_PARTS, BadJson, Path, values

_json = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**63, 2**63 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


# ijson's parser in Python complains once more when it is closed half way.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True, params=["default", "python"])
def _backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where no wheel of ijson fits the machine, its parser in Python takes over; both must hold."""
    if request.param == "python":
        monkeypatch.setattr(ijson, "basic_parse", ijson.get_backend("python").basic_parse)
    yield
    gc.collect()  # so that nothing is left for the tests of other modules to find


def _items(path: Path) -> bool:
    return path == ("items", None)


def _read(data: bytes) -> tuple[list[tuple[Path, Any]], BadJson | None]:
    read = []
    try:
        for each in values(io.BytesIO(data), _items):
            read.append(each)  # noqa: PERF402  (what came before the error counts)
    except BadJson as error:
        return read, error
    return read, None


def _built(data: bytes) -> tuple[list[Any], BadJson | None]:
    read, error = _read(data)
    return [value for path, value in read if _items(path)], error


@settings(deadline=None)
@given(st.lists(_json, max_size=4))
def test_wanted_values_are_built_whole(items: list[Any]) -> None:
    data = json.dumps({"items": items}, ensure_ascii=False).encode("utf-8", "replace")

    assert _built(data) == (json.loads(data)["items"], None)


def test_the_rest_is_told_as_scalars_and_beginnings() -> None:
    read, _ = _read(b'{"name": "a", "list": [{"id": 5}, 1.5], "items": [{"x": [1]}]}')

    assert read == [
        ((), BEGUN),
        (("name",), "a"),
        (("list",), BEGUN),
        (("list", None), BEGUN),
        (("list", None, "id"), 5),
        (("list", None), 1.5),
        (("items",), BEGUN),
        (("items", None), {"x": [1]}),
    ]


@pytest.mark.parametrize("end", ["", "{", '{"a', '{"a":', '{"a": [1,', '{"a": "b', '{"a": 1}', '{"a": 1},', "12"])
def test_a_file_that_is_cut_off_gives_what_is_whole(end: str) -> None:
    items, error = _built(b'{"items": [{"a": 0}, ' + end.encode())

    assert items[0] == {"a": 0}
    assert error is not None
    assert error.truncated


@pytest.mark.parametrize(
    "fault",
    ["NaN", "Infinity", "}", "'a'", '"\\q"', '"a\x01"', "01", "[1 2]", '{"a" 1}', "9" * 5000, "1e999999999", "1.5e400"],
)
def test_damage_is_told_from_truncation_and_keeps_what_came_before(fault: str) -> None:
    items, error = _built(f'{{"items": [{{"a": 0}}, {fault}, {{"b": 1}}]}}'.encode())

    assert items[0] == {"a": 0}
    if error is None:  # a parser may take numbers beyond all bounds for infinite
        assert items[1] == float("inf")
    else:
        assert not error.truncated


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
@pytest.mark.parametrize("before", [b"", b'{"items": [{"a": 0}, '])
def test_deep_nesting_is_damage(opening: bytes, before: bytes) -> None:
    items, error = _built(before + opening * 50_000)

    assert items == ([{"a": 0}] if before else [])
    assert str(error) == "it is nested more than 64 levels deep"


def test_nesting_up_to_the_limit_is_read() -> None:
    inner = MAX_DEPTH - 2
    _, error = _built(b'{"items": [' + b"[" * inner + b"]" * inner + b"]}")

    assert error is None


@pytest.mark.parametrize("where", [b'{"items": [', b'{"name": '])
def test_a_gigantic_string_is_damage(where: bytes) -> None:
    _, error = _built(where + b'"' + b"a" * (MAX_VALUE_BYTES + (1 << 20)) + b'"')

    assert "larger than 4 MiB" in str(error)


def test_a_value_of_very_many_parts_is_damage() -> None:
    _, error = _built(b'{"items": [[' + b"[]," * MAX_VALUE_PARTS + b"[]]]}")

    assert "more than 200,000 parts" in str(error)


def test_many_small_values_are_no_gigantic_one() -> None:
    filler = b'"' + b"a" * 1000 + b'",'
    items, error = _built(b'{"other": [' + filler * 18_000 + b'1], "items": [1]}')

    assert (items, error) == ([1], None)


class _Broken:
    """A file whose disk fails."""

    def read(self, size: int, /) -> bytes:
        if size:
            raise OSError(5, "Input/output error")
        return b""


def test_a_failing_disk_is_not_taken_for_bad_json() -> None:
    with pytest.raises(OSError, match="Input/output"):
        list(values(_Broken(), _items))
