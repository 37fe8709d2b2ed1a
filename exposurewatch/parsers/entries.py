"""What the parsers of published reports yield besides posts, and how that travels out of a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from exposurewatch.model import DIGESTS, Box, Channel, Digest, Moment, Permalink
from exposurewatch.parsers.checking import flag_of, link_of, list_of, moment_of, text_of, text_or_none
from exposurewatch.sandbox.protocol import Malformed

_ENTRY: Final = "e"
_TOLD: Final = "t"
_PASSED_OVER: Final = "p"


@dataclass(frozen=True, slots=True)
class Entry:
    """One published report of a picture: its hashes, and where the picture was seen as far as that is said.

    `key` is what the feed calls the report, the same in every pull. `withdrawn` says that the publisher takes it back.
    `note` is what else is said of it in a few words. All words are cleaned; lists that name no places have only hashes.
    """

    key: str
    digests: tuple[Digest, ...] = ()
    withdrawn: bool = False
    channel: Channel | None = None
    message_id: str | None = None
    date: Moment | None = None
    permalink: Permalink | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a document says of itself or of another one, as where the next page is; `about` is the parser's own word."""

    about: str
    value: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How many reports in a document cannot be compared with photos, and `what` they are, in plain words."""

    what: str
    count: int = 1


Report = Entry | Told | PassedOver


def packed(record: Report) -> list[Any]:
    """Lay a record out as a list that begins with a letter."""
    match record:
        case Told(about, value):
            return [_TOLD, about, value]
        case PassedOver(what, count):
            return [_PASSED_OVER, what, count]
        case Entry():
            return _packed_entry(record)


def unpacked(fields: list[Any]) -> Report:
    """Read a record back.

    Raises:
        Malformed, ValueError, TypeError: this is no list that `packed` makes.
    """
    match fields:
        case ["t", str(about), str(value)]:
            return Told(about, value)
        case ["p", str(what), int(count)] if count > 0:
            return PassedOver(what, count)
        case ["e", *rest]:
            return _unpacked_entry(*rest)
    raise Malformed


def _packed_entry(entry: Entry) -> list[Any]:
    chat, date, link = entry.channel, entry.date, entry.permalink
    return [
        _ENTRY,
        entry.key,
        [_packed_digest(digest) for digest in entry.digests],
        entry.withdrawn,
        None if chat is None else [chat.title, chat.id, chat.username],
        entry.message_id,
        None if date is None else [None if date.utc is None else date.utc.isoformat(), date.raw, date.uncertain],
        None if link is None else [link.url, link.public],
        entry.note,
    ]


def _packed_digest(digest: Digest) -> list[Any]:
    box = digest.box
    fields: list[Any] = [digest.algorithm, digest.value.hex(), digest.quality]
    return fields if box == Box() else [*fields, box.left, box.top, box.right, box.bottom]


def _unpacked_entry(*fields: Any) -> Entry:
    key, digests, withdrawn, chat, message_id, date, link, note = fields
    return Entry(
        key=text_of(key),
        digests=tuple(_digest(*list_of(each)) for each in list_of(digests)),
        withdrawn=flag_of(withdrawn),
        channel=None if chat is None else Channel(*map(text_or_none, list_of(chat))),
        message_id=text_or_none(message_id),
        date=None if date is None else moment_of(*list_of(date)),
        permalink=None if link is None else link_of(*list_of(link)),
        note=text_of(note),
    )


def _digest(algorithm: Any, value: Any, quality: Any, *box: Any) -> Digest:
    read = bytes.fromhex(text_of(value))
    if len(read) != DIGESTS.get(text_of(algorithm)) or not (quality is None or type(quality) is int):
        raise Malformed
    if quality is not None and not 0 <= quality <= 100:
        raise Malformed
    return Digest(algorithm, read, quality, _box(*box) if box else Box())


def _box(left: Any, top: Any, right: Any, bottom: Any) -> Box:
    west, north, east, south = float(left), float(top), float(right), float(bottom)
    if not (0 <= west < east <= 1 and 0 <= north < south <= 1):  # as none is that is no number
        raise Malformed
    return Box(west, north, east, south)
