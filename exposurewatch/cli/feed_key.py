"""Shows the fingerprint of the key that the user's feeds are signed with, or puts another key in its place."""

from __future__ import annotations

from exposurewatch.cli.asking import ask_openly
from exposurewatch.cli.output import print_bytes
from exposurewatch.cli.saying import say
from exposurewatch.cli.unlocking import Access, unlocked
from exposurewatch.errors import WrongUsage
from exposurewatch.feeds.own.signing import fingerprint, public_key

_WORD = "replace"
_TELL = (
    "This is the fingerprint of your key. Tell it to those who read your feed by another way than the feed's own"
    " address, such as a printed page or a post of yours elsewhere: they can then see that the feed is yours."
)


def show_key(access: Access) -> None:
    """Show the fingerprint; the first time, the key is made. Raises as `unlocked` does."""
    with unlocked(access) as vault:
        seed = vault.feeds.signing_key()
    _show(seed)


def replace_key(access: Access, *, sure: bool) -> None:
    """Make another key, once that is confirmed, and show its fingerprint.

    Raises:
        WrongUsage: it was not confirmed, or nobody can be asked.
        And as `unlocked` does.
    """
    with unlocked(access) as vault:
        before = fingerprint(public_key(vault.feeds.signing_key()))
        say(
            f"WARNING: this puts another key in the place of {before}.",
            "Everybody who reads a feed of yours will be told that somebody may have taken it over, and will read no"
            " more of it until they remove it and add it again. The folders of your feeds take nothing more, nor can"
            " anything in them be withdrawn: a feed has to be begun anew, in a new folder. Nobody can undo that.",
            "There is a reason to do it: that somebody else has come by the old key. Tell your readers so.",
        )
        if not sure and ask_openly(f"Type the word {_WORD} to go on", "--yes").casefold() != _WORD:
            raise WrongUsage("The key is as it was.", f"It needs the word {_WORD}, typed in full.")
        seed = vault.feeds.replace_signing_key()
    _show(seed)


def _show(seed: bytes) -> None:
    print_bytes(f"{fingerprint(public_key(seed))}\n".encode("ascii"))
    say(_TELL)
