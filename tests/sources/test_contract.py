"""What holds for every source: listed, ordered, honest about what it opens, and never raising on hostile exports."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import exposurewatch.sources
from exposurewatch.model import ImageFile, Message, Sighting, Skipped, Unreadable
from exposurewatch.sources import SOURCES, Source, open_exports
from exposurewatch.sources.folder import FOLDER
from tests.parsers.databases import a_telegram_archive, a_tg_archive
from tests.parsers.html_pages import message, page, photo
from tests.parsers.previews import a_page, a_photo, a_post
from tests.sources.boards import MD5, a_board_post, a_thread
from tests.sources.builders import JPEG, a_chat, a_message, opened, write_files, write_zip
from tests.sources.discord import a_channel, a_channel_page, a_discord_message

_MODULES = [module.name for module in pkgutil.iter_modules(exposurewatch.sources.__path__)]
_EXAMPLES = {
    "tdl": {
        "tdl-export.json": b'{"id":9,"messages":[{"id":7,"type":"message","file":"5.jpg","text":"who"}]}',
        "downloads/9_7_5.jpg": JPEG,
    },
    "telegram-json": {"result.json": a_chat(a_message(photo="photos/a.jpg")), "photos/a.jpg": JPEG},
    "telegram-html": {"messages.html": page(message(1, photo("photos/a.jpg"))), "photos/a.jpg": JPEG},
    "whatsapp": {
        "WhatsApp Chat with Ana.txt": b"31/12/22, 11:41 - Ana: IMG-20221231-WA0001.jpg (file attached)\n",
        "IMG-20221231-WA0001.jpg": JPEG,
    },
    "messenger": {
        "messages/inbox/ana_1/message_1.json": b"""{"participants": [{"name": "Ana"}], "messages": [
            {"sender_name": "Ana", "timestamp_ms": 1714528800123,
             "photos": [{"uri": "messages/inbox/ana_1/photos/a.jpg"}]}], "title": "Ana"}""",
        "messages/inbox/ana_1/photos/a.jpg": JPEG,
    },
    "discord-json": {
        "c.json": a_channel(a_discord_message(attachments=[{"url": "c.json_Files/a.jpg", "fileName": "a.jpg"}])),
        "c.json_Files/a.jpg": JPEG,
    },
    "discord-html": {
        "c.html": a_channel_page('<div class="chatlog__attachment"><img src="c.html_Files/a.jpg"></div>'),
        "c.html_Files/a.jpg": JPEG,
    },
    "imageboard": {
        "b/thread/100.json": a_thread(a_board_post(tim=1700000000123, ext=".jpg", filename="beach", md5=MD5)),
        "b/thread/1700000000123.jpg": JPEG,
    },
    "telegram-preview": {
        "Gossip.html": a_page(a_post(a_photo("./Gossip_files/a.jpg"))),
        "Gossip_files/a.jpg": JPEG,
    },
    "telegram-dump": {
        "messages.json": b'[{"_": "Message", "id": 7, "peer_id": {"channel_id": 9}, "date": "2024-05-01T10:00:00Z",'
        b' "message": "who", "media": {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": 5}}}]',
        "photo_2024-05-01_10-00-00.jpg": JPEG,
    },
    "tg-archive": {
        "data.sqlite": a_tg_archive(
            messages=[(7, "message", "2024-05-01 10:00:00", None, "who", None, None, 7)],
            media=[(7, "photo", "7.jpg", "5.jpg", None, None)],
        ),
        "media/7.jpg": JPEG,
    },
    "telegram-archive": {
        "telegram_backup.db": a_telegram_archive(
            messages=[(7, -1009, None, "2024-05-01 10:00:00", "who", None, None, None)],
            media=[("a", 7, -1009, "photo", "/data/backups/media/-1009/a.jpg", None, None, 1)],
        ),
        "media/-1009/a.jpg": JPEG,
    },
    "folder": {"a.jpg": JPEG},
}


@pytest.mark.parametrize("module", _MODULES)
def test_every_source_that_is_written_is_listed(module: str) -> None:
    contents = vars(importlib.import_module(f"exposurewatch.sources.{module}")).values()

    assert all(value in SOURCES for value in contents if isinstance(value, Source))


def test_names_are_unique_and_each_has_an_example() -> None:
    assert sorted(source.name for source in SOURCES) == sorted(_EXAMPLES)


def test_the_one_that_accepts_anything_is_last() -> None:
    assert SOURCES[-1] is FOLDER


@pytest.fixture(params=SOURCES, ids=lambda source: source.name)
def source(request: pytest.FixtureRequest) -> Source:
    found: Source = request.param
    return found


@pytest.fixture(params=["folder", "zip"])
def example(request: pytest.FixtureRequest, source: Source, tmp_path: Path) -> Path:
    files = _EXAMPLES[source.name]
    return write_zip(tmp_path / "a.zip", files) if request.param == "zip" else write_files(tmp_path / "a", files)


def test_its_own_exports_are_recognised_in_a_folder_and_in_a_zip(source: Source, example: Path) -> None:
    export = opened(example)

    assert export.source == source.name
    assert export.label
    assert export.container == str(example)
    assert export.picture_count() == 1


def test_every_item_says_where_it_stands(source: Source, example: Path) -> None:
    found = list(opened(example).read())
    origins = [item.origin for item in found if isinstance(item, Message | Sighting)]

    assert origins
    assert not any(isinstance(item, Skipped) for item in found)
    for origin in origins:
        assert origin.source == source.name
        assert origin.locator.container == str(example)
        assert origin.locator.path


def test_pictures_can_be_read_later_and_more_than_once(source: Source, example: Path) -> None:
    export = opened(example)
    for _ in range(2):
        (media,) = [item.media for item in export.read() if isinstance(item, Sighting)]
        assert isinstance(media, ImageFile)
        assert media.read() == media.read() == JPEG


def test_nothing_is_written_next_to_an_export(source: Source, example: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    list(opened(example).read())

    assert sorted(tmp_path.rglob("*")) == before


_hostile_bytes = st.builds(
    lambda data, at, junk: data[:at] + junk + data[at:],
    st.just(_EXAMPLES["telegram-json"]["result.json"]),
    st.integers(0, 400),
    st.binary(max_size=8) | st.sampled_from([b"[" * 99, b"NaN", b'"', b"\\", b"{", b"\xff\xfe"]),
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_hostile_bytes, st.integers(0, 500))
def test_no_damage_makes_reading_fail(tmp_path: Path, document: bytes, end: int) -> None:
    root = write_files(tmp_path / "a", {"result.json": document[:end], "photos/a.jpg": JPEG})

    for export in open_exports(root, {}):
        found = list(export.read())
        assert any(isinstance(item, Sighting) for item in found)


def test_a_picture_that_cannot_be_had_raises_unreadable_and_nothing_else(source: Source, tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", _EXAMPLES[source.name])
    (sighting,) = [item for item in opened(root).read() if isinstance(item, Sighting)]
    for picture in root.rglob("*.jpg"):
        picture.unlink()

    assert isinstance(sighting.media, ImageFile)
    with pytest.raises(Unreadable):
        sighting.media.read()
