"""Takes values of one kind out of objects of any shape: what is of another kind counts as not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exposurewatch.parsers.telegram_ids import whole_number
from exposurewatch.text import clean

Fields = Mapping[str, Any]


def words(fields: Fields, key: str) -> str:
    """Return the text at `key`, as it is written, or ''."""
    found = fields.get(key)
    return found if isinstance(found, str) else ""


def name(fields: Fields, *keys: str) -> str | None:
    """Return the texts at `keys` as one name on one line, clean; None where there is nothing to see."""
    return clean(" ".join(filter(None, (words(fields, key) for key in keys)))) or None


def inner(fields: Fields, key: str) -> Fields:
    """Return the object at `key`, or an empty one."""
    found = fields.get(key)
    return found if isinstance(found, dict) else {}


def number(fields: Fields, *keys: str) -> int | None:
    """Return the whole number at the first of `keys` that has one."""
    return next((found for key in keys if (found := whole_number(fields.get(key))) is not None), None)


def identity(fields: Fields, *keys: str) -> str | None:
    """Return the id at the first of `keys` that has one, in digits."""
    found = number(fields, *keys)
    return None if found is None else str(found)
