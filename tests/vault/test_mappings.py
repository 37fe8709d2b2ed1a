"""Small mappings come back from a row as they were, and nothing else is believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.errors import VaultDamaged
from exposurewatch.vault import mappings

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
Read = Callable[[object], Mapping[str, Any]]


@given(st.dictionaries(st.text(), plain))
def test_a_mapping_comes_back(mapping: dict[str, Any]) -> None:
    assert mappings.anything(mappings.stored(mapping)) == mapping


@given(st.dictionaries(st.text(), st.text()), st.dictionaries(st.text(), st.integers(0)))
def test_words_and_counts_come_back(words: dict[str, str], counts: dict[str, int]) -> None:
    assert mappings.words(mappings.stored(words)) == words
    assert mappings.counts(mappings.stored(counts)) == counts


@pytest.mark.parametrize("read", [mappings.anything, mappings.words, mappings.counts])
@pytest.mark.parametrize("stored", ["", "x", "null", "1", "[]", '"x"', "[" * 100_000, b"{}", 7, None, "{", '{"a": }'])
def test_anything_else_is_a_damage(read: Read, stored: object) -> None:
    with pytest.raises(VaultDamaged):
        read(stored)


@pytest.mark.parametrize("value", ["1.5", "null", "true", "[]", "NaN"])
@pytest.mark.parametrize("read", [mappings.words, mappings.counts])
def test_every_value_is_of_its_kind_or_a_damage(read: Read, value: str) -> None:
    with pytest.raises(VaultDamaged):
        read(f'{{"a": {value}}}')


def test_what_was_read_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        mappings.anything("{}")["a"] = 1  # type: ignore[index]
