"""The vault's key lies in a page of its own, is shown only while it is asked for, and is gone once it is closed."""

from __future__ import annotations

import ctypes
import mmap
import re
import sys
from pathlib import Path

import pytest

from exposurewatch.vault import data_key
from exposurewatch.vault.data_key import KEY_BYTES, DataKey

_CONTENT = bytes(range(32))
_linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells of each page how it is held")


def _flags(key: DataKey) -> set[str]:
    """What the kernel says of the page in which a key lies (proc_pid_smaps(5))."""
    with key.shown() as content:
        address = ctypes.addressof(ctypes.c_char.from_buffer(content))
    inside = False
    for line in Path("/proc/self/smaps").read_text("utf-8").splitlines():
        if area := re.match(r"([0-9a-f]+)-([0-9a-f]+) ", line):
            inside = int(area[1], 16) <= address < int(area[2], 16)
        elif inside and line.startswith("VmFlags:"):
            return set(line.split()[1:])
    raise AssertionError("the page is in no area of memory")


def test_a_key_shows_what_it_was_made_of_and_ends_with_its_use() -> None:
    with DataKey(_CONTENT) as key:
        for _ in range(2):
            with key.shown() as content:
                assert content == _CONTENT
    with pytest.raises(ValueError, match="closed"), key.shown():
        pass
    key.close()


def test_it_is_wiped_before_its_page_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    last: list[bytes] = []

    class Page(mmap.mmap):
        def close(self) -> None:
            last.append(self[:])
            super().close()

    monkeypatch.setattr(data_key, "_own_page", lambda: Page(-1, mmap.PAGESIZE))
    key = DataKey(_CONTENT)
    key.close()
    key.close()
    assert last == [bytes(mmap.PAGESIZE)]


def test_what_was_shown_is_not_to_be_had_any_more() -> None:
    with DataKey(_CONTENT) as key:
        with key.shown() as content:
            pass
        with pytest.raises(ValueError, match="released"):
            bytes(content)


def test_keys_are_compared_and_never_summed_or_printed() -> None:
    with DataKey(_CONTENT) as one, DataKey(_CONTENT) as same, DataKey(bytes(32)) as other:
        assert one == same
        assert one != other
        assert one != _CONTENT
        assert "\\x01" not in repr(one)
        with pytest.raises(TypeError):
            hash(one)


@_linux
def test_its_page_is_neither_swapped_nor_dumped_nor_given_to_a_child() -> None:
    with DataKey(_CONTENT) as key:
        if not key.is_locked:
            pytest.skip("no page may be locked here")
        assert {"lo", "dd", "dc"} <= _flags(key)


@_linux
def test_an_ordinary_page_would_be_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    monkeypatch.setattr(data_key, "_own_page", lambda: mmap.mmap(-1, mmap.PAGESIZE, flags=private))
    monkeypatch.setattr(data_key, "_locked", lambda _page: False)
    with DataKey(_CONTENT) as key:
        assert not {"lo", "dd", "dc"} & _flags(key)


def test_where_no_page_can_be_locked_the_key_serves_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with DataKey(_CONTENT) as key:
        assert not key.is_locked
        with key.shown() as content:
            assert content == _CONTENT
            assert len(content) == KEY_BYTES


def test_a_kernel_that_takes_no_advice_is_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    class Page(mmap.mmap):
        def madvise(self, *_advice: int) -> None:
            raise OSError(22, "no such advice")

    monkeypatch.setattr(mmap, "mmap", Page)
    with DataKey(_CONTENT) as key, key.shown() as content:
        assert content == _CONTENT
