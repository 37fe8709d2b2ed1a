"""What of the user's own details stands in a message, and how near to a picture of her."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from exposurewatch.model.places import Origin


class DetailKind(StrEnum):
    """What can be exposed of a person beside her picture."""

    PHONE = "phone"
    HANDLE = "handle"
    EMAIL = "email"
    NAME = "name"
    ADDRESS = "address"
    IDENTITY_CARD = "ic"
    PLATE = "plate"


class Part(StrEnum):
    """In which part of a message a detail stands."""

    TEXT = "text"
    SENDER = "sender"
    FORWARDED_FROM = "forwarded-from"
    CHANNEL = "channel"  # in the name of the chat, which stands over every message


class Spelling(StrEnum):
    """Whether a detail stands there as one writes it, or is recognised although it is spelt otherwise."""

    EXACT = "exact"
    ALTERED = "by spelling"


class Nearness(StrEnum):
    """How a message is tied to a picture, closest first."""

    SAME_MESSAGE = "same message"
    REPLY = "reply"  # it answers the picture, or the picture answers it
    NEARBY = "messages away"
    SAME_SENDER = "same sender"


@dataclass(frozen=True, slots=True)
class Exposure:
    """One detail in one message; `shown` is what may be told of it, such as "ending 34".

    `nearness` is that to a picture beside which it is told; None where it is told on its own. `away` counts the
    messages from the one to the other, and is 0 where that is not what ties them.
    """

    kind: DetailKind
    shown: str
    origin: Origin
    part: Part = Part.TEXT
    spelling: Spelling = Spelling.EXACT
    nearness: Nearness | None = None
    away: int = 0
