"""Has a result.json of several gigabytes read by a scan, and watches in how much memory."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.kills_export import Drawn, copied, own_photos
from benchmarks.kills_run import Run, benched, report_in
from benchmarks.long_haul_flat import judged
from benchmarks.long_haul_watch import PARSER, Watch
from benchmarks.processes import children, position

_BEGAN: Final = 1714564800
_PEOPLE: Final = 300
_PICTURE_EVERY: Final = 1000  # messages; the export does not hold it
_LAST: Final = "last.jpg"  # the one picture that is there, in the last message: who finds it has read all
_AT_ONCE: Final = 1000
_NOT_INCLUDED: Final = "(File not included. Change data exporting settings to download.)"
_WORDS: Final = tuple(
    json.dumps(words, ensure_ascii=False)
    for words in (
        "some words about nothing in particular, as people write them in a chat",
        "ok",
        "спасибо, скоро буду 🙂",
        'did you see that? I said so all along, "and nobody"\nwould listen when there was still time',
        "yes, tomorrow at ten",
    )
)


def read_whole(folder: Path, size: int, interval: float) -> bool:
    """Write an export of at least so many bytes, scan it, and say whether all was read in flat memory."""
    drawing = Drawn(folder / "photos", folder / "export")
    for made in (drawing.photos, drawing.export):
        made.mkdir()
    (drawing.export / _LAST).write_bytes(copied(0, own_photos(drawing.photos)))
    document = drawing.export / "result.json"
    wrote = written(document, size)
    print(f"{document.stat().st_size:,} bytes, {wrote:,} messages", flush=True)
    bench = benched(folder, drawing)
    vault = bench.new_vault()
    Run(bench, "add", vault).in_peace()
    run, started = Run(bench, "scan", vault), time.monotonic()
    with run.running() as process:

        def done() -> int:
            """Where the reader is. Before there is a worker that parses, messages are only counted, for the label."""
            return position(process.pid, document) if children(process.pid, PARSER) else 0

        samples = list(Watch(process, PARSER, vault, done).samples(interval))
    report, seconds = report_in(run.output(process)), time.monotonic() - started
    read: Any = report["looked_at"]["messages"]
    print(f"{read:,} messages were read in {seconds / 60:.1f} min, {read / seconds:,.0f} a second", flush=True)
    assert read == wrote, f"{wrote - read:,} were not"
    assert len(report["skipped"]) == wrote // _PICTURE_EVERY
    assert [match["sighting"]["locator"]["path"] for match in report["matches"]] == [_LAST]
    return judged([sample for sample in samples if sample.done])


def written(document: Path, size: int) -> int:
    """Write messages, as Telegram Desktop does, until there are so many bytes; return how many there are."""
    number = 0
    with document.open("w", encoding="utf-8") as file:
        file.write('{\n "name": "Gossip",\n "type": "private_supergroup",\n "id": 1234567890,\n "messages": [')
        between = "\n"
        while file.tell() < size:
            for _ in range(_AT_ONCE):
                number += 1
                file.write(between + _message(number, "" if number % _PICTURE_EVERY else _photo(_NOT_INCLUDED)))
                between = ",\n"
        file.write(between + _message(number + 1, _photo(_LAST)) + "\n ]\n}")
    return number + 1


def _photo(path: str) -> str:
    return f'\n   "photo": "{path}",\n   "width": 960,\n   "height": 1280,'


def _message(number: int, photo: str) -> str:
    at, person, words = _BEGAN + 7 * number, number % _PEOPLE, _WORDS[number % len(_WORDS)]
    date = datetime.fromtimestamp(at, UTC)
    return (
        f'  {{\n   "id": {number},\n   "type": "message",\n   "date": "{date:%Y-%m-%dT%H:%M:%S}",\n   "date_unixtime":'
        f' "{at}",\n   "from": "Person {person}",\n   "from_id": "user{person}",{photo}\n   "text": {words},\n'
        f'   "text_entities": [\n    {{\n     "type": "plain",\n     "text": {words}\n    }}\n   ]\n  }}'
    )
