"""What a worker does with one picture, done here in this process."""

from __future__ import annotations

import pytest

from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.fingerprints.job import look
from exposurewatch.fingerprints.wire import unpack
from exposurewatch.images import decode
from exposurewatch.sandbox.protocol import Refused
from tests.conftest import a_drawing, encoded


@pytest.mark.parametrize("forms", [1, 8])
def test_a_picture_is_answered_with_its_fingerprints(forms: int) -> None:
    content = encoded(a_drawing(1))
    fingerprints = unpack(look(bytes([forms]) + content), forms)
    expected = fingerprints_of(decode(content), forms)
    assert (fingerprints.width, fingerprints.height) == (expected.width, expected.height)
    assert [frame.digests for frame in fingerprints.frames] == [frame.digests for frame in expected.frames]


@pytest.mark.parametrize("content", [b"", b"text", encoded(a_drawing(1), "TIFF")], ids=["empty", "text", "tiff"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="unsupported-format"):
        look(b"\x01" + content)
