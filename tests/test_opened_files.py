"""What came of opening a file is remembered, and nothing of the bytes that were read until it failed."""

from __future__ import annotations

from exposurewatch.model import Locator, Reason, Unreadable
from exposurewatch.opened_files import OpenedFiles

_HERE = Locator("export.zip", "a.jpg")


def test_each_file_keeps_what_came_of_it() -> None:
    files = OpenedFiles()
    assert files.get(_HERE) is None

    files.put(_HERE, (b"\1" * 32, 1 << 40))
    files.put(Locator("export.zip", "b.jpg"), (b"\2" * 32, 0))

    assert files.get(_HERE) == (b"\1" * 32, 1 << 40)
    assert files.get(Locator("export.zip", "b.jpg")) == (b"\2" * 32, 0)
    assert files.get(Locator("export", "a.jpg")) is None


def test_a_failure_is_kept_without_what_it_was_raised_in() -> None:
    files = OpenedFiles()
    try:
        raise Unreadable(Reason.CANNOT_OPEN, "Bad CRC-32")
    except Unreadable as error:
        files.put(_HERE, error)

    kept = files.get(_HERE)
    assert isinstance(kept, Unreadable)
    assert (kept.reason, kept.detail) == (Reason.CANNOT_OPEN, "Bad CRC-32")
    assert kept.__traceback__ is None
