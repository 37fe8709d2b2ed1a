"""Shows a recovery code, once: the code itself on the standard output, and on the other how to keep it."""

from __future__ import annotations

import sys

from exposurewatch.cli.output import print_bytes
from exposurewatch.cli.saying import say
from exposurewatch.cli.streams import is_closed
from exposurewatch.errors import CouldNotFinish, WrongUsage

_ANOTHER = "`exposurewatch vault recovery` makes another code, and shows it."


def check_room_for_code() -> None:
    """Make sure, before anything is made, that a code can be shown.

    Raises:
        WrongUsage: the standard output is closed.
    """
    if is_closed(sys.stdout):
        raise WrongUsage("The standard output is closed, so a recovery code could not be shown.", "Leave it open.")


def show_code(code: str, state: str) -> None:
    """Show a code; `state` is the beginning of a sentence that says how things stand, should it not be seen.

    Raises:
        CouldNotFinish: nobody saw it.
    """
    say("", "Its recovery code opens the vault too, should you forget the passphrase. It is shown this once:", "")
    try:
        print_bytes(f"    {code}\n".encode() if sys.stdout.isatty() else f"{code}\n".encode())
    except CouldNotFinish:
        raise CouldNotFinish(f"{state}, but its recovery code could not be shown.", _ANOTHER) from None
    say(
        "",
        "Write it on paper and keep the paper away from this computer, at a place that is yours alone or with somebody"
        " you trust. Whoever has the code and this vault can open it. Take no photo of it, and do not keep it in a"
        " file, a message or a mailbox. Case and dashes do not matter when you type it.",
    )
