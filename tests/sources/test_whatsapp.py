"""Chats exported by WhatsApp: every message, every picture, and what became of the rest."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from exposurewatch.errors import WrongUsage
from exposurewatch.model import (
    Channel,
    ImageFile,
    Locator,
    MediaKind,
    Message,
    Missing,
    Moment,
    Origin,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
)
from exposurewatch.sources import open_exports
from exposurewatch.sources.containers import Member, Stream
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.source import Part
from exposurewatch.sources.whatsapp import WHATSAPP
from tests.sources.builders import JPEG, MP4, items, kinds, messages, opened, sightings, skips, write_files, write_zip

_NO_ZONE = "WhatsApp does not write in which time zone"
_PHOTO = "00000042-PHOTO-2022-12-31-11-41-00.jpg"
_IOS = f"""[31/12/2022, 11:40:26] Aunties: \u200eMessages and calls are end-to-end encrypted.
\u200e[31/12/2022, 11:41:00] ~\u202fBudi: who is she \u200e<attached: {_PHOTO}>
"""
_ANDROID = "31/12/22, 11:40 - Messages and calls are end-to-end encrypted. Not even WhatsApp can read them.\n"


def _android(*said: str) -> bytes:
    return (_ANDROID + "".join(f"31/12/22, 11:41 - Budi: {each}\n" for each in said)).encode()


def _folder(root: Path, *said: str, **files: bytes) -> Path:
    named = {name.replace("_jpg", ".jpg").replace("_mp4", ".mp4").replace("__", "-"): files[name] for name in files}
    return write_files(root / "a", {"WhatsApp Chat with Aunties.txt": _android(*said), **named})


def test_a_message_and_its_picture(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "WhatsApp Chat - Aunties.zip", {"_chat.txt": _IOS.encode(), _PHOTO: JPEG})

    first, message, sighting = items(path)

    origin = Origin(
        source="whatsapp",
        locator=Locator(str(path), "_chat.txt"),
        channel=Channel("Aunties"),
        message_id=None,
        date=Moment(None, "2022-12-31T11:41:00", _NO_ZONE),
        sender="~ Budi",
        forwarded_from=None,
        permalink=None,
        reply_to=None,
    )
    assert isinstance(first, Message)
    assert message == Message(origin, "who is she")
    assert isinstance(sighting, Sighting)
    assert sighting.caption == "who is she"
    assert sighting.origin.locator == Locator(str(path), _PHOTO)
    assert sighting.origin.date == origin.date
    assert isinstance(sighting.media, ImageFile)
    assert (sighting.media.kind, sighting.media.read()) == (MediaKind.PHOTO, JPEG)


def test_it_is_said_which_phone_it_comes_from_and_what_the_chat_is_called(tmp_path: Path) -> None:
    ios = write_files(tmp_path / "WhatsApp Chat - Aunties", {"_chat.txt": _IOS.encode()})
    android = write_files(tmp_path / "b", {"Sembang WhatsApp dengan Aunties.txt": _android("hi")})

    assert opened(ios).label == "WhatsApp chat (iPhone), Aunties, 2 messages"
    assert opened(android).label == "WhatsApp chat (Android), Aunties, 2 messages"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (_IOS.replace("\n", "\r\n") * 20_000, "WhatsApp chat (iPhone), chat, 40,000 messages"),
        (_android("31/12/22 was when\n[31/12/22, 11:40:00] Siti: quoted").decode() * 10, "20 messages"),
        (_ANDROID + "٣١\u200f/١٢\u200f/٢٠٢٢، ٣:٣٧ م - Ana: hi\n" * 5, "6 messages"),
        (_ANDROID + "long" * 1_000_000 + "\n" + _ANDROID, "2 messages"),
        (_ANDROID.rstrip("\n"), "1 message"),
    ],
)
def test_it_is_said_how_many_messages_there_are(tmp_path: Path, text: str, label: str) -> None:
    assert opened(write_files(tmp_path / "a", {"chat.txt": text.encode()})).label.endswith(label)


def test_messages_in_utf_16_are_not_counted_and_yet_read(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {"chat.txt": _android("hi").decode().encode("utf-16")})

    assert opened(path).label == "WhatsApp chat (Android), chat"
    assert len(messages(path)) == 2


def test_a_text_alone_can_be_named_whatever_it_is_called(tmp_path: Path) -> None:
    path = write_files(tmp_path, {"notes.txt": _android("hi")}) / "notes.txt"

    assert opened(path).label == "WhatsApp chat (Android), notes, 2 messages"
    assert [message.text for message in messages(path)][1:] == ["hi"]


def test_a_text_that_is_no_chat_is_none(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {"notes.txt": b"31/12/22, 11:40 - call the dentist\n", "a.jpg": JPEG})

    assert opened(path).source == "folder"
    with pytest.raises(WrongUsage):
        open_exports(path / "notes.txt", {})


def test_several_chats_in_one_folder_keep_their_names(tmp_path: Path) -> None:
    chats = {f"WhatsApp Chat with {name}.txt": _android(f"hi {name}") for name in ("Ana", "Siti")}
    path = write_files(tmp_path / "a", chats | {"readme.txt": b"not a chat"})

    assert opened(path).label == "WhatsApp export, 2 chats, 4 messages"
    assert [(found.origin.channel, found.text) for found in messages(path) if found.origin.sender] == [
        (Channel("Ana"), "hi Ana"),
        (Channel("Siti"), "hi Siti"),
    ]


def test_chats_in_folders_of_their_own_are_exports_of_their_own(tmp_path: Path) -> None:
    files = {
        "WhatsApp Chat - Ana/_chat.txt": _IOS.encode(),
        f"WhatsApp Chat - Ana/{_PHOTO}": JPEG,
        "WhatsApp Chat - Siti/_chat.txt": _IOS.encode(),
    }
    exports = open_exports(write_zip(tmp_path / "all.zip", files), {})

    assert [export.label for export in exports] == [
        "WhatsApp chat (iPhone), Ana, 2 messages, in WhatsApp Chat - Ana",
        "WhatsApp chat (iPhone), Siti, 2 messages, in WhatsApp Chat - Siti",
    ]


def test_pictures_keep_their_captions_apart(tmp_path: Path) -> None:
    said = ("IMG-20221231-WA0001.jpg (file attached)\nwho is she", "IMG-20221231-WA0002.jpg (file attached)")
    path = _folder(tmp_path, *said, IMG__20221231__WA0001_jpg=JPEG, IMG__20221231__WA0002_jpg=JPEG)

    assert [(found.origin.locator.path, found.caption) for found in sightings(path)] == [
        ("IMG-20221231-WA0001.jpg", "who is she"),
        ("IMG-20221231-WA0002.jpg", ""),
    ]


def test_what_is_not_looked_at_is_counted_with_its_reason(tmp_path: Path) -> None:
    said = (
        "<Media disingkirkan>",
        "\u200eimage omitted",
        "\u200evideo omitted",
        "\u200eaudio omitted",
        "IMG-20221231-WA0001.jpg (file attached)",
        "PTT-20221231-WA0002.opus (file attached)",
        "report.pdf (file attached)",
        "me.jpg (on the left)",
        "null",
        "Mesej ini telah dipadam",
    )
    found = [
        (media.reason, media.detail)
        for media in (each.media for each in sightings(_folder(tmp_path, *said)))
        if isinstance(media, Missing)
    ]

    assert found == [
        (Reason.NOT_INCLUDED, ""),
        (Reason.NOT_INCLUDED, ""),
        (Reason.NOT_INCLUDED, ""),
        (Reason.MISSING_FILE, ""),
        (Reason.NOT_A_PICTURE, ""),
        (Reason.UNAVAILABLE, "the export leaves it empty, as it may do with a picture that could be viewed once"),
        (Reason.UNAVAILABLE, "it was deleted before the export was made"),
    ]


def test_a_file_that_is_there_is_found_by_words_that_may_name_it(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {"chat.txt": _android("me.jpg (im Anhang)"), "me.jpg": JPEG})

    assert kinds(sightings(path)) == [("document", "me.jpg")]


def test_videos_and_pictures_that_no_message_mentions_are_there_too(tmp_path: Path) -> None:
    said = "VID-20221231-WA0001.mp4 (file attached)"
    path = _folder(tmp_path, said, VID__20221231__WA0001_mp4=MP4, IMG__20221231__WA0002_jpg=JPEG)

    assert kinds(sightings(path)) == [("video", "VID-20221231-WA0001.mp4"), ("file", "IMG-20221231-WA0002.jpg")]


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/secret.jpg", r"..\secret.jpg", r"C:\secret.jpg"])
def test_nothing_outside_is_opened(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {"secret.jpg": JPEG})
    path = write_files(tmp_path / "a", {"chat.txt": _android(f"\u200e<attached: {name}>")})

    assert [media.reason for media in (each.media for each in sightings(path)) if isinstance(media, Missing)] == [
        Reason.UNSAFE_PATH
    ]


def test_a_username_of_telegram_means_nothing_here(tmp_path: Path) -> None:
    assert messages(_folder(tmp_path, "hi"), name="gossip")[0].origin.channel == Channel("Aunties")


@pytest.mark.parametrize(("name", "known"), [("_chat.txt", True), ("WhatsApp x.txt", True), ("notes.txt", False)])
def test_a_chat_that_cannot_be_opened_is_said_to_be_damaged(tmp_path: Path, name: str, *, known: bool) -> None:
    def refuse() -> Stream:
        raise Unreadable(Reason.CANNOT_OPEN)

    part = Part(Folder(tmp_path), "", (Member(name, refuse),))
    recognised = WHATSAPP.detect(part)

    assert (recognised is not None) is known
    assert recognised is None or "cannot be opened" in recognised.label
    assert [item.reason for item in WHATSAPP.read(part, {}) if isinstance(item, Skipped)] == [Reason.EXPORT_DAMAGED]


def test_a_chat_that_can_be_opened_once_only_is_not_counted(tmp_path: Path) -> None:
    openings = iter([Stream(io.BytesIO(_android("hi")))])

    def open_once() -> Stream:
        if stream := next(openings, None):
            return stream
        raise Unreadable(Reason.CANNOT_OPEN)

    recognised = WHATSAPP.detect(Part(Folder(tmp_path), "", (Member("a.txt", open_once),)))

    assert recognised is not None
    assert recognised.label == "WhatsApp chat (Android), a"


def test_a_part_without_a_document_is_none_of_its_own(tmp_path: Path) -> None:
    assert WHATSAPP.detect(Part(Folder(tmp_path))) is None


def test_nothing_is_said_of_a_chat_that_is_whole(tmp_path: Path) -> None:
    assert skips(_folder(tmp_path, "hi")) == []


def test_a_picture_that_must_not_be_opened_is_told_where_words_may_be_its_name(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"WhatsApp Chat with B.txt": _android("b.jpg (fichier joint)"), "b.jpg": JPEG})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # the last of them: locked with a password
    path.write_bytes(data)

    assert kinds(sightings(path)) == [("encrypted", "b.jpg")]
    assert skips(path) == []
