"""Why a file cannot be read is said in words that its reader understands."""

from __future__ import annotations

import errno
import lzma
import os
import struct
import zipfile
import zlib

import pytest

from exposurewatch.archives.archive import CUT_OFF, DAMAGED, TOO_MUCH_MEMORY, UNKNOWN_PACKING, unreadable
from exposurewatch.model import Reason, Unreadable


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/home/aisha/secret"), "Permission denied"),
        (EOFError(), CUT_OFF),
        (ImportError("No module named _lzma"), UNKNOWN_PACKING),
        (NotImplementedError("compression type 97 (wavpack)"), UNKNOWN_PACKING),
        (zipfile.BadZipFile("File name in directory 'a' and header b'b' differ."), DAMAGED),
        (zlib.error("Error -3 while decompressing data: invalid distance too far back"), DAMAGED),
        (lzma.LZMAError("Corrupt input data"), DAMAGED),
        (OSError("Invalid data stream"), DAMAGED),
        (struct.error("unpack requires a buffer of 30 bytes"), DAMAGED),
        (IndexError(), DAMAGED),
    ],
)
def test_it_is_said_in_the_words_of_the_system_or_in_ours(error: Exception, detail: str) -> None:
    failure = unreadable(error)

    assert (failure.reason, failure.detail) == (Reason.CANNOT_OPEN, detail)


def test_too_little_memory_is_no_damage() -> None:
    failure = unreadable(MemoryError())

    assert (failure.reason, failure.detail) == (Reason.OUT_OF_MEMORY, TOO_MUCH_MEMORY)


def test_what_is_known_already_is_left_as_it_is() -> None:
    error = Unreadable(Reason.TOO_LARGE, "more than 512 MiB")

    assert unreadable(error) is error
