"""Nothing but the bytes of a video is opened, whatever these say."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NoReturn

import pytest

from exposurewatch.sandbox.protocol import Refused
from exposurewatch.videos import opening
from exposurewatch.videos.decoding import Video
from tests.videos.clips import a_pan, encoded

PAN = a_pan(1, 10)


def test_a_file_that_a_video_names_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A MOV may say that its frames lie in another file (Apple, QuickTime File Format, data references)."""
    secret = tmp_path / "secret.mov"
    secret.write_bytes(encoded(PAN, container="mov"))
    asked = _noting(monkeypatch)
    pointing = _pointing_to(secret, encoded(PAN, container="mov"))
    assert str(secret).encode() in pointing
    with pytest.raises(Refused, match="unreadable"):
        list(Video(pointing).frames())
    assert asked == []
    assert list(Video(encoded(PAN, container="mov")).frames())  # the same file without the pointer


def _noting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Refuse whatever FFmpeg asks to open, and take down what it was."""
    asked: list[str] = []

    def refuse(url: str, _flags: int, _options: dict[str, str]) -> NoReturn:
        asked.append(url)
        raise PermissionError(url)

    monkeypatch.setattr(opening, "_refused", refuse)
    return asked


def _pointing_to(file: Path, movie: bytes) -> bytes:
    """Put an alias to a file in the place of the data reference that says "in this file", and take the frames away."""
    path = str(file).encode()
    record = bytearray(150)
    record[4:6] = (150 + 4 + len(path) + len(path) % 2 + 4).to_bytes(2, "big")
    record[6:8] = (2).to_bytes(2, "big")
    name = file.name.encode()[:63]
    record[50 : 51 + len(name)] = bytes([len(name)]) + name
    tail = struct.pack(">HH", 2, len(path)) + path + bytes(len(path) % 2) + struct.pack(">HH", 0xFFFF, 0)
    alias = bytes(4) + bytes(record) + tail  # flags 0: in another file
    entry = struct.pack(">I4s", 8 + len(alias), b"alis") + alias
    at = movie.index(b"dref") - 4
    (size,) = struct.unpack(">I", movie[at : at + 4])
    dref = struct.pack(">I4sII", 16 + len(entry), b"dref", 0, 1) + entry
    grown = len(dref) - size
    patched = bytearray(movie[:at] + dref + movie[at + size :])
    for box in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        where = patched.index(box) - 4
        (length,) = struct.unpack(">I", patched[where : where + 4])
        patched[where : where + 4] = struct.pack(">I", length + grown)
    frames = patched.index(b"mdat")
    (length,) = struct.unpack(">I", patched[frames - 4 : frames])
    patched[frames + 4 : frames - 4 + length] = bytes(length - 8)
    return bytes(patched)


def test_ffmpeg_would_follow_the_pointer_were_it_allowed_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with what is switched off switched on, the very same bytes have the other file asked for."""
    secret = tmp_path / "secret.mov"
    secret.write_bytes(encoded(PAN, container="mov"))
    asked = _noting(monkeypatch)
    monkeypatch.setattr(opening, "_OPTIONS", {"enable_drefs": "1", "use_absolute_path": "1"})
    with pytest.raises(Refused):
        list(Video(_pointing_to(secret, encoded(PAN, container="mov"))).frames())
    assert any("secret.mov" in url for url in asked)
