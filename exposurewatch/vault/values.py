"""How values of the model stand in a row: as JSON, and checked when they are read back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from exposurewatch.model import (
    Alteration,
    Channel,
    Locator,
    LookedAt,
    Moment,
    Opened,
    Origin,
    Permalink,
    Point,
    PublishedHash,
    Sighting,
    Span,
)
from exposurewatch.vault.database import damaged


@contextmanager
def reading() -> Iterator[None]:
    """Whatever is wrong with a value that was stored means that the vault is damaged."""
    try:
        yield
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise damaged() from error


def now() -> str:
    """The present moment as it is stored: ISO 8601, UTC, always of one width, so that words sort as moments do."""
    return stored_moment(datetime.now(UTC))


def stored_moment(moment: datetime) -> str:
    """A moment as words; it must bear a time zone."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(stored: object) -> datetime:
    """Read a moment back."""
    with reading():
        read = datetime.fromisoformat(_word(stored))
        if read.tzinfo is not UTC:
            raise ValueError(stored)
        return read


def moment_or_none(stored: object) -> datetime | None:
    """Read a moment back that may not have come."""
    return None if stored is None else moment(stored)


def stored_origin(origin: Origin) -> str:
    """An origin as JSON."""
    channel, date, link = origin.channel, origin.date, origin.permalink
    return json.dumps(
        {
            "source": origin.source,
            "locator": [origin.locator.container, origin.locator.path],
            "channel": None if channel is None else [channel.title, channel.id, channel.username],
            "message_id": origin.message_id,
            "date": None if date is None else [date.utc and stored_moment(date.utc), date.raw, date.uncertain],
            "sender": origin.sender,
            "forwarded_from": origin.forwarded_from,
            "permalink": None if link is None else [link.url, link.public],
            "reply_to": origin.reply_to,
        }
    )


def place(sighting: Sighting) -> str:
    """What tells one posting from others: its message in its channel, be it exported however often; else its file.

    What a feed posts is told by its message alone: the addresses of pictures on the web change. What it reports is told
    by the feed and what that calls the report: it may name any message, and must not take the place of other evidence.
    """
    origin = sighting.origin
    if isinstance(sighting.media, PublishedHash) and "://" in origin.locator.container:
        return json.dumps(["report", origin.locator.container, origin.locator.path])
    message, channel = origin.message_id, origin.channel and origin.channel.id
    if message and channel:
        return json.dumps([channel, message])
    if message and "://" in origin.locator.container:
        return json.dumps([origin.locator.container, message])
    return json.dumps([origin.locator.container, origin.locator.path, message or ""])


def origin(stored: object) -> Origin:
    """Read an origin back."""
    with reading():
        fields = _fields(
            stored,
            *("source", "locator", "channel", "message_id", "date", "sender", "forwarded_from", "permalink"),
            since=("reply_to",),
        )
        container, path = _list(fields["locator"], 2)
        channel, date, link = fields["channel"], fields["date"], fields["permalink"]
        return Origin(
            source=_word(fields["source"]),
            locator=Locator(_word(container), _word(path)),
            channel=None if channel is None else Channel(*map(_word_or_none, _list(channel, 3))),
            message_id=_word_or_none(fields["message_id"]),
            date=None if date is None else _date(*_list(date, 3)),
            sender=_word_or_none(fields["sender"]),
            forwarded_from=_word_or_none(fields["forwarded_from"]),
            permalink=None if link is None else _permalink(*_list(link, 2)),
            reply_to=_word_or_none(fields["reply_to"]),
        )


def stored_alteration(alteration: Alteration) -> str:
    """An alteration as JSON; every number comes back the same."""
    fields = {name: getattr(alteration, name) for name in Alteration.__slots__}
    return json.dumps(fields, allow_nan=False)


