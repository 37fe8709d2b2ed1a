"""Turns one raw post of an imageboard into a post. Whatever shape it has, nothing here raises."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from exposurewatch.model import Channel, MediaKind, Moment, Reason
from exposurewatch.parsers.attachments import Attachment, declared_nature
from exposurewatch.parsers.imageboard_thread import Raw, read_thread
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.markup import words_of
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.text import clean, clean_lines

_PLAUSIBLE: Final = (datetime(1995, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp())
_MAX_NUMBER: Final = 10**18
_MAX_READ: Final = 1 << 16  # characters of markup, of which at most 4,096 are kept
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,10}")
_STEM: Final = re.compile(r"[A-Za-z0-9._-]{1,100}")
_ANSWERED: Final = re.compile(r"""href=["']?[^"'#\s>]{0,200}#[pq]?([0-9]{1,18})\b""")
_NOBODY: Final = "Anonymous"
_GONE: Final = "the file posted with it was deleted"
_MD5_BYTES: Final = 16
_MAX_NAME_READ: Final = 1024


def _read(source: Readable) -> Iterator[Record]:
    for record in read_thread(source):
        yield record if isinstance(record, Ended) else read_post(record)


def read_post(raw: Raw) -> Post:
    """Return what one post says; one that is no object has no number, no text and no file."""
    fields = raw.value if isinstance(raw.value, dict) else {}
    opening = raw.opening if isinstance(raw.opening, dict) else {}
    number = _number(fields.get("no"))
    thread = _number(fields.get("resto")) or _number(opening.get("no")) or number
    attachments = tuple(attachment for file in _files(fields) for attachment in _attachments(file))
    return Post(
        chat=Channel(_title(thread, opening), thread),
        id=number,
        date=_date(fields),
        sender=_sender(fields),
        reply_to=_answered(fields, thread, number),
        text=clean_lines("\n".join(filter(None, (_plain(fields, "sub"), _plain(fields, "com"))))),
        attachments=attachments,
        vanished=_GONE if fields.get("filedeleted") and not attachments else "",
    )


def _title(thread: str | None, opening: dict[str, Any]) -> str | None:
    subject = clean(_plain(opening, "sub"))
    if thread is None:
        return subject or None
    return f"thread {thread}: {subject}" if subject else f"thread {thread}"


def _date(fields: dict[str, Any]) -> Moment | None:
    seconds = fields.get("time")
    if type(seconds) is str and seconds.isdecimal() and len(seconds) < 16:
        seconds = int(seconds)
    if type(seconds) is not int:
        raw = clean(_words(fields, "now"), 40)
        return Moment(None, raw, "the time of the board's server; it does not say in which time zone") if raw else None
    earliest, latest = _PLAUSIBLE
    if not earliest <= seconds < latest:
        return Moment(None, clean(str(seconds)[:40]), "the time that the export gives is not possible")
    return Moment(datetime.fromtimestamp(seconds, UTC), clean(_words(fields, "now"), 40) or None)


def _sender(fields: dict[str, Any]) -> str | None:
    """Return the name that the board shows, with what tells its bearer from others; None for one without a name."""
    name, sign, poster = clean(_plain(fields, "name")), clean(_words(fields, "trip")), clean(_words(fields, "id"))
    shown = " ".join(filter(None, (name, sign, f"(ID {poster})" if poster else "")))
    return shown if shown and shown != _NOBODY else None


def _answered(fields: dict[str, Any], thread: str | None, number: str | None) -> str | None:
    """Return the post that this one quotes first, or else the one that opened its thread."""
    quoted = _ANSWERED.search(_words(fields, "com")[:_MAX_READ])
    if quoted is not None and quoted[1] != number:
        return quoted[1]
    return thread if thread != number else None


def _files(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what is said of each file of a post; vichan allows several."""
    yield fields
    others = fields.get("extra_files")
    for other in others if isinstance(others, list) else ():
        if isinstance(other, dict):
            yield other


def _attachments(file: dict[str, Any]) -> Iterator[Attachment]:
    """Yield the file under the name that the board gave it, then under the one that it was posted with.

    People keep it under either, and the second means nothing where there is no file of that name.
    """
    given, original, md5 = _given(file), _original(file), _md5(file.get("md5"))
    nature = declared_nature(f"file{_words(file, 'ext')}")
    if given or md5 or original:
        deleted = Reason.UNAVAILABLE if file.get("filedeleted") else None
        absent = deleted if given else deleted or Reason.REMOTE_ONLY
        yield Attachment(MediaKind.PHOTO, nature, given, _thumbnail(file), absent, md5=md5)
    if original and original != given:
        yield Attachment(MediaKind.PHOTO, nature, original, certain=False, md5=md5)


def _given(file: dict[str, Any]) -> str:
    """Return the name that the board gave to a file: the time of its upload, or letters and digits."""
    stem, end = file.get("tim"), _words(file, "ext")
    stem = str(stem) if type(stem) is int and 0 < stem < _MAX_NUMBER else stem
    return stem + end if isinstance(stem, str) and _STEM.fullmatch(stem) and _SUFFIX.fullmatch(end) else ""


def _original(file: dict[str, Any]) -> str:
    name, end = html.unescape(_words(file, "filename")[:_MAX_NAME_READ]), _words(file, "ext")
    return name + end if name and _SUFFIX.fullmatch(end) else ""


def _thumbnail(file: dict[str, Any]) -> str:
    given = _given(file)
    return f"{given.rpartition('.')[0]}s.jpg" if given else ""


def _md5(value: Any) -> str:
    """Return a sum that is written in base64 as hexadecimal digits, or ''."""
    try:
        digest = base64.b64decode(value, validate=True) if isinstance(value, str) and len(value) < 64 else b""
    except (binascii.Error, ValueError):
        return ""
    return digest.hex() if len(digest) == _MD5_BYTES else ""


def _number(value: Any) -> str | None:
    if type(value) is str and value.isascii() and value.isdecimal() and len(value) < 19:
        value = int(value)
    return str(value) if type(value) is int and 0 < value < _MAX_NUMBER else None


def _plain(fields: dict[str, Any], key: str) -> str:
    markup = _words(fields, key)[:_MAX_READ]
    return words_of(markup).strip() if "<" in markup or "&" in markup else markup


def _words(fields: dict[str, Any], key: str) -> str:
    found = fields.get(key)
    return found if isinstance(found, str) else ""


IMAGEBOARD: Final = Parser("imageboard", _read)
