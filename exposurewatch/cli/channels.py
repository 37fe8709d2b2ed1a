"""Takes apart what --channel is given: a name for the one chat of an export, or NUMBER=NAME for one of several."""

from __future__ import annotations

from collections.abc import Sequence

from exposurewatch.errors import WrongUsage


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
