"""Parts of files, and what is packed in them, are read as files are."""

from __future__ import annotations

import io
import zlib

import pytest

from exposurewatch.archives import windows
from exposurewatch.archives.deflated import deflated
from exposurewatch.archives.windows import in_memory, window, within_ratio
from exposurewatch.model import Reason, Unreadable

_CONTENT = bytes(range(256)) * 20_000


def test_a_window_shows_its_part_alone() -> None:
    file = io.BufferedReader(window(io.BytesIO(b"0123456789"), 3, 4))

    assert file.read() == b"3456"
    assert file.seek(-1, io.SEEK_END) == 3
    assert file.read(9) == b"6"
    assert file.seek(9) == 9
    assert file.read(9) == b""
    with pytest.raises(OSError, match="Invalid argument"):
        window(io.BytesIO(), 0, 0).seek(-1)


def test_two_windows_do_not_disturb_each_other() -> None:
    whole = io.BytesIO(b"0123456789")
    one, other = window(whole, 0, 5), window(whole, 5, 5)

    assert [(one.read(1), other.read(1)) for _ in range(5)] == [
        (b"0", b"5"),
        (b"1", b"6"),
        (b"2", b"7"),
        (b"3", b"8"),
        (b"4", b"9"),
    ]


def _packed() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(_CONTENT) + packer.flush()


def test_packed_bytes_are_read_from_anywhere() -> None:
    packed = _packed()
    file = deflated(io.BytesIO(packed), len(packed), len(_CONTENT), zlib.crc32(_CONTENT))

    for offset in (len(_CONTENT) - 10, 3, 2_000_000, 0):
        file.seek(offset)
        assert file.read(99) == _CONTENT[offset : offset + 99]


def test_packed_bytes_that_are_others_than_they_are_said_to_be_cannot_be_read() -> None:
    packed = _packed()
    file = deflated(io.BytesIO(packed), len(packed), len(_CONTENT), zlib.crc32(_CONTENT) ^ 1)

    with pytest.raises(OSError, match="invalid length"):
        file.read(2 * len(_CONTENT))


def test_a_file_too_large_for_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert in_memory(io.BytesIO(b"abc"))[1] == 3
    monkeypatch.setattr(windows, "_MOST_IN_MEMORY", 2)

    with pytest.raises(Unreadable) as caught:
        in_memory(io.BytesIO(b"abc"))
    assert caught.value.reason is Reason.TOO_LARGE


def test_a_file_that_says_it_unpacks_to_far_more_is_refused() -> None:
    within_ratio(4 << 20, 1)
    within_ratio(250 << 20, 1 << 20)

    with pytest.raises(Unreadable) as caught:
        within_ratio(251 << 20, 1 << 20)
    assert caught.value.reason is Reason.TOO_LARGE