def alteration(stored: object) -> Alteration:
    """Read an alteration back."""
    with reading():
        fields = _fields(stored, *Alteration.__slots__)
        first, second, third, fourth = map(_point, _list(fields["region"], 4))
        return Alteration(
            mirrored=_flag(fields["mirrored"]),
            rotation_degrees=_number(fields["rotation_degrees"]),
            scale=_number(fields["scale"]),
            region=(first, second, third, fourth),
            visible_fraction=_number(fields["visible_fraction"]),
            inverted=_flag(fields["inverted"]),
        )


def stored_moments(spans: Sequence[Span], own: Span | None) -> str | None:
    """The moments of a video as JSON; nothing where neither the photo nor what was found is one."""
    if not spans and own is None:
        return None
    return json.dumps({"spans": [[each.start, each.end] for each in spans], "own": own and [own.start, own.end]})


def moments(stored: object) -> tuple[tuple[Span, ...], Span | None]:
    """Read the moments of a video back."""
    if stored is None:
        return (), None
    with reading():
        fields = _fields(stored, "spans", "own")
        own = fields["own"]
        return tuple(map(_span, _list(fields["spans"]))), None if own is None else _span(own)


def stored_numbers(numbers: Sequence[int]) -> str:
    """Numbers of rows as JSON."""
    return json.dumps(list(numbers))


def numbers(stored: object) -> tuple[int, ...]:
    """Read numbers of rows back."""
    with reading():
        return tuple(map(_count, _list(json.loads(_word(stored)))))


def stored_opened(opened: Sequence[Opened]) -> str:
    """The exports of one scan as JSON."""
    return json.dumps([[each.label, each.container] for each in opened])


def opened(stored: object) -> tuple[Opened, ...]:
    """Read the exports of one scan back."""
    with reading():
        pairs = (_list(pair, 2) for pair in _list(json.loads(_word(stored))))
        return tuple(Opened(_word(label), _word(container)) for label, container in pairs)


def stored_counts(looked_at: LookedAt, found: int, skipped: int) -> str:
    """The counts of one scan as JSON."""
    counts = {name: getattr(looked_at, name) for name in LookedAt.__slots__}
    return json.dumps(counts | {"found": found, "skipped": skipped})


def counts(stored: object) -> tuple[LookedAt, int, int]:
    """Read the counts of one scan back: what was looked at, found and skipped; all 0 where they were never stored."""
    if stored is None:
        return LookedAt(), 0, 0
    with reading():
        stored = json.dumps(_COUNTED_LATER | json.loads(_word(stored)))
        fields = {name: _count(value) for name, value in _fields(stored, *_COUNTED).items()}
        found, skipped = fields.pop("found"), fields.pop("skipped")
        return LookedAt(**fields), found, skipped


_COUNTED_LATER = {"videos": 0, "hashes": 0}  # which early versions did not count
_COUNTED = (*LookedAt.__slots__, "found", "skipped")


def _date(utc: object, raw: object, uncertain: object) -> Moment:
    return Moment(moment_or_none(utc), _word_or_none(raw), _word_or_none(uncertain))


def _permalink(url: object, public: object) -> Permalink:
    return Permalink(_word(url), _flag(public))


def _span(pair: object) -> Span:
    start, end = map(_number, _list(pair, 2))
    return Span(start, end)


def _point(pair: object) -> Point:
    x, y = map(_number, _list(pair, 2))
    return x, y


def _fields(stored: object, *names: str, since: Sequence[str] = ()) -> Mapping[str, Any]:
    """The fields of a value; those that the first versions of the program did not keep, `since`, may lack."""
    fields = json.loads(_word(stored))
    if not isinstance(fields, dict) or fields.keys() | set(since) != {*names, *since}:
        raise ValueError(stored)
    return dict.fromkeys(since) | fields


def _list(value: object, length: int | None = None) -> list[Any]:
    if not isinstance(value, list) or length not in (None, len(value)):
        raise ValueError(value)
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _word_or_none(value: object) -> str | None:
    return None if value is None else _word(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(value)
    return value


def _number(value: object) -> float:
    if not isinstance(value, float | int) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)
