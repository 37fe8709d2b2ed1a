"""Reads the manifest of one of exposurewatch's own feeds, and tells it piece by piece as a parser does."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from exposurewatch.parsers.entries import Told
from exposurewatch.parsers.feed_format import (
    CHUNK_FILE,
    FEED,
    FEED_SCHEMA,
    LARGEST,
    MOST_ABOUT,
    MOST_CHUNKS,
    MOST_ENTRIES,
    MOST_MANIFEST,
    MOST_NAME,
    Chunk,
    Manifest,
    is_newer,
    read_time,
    written_time,
)
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.parsers.whole import NotRead, json_object, whole
from exposurewatch.text import clean, clean_lines

NEWER: Final = "newer"
"""What is told of a manifest of a later version than this program knows, in place of all else."""

_KEY_BYTES: Final = 32
_SHA256_BYTES: Final = 32
_CHUNK: Final = "chunk"
_CHUNK_FIELDS: Final = ("file", "sha256", "entries", "withdrawn", "created")  # in the order in which it is told


class Newer(Exception):
    """The manifest keeps a later version of the format."""


def _read(source: Readable) -> Iterator[Record]:
    try:
        yield from _told(read_manifest(whole(source, MOST_MANIFEST)))
    except Newer:
        yield Told(NEWER, "")
    except NotRead as error:
        yield Ended(str(error), error.truncated)


def read_manifest(content: bytes) -> Manifest:
    """Return what a manifest says.

    Raises:
        Newer: it keeps a later version of the format.
        NotRead: it is no manifest.
    """
    fields = json_object(content)
    if is_newer(fields.get("schema"), FEED):
        raise Newer
    if fields.get("schema") != FEED_SCHEMA:
        raise NotRead("it is not the manifest of an exposurewatch feed")
    listed = fields.get("chunks")
    if not isinstance(listed, list) or len(listed) > MOST_CHUNKS:
        raise NotRead("its list of chunks is missing or too long")
    chunks = tuple(map(_chunk, listed))
    if len({chunk.file for chunk in chunks}) != len(chunks):
        raise NotRead("it lists a chunk twice")
    return Manifest(
        name=clean(_words(fields, "name"), MOST_NAME),
        about=clean_lines(_words(fields, "about"), MOST_ABOUT),
        key=_key(fields.get("key")),
        created=_time(fields, "created"),
        updated=_time(fields, "updated"),
        sequence=_number(fields.get("sequence"), LARGEST),
        chunks=chunks,
    )


def gathered(told: Iterable[Told]) -> Manifest:
    """Put a manifest together again from what the parser told of it.

    Raises:
        Newer: it keeps a later version of the format.
        NotRead: this is not what the parser tells.
    """
    fields: dict[str, str] = {}
    chunks: list[Chunk] = []
    for one in told:
        if one.about == _CHUNK:
            chunks.append(_chunk(dict(zip(_CHUNK_FIELDS, one.value.split(" "), strict=False))))
        fields[one.about] = one.value
    if NEWER in fields:
        raise Newer
    return Manifest(
        name=fields.get("name", ""),
        about=fields.get("about", ""),
        key=_key(fields.get("key")),
        created=_time(fields, "created"),
        updated=_time(fields, "updated"),
        sequence=_number(fields.get("sequence"), LARGEST),
        chunks=tuple(chunks),
    )


def _told(manifest: Manifest) -> Iterator[Told]:
    yield Told("name", manifest.name)
    yield Told("about", manifest.about)
    yield Told("key", base64.b64encode(manifest.key).decode("ascii"))
    yield Told("created", written_time(manifest.created))
    yield Told("updated", written_time(manifest.updated))
    yield Told("sequence", str(manifest.sequence))
    for chunk in manifest.chunks:
        counts = f"{chunk.entries} {chunk.withdrawn}"
        yield Told(_CHUNK, f"{chunk.file} {chunk.sha256.hex()} {counts} {written_time(chunk.created)}")


def _chunk(fields: Any) -> Chunk:
    if not isinstance(fields, dict):
        raise NotRead("a chunk in its list is none")
    file, digest = fields.get("file"), fields.get("sha256")
    if not isinstance(file, str) or not CHUNK_FILE.fullmatch(file):
        raise NotRead("a chunk in its list has a name that no chunk may have")
    return Chunk(
        file=file,
        sha256=_sha256(digest),
        entries=_number(fields.get("entries"), MOST_ENTRIES),
        withdrawn=_number(fields.get("withdrawn"), MOST_ENTRIES),
        created=_time(fields, "created"),
    )


def _words(fields: dict[str, Any], name: str) -> str:
    found = fields.get(name)
    if not isinstance(found, str):
        raise NotRead(f"it has no “{name}”")
    return found


def _key(words: Any) -> bytes:
    try:
        key = base64.b64decode(words, validate=True) if isinstance(words, str) else b""
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise NotRead("it has no key by which its signature could be checked")
    return key


def _sha256(words: Any) -> bytes:
    try:
        digest = bytes.fromhex(words) if isinstance(words, str) and words.isalnum() else b""
    except ValueError:
        digest = b""
    if len(digest) != _SHA256_BYTES:
        raise NotRead("a chunk in its list has no SHA-256")
    return digest


def _time(fields: dict[str, Any] | dict[str, str], name: str) -> datetime:
    time = read_time(fields.get(name))
    if time is None:
        raise NotRead(f"its time “{name}” is none")
    return time


def _number(value: Any, most: int) -> int:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len(str(LARGEST)):
        value = int(value)
    if type(value) is not int or not 0 <= value <= most:
        raise NotRead("a number in it is missing or not possible")
    return value


FEED_MANIFEST = Parser("exposurewatch-manifest", _read)
