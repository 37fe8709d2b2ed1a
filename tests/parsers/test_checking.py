"""What came out of a worker is believed only where it is of the kind that its place asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.model import Moment, Permalink
from exposurewatch.parsers.checking import flag_of, link_of, list_of, moment_of, text_of, text_or_none
from exposurewatch.sandbox.protocol import Malformed


def test_what_is_of_its_kind_is_returned_as_it_is() -> None:
    assert list_of([1, "a"]) == [1, "a"]
    assert (text_of(""), text_or_none("a"), text_or_none(None)) == ("", "a", None)
    assert [flag_of(each) for each in (True, False)] == [True, False]
    assert moment_of("2026-04-26T15:55:03+00:00", None, "may be off") == Moment(
        datetime(2026, 4, 26, 15, 55, 3, tzinfo=UTC), None, "may be off"
    )
    assert moment_of(None, "Tuesday", None) == Moment(None, "Tuesday")
    assert link_of(*["https://t.me/a/1", True]) == Permalink("https://t.me/a/1", public=True)


@pytest.mark.parametrize(
    ("check", "value"),
    [(list_of, "ab"), (list_of, {}), (text_of, 1), (text_of, None), (text_or_none, 0), (flag_of, 1), (flag_of, None)],
)
def test_what_is_of_another_kind_is_refused(check: Callable[[Any], Any], value: Any) -> None:
    with pytest.raises(Malformed):
        check(value)


def test_what_is_made_of_several_values_is_refused_for_any_of_them() -> None:
    with pytest.raises(Malformed):
        moment_of(None, 5, None)
    with pytest.raises(Malformed):
        link_of("https://t.me/a/1", 1)
    with pytest.raises(ValueError, match="Tuesday"):
        moment_of("Tuesday", None, None)
