"""Asks which chats a feed may name, before anything is published that cannot be made unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from exposurewatch.cli.asking import NOTHING_CHANGED, ask_openly
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopped_saying
from exposurewatch.model import Channel, Item
from exposurewatch.publishing import named_in

_READING: Final = "Reading first which chats the feed would name. Nothing is published yet."
_PEOPLE: Final = (
    "See that none of these is the name of a person, and that none of them is private: what is published stays"
    " published."
)
_OTHERWISE: Final = (
    "Nothing was published. Leave out of the exports what is not to be named; without --private-titles and --channel"
    " only chats are named that an export shows to be public."
)


class Naming(Protocol):
    """A feed, as far as it tells which chats it names already."""

    def names(self, chat: Channel, /) -> bool:
        """Whether it names this one."""
        ...


def agreed_chats(items: Iterable[Item], feed: Naming, *, private: bool, yes: bool) -> frozenset[Channel] | None:
    """List the chats that the feed does not name yet, and ask; return all that it may name, None where it may not.

    Raises:
        WrongUsage: there are such chats, and nobody can be asked.
    """
    with stopped_saying(NOTHING_CHANGED):
        say(_READING)
        chats = dict.fromkeys(named_in(items, private=private))
        new = [chat for chat in chats if not feed.names(chat)]
        if new:
            say(*_listed(new))
            if not (yes or ask_openly("Name them? [y/N]", "--yes").lower() in ("y", "yes")):
                say(_OTHERWISE)
                return None
    return frozenset(chats)


def _listed(chats: list[Channel]) -> Iterator[str]:
    yield (
        "The feed would name this chat for the first time:"
        if len(chats) == 1
        else (f"The feed would name these {len(chats):,} chats for the first time:")
    )
    for chat in chats:
        marks = (f"@{chat.username}" if chat.username else "", f"number {chat.id}" if chat.id else "")
        told = ", ".join(filter(None, marks))
        title = f"“{chat.title}”" if chat.title else "a chat without a title"
        yield f"  {title}{f' ({told})' if told else ''}"
    yield _PEOPLE
