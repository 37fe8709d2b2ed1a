"""Use case 3: the user's own details in messages, beside a picture of hers or on their own; nothing is read twice."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from exposurewatch import order
from exposurewatch.details import Detail, Finder, Hit
from exposurewatch.model import (
    Channel,
    Exposure,
    Item,
    Locator,
    Match,
    Message,
    Nearness,
    Origin,
    Part,
    Reason,
    Report,
    Sighting,
    Skipped,
    Spelling,
    Verdict,
)
from exposurewatch.steps import Looked, Step

NEAR: Final = 10  # messages before and behind a picture in which a detail stands near it
_NAMES_KNOWN: Final = 4096  # of senders; the same few write most messages of a chat

Naming = Callable[[Detail], str]
"""How a detail is told of: masked, or in full."""

_Chat = tuple[str, Channel | None]
_Key = tuple[Locator, str | None]


@dataclass(frozen=True, slots=True)
class _Place:
    """A message: the how many-eth of its chat it is, and its origin as the export has it."""

    chat: _Chat
    number: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class _Found:
    """A detail in a message; `echo` where the words belong to another message, in which it is found as well."""

    detail: Detail
    spelling: Spelling
    part: Part
    place: _Place
    echo: bool = False


@dataclass(slots=True)
class _UnderWay:
    """Pictures of one file in one message that are being looked at: how many they are, and their places.

    Where messages have no numbers, these may be many messages, as with a sticker that is posted again and again.
    """

    places: dict[Origin, _Place] = field(default_factory=dict)
    pictures: int = 0


class Exposures:
    """What one scan finds of some details. It keeps what was found, and the places of pictures under way, no more."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._find_in_name = lru_cache(_NAMES_KNOWN)(finder.find)
        self._read: Counter[_Chat] = Counter()
        self._latest: _Place | None = None
        self._latest_text = ""
        self._names_met: set[tuple[_Chat, Part, str]] = set()
        self._under_way: dict[_Key, _UnderWay] = {}
        self._of_match: dict[Origin, _Place] = {}
        self._found: list[_Found] = []

    @property
    def details(self) -> int:
        """How many details are searched for."""
        return len(self._finder.details)

    def noted(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass on what is read, and search it."""
        for item in items:
            match item:
                case Message():
                    self._search_message(item)
                case Sighting():
                    self._search_sighting(item)
                case Skipped():
                    if (under_way := self._under_way.get((item.locator, item.message_id))) is not None:
                        under_way.pictures += 1  # `followed` will meet it again, and must not take it for a picture
            yield item

    def followed(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Pass on what comes of it, and see to which messages the matches belong."""
        place: _Place | None = None
        for step in steps:
            match step:
                case Looked(sighting=sighting):
                    place = self._taken(_key(sighting.origin)).get(sighting.origin)
                case Skipped() if (
                    step.reason is not Reason.REST_OF_VIDEO
                ):  # which is told of a video that was looked at
                    self._taken((step.locator, step.message_id))
                case Match() if place is not None:
                    self._of_match[step.sighting.origin] = place
                case _:
                    pass
            yield step

    def told(self, report: Report, naming: Naming) -> Report:
        """The report with what stands beside each match, and what is exposed in messages without one."""
        index = _Index(self._found)
        matches = tuple(replace(match, beside=self._beside(match, index, naming)) for match in report.matches)
        taken = {
            (place.chat, place.number)
            for match in report.matches
            if match.judgement.verdict is not Verdict.SAME_SCENE
            and (place := self._of_match.get(match.sighting.origin)) is not None
        }
        alone = [
            _exposure(found, naming)
            for found in self._found
            if not found.echo and (found.place.chat, found.place.number) not in taken
        ]
        library = replace(report.library, details=self.details)
        return replace(report, library=library, matches=matches, exposed=tuple(sorted(alone, key=order.of_exposure)))

    def _search_message(self, message: Message) -> None:
        place = self._next(message.origin)
        self._latest, self._latest_text = place, message.text
        self._take_down(self._finder.find(message.text), Part.TEXT, place)
        for part, name in _names(message.origin):
            met = (place.chat, part, name)
            if met not in self._names_met and (hits := self._find_in_name(name)):
                self._names_met.add(met)
                self._take_down(hits, part, place)

    def _search_sighting(self, sighting: Sighting) -> None:
        origin, latest = sighting.origin, self._latest
        own = latest is not None and _same_message(latest.origin, origin)
        place = latest if own and latest is not None else self._next(origin)
        if sighting.caption and not (own and sighting.caption == self._latest_text):
            self._take_down(self._finder.find(sighting.caption), Part.TEXT, place, echo=own)
        under_way = self._under_way.setdefault(_key(origin), _UnderWay())
        under_way.places.setdefault(origin, place)
        under_way.pictures += 1

    def _take_down(self, hits: Sequence[Hit], part: Part, place: _Place, *, echo: bool = False) -> None:
        """Keep of each detail in these words that it stands there, once."""
        spellings: dict[Detail, Spelling] = {}
        for hit in hits:
            if spellings.get(hit.detail) is not Spelling.EXACT:
                spellings[hit.detail] = hit.spelling
        self._found += [_Found(detail, spelling, part, place, echo) for detail, spelling in spellings.items()]

    def _next(self, origin: Origin) -> _Place:
        chat = _chat(origin)
        self._read[chat] += 1
        return _Place(chat, self._read[chat], origin)

    def _taken(self, key: _Key) -> Mapping[Origin, _Place]:
        """Take one picture as looked at; return the places that are under way with it."""
        under_way = self._under_way.get(key)
        if under_way is None:
            return {}
        under_way.pictures -= 1
        if not under_way.pictures:
            del self._under_way[key]
        return under_way.places

    def _beside(self, match: Match, index: _Index, naming: Naming) -> tuple[Exposure, ...]:
        place = self._of_match.get(match.sighting.origin)
        if place is None:
            return ()
        nearest: dict[Detail, tuple[tuple[int, int, bool], Exposure]] = {}
        for found in (*self._in_names(place), *index.around(place)):
            nearness, away = _nearness(found.place, place)
            rank = (tuple(Nearness).index(nearness), abs(found.place.number - place.number), found.part is Part.CHANNEL)
            if found.detail not in nearest or rank < nearest[found.detail][0]:
                nearest[found.detail] = rank, replace(_exposure(found, naming), nearness=nearness, away=away)
        return tuple(nearest[detail][1] for detail in self._finder.details if detail in nearest)

    def _in_names(self, place: _Place) -> Iterator[_Found]:
        for part, name in _names(place.origin):
            for hit in self._find_in_name(name):
                yield _Found(hit.detail, hit.spelling, part, place)


class _Index:
    """What was found, by what may tie it to a picture."""

    def __init__(self, found: Sequence[_Found]) -> None:
        self._by_chat: defaultdict[_Chat, list[_Found]] = defaultdict(list)
        self._by_message: defaultdict[tuple[_Chat, str], list[_Found]] = defaultdict(list)
        self._by_reply: defaultdict[tuple[_Chat, str], list[_Found]] = defaultdict(list)
        self._by_sender: defaultdict[tuple[_Chat, str], dict[Detail, list[_Found]]] = defaultdict(dict)
        for one in found:
            chat, origin = one.place.chat, one.place.origin
            self._by_chat[chat].append(one)
            if origin.message_id is not None:
                self._by_message[chat, origin.message_id].append(one)
            if origin.reply_to is not None:
                self._by_reply[chat, origin.reply_to].append(one)
            if (sender := _sender(origin)) is not None:
                self._by_sender[chat, sender].setdefault(one.detail, []).append(one)

    def around(self, place: _Place) -> Iterator[_Found]:
        """All that is tied to a place; of the same detail by the same sender, the nearest before and behind."""
        chat, origin = place.chat, place.origin
        in_chat = self._by_chat.get(chat, [])
        for one in in_chat[bisect_left(in_chat, place.number - NEAR, key=_number) :]:
            if one.place.number > place.number + NEAR:
                break
            yield one
        if origin.reply_to is not None:
            yield from self._by_message.get((chat, origin.reply_to), ())
        if origin.message_id is not None:
            yield from self._by_reply.get((chat, origin.message_id), ())
        if (sender := _sender(origin)) is not None:
            for theirs in self._by_sender.get((chat, sender), {}).values():
                behind = bisect_left(theirs, place.number, key=_number)
                yield from theirs[max(0, behind - 1) : behind + 1]


def _number(found: _Found) -> int:
    return found.place.number


def _nearness(found: _Place, place: _Place) -> tuple[Nearness, int]:
    """How a place where something was found is tied to the place of a picture; how many messages lie in between."""
    away = abs(found.number - place.number)
    if away == 0:
        return Nearness.SAME_MESSAGE, 0
    one, other = found.origin, place.origin
    if _answers(one, other) or _answers(other, one):
        return Nearness.REPLY, 0
    return (Nearness.NEARBY, away) if away <= NEAR else (Nearness.SAME_SENDER, 0)


def _answers(one: Origin, other: Origin) -> bool:
    return one.reply_to is not None and one.reply_to == other.message_id


def _key(origin: Origin) -> _Key:
    return origin.locator, origin.message_id


def _chat(origin: Origin) -> _Chat:
    return origin.locator.container, origin.channel


def _same_message(message: Origin, picture: Origin) -> bool:
    """Whether a picture, met right after a message, stands in it; not every export numbers its messages."""
    if message.message_id is None:
        return replace(picture, locator=message.locator) == message
    return message.message_id == picture.message_id and _chat(message) == _chat(picture)


def _sender(origin: Origin) -> str | None:
    """Who wrote it; None where that says nothing, as in a channel, whose posts all bear its own name."""
    return None if origin.channel is not None and origin.sender == origin.channel.title else origin.sender


def _names(origin: Origin) -> Iterator[tuple[Part, str]]:
    channel = origin.channel
    if channel is not None and (channel.title or channel.username):
        username = channel.username and f"@{channel.username}"
        yield Part.CHANNEL, "\n".join(filter(None, (channel.title, username)))
    if sender := _sender(origin):
        yield Part.SENDER, sender
    if origin.forwarded_from:
        yield Part.FORWARDED_FROM, origin.forwarded_from


def _exposure(found: _Found, naming: Naming) -> Exposure:
    return Exposure(found.detail.kind, naming(found.detail), found.place.origin, found.part, found.spelling)
