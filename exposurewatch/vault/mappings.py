"""How small mappings stand in a row: as objects of JSON, and checked when they are read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from exposurewatch.vault.values import reading


def stored(mapping: Mapping[str, Any]) -> str:
    """A mapping of plain values of JSON."""
    return json.dumps(dict(mapping))


def anything(stored: object) -> Mapping[str, Any]:
    """Read a mapping back whose values may be whatever JSON has."""
    with reading():
        if not isinstance(stored, str):
            raise TypeError(stored)
        mapping = json.loads(stored)
        if not isinstance(mapping, dict):
            raise TypeError(stored)
        return MappingProxyType(mapping)


def words(stored: object) -> Mapping[str, str]:
    """Read a mapping to words back."""
    mapping = anything(stored)
    with reading():
        if not all(isinstance(value, str) for value in mapping.values()):
            raise TypeError(stored)
        return mapping


def counts(stored: object) -> Mapping[str, int]:
    """Read a mapping to counts back."""
    mapping = anything(stored)
    with reading():
        if not all(type(value) is int and value >= 0 for value in mapping.values()):
            raise ValueError(stored)
        return mapping
