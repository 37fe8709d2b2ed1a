"""Saved public pages are read with their pictures, from a folder, one file or a web archive; nothing counts twice."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exposurewatch.errors import WrongUsage
from exposurewatch.model import (
    Channel,
    ImageFile,
    MediaKind,
    Message,
    Missing,
    Moment,
    Permalink,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
)
from exposurewatch.sources import open_exports
from exposurewatch.sources.source import Export
from tests.archives.web_archives import PAGE, A, Answer, B, a_warc, write_mht, write_revisit, write_wacz, write_warc
from tests.parsers.previews import NOT_SUPPORTED, a_page, a_photo, a_post, a_text, a_video, an_album
from tests.sources.builders import (
    JPEG,
    MP4,
    Shown,
    items,
    kinds,
    messages,
    opened,
    sightings,
    skips,
    write_files,
    write_zip,
)

_EMOJI = "https://telegram.org/img/emoji/40/F09F918D.png"
_AVATAR = "https://cdn4.telesco.pe/file/avatar.jpg"
_FORWARD = '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/leaks/77"><span>Leaks</span></a>'
_REPLY = '<a class="tgme_widget_message_reply" href="https://t.me/gossipcorner/190"></a>'
_ONE = a_page(a_post(a_photo(A) + a_text("who is she")))


def _answers(page: bytes = _ONE, address: str = PAGE) -> tuple[Answer, ...]:
    return (
        Answer(address, gzip.compress(page), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}),
        Answer(A, JPEG, headers={"Content-Type": "image/jpeg"}),
        Answer(_EMOJI, JPEG),
        Answer("https://telegram.org/css/widget-frame.css", b"body{}"),
    )


def _archive(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / f"saved.{kind}"
    match kind:
        case "mht":
            return write_mht(path, {PAGE: ("text/html", _ONE), A: ("image/jpeg", JPEG)})
        case "wacz":
            return write_wacz(path, {"data.warc.gz": a_warc(*_answers())})
        case _:
            return write_warc(path, *_answers())


@pytest.mark.parametrize("kind", ["warc", "warc.gz", "wacz", "mht"])
def test_a_page_in_an_archive_finds_its_pictures_by_their_addresses(tmp_path: Path, kind: str) -> None:
    path = _archive(tmp_path, kind)
    export = opened(path)
    found = list(export.read())
    (message,) = [item for item in found if isinstance(item, Message)]
    (sighting,) = [item for item in found if isinstance(item, Sighting)]

    assert export.source == "telegram-preview"
    assert export.label == "Saved Telegram page: Gossip Corner (og); saved 2024-05-01 10:00 UTC"
    assert export.container == str(path)
    assert (message.origin.locator.path, message.text) == (PAGE, "who is she")
    assert isinstance(sighting.media, ImageFile)
    assert (sighting.media.kind, sighting.media.read()) == (MediaKind.PHOTO, JPEG)
    assert sighting.origin.locator.path == A
    assert sighting.caption == "who is she"
    assert len(found) == 2


def test_every_field_of_where_a_picture_stands_is_filled(tmp_path: Path) -> None:
    page = a_page(a_post(_FORWARD + _REPLY + a_photo(A)))
    (sighting,) = sightings(write_warc(tmp_path / "a.warc", *_answers(page)))
    origin = sighting.origin

    assert origin.source == "telegram-preview"
    assert origin.channel == Channel("Gossip Corner [1m", "1006503122", "gossipcorner")
    assert origin.message_id == "205"
    assert origin.date == Moment(datetime(2022, 11, 30, 14, 11, 21, tzinfo=UTC), "2022-11-30T14:11:21+00:00")
    assert origin.sender == "Gossip Corner 👍"
    assert origin.forwarded_from == "Leaks (https://t.me/leaks/77)"
    assert origin.permalink == Permalink("https://t.me/gossipcorner/205", public=True)
    assert origin.reply_to == "190"


def test_an_address_may_be_spelt_differently_in_the_page_and_the_archive(tmp_path: Path) -> None:
    page = a_page(a_post(a_photo("//cdn4.telesco.pe/file/a.jpg#x") + a_photo(f"{B}?token=2")))
    path = write_warc(tmp_path / "a.warc", *_answers(page), Answer(f"{B}?token=1", JPEG[::-1]))

    assert kinds(sightings(path)) == [("photo", A), ("photo", f"{B}?token=1")]


def test_what_the_archive_does_not_hold_is_only_linked_to(tmp_path: Path) -> None:
    page = a_page(a_post(a_photo(B) + a_video("https://cdn/clip.mp4", "https://cdn/thumb.jpg")))
    path = write_warc(tmp_path / "a.warc", *_answers(page), Answer("https://cdn/thumb.jpg", JPEG))
    found = sightings(path)

    assert kinds(found)[:3] == [
        ("remote-only", B),
        ("remote-only", "https://cdn/clip.mp4"),
        ("thumbnail", "https://cdn/thumb.jpg"),
    ]
    assert found[0].media == Missing(Reason.REMOTE_ONLY, B)


def test_what_the_server_refused_says_so(tmp_path: Path) -> None:
    page = a_page(a_post(a_photo(B)))
    path = write_warc(tmp_path / "a.warc", *_answers(page), Answer(B, b"", "410 Gone"))

    assert sightings(path)[0].media == Missing(Reason.UNAVAILABLE, "the server answered 410 when it was to be saved")


def test_what_telegram_held_back_is_counted(tmp_path: Path) -> None:
    page = a_page(a_post(NOT_SUPPORTED.format("", "This media is not supported in your browser")))

    assert [reason for reason, _ in kinds(sightings(write_files(tmp_path / "a", {"a.html": page})))] == ["not-included"]


def test_every_other_picture_in_an_archive_is_looked_at(tmp_path: Path) -> None:
    path = write_warc(
        tmp_path / "a.warc",
        *_answers(),
        Answer(B, JPEG),
        Answer(_AVATAR, JPEG),
        Answer("https://example.org/video", MP4),
        Answer("https://example.org/", b"<html>"),
    )

    assert kinds(sightings(path))[1:] == [("file", B), ("file", _AVATAR), ("video", "https://example.org/video")]


def test_an_archive_without_such_a_page_is_an_archive_of_pictures(tmp_path: Path) -> None:
    export = opened(write_warc(tmp_path / "a.warc", Answer(A, JPEG), Answer("https://t.me/gossipcorner", b"<html>")))

    assert (export.source, export.label.startswith("WARC of pictures")) == ("folder", True)
    assert [kind for kind, _ in kinds([each for each in export.read() if isinstance(each, Sighting)])] == [
        "file",
        "not-a-picture",
    ]


def test_posts_that_pages_share_count_once_and_all_others_do(tmp_path: Path) -> None:
    first = a_page(a_post(a_photo(A), 205), a_post(a_photo(B, 206), 206))
    older = a_page(a_post(a_photo("https://cdn/c.jpg", 204), 204), a_post(a_photo(A), 205))
    answers = (
        *_answers(first),
        *_answers(older, f"{PAGE}?before=206"),
        Answer(PAGE, first + b" "),
        Answer(B, JPEG),
        Answer("https://cdn/c.jpg", JPEG),
    )
    path = write_warc(tmp_path / "a.warc", *answers)

    assert opened(path).label.startswith("Saved Telegram pages, 3: Gossip")
    assert [message.origin.message_id for message in messages(path)] == ["205", "206", "204"]
    assert kinds(sightings(path)) == [("photo", A), ("photo", B), ("photo", "https://cdn/c.jpg")]
    assert skips(path) == []


def test_a_post_that_shows_another_picture_later_shows_both(tmp_path: Path) -> None:
    answers = (*_answers(), *_answers(a_page(a_post(a_photo(B))), f"{PAGE}?before=206"), Answer(B, JPEG))
    path = write_warc(tmp_path / "a.warc", *answers)

    assert kinds(sightings(path)) == [("photo", A), ("photo", B)]


def test_a_picture_that_changed_behind_its_address_is_looked_at_twice(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc", *_answers(), Answer(A, JPEG[::-1] + JPEG), Answer(A, JPEG))

    assert [where for _, where in kinds(sightings(path))] == [A]
    other = write_warc(tmp_path / "b.warc", *_answers(), Answer(A, JPEG + b"x"))
    assert kinds(sightings(other)) == [("photo", A), ("file", f"{A} (2)")]


def test_a_picture_that_was_saved_before_is_found_through_its_revisit(tmp_path: Path) -> None:
    page = a_page(a_post(a_photo(B)))
    path = write_warc(tmp_path / "a.warc.gz", *_answers(page))
    write_revisit(path, B, "sha1:UNKNOWN", A)

    assert kinds(sightings(path))[0] == ("photo", B)


def test_what_a_page_loaded_as_it_was_read_counts_too(tmp_path: Path) -> None:
    part = json.dumps(a_post(a_photo(B, 150), 150)).encode()
    path = write_warc(tmp_path / "a.warc", *_answers(), Answer(f"{PAGE}?before=205", part), Answer(B, JPEG))

    assert kinds(sightings(path)) == [("photo", A), ("photo", B)]
    assert skips(path) == []


def test_an_archive_that_was_cut_off_says_so(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc", *_answers())
    path.write_bytes(path.read_bytes()[:-40])
    (skipped,) = skips(path)

    assert (skipped.reason, skipped.locator.path) == (Reason.EXPORT_TRUNCATED, "a.warc")


def test_a_wacz_that_was_changed_says_so_and_its_pictures_are_looked_at(tmp_path: Path) -> None:
    listed = {"resources": [{"path": "archive/a.warc.gz", "hash": f"sha256:{'0' * 64}"}]}
    path = write_wacz(tmp_path / "a.wacz", {"a.warc.gz": a_warc(*_answers())}, listed=listed)
    found = items(path)

    assert opened(path).label.endswith("; changed or damaged after it was made")
    assert [item.reason for item in found if isinstance(item, Skipped)] == [Reason.EXPORT_ALTERED]
    assert kinds([item for item in found if isinstance(item, Sighting)]) == [("photo", A)]


def test_archives_in_a_folder_are_opened_where_they_lie(tmp_path: Path) -> None:
    for kind in ("warc.gz", "wacz", "mht"):
        _archive(tmp_path, kind)

    assert sorted(export.container for export in open_exports(tmp_path, {})) == [
        str(tmp_path / f"saved.{kind}") for kind in ("mht", "wacz", "warc.gz")
    ]


@pytest.mark.parametrize("kind", ["warc", "wacz", "mht"])
def test_an_archive_of_pages_within_another_archive_is_read(tmp_path: Path, kind: str) -> None:
    alone = _archive(tmp_path, kind)
    packed = write_zip(tmp_path / "a.zip", {f"saved.{kind}": alone.read_bytes(), "a.jpg": JPEG})
    pages, pictures = open_exports(packed, {})

    assert (pages.container, pictures.container) == (f"{packed}//saved.{kind}", str(packed))
    (itself,) = open_exports(alone, {})
    assert [_seen(export) for export in (pages, pictures)] == [_seen(itself), [("file", "a.jpg")]]


def _seen(export: Export) -> Shown:
    return kinds([item for item in export.read() if isinstance(item, Sighting)])


def _saved(*posts: str, name: str = "Gossip", **files: bytes) -> dict[str, bytes]:
    return {f"{name}.html": a_page(*posts), **{f"{name}_files/{each}.jpg": data for each, data in files.items()}}


@pytest.mark.parametrize(
    "written",
    [
        "./Gossip_files/a.jpg",
        "Gossip_files/a.jpg",
        A,
        f"{A}?token=x",
        "//cdn4.telesco.pe/file/a.jpg",
        "Gossip_files/%61.jpg",
    ],
)
def test_a_page_with_its_folder_finds_its_pictures(tmp_path: Path, written: str) -> None:
    saved = _saved(a_post(a_photo(written)), a=JPEG)
    root = write_files(tmp_path / "a", {f"in/{path}": data for path, data in saved.items()})

    assert opened(root).label == "Saved Telegram page: Gossip Corner (og)"
    assert kinds(sightings(root)) == [("photo", "in/Gossip_files/a.jpg")]
    assert kinds(sightings(root / "in" / "Gossip.html")) == [("photo", "Gossip_files/a.jpg")]
    assert kinds(sightings(write_zip(tmp_path / "a.zip", saved))) == [("photo", "Gossip_files/a.jpg")]


def test_the_folder_of_a_page_is_known_in_any_language(tmp_path: Path) -> None:
    files = {"G-Dateien/a.jpg": JPEG, "Gossip_files/a.jpg": JPEG, "G.html": a_page(a_post(a_photo(A)))}

    assert kinds(sightings(write_files(tmp_path, files))) == [
        ("photo", "G-Dateien/a.jpg"),
        ("file", "Gossip_files/a.jpg"),
    ]


def test_a_name_that_the_browser_cut_is_found_if_only_one_can_be_meant(tmp_path: Path) -> None:
    name = "abcdefgh" * 40
    page = {"G.html": a_page(a_post(a_photo(f"https://cdn/file/{name}.jpg")))}
    one, another = f"G_files/{name[:100]}.jpg", f"G_files/{name[:90]}.jpg"

    assert kinds(sightings(write_files(tmp_path / "a", {**page, one: JPEG}))) == [("photo", one)]
    assert kinds(sightings(write_files(tmp_path / "b", {**page, one: JPEG, another: JPEG})))[0][0] == "remote-only"
    assert kinds(sightings(write_files(tmp_path / "c", {**page, "G_files/abcdefgh.jpg": JPEG})))[0][0] == "remote-only"


def test_what_was_not_saved_along_is_only_linked_to(tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", _saved(a_post(a_photo(A) + a_photo("Gossip_files/b.jpg"))))

    assert kinds(sightings(root)) == [("remote-only", A), ("missing-file", "Gossip_files/b.jpg")]


def test_no_path_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(JPEG)
    posts = [a_post(a_photo(path), 1 + n) for n, path in enumerate(("../secret.jpg", "%2e%2e/secret.jpg", "C:\\a.jpg"))]

    assert {kind for kind, _ in kinds(sightings(write_files(tmp_path / "a", _saved(*posts))))} == {"unsafe-path"}


def test_faces_beside_a_page_are_looked_at_and_emoji_are_not(tmp_path: Path) -> None:
    page = a_page(a_post(a_photo(A)), avatar="./Gossip_files/avatar.jpg")
    files = {f"Gossip_files/{name}": JPEG for name in ("avatar.jpg", "user.jpg", "F09F918D.png", "a.jpg", "more.jpg")}
    root = write_files(tmp_path / "a", {"Gossip.html": page, **files})

    assert kinds(sightings(root)) == [
        ("photo", "Gossip_files/a.jpg"),
        ("file", "Gossip_files/avatar.jpg"),
        ("file", "Gossip_files/more.jpg"),
        ("file", "Gossip_files/user.jpg"),
    ]


def test_a_picture_that_the_page_holds_itself_is_read(tmp_path: Path) -> None:
    packed = base64.b64encode(JPEG).decode()
    page = a_page(a_post(a_photo(f"data:image/jpeg;base64,{packed}") + a_photo("data:image/jpeg;base64,%%x")))
    whole, damaged = sightings(write_files(tmp_path / "a", {"a.html": page}))

    assert isinstance(whole.media, ImageFile)
    assert whole.media.read() == JPEG
    assert whole.origin.locator.path == "a.html"
    assert isinstance(damaged.media, ImageFile)
    with pytest.raises(Unreadable) as caught:
        damaged.media.read()
    assert caught.value.reason is Reason.CANNOT_OPEN


def test_each_picture_of_an_album_has_its_own_link(tmp_path: Path) -> None:
    album = an_album(*(a_photo(address, 510 + n, album=True) for n, address in enumerate((A, B))))
    path = write_warc(tmp_path / "a.warc", *_answers(a_page(a_post(album + a_text("two"), 510))), Answer(B, JPEG))

    assert [(each.origin.message_id, each.origin.permalink, each.caption) for each in sightings(path)] == [
        (str(number), Permalink(f"https://t.me/gossipcorner/{number}", public=True), "two") for number in (510, 511)
    ]


def test_pages_of_several_channels_are_told_apart(tmp_path: Path) -> None:
    other = a_page(a_post("", name="leaks", view=None)).replace(b"Gossip", b"Leaks")
    path = write_warc(tmp_path / "a.warc", *_answers(), Answer("https://t.me/s/leaks", other))
    (export,) = open_exports(path, {"": "someone"})

    assert export.label.startswith("Saved Telegram pages, 2: Gossip Corner (og), Leaks Corner (og); saved")
    assert export.ignored_username == "someone"
    assert [message.origin.channel for message in export.read() if isinstance(message, Message)] == [
        Channel("Gossip Corner [1m", "1006503122", "gossipcorner"),
        Channel("Leaks Corner [1m", None, "leaks"),
    ]


def test_the_times_of_several_pages_are_given_from_first_to_last(tmp_path: Path) -> None:
    later = Answer(f"{PAGE}?before=2", _ONE + b" ", at="2024-06-01T10:00:00Z")

    assert (
        "; saved between 2024-05-01 10:00 UTC and 2024-06-01 10:00 UTC"
        in opened(write_warc(tmp_path / "a.warc", *_answers(), later)).label
    )
    undated = write_mht(tmp_path / "a.mht", {PAGE: ("text/html", _ONE)}).read_bytes().replace(b"Date: ", b"X-Date: ")
    (tmp_path / "a.mht").write_bytes(undated)
    assert opened(tmp_path / "a.mht").label == "Saved Telegram page: Gossip Corner (og)"


def test_a_page_that_was_cut_off_says_how_far_it_was_read(tmp_path: Path) -> None:
    (skipped,) = skips(write_files(tmp_path / "a", {"a.html": _ONE[:-200] + b"x"}))

    assert (skipped.reason, skipped.detail) == (Reason.EXPORT_TRUNCATED, "1 message was read, then it is cut off")


def test_a_page_without_a_post_says_so(tmp_path: Path) -> None:
    page = a_page('<div class="tme_no_messages_found">No posts found</div>')

    assert [each.detail for each in skips(write_files(tmp_path / "a", {"a.html": page}))] == [
        "it holds no messages at all"
    ]


@pytest.mark.parametrize(
    "beginning",
    [b"<!-- saved from url=(0029)https://t.me/s/gossipcorner -->", b"<!--\n Page saved\n url: https://t.me/s/x\n-->"],
)
def test_a_page_is_known_by_the_note_of_the_program_that_saved_it(tmp_path: Path, beginning: bytes) -> None:
    page = beginning + b"<style>" + b" " * 70_000 + b"</style>" + _ONE

    assert opened(write_files(tmp_path / "a", {"a.html": page})).source == "telegram-preview"


@pytest.mark.parametrize("page", [b"<html><p>hello</p></html>", b"", b'<div class="tgme_page"></div>'])
def test_other_pages_are_left_to_other_sources(tmp_path: Path, page: bytes) -> None:
    write_files(tmp_path, {"a.html": page, "a.jpg": JPEG})

    assert opened(tmp_path).source == "folder"
    with pytest.raises(WrongUsage):
        open_exports(tmp_path / "a.html", {})
