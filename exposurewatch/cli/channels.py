"""Takes apart what --channel is given: a name for the one chat of an export, or NUMBER=NAME for one of several.

Says as well which of the names were of no use, once all chats were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from exposurewatch.errors import WrongUsage
from exposurewatch.model import Item, Message

_MOST_NAMED = 5  # chats
_NO_SUCH_CHAT = "--channel {number}={name} was not used: no chat with the number {number} was read.{chats}"
_NO_CHAT = "--channel {name} was not used: no chat was read that it could belong to."


def usernames(channels: Sequence[str]) -> dict[str, str]:
    """Return names by the number of their chat; '' stands for the one chat of an export. The sources judge them.

    Raises:
        WrongUsage: two names are given for one chat.
    """
    names: dict[str, str] = {}
    for channel in channels:
        chat, _, name = channel.strip().rpartition("=")
        if names.setdefault(chat, name) != name:
            raise WrongUsage(
                f"“{names[chat]}” and “{name}” cannot both be the name of one channel.",
                "For an export with several chats, give each name with its number: --channel 1234567890=examplechannel",
            )
    return names


class Chats:
    """Notes which chats are read, and which of them have been given a name."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}
        self._named: set[str] = set()

    def noted(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass items on."""
        for item in items:
            if isinstance(item, Message) and (channel := item.origin.channel):
                if channel.id is not None:
                    self._titles.setdefault(channel.id, channel.title or "")
                if channel.username is not None:
                    self._named.add(channel.username)
            yield item

    def unused(self, names: Mapping[str, str]) -> Iterator[str]:
        """Yield a sentence for each name that is for none of these chats; '' stands for the one chat of an export."""
        for number, name in names.items():
            if number and number not in self._titles:
                yield _NO_SUCH_CHAT.format(number=number, name=name, chats=self._listed())
            elif not number and name not in self._named:
                yield _NO_CHAT.format(name=name)

    def _listed(self) -> str:
        chats = [f"{number} (“{title}”)" if title else number for number, title in self._titles.items()]
        more = f" and {len(chats) - _MOST_NAMED:,} more" if len(chats) > _MOST_NAMED else ""
        where = "; a chat's number stands in result.json, as “id” beside its name" if more else ""
        return f" These were: {', '.join(chats[:_MOST_NAMED])}{more}{where}." if chats else ""
