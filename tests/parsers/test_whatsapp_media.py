"""The file of a message is found in any language, and words of people are left to them."""

from __future__ import annotations

import pytest

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.whatsapp_media import Content, Media

_IMG = "IMG-20201212-WA0014.jpg"
_PHOTO = "00000042-PHOTO-2020-06-07-15-13-20.jpg"


def _content(body: str) -> Content:
    return Media().content(body)


def _one(body: str) -> Attachment:
    (attachment,) = _content(body).attachments
    return attachment


@pytest.mark.parametrize(
    "body",
    [
        f"{_IMG} (file attached)",
        f"\u200e{_IMG} (file attached)",
        f"{_IMG} (fail dilampirkan)",
        f"{_IMG} (file terlampir)",
        f"{_IMG} (الملف مرفق)",
        f"{_IMG} இணைக்கப்பட்டது",
        f"فایل پیوست شد {_IMG}",
        _IMG,
    ],
)
def test_android_names_the_file_before_its_caption(body: str) -> None:
    expected = Content("who is she\nreally", (Attachment(MediaKind.PHOTO, Nature.PICTURE, _IMG),))

    assert _content(f"{body}\nwho is she\nreally") == expected


@pytest.mark.parametrize(
    "inserted",
    [
        f"\u200e<attached: {_PHOTO}>",
        f"<attached: {_PHOTO}>",
        f"\u200e<Anhang: {_PHOTO}>",
        f"\u200f<المُرفق: {_PHOTO}>",
        f"\u200e<dilampir: {_PHOTO}>",
        f"\u200e<{_PHOTO} eklendi>",
    ],
)
def test_ios_puts_the_file_in_brackets_after_its_caption(inserted: str) -> None:
    assert _content(inserted) == Content("", (Attachment(MediaKind.PHOTO, Nature.PICTURE, _PHOTO),))
    found = _content(f"who is she\nreally {inserted}")
    assert found == Content("who is she\nreally ", (Attachment(MediaKind.PHOTO, Nature.PICTURE, _PHOTO),))


def test_old_versions_of_ios_put_only_a_word_in_brackets() -> None:
    assert _one("2015-08-04-PHOTO-00004762.jpg <\u200eattached>").path == "2015-08-04-PHOTO-00004762.jpg"


@pytest.mark.parametrize(
    ("path", "kind", "nature"),
    [
        ("VID-20201212-WA0014.mp4", MediaKind.DOCUMENT, Nature.VIDEO),
        ("STK-20201212-WA0014.webp", MediaKind.STICKER, Nature.PICTURE),
        ("PTT-20201212-WA0014.opus", MediaKind.DOCUMENT, Nature.SOUND),
        ("AUD-20201212-WA0014.m4a", MediaKind.DOCUMENT, Nature.SOUND),
        ("DOC-20201212-WA0014.jpg", MediaKind.DOCUMENT, Nature.PICTURE),
        ("DOC-20201212-WA0014.pdf", MediaKind.DOCUMENT, Nature.OTHER),
        ("DOC-20201212-WA0014.", MediaKind.DOCUMENT, Nature.UNKNOWN),
    ],
)
def test_a_file_is_what_its_name_says(path: str, kind: MediaKind, nature: Nature) -> None:
    found = _content(f"{path} (file attached)").attachments

    assert found == ((Attachment(kind, nature, path),) if not path.endswith(".") else ())


@pytest.mark.parametrize("name", ["VIDEO", "GIF"])
def test_a_video_of_ios_is_a_video(name: str) -> None:
    path = f"00000042-{name}-2020-06-07-15-13-20.mp4"

    assert _one(f"\u200e<attached: {path}>") == Attachment(MediaKind.DOCUMENT, Nature.VIDEO, path)


def test_a_sticker_of_ios_is_a_sticker() -> None:
    assert _one("\u200e<attached: 00000042-STICKER-2020-06-07-15-13-20.webp>").kind is MediaKind.STICKER


def test_a_document_of_ios_comes_with_its_own_name_and_its_pages() -> None:
    found = _content("my paper.pdf • \u200e14 pages \u200e<attached: 00000010-my paper.pdf>")

    assert found.words == "my paper.pdf • \u200e14 pages "
    assert found.attachments == (Attachment(MediaKind.DOCUMENT, Nature.OTHER, "00000010-my paper.pdf"),)


