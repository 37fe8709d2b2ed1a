"""How many messages a second each source reads, and in how much memory.

    python -m benchmarks.sources [--messages 100000] [--only NAME] [--folder DIR]

Writes an export of that many messages for each source, most of them words and one in ten with a picture that the
export does not hold, reads each in a process of its own, and prints messages a second by the clock and by processor
time, and the most memory that the reading process and the worker that parses held. Linux only, for the memory.
"""

from __future__ import annotations

import argparse
import json
import resource
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
    lines: Callable[[int], Iterator[str]]


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


MAKERS = (
    Maker("telegram-json", "result.json", _telegram_json),
    Maker("telegram-html", "messages.html", _telegram_html),
    Maker("whatsapp", "WhatsApp Chat with Gossip.txt", _whatsapp),
    Maker("messenger", "message_1.json", _messenger),
    Maker("discord-json", "Guild - gossip [2].json", _discord_json),
    Maker("discord-html", "Guild - gossip [2].html", _discord_html),
    Maker("imageboard", "b_1.json", _imageboard),
    Maker("tdl", "tdl-export.json", _tdl),
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
    with path.open("w", encoding="utf-8") as file:
        file.writelines(maker.lines(count))
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
