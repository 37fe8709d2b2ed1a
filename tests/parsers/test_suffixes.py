"""The suffix of a name, as strangers write names."""

from __future__ import annotations

import pytest

from exposurewatch.parsers.suffixes import suffix


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("photos/a.JPG", ".jpg"),
        ("photos\\a.b.png", ".png"),
        ("a.jpg ", ".jpg"),
        ("folder.jpg/file", ""),
        (".jpg", ""),
        ("a.", "."),
        ("", ""),
    ],
)
def test_suffix(path: str, expected: str) -> None:
    assert suffix(path) == expected
