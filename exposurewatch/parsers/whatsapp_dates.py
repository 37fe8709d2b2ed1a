"""Works out from a whole WhatsApp export which number of its dates is the day, and when each message was posted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from exposurewatch.model import Moment
from exposurewatch.parsers.whatsapp_lines import Start, written
from exposurewatch.parsers.whatsapp_words import is_afternoon
from exposurewatch.text import clean

_FIRST_YEAR: Final = 2009  # of WhatsApp
_LAST_YEAR: Final = 2050
_BUDDHIST_ERA: Final = 543  # years that the calendar of Thailand is ahead
_MAX_WORDS: Final = 80  # characters of a date as it is written
_RARELY: Final = 20  # what is true of one in so many is taken for an accident: words pasted from elsewhere
_OFTEN: Final = 3  # changes of one number that are no coincidence
# Names that WhatsApp gives to media hold their day: IMG-20221231-WA0001.jpg, 00000042-PHOTO-2022-12-31-11-40-26.jpg.
_NAMED: Final = re.compile(r"-(\d{4})(-?)(\d\d)\2(\d\d)-(?:WA\d|\d\d-\d\d-\d\d\.)")

_NO_ZONE: Final = "WhatsApp does not write in which time zone"
_TOLD: Final = "which number is the day was told from how the dates follow each other"
_UNTOLD: Final = "the export does not show whether the day or the month comes first"
_UNCLEAR_HALF: Final = "the export says morning or afternoon in words that are not known here"
_IMPOSSIBLE: Final = "there is no such day in the calendar that WhatsApp exports are expected in"


class Order(Enum):
    """Where year, month and day stand among the three numbers of a date."""

    DAY_FIRST = (2, 1, 0)
    MONTH_FIRST = (2, 0, 1)
    YEAR_FIRST = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the dates of an export are to be read. `order` is None where they could be read in two ways.

    `told` says that the order follows from the sequence of the dates and from no single one of them; `whole_day` that
    hours run from 0 to 23, whatever words stand beside them.
    """

    order: Order | None = None
    told: bool = False
    whole_day: bool = False


@dataclass(slots=True)
class _Tally:
    """How well one order agrees with the dates: how many it makes sense of or not, and how often time runs back.

    `named` counts the media whose names bear the same day.
    """

    possible: int = 0
    impossible: int = 0
    backwards: int = 0
    named: int = 0
    last: date | None = None

    @property
    def refuted(self) -> bool:
        return self.impossible * _RARELY > self.possible


