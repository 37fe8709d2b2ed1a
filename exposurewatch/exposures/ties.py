"""What ties a detail in one message to a picture in another: a reply, a sender, or a few messages between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from exposurewatch.details import Detail
from exposurewatch.exposures.places import Chat, Place, sender_of
from exposurewatch.model import Nearness, Origin, Part, Spelling

NEAR: Final = 10  # messages before and behind a picture in which a detail stands near it


@dataclass(frozen=True, slots=True)
class Found:
    """A detail in a message; `echo` where the words belong to another message, in which it is found as well."""

    detail: Detail
    spelling: Spelling
    part: Part
    place: Place
    echo: bool = False


class Ties:
    """What was found, by what may tie it to a picture."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._by_chat: defaultdict[Chat, list[Found]] = defaultdict(list)
        self._by_message: defaultdict[tuple[Chat, str], list[Found]] = defaultdict(list)
        self._by_reply: defaultdict[tuple[Chat, str], list[Found]] = defaultdict(list)
        self._by_sender: defaultdict[tuple[Chat, str], dict[Detail, list[Found]]] = defaultdict(dict)
        for one in found:
            chat, origin = one.place.chat, one.place.origin
            self._by_chat[chat].append(one)
            if origin.message_id is not None:
                self._by_message[chat, origin.message_id].append(one)
            if origin.reply_to is not None:
                self._by_reply[chat, origin.reply_to].append(one)
            if (sender := sender_of(origin)) is not None:
                self._by_sender[chat, sender].setdefault(one.detail, []).append(one)

    def around(self, place: Place) -> Iterator[Found]:
        """All that is tied to a place; of the same detail by the same sender, the nearest before and behind."""
        chat, origin = place.chat, place.origin
        in_chat = self._by_chat.get(chat, [])
        first = bisect_left(in_chat, place.number - NEAR, key=_number)
        yield from in_chat[first : bisect_right(in_chat, place.number + NEAR, key=_number)]
        if origin.reply_to is not None:
            yield from self._by_message.get((chat, origin.reply_to), ())
        if origin.message_id is not None:
            yield from self._by_reply.get((chat, origin.message_id), ())
        if (sender := sender_of(origin)) is not None:
            for theirs in self._by_sender.get((chat, sender), {}).values():
                behind = bisect_left(theirs, place.number, key=_number)
                yield from theirs[max(0, behind - 1) : behind + 1]


def _number(found: Found) -> int:
    return found.place.number


def nearness_of(found: Place, place: Place) -> tuple[Nearness, int]:
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
