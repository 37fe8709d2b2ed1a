"""Archives, written by code where a test wants them."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

import py7zr

BLOCK = 512
END = bytes(2 * BLOCK)


def a_header(name: str | bytes, size: int = 0, kind: bytes = b"0", link: str = "") -> bytes:
    """One header of a tar, byte by byte: whatever a test wants to claim, with a checksum that holds."""
    raw = name.encode() if isinstance(name, str) else name
    length = b"%011o\0" % size if 0 <= size < 1 << 33 else size.to_bytes(12, "big", signed=True)
    if size >= 1 << 33:
        length = bytes([length[0] | 0x80]) + length[1:]
    fields = raw[:100].ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + length + b"00000000000\0"
    rest = kind + link.encode().ljust(100, b"\0") + b"ustar\x0000" + bytes(32 + 32) + b"0000000\0" * 2 + bytes(155 + 12)
    total = sum(fields) + 8 * 32 + sum(rest)
    return fields + b"%06o\0 " % total + rest


def an_entry(name: str | bytes, data: bytes = b"", kind: bytes = b"0") -> bytes:
    """A header, and the bytes of the file."""
    return a_header(name, len(data), kind) + data + bytes(-len(data) % BLOCK)


def write_tar(path: Path, files: Mapping[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def write_seven_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    with py7zr.SevenZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return path
