"""Takes in the user's own details: from a file, from the vault, or typed; and says how they are told of."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from exposurewatch.cli.arguments import expanded
from exposurewatch.details import Detail, Finder, details_in, kind_of
from exposurewatch.details.lists import MOST_BYTES
from exposurewatch.errors import WrongUsage
from exposurewatch.exposures import Naming
from exposurewatch.vault.store import Vault

_ENDS = "Nothing was given."


def in_file(path: Path | None) -> tuple[Detail, ...]:
    """The details in the list at `path`; none where there is no path.

    Raises:
        WrongUsage: it cannot be read, or is no such list. What stands in it is never repeated.
    """
    if path is None:
        return ()
    path = expanded(path)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise WrongUsage(
            f"The list of your details cannot be read: {path}: {error.strerror}.", "Name a text file with --details."
        ) from None
    return details_in(content, str(path))


def in_vault(vault: Vault) -> tuple[Detail, ...]:
    """The details that the vault keeps."""
    return tuple(entry.detail for entry in vault.details.listed())


def masked(detail: Detail) -> str:
    """What a report tells of a detail by default."""
    return kind_of(detail.kind).masked(detail.value)


def in_full(detail: Detail) -> str:
    """What a report tells of a detail where the user asked for all of it."""
    return detail.value


def naming(*, show_details: bool) -> Naming:
    """How details are told of."""
    return in_full if show_details else masked


def covering(vault: Vault, *, show_details: bool) -> Finder:
    """What covers up the details of a vault; nothing where they are to be shown."""
    return Finder(() if show_details else in_vault(vault))


def value_asked(words: str, ask: Callable[[str], str]) -> str:
    """The value of a detail: typed at the terminal, where it is seen, or the first line of what is piped in.

    Raises:
        WrongUsage: there is none.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        value = ask(words)
    else:
        value = "" if sys.stdin is None else sys.stdin.readline().strip()
    if not value:
        raise WrongUsage(_ENDS, "Type it where it is asked for, or pipe it in.")
    return value
