"""Nothing that a picture holds beside its pixels is kept or told, and neither are its bytes and its pixels."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from exposurewatch.images import decode
from exposurewatch.vault import keys
from exposurewatch.vault.store import opened
from tests.privacy.conftest import Lived
from tests.privacy.marks import WORDS, files_under, looked_for, rationals, spellings, windows
from tests.privacy.world import LABELLED, PASSPHRASE, SENDER, TITLE

_ENTROPY_CODED = b"\xff\xda"  # the segment of a JPEG after which its picture begins


@pytest.fixture(scope="session")
def written(lived: Lived) -> dict[str, bytes]:
    """All that the program left: outputs, what it showed and said, and what the vault holds, decrypted."""
    left = {f"shown by {name}": ran.out for name, ran in lived.runs.items()}
    left |= {f"said by {name}": ran.err for name, ran in lived.runs.items()}
    left |= {str(path): path.read_bytes() for path in files_under(lived.world.outputs)}
    return left | {f"the table {name}": content for name, content in _tables(lived)}


def _tables(lived: Lived) -> Iterator[tuple[str, bytes]]:
    key = keys.unlock(lived.world.vault, keys.SlotKind.PASSPHRASE, PASSPHRASE)
    with opened(lived.world.vault, key) as vault:
        database = vault.photos._database
        for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            rows = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608 (a name of the program's own)
            yield name, b"\n".join(_bytes(value) for row in rows for value in row)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _found(
    marks: Iterator[tuple[str, bytes]] | list[tuple[str, bytes]], places: dict[str, bytes]
) -> list[tuple[str, str]]:
    return [(mark, place) for mark, spelt in marks for place, content in places.items() if spelt in content]


def test_the_pictures_hold_all_that_is_looked_for(lived: Lived) -> None:
    given = {
        path.name: path.read_bytes() for path in (*files_under(lived.world.photos), *files_under(lived.world.export))
    }
    films = any(name.endswith(".mp4") for name in given)
    lacking = {"MARKpacked", *([] if films else ["MARKfilm"])}  # one stands in a PNG as zlib packs it
    for word in set(WORDS) - lacking:
        assert _found(spellings(word), given), word
    assert len(_found(rationals(), {LABELLED: given[LABELLED]})) == 2
    shown = Image.open(io.BytesIO(given[LABELLED])).getexif()
    assert shown.get_ifd(0x8825)[2] == pytest.approx((61.0, 44.0, 22.1352))
    assert b"MARKthumbnail" in given[LABELLED]


def test_what_is_kept_and_shown_on_purpose_is_found_by_the_same_search(written: dict[str, bytes]) -> None:
    for word in (TITLE, LABELLED, SENDER):
        places = {place for _, place in _found([("", word.encode())], written)}
        assert any(place.startswith("the table") for place in places), word
        assert any(place.startswith("shown by") for place in places), word
        assert any(place.endswith(".json") for place in places), word
        assert any(place.endswith(".csv") for place in places), word


def test_the_pictures_were_really_looked_at(lived: Lived, written: dict[str, bytes]) -> None:
    assert len(written["the table photos"]) > 10_000
    assert b"small.jpg" in lived.runs["matches"].out
    assert b"same.jpg" in lived.runs["matches"].out
    assert b"garden.webp" in lived.runs["matches"].out


def test_no_place_time_owner_camera_or_caption_of_a_picture_is_kept_or_told(written: dict[str, bytes]) -> None:
    marks = list(looked_for())
    assert len(marks) > 200
    assert _found(marks, written) == []


def test_no_run_of_a_pictures_bytes_is_kept_or_told(lived: Lived, written: dict[str, bytes]) -> None:
    runs: set[bytes] = set()
    for path in (*files_under(lived.world.photos), *files_under(lived.world.export / "photos")):
        content = path.read_bytes()
        start = content.find(_ENTROPY_CODED) if path.suffix == ".jpg" else 64
        runs |= windows(content[max(start, 0) :])
    assert len(runs) > 100_000
    assert _shared(runs, written) == []
    control = {"a copy": b"before" + (lived.world.photos / LABELLED).read_bytes()[5000:5040] + b"after"}
    assert _shared(runs, control) == ["a copy"]


def test_no_run_of_a_pictures_pixels_is_kept_or_told(lived: Lived, written: dict[str, bytes]) -> None:
    runs: set[bytes] = set()
    some = b""
    for path in files_under(lived.world.photos):
        if path.suffix == ".mp4":
            continue
        picture = Image.open(path)
        some = decode(path.read_bytes()).grey.tobytes()
        for pixels in (some, picture.convert("RGB").tobytes(), picture.convert("L").tobytes()):
            runs |= windows(pixels)
    assert len(runs) > 100_000
    assert _shared(runs, written) == []
    assert _shared(runs, {"a piece": some[10_000:10_100]}) == ["a piece"]
    assert np.frombuffer(some, np.uint8).std() > 10


def _shared(runs: set[bytes], places: dict[str, bytes], width: int = 32) -> list[str]:
    return [
        place
        for place, content in places.items()
        if any(content[at : at + width] in runs for at in range(len(content) - width + 1))
    ]


def test_the_outputs_are_where_they_are_looked_for(lived: Lived) -> None:
    names = [path.name for path in files_under(lived.world.outputs)]
    assert names == ["folder.json", "hashes.txt", "matches.json", "zip.csv"]
    assert all(Path(lived.world.outputs, name).stat().st_size > 100 for name in names)
