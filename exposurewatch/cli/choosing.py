"""Has the user choose a passphrase: suggests one, says how strong the one typed is, and has it typed twice."""

from __future__ import annotations

import sys

from exposurewatch.cli.asking import ask, check_terminal, read_line
from exposurewatch.cli.saying import say
from exposurewatch.errors import WrongUsage
from exposurewatch.vault.passphrase import ATTACKER, MIN_LENGTH, normalised, refuse_weak, strength, suggested

_TRIES = 3


def new_passphrase(descriptor: int | None, option: str) -> str:
    """Return a passphrase that is strong enough, from the open file that `option` names or as typed.

    Raises:
        WrongUsage: it is too weak, it was not typed the same twice, three times over, or nobody can be asked.
    """
    if descriptor is not None:
        return _weighed(read_line(descriptor))[0]
    check_terminal(option)
    _suggest()
    for _ in range(_TRIES - 1):
        try:
            return _typed_twice(option)
        except WrongUsage as error:
            say(f"{error} {error.hint}", "")
    return _typed_twice(option)


def _suggest() -> None:
    say(
        "Choose a passphrase. If you forget it, and have no recovery code either, nobody can open the vault any more,"
        " not even the makers of this program.",
        "Six words that chance put together just now, if you like them. They are shown this once:",
    )
    sys.stderr.write(f"\n    {suggested()}\n\n")


def _typed_twice(option: str) -> str:
    passphrase, weak = _weighed(ask(f"New passphrase (at least {MIN_LENGTH} characters, not shown)", option))
    again = ask("The same again, or nothing to choose another" if weak else "The same again", option)
    if normalised(passphrase) == normalised(again):
        return passphrase
    if weak and not again:
        raise WrongUsage("That one is dropped.", "Choose another one.")
    raise WrongUsage("The two were not the same.", "Type it once more, both times.")


def _weighed(passphrase: str) -> tuple[str, bool]:
    """Say how strong it is; return it, and whether it is weak."""
    refuse_weak(passphrase)
    found = strength(passphrase)
    lead = "That is accepted, but it is weak. " if found.weak else ""
    say(f"{lead}Against {ATTACKER}, it {found.words}.")
    return passphrase, found.weak
