"""Searches messages while they are read, and tells at the end what stands beside a match and what stands alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from exposurewatch import order
from exposurewatch.details import Detail, Finder, Hit
from exposurewatch.exposures.places import Chat, Place, chat_of, names_in, same_message
from exposurewatch.exposures.ties import Found, Ties, nearness_of
from exposurewatch.model import (
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

_NAMES_KNOWN: Final = 4096  # of senders; the same few write most messages of a chat

Naming = Callable[[Detail], str]
"""How a detail is told of: masked, or in full."""

_Key = tuple[Locator, str | None]


@dataclass(slots=True)
class _UnderWay:
    """Pictures of one file in one message that are being looked at: how many they are, and their places.

    Where messages have no numbers, these may be many messages, as with a sticker that is posted again and again.
    """

    places: dict[Origin, Place] = field(default_factory=dict)
    pictures: int = 0


class Exposures:
    """What one scan finds of some details. It keeps what was found, and the places of pictures under way, no more."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._find_in_name = lru_cache(_NAMES_KNOWN)(finder.find)
        self._read: Counter[Chat] = Counter()
        self._latest: Place | None = None
        self._latest_text = ""
        self._names_met: set[tuple[Chat, Part, str]] = set()
        self._under_way: dict[_Key, _UnderWay] = {}
        self._of_match: dict[Origin, Place] = {}
        self._found: list[Found] = []

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
        place: Place | None = None
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
        ties = Ties(self._found)
        matches = tuple(replace(match, beside=self._beside(match, ties, naming)) for match in report.matches)
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
        for part, name in names_in(message.origin):
            met = (place.chat, part, name)
            if met not in self._names_met and (hits := self._find_in_name(name)):
                self._names_met.add(met)
                self._take_down(hits, part, place)

    def _search_sighting(self, sighting: Sighting) -> None:
        origin, latest = sighting.origin, self._latest
        own = latest is not None and same_message(latest.origin, origin)
        place = latest if own and latest is not None else self._next(origin)
        if sighting.caption and not (own and sighting.caption == self._latest_text):
            self._take_down(self._finder.find(sighting.caption), Part.TEXT, place, echo=own)
        under_way = self._under_way.setdefault(_key(origin), _UnderWay())
        under_way.places.setdefault(origin, place)
        under_way.pictures += 1

    def _take_down(self, hits: Sequence[Hit], part: Part, place: Place, *, echo: bool = False) -> None:
        """Keep of each detail in these words that it stands there, once."""
        spellings: dict[Detail, Spelling] = {}
        for hit in hits:
            if spellings.get(hit.detail) is not Spelling.EXACT:
                spellings[hit.detail] = hit.spelling
        self._found += [Found(detail, spelling, part, place, echo) for detail, spelling in spellings.items()]

    def _next(self, origin: Origin) -> Place:
        chat = chat_of(origin)
        self._read[chat] += 1
        return Place(chat, self._read[chat], origin)

    def _taken(self, key: _Key) -> Mapping[Origin, Place]:
        """Take one picture as looked at; return the places that are under way with it."""
        under_way = self._under_way.get(key)
        if under_way is None:
            return {}
        under_way.pictures -= 1
        if not under_way.pictures:
            del self._under_way[key]
        return under_way.places

    def _beside(self, match: Match, ties: Ties, naming: Naming) -> tuple[Exposure, ...]:
        place = self._of_match.get(match.sighting.origin)
        if place is None:
            return ()
        nearest: dict[Detail, tuple[tuple[int, int, bool], Exposure]] = {}
        for found in (*self._in_names(place), *ties.around(place)):
            nearness, away = nearness_of(found.place, place)
            rank = (tuple(Nearness).index(nearness), abs(found.place.number - place.number), found.part is Part.CHANNEL)
            if found.detail not in nearest or rank < nearest[found.detail][0]:
                nearest[found.detail] = rank, replace(_exposure(found, naming), nearness=nearness, away=away)
        return tuple(nearest[detail][1] for detail in self._finder.details if detail in nearest)

    def _in_names(self, place: Place) -> Iterator[Found]:
        for part, name in names_in(place.origin):
            for hit in self._find_in_name(name):
                yield Found(hit.detail, hit.spelling, part, place)


def _key(origin: Origin) -> _Key:
    return origin.locator, origin.message_id


def _exposure(found: Found, naming: Naming) -> Exposure:
    return Exposure(found.detail.kind, naming(found.detail), found.place.origin, found.part, found.spelling)
