"""What all exchanges have in common: a partner's keys, pages that name the next one, and a time to go on from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote, quote_plus

from exposurewatch.feeds.asking import PASSING, Cause, Fetched, Trouble, Wanted
from exposurewatch.feeds.feed import Batch, Checkpoint, Pulling
from exposurewatch.feeds.fetching.local_files import is_local
from exposurewatch.feeds.hashes.pieces import Piece, pieces
from exposurewatch.feeds.hashes.telling import broken_off, nothing_read, told_anew
from exposurewatch.parsers.exchange_json import LAST, LATEST, MORE, NEXT, REPORTS

MOST_PAGES: Final = 5_000
"""Pages of one pull: a feed that has more, or never ends, is read on at the next one."""

_A_DAY: Final = timedelta(days=1)
_LEADING_NUMBER: Final = re.compile(r"[0-9]{1,12}")
_KEY: Final = re.compile(r"[^\x00-\x1f\x7f]{1,4096}")
_STAY: Final = PASSING | {Cause.REFUSED, Cause.UNSAFE_ADDRESS, Cause.NOT_TRUSTED}


_BEGINS, _GOES_ON = "begins", "goes-on"


@dataclass(frozen=True, slots=True)
class Place:
    """How far an exchange was read, in its own words.

    `since` is the time up to which everything is known, `page` the next page of what is newer than that, `latest` the
    time that will stand in place of `since` once its last page was read. `finished` is the day on which that was, and
    `telling` says that the exchange is being read from its beginning, to forget what is no longer in it.
    """

    since: str = ""
    page: str = ""
    latest: str = ""
    finished: str = ""
    telling: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """How one exchange is asked. `title` is what people call it, `keys` are the names of those that it wants.

    `headers` makes of the keys what they travel in, `url` of the feed's address and a place the address of a page, and
    `cursor` of what a page says of the next one what is remembered of it. `forgets` is for how long it tells of what
    was taken back, where that is not for ever: who comes later has to read all of it again.
    """

    title: str
    parser: str
    keys: Mapping[str, str]
    headers: Callable[[Mapping[str, str]], dict[str, str]]
    url: Callable[[str, Place], str]
    cursor: Callable[[str], str] = lambda said: said
    forgets: timedelta | None = None


def pull_from(exchange: Exchange, pulling: Pulling) -> Iterator[Batch]:
    """Yield what is new in an exchange; a saved answer of one, in a file, is told anew as a whole.

    The time of the last change is asked for once more each time: what changes in the same second is not lost, and
    reports keep their names, so none is doubled. A page counts as read once all of its reports were dealt with.
    """
    if is_local(pulling.address):
        yield from told_anew(pulling, exchange.parser, lambda piece: _check(exchange, piece))
        return
    keys = _given(exchange, pulling.keys)
    headers = exchange.headers(keys)
    place = _begun(exchange, pulling.checkpoint)
    asked: set[str] = set()
    for _ in range(MOST_PAGES):
        url = _url(exchange, pulling.address, place)
        if url in asked:
            raise Trouble(Cause.MALFORMED, f"{exchange.title} names a page as its next one that was read already.")
        try:
            got = pulling.get(Wanted(url, headers=headers))
        except Trouble as trouble:
            if asked or not place.page or trouble.cause in _STAY:
                raise
            place = replace(place, page="")  # names of pages do not last: go back to the time that is known
            continue
        asked.add(url)
        if not isinstance(got, Fetched):
            return
        for piece in pieces(pulling.read(exchange.parser, got.content)):
            after, trouble_ahead = _after(exchange, place, piece, keys)
            opens, closes = place.telling == _BEGINS, bool(place.telling) and not after.telling
            yield Batch(_checkpoint(after), (), piece.entries, "", opens, closes, (), piece.passed_over)
            if trouble_ahead is not None:
                raise trouble_ahead
            place = after
        if not place.page:
            return


def _begun(exchange: Exchange, checkpoint: Checkpoint) -> Place:
    """Return the place that a checkpoint holds; the beginning where it is none of this version's, or too old."""
    said = [checkpoint.get(field.name, "") for field in fields(Place)]
    place = Place(*said) if all(isinstance(word, str) for word in said) else Place()
    if exchange.forgets is None or not place.finished or place.telling:
        return place
    gone = (datetime.now(UTC) - exchange.forgets).date().isoformat()
    return Place(finished=place.finished, telling=_BEGINS) if place.finished < gone else place