def test_what_attached_is_called_is_learnt_from_names_that_are_certain() -> None:
    media = Media()
    assert not media.content("me.jpg (fail dilampirkan)").attachments[0].certain
    assert media.content(f"{_IMG} (fail dilampirkan)").attachments[0].certain

    assert media.content("me.jpg (fail dilampirkan)") == Content(
        "", (Attachment(MediaKind.DOCUMENT, Nature.PICTURE, "me.jpg"),)
    )


@pytest.mark.parametrize(
    "body",
    ["me.jpg (on the left)", "look at <this: me.jpg>", f"did you see {_IMG} that Ana posted last week, on page 7"],
)
def test_words_that_may_be_the_name_of_a_file_stay_words(body: str) -> None:
    found = _content(body)

    assert found.words == body
    assert not found.attachments[0].certain


@pytest.mark.parametrize("body", ["hi", "see (file attached)", "a < b: c > d", "e.g. this (or that)", "1. <2>", "<3"])
def test_other_words_are_no_files(body: str) -> None:
    assert _content(body) == Content(body)


@pytest.mark.parametrize(
    ("body", "kind", "nature"),
    [
        ("<Media omitted>", MediaKind.PHOTO, Nature.UNKNOWN),
        ("<media dikecualikan>", MediaKind.PHOTO, Nature.UNKNOWN),
        ("<Media disingkirkan>", MediaKind.PHOTO, Nature.UNKNOWN),
        ("<media tidak disertakan>", MediaKind.PHOTO, Nature.UNKNOWN),
        ("<words in a language nobody listed>", MediaKind.PHOTO, Nature.UNKNOWN),
        ("\u200eimage omitted", MediaKind.PHOTO, Nature.PICTURE),
        ("\u200eimej tidak dimasukkan", MediaKind.PHOTO, Nature.PICTURE),
        ("\u200evideo omitted", MediaKind.DOCUMENT, Nature.VIDEO),
        ("\u200eGIF omitted", MediaKind.DOCUMENT, Nature.VIDEO),
        ("\u200esticker omitted", MediaKind.STICKER, Nature.PICTURE),
        ("\u200edocument omitted", MediaKind.DOCUMENT, Nature.UNKNOWN),
        ("me.jpg • \u200edocument omitted", MediaKind.DOCUMENT, Nature.UNKNOWN),
    ],
)
def test_what_was_left_out_is_not_included(body: str, kind: MediaKind, nature: Nature) -> None:
    assert _one(body) == Attachment(kind, nature, "", absent=Reason.NOT_INCLUDED)


@pytest.mark.parametrize(
    "body", ["\u200eaudio omitted", "\u200eContact card omitted", "my.pdf • \u200edocument omitted"]
)
def test_sounds_contacts_and_papers_that_were_left_out_are_no_pictures(body: str) -> None:
    assert _content(body).attachments == ()


def test_the_caption_of_what_was_left_out_is_kept() -> None:
    assert _content("<Media omitted>\nwho is she").words == "who is she"
    assert _content("who is she \u200eimage omitted").words == "who is she "


def test_deleted_messages_are_said_to_be() -> None:
    found = _content("\u200eThis message was deleted.")

    assert (found.words, found.vanished) == (
        "\u200eThis message was deleted.",
        "it was deleted before the export was made",
    )
    assert not _content("This message was deleted\nhaha").vanished
    assert not _content("he said: \u200eThis message was deleted").vanished


@pytest.mark.parametrize("body", ["", " ", "null"])
def test_empty_messages_may_have_been_pictures(body: str) -> None:
    assert _content(body) == Content(
        "", vanished="the export leaves it empty, as it may do with a picture that could be viewed once"
    )


@pytest.mark.parametrize("body", ["<" * 100_000, "a.jpg (" * 20_000, "<a: " * 30_000, "\u200e" * 100_000])
def test_hostile_words_are_read_all_the_same(body: str) -> None:
    assert all(not attachment.certain for attachment in _content(body).attachments)
