"""Builders of values, drawn pictures, and the refusal of sockets, for every test."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from PIL import Image

from exposurewatch.model import (
    WHOLE,
    Alteration,
    Box,
    Channel,
    Fingerprints,
    Frame,
    ImageFile,
    Judgement,
    LibrarySummary,
    Locator,
    LookedAt,
    Match,
    MediaKind,
    Moment,
    Opened,
    Origin,
    Permalink,
    Photo,
    Report,
    Sighting,
    Verdict,
)

# No test is timed: on a busy machine any of them may take long. Newer versions do this by themselves where CI is set.
settings.register_profile("untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

_SOCKET = socket.socket
_CREATE_CONNECTION = socket.create_connection
_GETADDRINFO = socket.getaddrinfo


@pytest.fixture(autouse=True, scope="session")
def _workers_find_the_code() -> Iterator[None]:
    """Worker processes import the program, and fake jobs, from this checkout, installed or not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]), prepend=os.pathsep)
        yield


@pytest.fixture(autouse=True)
def _no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in this program may open a socket; a test that makes it try fails."""

    def refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def loopback(_no_sockets: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets between this test and servers of its own on this machine; to anything else, still none."""
    own: set[int] = set()

    class Guarded(_SOCKET):
        def bind(self, address: Any, /) -> None:
            assert address[0] == "127.0.0.1", f"{address} was to be listened on"
            super().bind(address)
            own.add(self.getsockname()[1])

        def connect(self, address: Any, /) -> None:
            assert address[0] == "127.0.0.1", f"{address} was to be connected to"
            if address[1] not in own:
                raise ConnectionRefusedError
            super().connect(address)

    def numbers_only(host: Any, *rest: Any, **options: Any) -> Any:
        assert host == "127.0.0.1", f"{host} was to be looked up"
        return _GETADDRINFO(host, *rest, **options)

    monkeypatch.setattr(socket, "socket", Guarded)
    monkeypatch.setattr(socket, "create_connection", _CREATE_CONNECTION)
    monkeypatch.setattr(socket, "getaddrinfo", numbers_only)


def a_drawing(seed: int = 0, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """A picture rich in texture, the same for the same seed: soft noise at four scales and some rectangles."""
    rng = np.random.default_rng(seed)
    width, height = size
    total = np.zeros((height, width, 3))
    for cells in (4, 9, 20, 45):
        noise = Image.fromarray(rng.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        total += np.asarray(noise.resize(size, Image.Resampling.BICUBIC), dtype=float) / cells**0.5
    total = (total - total.min()) / (total.max() - total.min()) * 255
    picture = total.astype(np.uint8)
    for _ in range(12):
        left, top = rng.integers(0, width - 8), rng.integers(0, height - 8)
        right, bottom = left + rng.integers(8, width // 3), top + rng.integers(8, height // 3)
        picture[top:bottom, left:right] = rng.integers(0, 256, 3)
    return Image.fromarray(picture)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The bytes of `picture` in the format `kind`."""
    into = io.BytesIO()
    picture.save(into, kind, **options)
    return into.getvalue()


def a_photo(**fields: Any) -> Photo:
    values: dict[str, Any] = {
        "id": "0123456789ab",
        "label": "beach.jpg",
        "sha256": bytes(range(32)),
        "fingerprints": Fingerprints(800, 600, (Frame(Box(), 100, {}),)),
        "path": "photos/beach.jpg",
    }
    return Photo(**(values | fields))


def an_origin(**fields: Any) -> Origin:
    values: dict[str, Any] = {
        "source": "telegram-json",
        "locator": Locator("ChatExport_2024-05-01", "photos/photo_7@01-05-2024_10-00-00.jpg"),
        "channel": Channel("Gossip Corner", "1234567890"),
        "message_id": "7",
        "date": Moment(datetime(2024, 5, 1, 2, 0, tzinfo=UTC), "2024-05-01T10:00:00"),
        "sender": "Anon",
        "permalink": Permalink("https://t.me/c/1234567890/7", public=False),
    }
    return Origin(**(values | fields))


def a_sighting(**fields: Any) -> Sighting:
    values: dict[str, Any] = {
        "media": ImageFile(MediaKind.PHOTO, lambda: b""),
        "origin": an_origin(),
        "caption": "who is she",
    }
    return Sighting(**(values | fields))


def an_alteration(**fields: Any) -> Alteration:
    values: dict[str, Any] = {
        "mirrored": False,
        "rotation_degrees": 0.0,
        "scale": 1.0,
        "region": WHOLE,
        "visible_fraction": 1.0,
    }
    return Alteration(**(values | fields))


def a_judgement(**fields: Any) -> Judgement:
    values: dict[str, Any] = {
        "photo": a_photo(),
        "verdict": Verdict.CERTAIN,
        "score": 15.5,
        "agreement": 0.98,
        "alteration": an_alteration(),
    }
    return Judgement(**(values | fields))


def a_match(**fields: Any) -> Match:
    values: dict[str, Any] = {"judgement": a_judgement(), "sighting": a_sighting()}
    return Match(**(values | fields))


def a_report(**fields: Any) -> Report:
    values: dict[str, Any] = {
        "made_at": datetime(2024, 6, 1, 12, 0, tzinfo=UTC),
        "version": "0.1.0",
        "library": LibrarySummary(3),
        "opened": (Opened("Telegram Desktop export (JSON), one chat", "ChatExport_2024-05-01"),),
        "looked_at": LookedAt(messages=120, pictures=64, files=60),
        "matches": (a_match(),),
        "skipped": (),
    }
    return Report(**(values | fields))
