"""Checks what came out of a worker: each value is of the kind that its place asks for, or the answer is refused.

All raise `Malformed` for a value of another kind.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from exposurewatch.model import Moment, Permalink
from exposurewatch.sandbox.protocol import Malformed


def list_of(value: Any) -> list[Any]:
    """Return a list, whatever it holds."""
    if type(value) is not list:
        raise Malformed
    return value


def text_of(value: Any) -> str:
    """Return a string."""
    if type(value) is not str:
        raise Malformed
    return value


def text_or_none(value: Any) -> str | None:
    """Return a string, or None for null."""
    return None if value is None else text_of(value)


def flag_of(value: Any) -> bool:
    """Return a truth value; a number is none."""
    if type(value) is not bool:
        raise Malformed
    return value


def moment_of(utc: Any, raw: Any, uncertain: Any) -> Moment:
    """Return a date; raises `ValueError` for one that is not written in the ISO form."""
    when = None if utc is None else datetime.fromisoformat(text_of(utc))
    return Moment(when, text_or_none(raw), text_or_none(uncertain))


def link_of(url: Any, public: Any) -> Permalink:
    """Return a link to a message."""
    return Permalink(text_of(url), flag_of(public))
