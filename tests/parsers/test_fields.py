"""Values of another kind than expected count as not there."""

from __future__ import annotations

from exposurewatch.parsers.fields import identity, inner, name, number, words

_FIELDS = {"text": "a", "blank": "\u200b", "number": 7, "spelled": "-8", "object": {"x": 1}, "list": [1], "none": None}


def test_only_text_is_text() -> None:
    assert [words(_FIELDS, key) for key in (*_FIELDS, "nowhere")] == ["a", "\u200b", "", "-8", "", "", "", ""]


def test_only_an_object_is_an_object() -> None:
    assert inner(_FIELDS, "object") == {"x": 1}
    assert inner(_FIELDS, "list") == inner(_FIELDS, "text") == inner(_FIELDS, "nowhere") == {}


def test_the_first_whole_number_counts() -> None:
    assert number(_FIELDS, "text", "number", "spelled") == 7
    assert identity(_FIELDS, "none", "spelled") == "-8"
    assert number(_FIELDS, "text") is None
    assert identity(_FIELDS, "list") is None


def test_a_name_is_put_together_and_clean() -> None:
    assert name({"first": "Jane\x1b", "last": "D\u202eoe"}, "first", "last") == "Jane Doe"
    assert name({"first": "Jane"}, "first", "last") == "Jane"
    assert name(_FIELDS, "blank", "number") is None