@dataclass(slots=True)
class Evidence:
    """What the dates of one shape have shown so far; it does not grow with their number."""

    starts: int = 0
    _tallies: dict[Order, _Tally] = field(default_factory=lambda: {order: _Tally() for order in Order})
    _changes: list[int] = field(default_factory=lambda: [0, 0, 0])
    _last: tuple[int, int, int] | None = None
    _between: str = ""
    _spaced: bool = False
    _word_first: bool = False
    _short: bool = True
    _whole_day: bool = False

    def add(self, start: Start) -> None:
        """Take one more message into account."""
        self.starts += 1
        self._between = start.shape.between
        self._spaced = self._spaced or start.date.count(" ") > 1
        self._word_first = self._word_first or is_afternoon(start.before) is not None
        self._whole_day = self._whole_day or start.hour == 0 or start.hour > 12
        if start.numbers != self._last:
            self._follow(start.numbers)
        named = _NAMED.search(start.rest) if "-" in start.rest else None
        if named is not None:
            day = _day(int(named[1]), int(named[3]), int(named[4]))
            agreeing = [tally for tally in self._tallies.values() if day is not None and tally.last == day]
            if len(agreeing) == 1:
                agreeing[0].named += 1

    def spelling(self) -> Spelling:
        """Return how the dates are to be read, as far as that has become clear."""
        candidates = self._candidates()
        if len(candidates) < 2:
            return Spelling(candidates[0] if candidates else None, whole_day=self._whole_day)
        for votes, told in ((self._by_names, False), (self._by_sequence, True), (self._by_changes, True)):
            winner = votes(candidates)
            if winner is not None:
                return Spelling(winner, told, self._whole_day)
        return Spelling(whole_day=self._whole_day)

    def _follow(self, numbers: tuple[int, int, int]) -> None:
        if self._last is not None:
            for place in range(3):
                self._changes[place] += numbers[place] != self._last[place]
        self._last = numbers
        self._short = self._short and max(numbers) < 100
        for order, tally in self._tallies.items():
            day = _read(numbers, order)
            if day is None:
                tally.impossible += 1
            else:
                tally.possible += 1
                tally.backwards += tally.last is not None and day < tally.last
            tally.last = day

    def _candidates(self) -> list[Order]:
        """Return the orders that no date refutes, without those that would be odd where a usual one is left."""
        left = [order for order in Order if self._tallies[order].possible and not self._tallies[order].refuted]
        # "20. 12. 31. 오후 3:37" is Korean and begins with the year; "31. 12. 20" is Slovene, and nobody there says so.
        if self._short and self._spaced and self._word_first and Order.YEAR_FIRST in left:
            return [Order.YEAR_FIRST]
        first, middle, last = self._changes
        may_be_year = self._spaced or last > max(first, middle)  # the number that changes most is the day
        odd = [Order.YEAR_FIRST] if self._short and not may_be_year else []
        if self._between != "/":
            odd.append(Order.MONTH_FIRST)  # no language that has the month first writes it with dots or dashes
        return [order for order in left if order not in odd] or left

    def _by_names(self, candidates: list[Order]) -> Order | None:
        return _clear_winner({order: self._tallies[order].named for order in candidates}, _RARELY)

    def _by_sequence(self, candidates: list[Order]) -> Order | None:
        """The messages of an export stand in the order of time: an order that makes it run backwards is wrong."""
        best, second = sorted(candidates, key=lambda order: self._tallies[order].backwards)[:2]
        return best if self._tallies[best].backwards * _RARELY < self._tallies[second].backwards else None

    def _by_changes(self, candidates: list[Order]) -> Order | None:
        """The day changes more often than the month."""
        changes = {order: self._changes[order.value[2]] for order in candidates}
        return _clear_winner(changes, 2) if max(changes.values(), default=0) >= _OFTEN else None


def moment(start: Start, spelling: Spelling) -> Moment:
    """Return when a message was posted: as ISO 8601 where day and month are clear, else in the export's words."""
    if spelling.order is None:
        return Moment(None, clean(written(start), _MAX_WORDS), f"{_UNTOLD}; {_NO_ZONE}")
    day = _read(start.numbers, spelling.order)
    if day is None or start.hour > 23 or start.minute > 59 or (start.second or 0) > 59:
        return Moment(None, clean(written(start), _MAX_WORDS), f"{_IMPOSSIBLE}; {_NO_ZONE}")
    why = f"{_NO_ZONE}; {_TOLD}" if spelling.told else _NO_ZONE
    hour = _hour(start, whole_day=spelling.whole_day)
    if hour is None:
        return Moment(None, clean(f"{day.isoformat()} {written(start)}", _MAX_WORDS), f"{why}; {_UNCLEAR_HALF}")
    clock = f"{hour:02}:{start.minute:02}" + ("" if start.second is None else f":{start.second:02}")
    return Moment(None, f"{day.isoformat()}T{clock}", why)


def _read(numbers: tuple[int, int, int], order: Order) -> date | None:
    year, month, day = (numbers[place] for place in order.value)
    if year < 100:
        year += 2000
    elif year >= _FIRST_YEAR + _BUDDHIST_ERA:
        year -= _BUDDHIST_ERA
    return _day(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hour(start: Start, *, whole_day: bool) -> int | None:
    """Return the hour of 24, or None where words beside the time may change it and are not known."""
    if start.hour == 0 or start.hour > 12:
        return start.hour
    afternoon = is_afternoon(start.after)
    if afternoon is None:
        afternoon = is_afternoon(start.before)
    if afternoon is not None:
        return start.hour % 12 + 12 * afternoon
    says_something = any(character.isalpha() for character in start.before + start.after)
    return None if says_something and not whole_day else start.hour


def _clear_winner(votes: dict[Order, int], times: int) -> Order | None:
    """Return what has so many times more votes than any other, or None."""
    ranked = sorted(votes.items(), key=lambda each: each[1], reverse=True)
    (best, most), (_, second) = ranked[0], ranked[1]
    return best if most and second * times < most else None
