"""A backup of Telegram-Archive is read with its files, links inside it followed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from exposurewatch.model import Channel, Locator, Moment, Origin, Permalink, Reason
from tests.parsers.databases import a_telegram_archive
from tests.sources.builders import JPEG, kinds, messages, opened, sightings, skips, write_files

_DATE = "2024-05-01 10:00:00.000000"
_CHAT = -1001234567890
_FOLDER = f"/data/backups/media/{_CHAT}"
_DATA = a_telegram_archive(
    chats=[(_CHAT, "channel", "Gossip Corner", "gossipcorner", None, None)],
    users=[(5, "jane", "Jane", "Doe")],
    messages=[
        (7, _CHAT, 5, _DATE, "who is she", 3, -1009, None),
        (8, _CHAT, 5, _DATE, None, None, None, None),
        (9, _CHAT, 5, _DATE, None, None, None, None),
    ],
    media=[
        ("a", 7, _CHAT, "photo", f"{_FOLDER}/7.jpg", None, "image/jpeg", 1),
        ("b", 8, _CHAT, "photo", None, None, "image/jpeg", 0),
        ("c", 9, _CHAT, "photo", f"{_FOLDER}/9.jpg", None, "image/jpeg", 1),
    ],
)


def test_a_picture_is_tied_to_its_message(tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", {"telegram_backup.db": _DATA, f"media/{_CHAT}/7.jpg": JPEG})
    first = sightings(root)[0]

    assert opened(root).source == "telegram-archive"
    assert len(messages(root)) == 3
    assert first.caption == "who is she"
    assert first.origin == Origin(
        source="telegram-archive",
        locator=Locator(str(root), f"media/{_CHAT}/7.jpg"),
        channel=Channel("Gossip Corner", "1234567890", "gossipcorner"),
        message_id="7",
        date=Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), _DATE),
        sender="Jane Doe",
        forwarded_from="chat 1009",
        permalink=Permalink("https://t.me/gossipcorner/7", public=True),
        reply_to="3",
    )


def test_what_was_not_saved_and_what_is_gone_are_counted(tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", {"telegram_backup.db": _DATA, f"media/{_CHAT}/7.jpg": JPEG})

    assert kinds(sightings(root))[1:] == [
        ("not-included", "telegram_backup.db"),
        ("missing-file", f"media/{_CHAT}/9.jpg"),
    ]


def test_links_to_shared_files_inside_the_backup_are_followed(tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", {"telegram_backup.db": _DATA, "media/_shared/x.jpg": JPEG})
    (root / "media" / str(_CHAT)).mkdir()
    (root / f"media/{_CHAT}/7.jpg").symlink_to("../_shared/x.jpg")

    assert ("photo", f"media/{_CHAT}/7.jpg") in kinds(sightings(root))


def test_links_out_of_the_backup_are_not_followed(tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", {"telegram_backup.db": _DATA, "media/x.txt": b""})
    write_files(tmp_path, {"secret.jpg": JPEG})
    (root / "media" / str(_CHAT)).mkdir()
    (root / f"media/{_CHAT}/7.jpg").symlink_to(tmp_path / "secret.jpg")

    assert kinds(sightings(root))[0] == ("link", f"media/{_CHAT}/7.jpg")


def test_by_its_name_it_is_one_even_where_its_tables_are_defined_further_in(tmp_path: Path) -> None:
    other = write_files(tmp_path / "a", {"telegram_backup.db": b"SQLite format 3\0" + bytes(200), "a.jpg": JPEG})
    (skipped,) = skips(other)

    assert opened(other).source == "telegram-archive"
    assert skipped.reason is Reason.EXPORT_DAMAGED


def test_by_its_tables_it_is_one_whatever_its_name(tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", {"copy.sqlite3": _DATA, f"media/{_CHAT}/7.jpg": JPEG})

    assert opened(root).source == "telegram-archive"
