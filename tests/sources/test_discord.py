"""DiscordChatExporter's exports: every message, every picture, and what became of the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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
    Permalink,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
)
from exposurewatch.sources import open_exports
from exposurewatch.sources.containers import Member, Stream
from exposurewatch.sources.discord import DISCORD_JSON
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.source import Part
from tests.sources.builders import (
    JPEG,
    MP4,
    items,
    kinds,
    messages,
    opened,
    sightings,
    skips,
    write_files,
    write_zip,
)
from tests.sources.discord import MESSAGE, a_channel, a_channel_page, a_discord_message

_CDN = "https://cdn.discordapp.com/attachments/1/2/a.jpg?ex=1"
_SENT = datetime(2016, 4, 30, 11, 18, 25, 796000, UTC)


def _attached(*places: str) -> dict[str, Any]:
    return {"attachments": [{"url": place, "fileName": place.rpartition("/")[2].partition("?")[0]} for place in places]}


def test_a_message_and_its_picture(tmp_path: Path) -> None:
    posted = a_discord_message(
        content="who \u202eis she",
        reference={"messageId": "42", "channelId": "222", "guildId": "111"},
        **_attached("c.json_Files/a.jpg"),
    )
    path = write_files(tmp_path / "a", {"c.json": a_channel(posted), "c.json_Files/a.jpg": JPEG})

    message, sighting = items(path)

    origin = Origin(
        source="discord-json",
        locator=Locator(str(path), "c.json"),
        channel=Channel("Gossip Server / Text / general", "222"),
        message_id=MESSAGE,
        date=Moment(_SENT, "2016-04-30T19:18:25.796+08:00"),
        sender="Anon (anon123)",
        permalink=Permalink(f"https://discord.com/channels/111/222/{MESSAGE}", public=False),
        reply_to="42",
    )
    assert message == Message(origin, "who is she")
    assert isinstance(sighting, Sighting)
    assert sighting.caption == "who is she"
    assert sighting.origin.locator == Locator(str(path), "c.json_Files/a.jpg")
    assert sighting.origin.message_id == MESSAGE
    assert isinstance(sighting.media, ImageFile)
    assert (sighting.media.kind, sighting.media.read()) == (MediaKind.PHOTO, JPEG)


def test_a_forwarded_picture_says_where_it_stood(tmp_path: Path) -> None:
    reference = {"type": "Forward", "messageId": "42", "channelId": "9", "guildId": "8"}
    posted = a_discord_message(reference=reference, forwardedMessage=_attached("c.json_Files/a.jpg"))
    (sighting,) = sightings(write_files(tmp_path, {"c.json": a_channel(posted), "c.json_Files/a.jpg": JPEG}))

    assert sighting.origin.forwarded_from == "https://discord.com/channels/8/9/42"


def test_a_page_tells_as_much_as_it_holds(tmp_path: Path) -> None:
    inside = (
        '<span class="chatlog__author" title="anon123">Anon</span><span class="chatlog__timestamp" title="30 avril">x'
        '</span><span class="chatlog__reply-link" onclick="scrollToMessage(event, \'42\')">x</span>'
        '<div class="chatlog__content">who is she</div>'
        '<div class="chatlog__attachment"><img src="g%20%5B222%5D.html_Files/a.jpg"></div>'
    )
    name = "g [123456789012345678] [part 2].html"
    path = write_files(tmp_path / "a", {name: a_channel_page(inside), "g [222].html_Files/a.jpg": JPEG})

    message, sighting = items(path)

    assert message == Message(
        Origin(
            source="discord-html",
            locator=Locator(str(path), name),
            channel=Channel("Gossip Server / Text / general", "123456789012345678"),
            message_id=MESSAGE,
            date=Moment(_SENT, "30 avril"),
            sender="Anon (anon123)",
            reply_to="42",
        ),
        "who is she",
    )
    assert isinstance(sighting, Sighting)
    assert sighting.origin.locator.path == "g [222].html_Files/a.jpg"
    assert sighting.caption == "who is she"


def test_what_was_not_downloaded_is_counted_as_linked_to_with_its_address(tmp_path: Path) -> None:
    found = sightings(write_files(tmp_path, {"c.json": a_channel(a_discord_message(**_attached(_CDN)))}))

    assert [each.media for each in found] == [Missing(Reason.REMOTE_ONLY, _CDN)]


@pytest.mark.parametrize(
    "place",
    [
        r"c.json_Files\a.jpg",
        r"C:\Users\Anna\Discord\c.json_Files\a.jpg",
        "/home/anna/discord/c.json_Files/a.jpg",
    ],
)
def test_a_picture_is_found_however_the_exporter_wrote_its_path(tmp_path: Path, place: str) -> None:
    path = write_files(
        tmp_path, {"c.json": a_channel(a_discord_message(**_attached(place))), "c.json_Files/a.jpg": JPEG}
    )

    assert kinds(sightings(path)) == [("photo", "c.json_Files/a.jpg")]


def test_a_media_folder_beside_that_of_the_exports_is_found_by_its_name(tmp_path: Path) -> None:
    posted = a_discord_message(**_attached("/home/anna/media/a.jpg"))
    path = write_files(tmp_path, {"chats/c.json": a_channel(posted), "media/a.jpg": JPEG})
    export = next(export for export in open_exports(path, {}) if export.source == "discord-json")

    assert [item.origin.locator.path for item in export.read() if isinstance(item, Sighting)] == ["media/a.jpg"]


def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    posted = a_discord_message(**_attached("c.json_Files/a.jpg", "../../etc/a.jpg"))

    assert kinds(sightings(write_files(tmp_path, {"c.json": a_channel(posted)}))) == [
        ("missing-file", "c.json_Files/a.jpg"),
        ("unsafe-path", "../../etc/a.jpg"),
    ]


def test_pictures_beside_names_and_icons_are_looked_at_and_emoji_are_not(tmp_path: Path) -> None:
    names = ("icon.png", "avatar.png", "left.jpg", "smile.png")
    sender = {"name": "anon123", "avatarUrl": "c.json_Files/avatar.png"}
    posted = a_discord_message(author=sender, reactions=[{"emoji": {"imageUrl": "c.json_Files/smile.png"}}])
    files = {"c.json": a_channel(posted), **{f"c.json_Files/{name}": JPEG for name in names}}

    assert kinds(sightings(write_files(tmp_path, files))) == [
        ("profile-photo", "c.json_Files/avatar.png"),
        ("file", "c.json_Files/icon.png"),
        ("file", "c.json_Files/left.jpg"),
    ]


def test_a_picture_beside_a_name_is_told_once_in_all_channels(tmp_path: Path) -> None:
    said = a_discord_message(author={"name": "anon123", "avatarUrl": "media/avatar.png"})
    channels = {f"{name}.json": a_channel(said) for name in ("one", "two", "three")}

    assert kinds(sightings(write_files(tmp_path, channels | {"media/avatar.png": JPEG}))) == [
        ("profile-photo", "media/avatar.png")
    ]


def test_previews_stickers_and_videos_are_told_apart(tmp_path: Path) -> None:
    posted = a_discord_message(
        embeds=[{"thumbnail": {"url": "m/p.jpg"}}],
        stickers=[{"format": "Png", "sourceUrl": "m/s.png"}, {"format": "Lottie", "sourceUrl": "m/l.json"}],
        **_attached("m/v.mp4"),
    )
    files = {"m/p.jpg": JPEG, "m/s.png": JPEG, "m/l.json": b'{"v": 5}', "m/v.mp4": MP4}

    assert kinds(sightings(write_files(tmp_path, {"c.json": a_channel(posted), **files}))) == [
        ("video", "m/v.mp4"),
        ("link-preview", "m/p.jpg"),
        ("sticker", "m/s.png"),
        ("not-a-picture", "m/l.json"),
    ]


def test_several_channels_and_parts_in_one_folder_are_one_export(tmp_path: Path) -> None:
    other = {"id": "333", "name": "other"}
    files = {
        "g - general [part 1].json": a_channel(a_discord_message("1")),
        "g - general [part 2].json": a_channel(a_discord_message("2")),
        "g - other.json": a_channel(a_discord_message("3"), channel=other),
        "papers.json": b"{}",
    }
    path = write_files(tmp_path / "a", files)

    assert opened(path).label == "DiscordChatExporter export (JSON), 2 channels, 3 messages"
    assert [message.origin.message_id for message in messages(path)] == ["1", "2", "3"]
    assert [message.origin.message_id for message in messages(path / "g - general [part 2].json")] == ["2"]


def test_labels_say_what_was_recognised(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", {"in/c.json": a_channel(a_discord_message())})
    write_files(tmp_path / "one", {"c.html": a_channel_page("")})
    write_files(tmp_path / "two", {"c.html": a_channel_page(""), "d.html": a_channel_page("", "")})

    title = "Gossip Server / Text / general"
    assert opened(tmp_path / "a.zip").label == f"DiscordChatExporter export (JSON), {title}, 1 message"
    assert opened(tmp_path / "one").label == "DiscordChatExporter export (web page), Gossip Server - general, 1 message"
    assert opened(tmp_path / "two").label == "DiscordChatExporter export (web page), 2 pages, 3 messages"


def test_a_channel_that_lies_there_in_both_forms_is_read_once(tmp_path: Path) -> None:
    files = {"c.json": a_channel(a_discord_message()), "c.html": a_channel_page(""), "d.html": a_channel_page("")}
    path = write_files(tmp_path, files)
    found = [
        item.origin.locator.path
        for export in open_exports(path, {})
        for item in export.read()
        if isinstance(item, Message)
    ]

    assert found == ["c.json", "d.html"]
    assert [message.origin.locator.path for message in messages(path / "c.html")] == ["c.html"]


def test_a_page_without_a_title_and_number_is_labelled_without(tmp_path: Path) -> None:
    page = b'<div class="chatlog__message-group"><div data-message-id="5"></div></div></html>'
    path = write_files(tmp_path / "a", {"c.html": page})

    assert opened(path).label == "DiscordChatExporter export (web page), 1 message"
    (message,) = messages(path)
    assert message.origin.channel == Channel()


def test_a_channel_name_for_telegram_is_not_taken_over(tmp_path: Path) -> None:
    (message,) = messages(write_files(tmp_path, {"c.json": a_channel(a_discord_message())}), name="gossipcorner")

    assert message.origin.channel == Channel("Gossip Server / Text / general", "222")


@pytest.mark.parametrize("name", ["c.json", "c.html"])
def test_an_export_that_is_cut_off_says_how_far_it_was_read(tmp_path: Path, name: str) -> None:
    whole = {
        "c.json": a_channel(*(a_discord_message(str(each)) for each in (1, 2, 3))),
        "c.html": a_channel_page("", ""),
    }
    cut = whole[name][:-60] if name == "c.json" else whole[name].partition(b'<div class="postamble')[0]
    path = write_files(tmp_path / "a", {name: cut})

    assert skips(path) == [
        Skipped(Locator(str(path), name), None, Reason.EXPORT_TRUNCATED, "2 messages were read, then it is cut off")
    ]


def test_an_exporter_that_was_stopped_leaves_no_count(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {"c.json": a_channel(a_discord_message("1"), messageCount=None)})
    (skip,) = skips(path)

    assert skip.reason is Reason.EXPORT_TRUNCATED
    assert skip.detail.startswith("1 message was read, then it ends without the number of its messages")


def test_a_document_that_cannot_be_opened_is_not_taken_for_one(tmp_path: Path) -> None:
    def refuse() -> Stream:
        raise Unreadable(Reason.CANNOT_OPEN)

    document = Member("c.json", refuse)
    assert DISCORD_JSON.detect(Part(Folder(tmp_path), documents=(document,))) is None


def test_pages_of_another_kind_are_not_taken_for_one(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        open_exports(write_files(tmp_path / "a", {"c.html": b"<html>", "d.json": b"{}"}), {})