def _url(exchange: Exchange, address: str, place: Place) -> str:
    try:
        return exchange.url(address, place)
    except ValueError as error:
        raise Trouble(
            Cause.UNSAFE_ADDRESS, "The address of this feed is not one: look at it, and add it again."
        ) from error


def _after(exchange: Exchange, place: Place, piece: Piece, keys: Mapping[str, str]) -> tuple[Place, Trouble | None]:
    """Return the place after a piece of a page, and what is the matter if there is no going on from there."""
    here = replace(place, telling=place.telling and _GOES_ON)
    if not piece.last:
        return here, None
    try:
        _check(exchange, piece)
        if piece.ended is not None:
            return here, broken_off(piece.ended)
        return _further(exchange, here, piece.told, keys), None
    except Trouble as trouble:
        return here, trouble


def _given(exchange: Exchange, keys: Mapping[str, str]) -> dict[str, str]:
    given = {name: keys.get(name, "").strip() for name in exchange.keys}
    missing = [name for name, key in given.items() if not key]
    if missing:
        raise Trouble(
            Cause.REFUSED,
            f"{exchange.title} gives its reports to partners alone, by their keys. Add it again with "
            f"{' and '.join(missing)}, if you have been given {'them' if len(missing) > 1 else 'it'}.",
        )
    for name, key in given.items():
        if not _KEY.fullmatch(key):
            raise Trouble(Cause.REFUSED, f"What was given as {name} cannot be one: look at it, and give it again.")
    return given


def _check(exchange: Exchange, piece: Piece) -> None:
    if REPORTS not in piece.told:
        if piece.ended is not None:
            raise nothing_read(f"answer of {exchange.title}", piece.ended)
        raise Trouble(
            Cause.MALFORMED, f"What stands there is not what {exchange.title} gives out. Look at the address."
        )


def _further(exchange: Exchange, place: Place, told: Mapping[str, str], keys: Mapping[str, str]) -> Place:
    """Return the place after a page.

    Raises:
        Trouble: there is more and it is not said where, or a key stands where that should; that is never written down.
    """
    latest = _later(place.latest or place.since, told.get(LATEST, ""))
    page = "" if LAST in told else exchange.cursor(told.get(NEXT, ""))
    if MORE in told and not page:
        raise Trouble(Cause.MALFORMED, f"{exchange.title} says that there is more, and does not say where.")
    if any(spelt in said for key in keys.values() for spelt in _spelt(key) for said in (latest, page)):
        raise Trouble(Cause.MALFORMED, f"{exchange.title} repeats a key where it should name its next page.")
    if page:
        return replace(place, page=page, latest=latest)
    today = "" if exchange.forgets is None else datetime.now(UTC).date().isoformat()
    return Place(since=latest, finished=today)


def _spelt(key: str) -> tuple[str, ...]:
    return (key, quote(key, safe=""), quote(key), quote_plus(key))


def _later(known: str, said: str) -> str:
    """Return the later of two times; one in the future is not believed, as everything until then would be missed."""
    then, until = _LEADING_NUMBER.match(said), (datetime.now(UTC) + _A_DAY).timestamp()
    if then is None or int(then[0]) > until:
        return known
    before = _LEADING_NUMBER.match(known)
    return said if before is None or int(then[0]) >= int(before[0]) else known


def _checkpoint(place: Place) -> dict[str, str]:
    said = {field.name: str(getattr(place, field.name)) for field in fields(Place)}
    return {name: word for name, word in said.items() if word}
