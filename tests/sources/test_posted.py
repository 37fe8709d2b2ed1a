"""What is seen in a Telegram message: the picture, its thumbnail, or why neither; and never a file outside."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import (
    ImageFile,
    Missing,
    Reason,
    Sighting,
    Skipped,
)
from tests.sources.builders import (
    JPEG,
    MP4,
    NOT_INCLUDED,
    Shown,
    a_chat,
    a_message,
    an_export,
    items,
    kinds,
    messages,
    sightings,
    skips,
    write_files,
    write_zip,
)


def test_an_album_shares_its_one_caption(tmp_path: Path) -> None:
    posted = [
        a_message(1, photo=NOT_INCLUDED, text="who is she"),
        a_message(2, photo=NOT_INCLUDED),
        a_message(3, photo=NOT_INCLUDED),
        a_message(4, photo=NOT_INCLUDED, date_unixtime="1714528801"),
    ]
    path = an_export(tmp_path, *posted)

    assert [sighting.caption for sighting in sightings(path)] == ["who is she"] * 3 + [""]
    assert [message.text for message in messages(path)] == ["who is she", "", "", ""]


def test_two_captions_belong_to_their_own_pictures(tmp_path: Path) -> None:
    posted = [a_message(1, photo=NOT_INCLUDED, text="a"), a_message(2, photo=NOT_INCLUDED, text="b")]
    posted.append(a_message(3, photo=NOT_INCLUDED))

    assert [sighting.caption for sighting in sightings(an_export(tmp_path, *posted))] == ["a", "b", ""]


def test_albums_of_two_chats_stay_apart_and_none_is_longer_than_ten(tmp_path: Path) -> None:
    posted = [a_message(number, photo=NOT_INCLUDED) for number in range(1, 12)] + [
        a_message(12, photo=NOT_INCLUDED, text="last")
    ]

    captions = [sighting.caption for sighting in sightings(an_export(tmp_path, *posted))]

    assert captions == [""] * 10 + ["last"] * 2


_MEDIA: dict[str, tuple[dict[str, Any], dict[str, bytes], Shown]] = {
    "photo": ({"photo": "photos/a.jpg"}, {"photos/a.jpg": JPEG}, [("photo", "photos/a.jpg")]),
    "document by type": (
        {"file": "files/a", "mime_type": "image/jpeg"},
        {"files/a": JPEG},
        [("document", "files/a")],
    ),
    "document by name": ({"file": "files/a.png"}, {"files/a.png": b""}, [("document", "files/a.png")]),
    "document by its bytes": (
        {"file": "files/a.bin", "mime_type": "application/octet-stream"},
        {"files/a.bin": JPEG},
        [("document", "files/a.bin")],
    ),
    "a picture that is declared a video": (
        {"file": "video_files/a.mp4", "media_type": "video_file", "mime_type": "video/mp4"},
        {"video_files/a.mp4": JPEG},
        [("document", "video_files/a.mp4")],
    ),
    "a picture that is declared sound": (
        {"file": "voice_messages/a.ogg", "media_type": "voice_message"},
        {"voice_messages/a.ogg": JPEG},
        [("document", "voice_messages/a.ogg")],
    ),
    "sound": (
        {"file": "voice_messages/a.ogg", "media_type": "voice_message"},
        {"voice_messages/a.ogg": b"OggS"},
        [],
    ),
    "sound that is not included": ({"file": NOT_INCLUDED, "media_type": "audio_file"}, {}, []),
    "sticker": (
        {"file": "stickers/a.webp", "media_type": "sticker"},
        {"stickers/a.webp": JPEG},
        [("sticker", "stickers/a.webp")],
    ),
    "animated sticker": (
        {"file": "stickers/a.tgs", "media_type": "sticker", "mime_type": "application/x-tgsticker"},
        {"stickers/a.tgs": b"\x1f\x8b\x08"},
        [("not-a-picture", "stickers/a.tgs")],
    ),
    "video with a thumbnail": (
        {"file": "video_files/a.mp4", "media_type": "video_file", "thumbnail": "video_files/a.mp4_thumb.jpg"},
        {"video_files/a.mp4": MP4, "video_files/a.mp4_thumb.jpg": JPEG},
        [("video", "video_files/a.mp4"), ("thumbnail", "video_files/a.mp4_thumb.jpg")],
    ),
    "video that is not included": (
        {"file": NOT_INCLUDED, "media_type": "animation", "thumbnail": "video_files/a_thumb.jpg"},
        {"video_files/a_thumb.jpg": JPEG},
        [("not-included", "result.json"), ("thumbnail", "video_files/a_thumb.jpg")],
    ),
    "video nobody made a thumbnail for": (
        {"file": NOT_INCLUDED, "media_type": "video_message", "thumbnail": NOT_INCLUDED},
        {},
        [("not-included", "result.json")],
    ),
    "video that is missing": (
        {"file": "video_files/a.mp4", "mime_type": "video/mp4"},
        {},
        [("missing-file", "video_files/a.mp4")],
    ),
    "photo that is not included": ({"photo": NOT_INCLUDED}, {}, [("not-included", "result.json")]),
    "photo over the limit": (
        {"photo": "(File exceeds maximum size. Change data exporting settings to download.)"},
        {},
        [("over-export-limit", "result.json")],
    ),
    "photo that was unavailable": (
        {"photo": "(Photo unavailable, please try again later)"},
        {},
        [("unavailable", "result.json")],
    ),
    "document that is not included, with a thumbnail": (
        {"file": NOT_INCLUDED, "file_name": "a.heic", "thumbnail": "files/a.heic_thumb.jpg"},
        {"files/a.heic_thumb.jpg": JPEG},
        [("not-included", "result.json"), ("thumbnail", "files/a.heic_thumb.jpg")],
    ),
    "photo that is missing": ({"photo": "photos/a.jpg"}, {}, [("missing-file", "photos/a.jpg")]),
    "photo that is missing, with a thumbnail": (
        {"photo": "photos/a.jpg"},
        {"photos/a_thumb.jpg": JPEG},
        [("missing-file", "photos/a.jpg"), ("thumbnail", "photos/a_thumb.jpg")],
    ),
    "archive": ({"file": "files/a.zip"}, {"files/a.zip": b"PK\x03\x04"}, [("archive", "files/a.zip")]),
    "archive that is not included": (
        {"file": NOT_INCLUDED, "file_name": "a.rar"},
        {},
        [("archive", "result.json")],
    ),
    "archive under another name": (
        {"file": "files/a.dat"},
        {"files/a.dat": b"Rar!\x1a\x07"},
        [("archive", "files/a.dat")],
    ),
    "archive that is not one": ({"file": "files/a.zip"}, {"files/a.zip": b"hello"}, [("archive", "files/a.zip")]),
    "document of another kind": (
        {"file": "files/a.pdf", "mime_type": "application/pdf"},
        {"files/a.pdf": b"%PDF"},
        [("not-a-picture", "files/a.pdf")],
    ),
    "document of another kind that is missing": (
        {"file": "files/a.pdf", "mime_type": "application/pdf"},
        {},
        [("not-a-picture", "files/a.pdf")],
    ),
    "document of no known kind": ({"file": "files/a"}, {"files/a": b"hello"}, [("not-a-picture", "files/a")]),
    "chat photo": (
        {"type": "service", "action": "edit_group_photo", "photo": "photos/a.jpg"},
        {"photos/a.jpg": JPEG},
        [("service-photo", "photos/a.jpg")],
    ),
    "custom emoji": (
        {"text": [{"type": "custom_emoji", "text": "x", "document_id": "stickers/a.webp"}]},
        {"stickers/a.webp": JPEG},
        [],
    ),
    "cover of a sound": (
        {"file": "files/a.mp3", "media_type": "audio_file", "thumbnail": "files/cover.jpg"},
        {"files/a.mp3": b"ID3", "files/cover.jpg": JPEG},
        [("thumbnail", "files/cover.jpg")],
    ),
    "cover of a sound that is missing": (
        {"file": NOT_INCLUDED, "media_type": "audio_file", "file_name": "a.mp3", "thumbnail": "files/cover.jpg"},
        {"files/cover.jpg": JPEG},
        [("thumbnail", "files/cover.jpg")],
    ),
    "self-destructed photo": ({"self_destruct_period_seconds": 5}, {}, [("unavailable", "result.json")]),
    "rich message": (
        {"rich_message": {"blocks": [{"items": [{"photo": "photos/a.jpg"}]}]}},
        {"photos/a.jpg": JPEG},
        [("photo", "photos/a.jpg")],
    ),
    "thumbnail outside": (
        {"photo": NOT_INCLUDED, "thumbnail": "../a.jpg"},
        {},
        [("not-included", "result.json"), ("unsafe-path", "../a.jpg")],
    ),
    "wrong types": ({"photo": 5, "file": ["a"], "thumbnail": {}, "text": {"text": None}, "date": []}, {}, []),
}


def test_a_preview_that_must_not_be_opened_is_told(tmp_path: Path) -> None:
    fields = {"file": "video_files/a.mp4", "media_type": "video_file", "thumbnail": "video_files/a.jpg"}
    files = {"result.json": a_chat(a_message(1, **fields)), "video_files/a.mp4": MP4, "video_files/a.jpg": JPEG}
    path = write_zip(tmp_path / "a.zip", files)
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # the last of them: locked with a password
    path.write_bytes(data)

    assert [(each.reason, each.locator.path) for each in skips(path)] == [(Reason.ENCRYPTED, "video_files/a.jpg")]


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize(("fields", "files", "expected"), _MEDIA.values(), ids=_MEDIA.keys())
def test_what_is_seen_in_a_message(
    tmp_path: Path, fields: dict[str, Any], files: dict[str, bytes], expected: Shown, *, packed: bool
) -> None:
    files = files | {"result.json": a_chat(a_message(**fields))}
    path = write_zip(tmp_path / "a.zip", files) if packed else write_files(tmp_path / "a", files)

    assert kinds(sightings(path)) == expected
    assert len(messages(path)) == 1


def test_one_file_in_many_messages_is_seen_in_each(tmp_path: Path) -> None:
    posted = [a_message(number, photo="photos/a.jpg") for number in (1, 2, 3)]
    found = sightings(an_export(tmp_path, *posted, files={"photos/a.jpg": JPEG}))

    assert [sighting.origin.message_id for sighting in found] == ["1", "2", "3"]
    assert len({sighting.origin.locator for sighting in found}) == 1


def test_two_files_are_never_taken_for_one(tmp_path: Path) -> None:
    """The scan looks once at each locator, so a name made to look like another must not share its locator."""
    files = {"photos/a\u200b.jpg": JPEG, "photos/a.jpg": JPEG}
    found = sightings(an_export(tmp_path, *(a_message(photo=path) for path in files), files=files))

    assert len({sighting.origin.locator for sighting in found}) == 2


_OUTSIDE = ["../outside/secret.jpg", "../outside/nothing.jpg", "/etc/passwd", "/etc/nothing", "..\\outside\\secret.jpg"]


@pytest.mark.parametrize("key", ["photo", "file", "thumbnail"])
@pytest.mark.parametrize("claimed", _OUTSIDE)
def test_a_path_out_of_the_export_is_refused_whether_or_not_anything_is_there(
    tmp_path: Path, claimed: str, key: str
) -> None:
    write_files(tmp_path / "outside", {"secret.jpg": JPEG})
    path = an_export(tmp_path, a_message() | {key: claimed})

    (sighting,) = sightings(path)

    assert sighting.media == Missing(Reason.UNSAFE_PATH)
    assert sighting.origin.locator.path == claimed


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("name", ["secret.jpg", "nothing.jpg"])
def test_a_link_out_of_the_export_is_refused_whether_or_not_anything_is_there(tmp_path: Path, name: str) -> None:
    write_files(tmp_path / "outside", {"secret.jpg": JPEG})
    path = an_export(tmp_path, a_message(photo="photos/a.jpg"), files={"photos/b.jpg": JPEG})
    (path / "photos" / "a.jpg").symlink_to(f"../../outside/{name}")

    found = items(path)

    assert [item.media for item in found if isinstance(item, Sighting)][:1] == [
        Missing(Reason.LINK, "a link that leads out of the export")
    ]
    assert not any(isinstance(item, Skipped) for item in found)


@settings(deadline=None, max_examples=20)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["..", "outside", "secret.jpg", ".", "", ".. ", "photos", "\\..", "C:", "~", "a.jpg"]),
            min_size=1,
            max_size=7,
        ),
        min_size=20,
        max_size=60,
    )
)
def test_no_spelling_in_an_export_opens_a_file_outside(
    tmp_path_factory: pytest.TempPathFactory, spellings: list[list[str]]
) -> None:
    tmp_path = tmp_path_factory.mktemp("confined")
    write_files(tmp_path, {"outside/secret.jpg": b"secret", "secret.jpg": b"secret", "a.jpg": b"secret"})
    posted = [a_message(number, photo="/".join(names)) for number, names in enumerate(spellings)]
    path = an_export(tmp_path, *posted, files={"photos/a.jpg": JPEG})

    read = {item.media.read() for item in sightings(path) if isinstance(item.media, ImageFile)}

    assert read <= {JPEG}
