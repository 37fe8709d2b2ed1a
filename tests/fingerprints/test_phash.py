"""pHash is what the imagehash library says it is, and its forms are the library's word on the turned picture."""

from __future__ import annotations

import imagehash
import pytest
from PIL import Image

from exposurewatch.fingerprints import phash
from exposurewatch.images import as_pillow
from exposurewatch.model import ORIENTATIONS
from tests.fingerprints.pictures import a_decoded_drawing, turned


@pytest.mark.parametrize("form", range(8), ids=lambda form: str(ORIENTATIONS[form]))
def test_each_form_is_what_the_library_computes_of_the_turned_picture(form: int) -> None:
    drawing = a_decoded_drawing(1, (317, 211))
    expected = str(imagehash.phash(as_pillow(turned(drawing, ORIENTATIONS[form]).grey), hash_size=16))
    assert phash.compute(drawing, 8).digests[form].hex() == expected


def test_a_digest_reads_as_the_library_prints_it() -> None:
    """So that digests can be compared with published lists, bit by bit and in the same order."""
    drawing = a_decoded_drawing(2)
    digest = phash.compute(drawing, 1).digests[0]
    assert imagehash.hex_to_hash(digest.hex()) == imagehash.phash(Image.fromarray(drawing.grey), hash_size=16)


def test_it_calls_no_picture_flat() -> None:
    assert phash.compute(a_decoded_drawing(3), 1).quality == 100
