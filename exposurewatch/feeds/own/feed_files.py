"""Lays out the files of exposurewatch's own feeds: the same content is always the same bytes, all of them ASCII."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from exposurewatch.feeds.own.signing import name_of
from exposurewatch.model import Box, Channel, Digest
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.feed_format import (
    ENTRIES_SCHEMA,
    FEED_SCHEMA,
    LINK,
    MOST_MARK,
    MOST_NAME,
    Manifest,
    written_time,
)
from exposurewatch.text import clean

_DECIMALS: Final = 4  # of the edges of a box: a tenth of a pixel of what was hashed
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"), allow_nan=False)

Json = Mapping[str, object]


def manifest_file(manifest: Manifest) -> bytes:
    """The bytes of ``feed.json``."""
    document = {
        "schema": FEED_SCHEMA,
        "name": manifest.name,
        "about": manifest.about,
        "key": base64.b64encode(manifest.key).decode("ascii"),
        "created": written_time(manifest.created),
        "updated": written_time(manifest.updated),
        "sequence": manifest.sequence,
        "chunks": [
            {
                "file": chunk.file,
                "sha256": chunk.sha256.hex(),
                "entries": chunk.entries,
                "withdrawn": chunk.withdrawn,
                "created": written_time(chunk.created),
            }
            for chunk in manifest.chunks
        ],
    }
    return json.dumps(document, indent=1, allow_nan=False).encode("ascii") + b"\n"


def signature_file(signatures: Iterable[bytes]) -> bytes:
    """The bytes of ``feed.sig``: a line for each signature."""
    return b"".join(base64.b64encode(signature) + b"\n" for signature in signatures)


def chunk_file(created: datetime, entries: Sequence[bytes], withdrawn: Sequence[str]) -> bytes:
    """The bytes of a chunk, in which each of the `entries`, laid out by `entry_line`, has a line of its own."""
    head = f'{{"schema":"{ENTRIES_SCHEMA}","created":"{written_time(created)}",'.encode("ascii")
    told = b",\n".join(entries)
    return b"".join((head, b'"entries":[\n', told, b'\n],\n"withdrawn":', _line(list(withdrawn)), b"}\n"))


def entry_line(entry: Entry) -> bytes:
    """One entry as it stands in a chunk, on one line."""
    link = entry.permalink
    time = entry.date.utc if entry.date is not None else None
    sums = [digest.value.hex() for digest in entry.digests if digest.algorithm == "sha256"]
    return _line(
        {
            "id": entry.key,
            "sha256": sums[0],
            "regions": _regions(entry.digests),
            "channel": None if entry.channel is None else _channel(entry.channel),
            "message_id": _mark(entry.message_id),
            "time": None if time is None else written_time(time),
            "permalink": link.url if link is not None and link.public and LINK.fullmatch(link.url) else None,
        }
    )


def named(seed: bytes, entry: Entry) -> Entry:
    """The entry under the name that what it says has: which bytes were seen where, and without a place when."""
    link, chat = entry.permalink, entry.channel or Channel()
    sums = [digest.value.hex() for digest in entry.digests if digest.algorithm == "sha256"]
    place = [chat.id or chat.username or chat.title, entry.message_id]
    time = entry.date.utc if entry.date is not None else None
    when = None if all(place) or time is None else written_time(time)
    return replace(entry, key=name_of(seed, _line([*sums, *place, when, link.url if link is not None else None])))


def chat_written(channel: Channel) -> tuple[str | None, str | None, str | None]:
    """The title, username and id of a chat as an entry has them."""
    return clean(channel.title or "", MOST_NAME) or None, _mark(channel.username), _mark(channel.id)


def rounded(box: Box) -> Box | None:
    """A box as it is written; None where nothing is left of it."""
    edges = [round(min(max(edge, 0.0), 1.0), _DECIMALS) for edge in (box.left, box.top, box.right, box.bottom)]
    left, top, right, bottom = edges
    return Box(left, top, right, bottom) if left < right and top < bottom else None


def _regions(digests: Sequence[Digest]) -> list[Json]:
    """Each PDQ hash with the pHash that follows it, which is that of the same part."""
    regions: list[Json] = []
    for first, second in pairwise(digests):
        box = rounded(first.box)
        if (first.algorithm, second.algorithm) == ("pdq", "phash") and box is not None:
            edges = [_short(edge) for edge in (box.left, box.top, box.right, box.bottom)]
            hashes = {"pdq": first.value.hex(), "quality": first.quality, "phash": second.value.hex()}
            regions.append({"box": edges, **hashes})
    return regions


def _short(edge: float) -> float | int:
    return int(edge) if edge in (0, 1) else edge


def _channel(channel: Channel) -> Json:
    title, username, number = chat_written(channel)
    return {"title": title, "username": username, "id": number}


def _mark(words: str | None) -> str | None:
    """The id of a chat or message, or a username, no longer than readers take it: whoever wrote an export is free."""
    return clean(words or "", MOST_MARK) or None


def _line(value: object) -> bytes:
    return _ENCODER.encode(value).encode("ascii")
