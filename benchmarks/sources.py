"""How many messages a second each source reads, and in how much memory.

    python -m benchmarks.sources [--messages 100000] [--only NAME] [--folder DIR]

Writes an export of that many messages for each source, most of them words and one in ten with a picture that the
export does not hold (databases hold words alone), reads each in a process of its own, and prints messages a second by
the clock and by processor time, and the most memory that the reading process and the worker that parses held. Linux
only, for the memory.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from exposurewatch.model import Message
from exposurewatch.sources import open_exports

_NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
_WORDS = "some words about nothing in particular, as people write them in a chat"


@dataclass(frozen=True, slots=True)
class Maker:
    """Writes an export: `name` is that of the source, `file` that of the document."""

    name: str
    file: str
    write: Callable[[Path, int], None]


def _text(lines: Callable[[int], Iterator[str]]) -> Callable[[Path, int], None]:
    def write(path: Path, count: int) -> None:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(lines(count))

    return write


def _posted(count: int) -> Iterator[tuple[int, datetime, str, bool]]:
    """Yield number, time, sender, and whether there is a picture."""
    for number in range(1, count + 1):
        yield number, _NOON + timedelta(seconds=7 * number), f"Person {number % 300}", number % 10 == 0


def _listed(values: Iterator[object]) -> Iterator[str]:
    between = ""
    for value in values:
        yield between + json.dumps(value)
        between = ",\n"


def _telegram_json(count: int) -> Iterator[str]:
    yield '{"name": "Gossip", "type": "private_supergroup", "id": 1234567890, "messages": [\n'
    missing = {"photo": "(File not included. Change data exporting settings to download.)"}
    yield from _listed(
        {
            "id": number,
            "type": "message",
            "date": at.isoformat()[:19],
            "date_unixtime": str(int(at.timestamp())),
            "from": sender,
            "from_id": f"user{number % 300}",
            "text": _WORDS,
            **(missing if picture else {}),
        }
        for number, at, sender, picture in _posted(count)
    )
    yield "]}"


def _telegram_html(count: int) -> Iterator[str]:
    yield '<html><body><div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">'
    yield 'Gossip</div></div></div><div class="page_body chat_page"><div class="history">'
    missing = (
        '<div class="media_wrap clearfix"><div class="media clearfix pull_left media_photo"><div class="body">'
        '<div class="title bold">Photo</div><div class="description">Not included, change data exporting settings to '
        "download.</div></div></div></div>"
    )
    for number, at, sender, picture in _posted(count):
        yield (
            f'<div class="message default clearfix" id="message{number}"><div class="body">'
            f'<div class="pull_right date details" title="{at:%d.%m.%Y %H:%M:%S} UTC+00:00">{at:%H:%M}</div>'
            f'<div class="from_name">{sender}</div>{missing if picture else ""}<div class="text">{_WORDS}</div>'
            "</div></div>\n"
        )
    yield "</div></div></div></body></html>"


def _whatsapp(count: int) -> Iterator[str]:
    for _, at, sender, picture in _posted(count):
        yield f"{at:%d/%m/%Y, %H:%M} - {sender}: {'<Media omitted>' if picture else _WORDS}\n"


def _messenger(count: int) -> Iterator[str]:
    yield '{"participants": [{"name": "Person 1"}], "messages": [\n'
    yield from _listed(
        {
            "sender_name": sender,
            "timestamp_ms": int(at.timestamp() * 1000),
            "is_geoblocked_for_viewer": False,
            **(
                {"photos": [{"uri": f"messages/inbox/gossip_1/photos/{number}.jpg"}]}
                if picture
                else {"content": _WORDS}
            ),
        }
        for number, at, sender, picture in _posted(count)
    )
    yield '], "title": "Gossip", "thread_path": "inbox/gossip_1"}'


def _discord_json(count: int) -> Iterator[str]:
    yield '{"guild": {"id": "1", "name": "Guild"}, "channel": {"id": "2", "type": "GuildTextChat", "name": "gossip"},'
    yield '"dateRange": {"after": null, "before": null}, "exportedAt": "2024-06-01T00:00:00+00:00", "messages": [\n'
    yield from _listed(
        {
            "id": str((int(at.timestamp() * 1000) - 1420070400000 << 22) + number),
            "type": "Default",
            "timestamp": at.isoformat(),
            "content": _WORDS,
            "author": {"id": str(number % 300), "name": sender, "nickname": sender},
            "attachments": [{"id": "1", "url": "https://cdn.example/a.jpg", "fileName": "a.jpg"}] if picture else [],
            "embeds": [],
            "stickers": [],
        }
        for number, at, sender, picture in _posted(count)
    )
    yield f'], "messageCount": {count}}}'


def _discord_html(count: int) -> Iterator[str]:
    yield '<html><body><div class="preamble"><div class="preamble__entry">Guild</div></div><div class="chatlog">'
    missing = '<div class="chatlog__attachment"><img src="https://cdn.example/a.jpg"></div>'
    for number, at, sender, picture in _posted(count):
        snowflake = (int(at.timestamp() * 1000) - 1420070400000 << 22) + number
        yield (
            '<div class="chatlog__message-group">'
            f'<div class="chatlog__message-container" data-message-id="{snowflake}">'
            f'<span class="chatlog__author" title="{sender}">{sender}</span><span class="chatlog__timestamp" '
            f'title="{at:%c}">{at:%H:%M}</span><div class="chatlog__content">{_WORDS}</div>{missing if picture else ""}'
            "</div></div>\n"
        )
    yield f'</div><div class="postamble"><div class="postamble__entry">Exported {count:,} message(s)</div></div></html>'


def _imageboard(count: int) -> Iterator[str]:
    yield '{"posts": [\n'
    file = {"tim": 1700000000123, "filename": "a", "ext": ".jpg", "md5": "1B2M2Y8AsgTpgAmY7PhCfg=="}
    yield from _listed(
        {
            "no": number,
            "resto": int(number > 1),
            "time": int(at.timestamp()),
            "name": sender,
            "com": f'<a href="#p1" class="quotelink">&gt;&gt;1</a><br>{_WORDS}',
            **(file if picture else {}),
        }
        for number, at, sender, picture in _posted(count)
    )
    yield "]}"


def _tdl(count: int) -> Iterator[str]:
    yield '{"id": 1234567890, "messages": [\n'
    yield from _listed(
        {
            "id": number,
            "type": "message",
            "file": f"{number}.jpg" if picture else "",
            "date": int(at.timestamp()),
            "text": _WORDS,
        }
        for number, at, _, picture in _posted(count)
    )
    yield "]}"


def _telegram_preview(count: int) -> Iterator[str]:
    yield "<html><head><title>Gossip – Telegram</title></head><body><main class='tgme_main'><section>"
    held_back = '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported"></div></div>'
    for number, at, sender, picture in _posted(count):
        yield (
            '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message '
            f'js-widget_message" data-post="gossip/{number}"><div class="tgme_widget_message_bubble">'
            '<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name"><span>Gossip</span></a>'
            f'</div>{held_back if picture else ""}<div class="tgme_widget_message_text js-message_text">{_WORDS}</div>'
            f'<span class="tgme_widget_message_from_author">{sender}</span><a class="tgme_widget_message_date" '
            f'href="https://t.me/gossip/{number}"><time datetime="{at.isoformat()}"></time></a></div></div></div>\n'
        )
    yield "</section></main></body></html>"


def _telegram_dump(count: int) -> Iterator[str]:
    media = {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": 5}}
    for number, at, _, picture in _posted(count):
        message = {
            "_": "Message",
            "id": number,
            "peer_id": {"_": "PeerChannel", "channel_id": 1234567890},
            "from_id": {"_": "PeerUser", "user_id": number % 300},
            "date": at.isoformat(),
            "message": _WORDS,
            "media": media if picture else None,
        }
        yield json.dumps(message) + "\n"


def _tg_archive(path: Path, count: int) -> None:
    rows = ((each, "message", f"{at:%Y-%m-%d %H:%M:%S}", _WORDS, each % 300) for each, at, _, _ in _posted(count))
    with contextlib.closing(sqlite3.connect(path)) as database:
        for statement in (
            "CREATE TABLE messages (id INTEGER NOT NULL PRIMARY KEY, type TEXT NOT NULL, date TIMESTAMP NOT NULL,"
            " edit_date TIMESTAMP, content TEXT, reply_to INTEGER, user_id INTEGER, media_id INTEGER)",
            "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, username TEXT, first_name TEXT, last_name TEXT,"
            " tags TEXT, avatar TEXT)",
            "CREATE TABLE media (id INTEGER NOT NULL PRIMARY KEY, type TEXT, url TEXT, title TEXT, description TEXT,"
            " thumb TEXT)",
        ):
            database.execute(statement)
        database.executemany("INSERT INTO messages (id, type, date, content, user_id) VALUES (?, ?, ?, ?, ?)", rows)
        people = ((number, f"Person {number}") for number in range(300))
        database.executemany("INSERT INTO users (id, first_name) VALUES (?, ?)", people)
        database.commit()


def _telegram_archive(path: Path, count: int) -> None:
    rows = ((each, -1001234567890, each % 300, f"{at:%Y-%m-%d %H:%M:%S}", _WORDS) for each, at, _, _ in _posted(count))
    with contextlib.closing(sqlite3.connect(path)) as database:
        for statement in (
            "CREATE TABLE chats (id BIGINT NOT NULL, type VARCHAR(50) NOT NULL, title VARCHAR(255), username"
            " VARCHAR(255), first_name VARCHAR(255), last_name VARCHAR(255), PRIMARY KEY (id))",
            "CREATE TABLE users (id BIGINT NOT NULL, username VARCHAR(255), first_name VARCHAR(255), last_name"
            " VARCHAR(255), PRIMARY KEY (id))",
            "CREATE TABLE messages (id BIGINT NOT NULL, chat_id BIGINT NOT NULL, sender_id BIGINT, date DATETIME NOT"
            " NULL, text TEXT, reply_to_msg_id BIGINT, forward_from_id BIGINT, raw_data TEXT,"
            " PRIMARY KEY (id, chat_id))",
            "CREATE TABLE media (id VARCHAR(255) NOT NULL, message_id BIGINT, chat_id BIGINT, type VARCHAR(50),"
            " file_path TEXT, file_name VARCHAR(255), mime_type VARCHAR(100), downloaded INTEGER, PRIMARY KEY (id))",
            "CREATE INDEX idx_media_message ON media (message_id, chat_id)",
            "INSERT INTO chats (id, type, title) VALUES (-1001234567890, 'channel', 'Gossip')",
        ):
            database.execute(statement)
        database.executemany("INSERT INTO messages (id, chat_id, sender_id, date, text) VALUES (?, ?, ?, ?, ?)", rows)
        people = ((number, f"Person {number}") for number in range(300))
        database.executemany("INSERT INTO users (id, first_name) VALUES (?, ?)", people)
        database.commit()


MAKERS = (
    Maker("telegram-json", "result.json", _text(_telegram_json)),
    Maker("telegram-html", "messages.html", _text(_telegram_html)),
    Maker("whatsapp", "WhatsApp Chat with Gossip.txt", _text(_whatsapp)),
    Maker("messenger", "message_1.json", _text(_messenger)),
    Maker("discord-json", "Guild - gossip [2].json", _text(_discord_json)),
    Maker("discord-html", "Guild - gossip [2].html", _text(_discord_html)),
    Maker("imageboard", "b_1.json", _text(_imageboard)),
    Maker("telegram-preview", "gossip.html", _text(_telegram_preview)),
    Maker("telegram-dump", "messages.ndjson", _text(_telegram_dump)),
    Maker("tg-archive", "data.sqlite", _tg_archive),
    Maker("telegram-archive", "telegram_backup.db", _telegram_archive),
    Maker("tdl", "tdl-export.json", _text(_tdl)),
)


def main() -> None:
    """Make, read and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--only", choices=[maker.name for maker in MAKERS])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read is not None:
        _read(given.read)
        return
    print(f"{'source':<16}{'messages':>10}{'MB':>6}{'per s':>9}{'per CPU s':>11}{'reader':>9}{'worker':>9}")
    for maker in MAKERS:
        if given.only in (None, maker.name):
            with tempfile.TemporaryDirectory(dir=given.folder) as folder:
                print(f"{maker.name:<16}{_measured(maker, given.messages, Path(folder))}", flush=True)


def _measured(maker: Maker, count: int, folder: Path) -> str:
    path = folder / maker.file
    maker.write(path, count)
    command = [sys.executable, "-m", "benchmarks.sources", "--read", str(folder)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)  # noqa: S603 (this program)
    assert told["source"] == maker.name, f"{maker.name} was taken for {told['source']}"
    assert told["messages"] == count, f"{told['messages']} messages of {count} were read"
    return (
        f"{count:>10,}{path.stat().st_size / 1e6:>6.0f}{count / told['seconds']:>9,.0f}"
        f"{count / told['cpu']:>11,.0f}{told['reader']:>5} MiB{told['worker']:>5} MiB"
    )


def _read(folder: Path) -> None:
    """Read one export, and print as JSON what that took."""
    began = time.perf_counter()
    (export,) = open_exports(folder, {})
    found = sum(isinstance(item, Message) for item in export.read())
    seconds = time.perf_counter() - began
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    told = {"source": export.source, "messages": found, "seconds": seconds, "cpu": cpu}
    print(json.dumps(told | {"reader": own.ru_maxrss >> 10, "worker": others.ru_maxrss >> 10}))


if __name__ == "__main__":
    main()
