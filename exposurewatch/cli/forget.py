"""The ``forget`` command: photos leave the vault, with all that was found of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from exposurewatch.cli.stopping import stopped_saying
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption
from exposurewatch.errors import WrongUsage

if TYPE_CHECKING:
    from exposurewatch.vault.records import PhotoEntry
    from exposurewatch.vault.store import Vault

HELP = (
    "Take photos out of the vault, with the matches that were found of them.\n\n"
    "`exposurewatch photos` lists them with their ids; the beginning of an id is enough where no other begins so."
    " The photos on your disk are not touched. Example:\n\n"
    "exposurewatch forget 3f9a 07c2d1"
)
_MOST_NAMED = 10  # photos
_STOPPED = "Stopped. Either all of these photos were forgotten or none; `exposurewatch photos` lists what is there."


def forget(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Which photos, by their ids.", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All photos.")] = False,  # noqa: FBT002 (a flag)
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,  # noqa: FBT002
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Say what would be forgotten, ask, and forget it."""
    from exposurewatch.cli.saying import say  # noqa: PLC0415 (heavy, and --help must be quick)
    from exposurewatch.cli.unlocking import unlocked  # noqa: PLC0415
    from exposurewatch.reports.summary import counted  # noqa: PLC0415

    if bool(ids) == everything:
        raise WrongUsage(
            "Say which photos to forget." if not ids else "Either ids or --all, not both.",
            "`exposurewatch photos` lists them with their ids; --all stands for all of them.",
        )
    with unlocked(Access(vault, passphrase_fd, recovery)) as opened:
        listed = opened.photos.listed()
        chosen = listed if everything else named(ids or (), listed)
        say(*_what_goes(chosen, opened))
        if not chosen or not (yes or _agreed(len(chosen))):
            say("Nothing was forgotten.")
            return
        with stopped_saying(_STOPPED):
            forgotten = opened.photos.forget([entry.id for entry in chosen])
    say(f"{counted(forgotten, 'photo')} {'was' if forgotten == 1 else 'were'} forgotten.")


def named(ids: Sequence[str], listed: Sequence[PhotoEntry]) -> tuple[PhotoEntry, ...]:
    """Return the photos that the ids, or unique beginnings of ids, stand for, each once.

    Raises:
        WrongUsage: one stands for no photo, or for several.
    """
    chosen: dict[str, PhotoEntry] = {}
    for wanted in ids:
        beginning = wanted.strip().lower()
        found = [entry for entry in listed if beginning and entry.id.startswith(beginning)]
        if not found:
            raise WrongUsage(f"There is no photo “{wanted}” in the vault.", "`exposurewatch photos` lists them.")
        if len(found) > 1:
            these = ", ".join(f"{entry.id} ({entry.label})" for entry in found[:_MOST_NAMED])
            more = f" and {len(found) - _MOST_NAMED:,} more" if len(found) > _MOST_NAMED else ""
            raise WrongUsage(f"“{wanted}” stands for {len(found):,} photos.", f"Write more of the id: {these}{more}.")
        chosen[found[0].id] = found[0]
    return tuple(chosen.values())


def _what_goes(chosen: Sequence[PhotoEntry], vault: Vault) -> Sequence[str]:
    from exposurewatch.reports.summary import FINDINGS, counted  # noqa: PLC0415

    if not chosen:
        return ("There is no photo in the vault.",)
    ids = {entry.id for entry in chosen}
    found = (finding for finding in vault.findings.listed(with_not_me=True) if finding.photo.id in ids)
    matches = sum(finding.verdict in FINDINGS for finding in found)
    which = ", ".join(f"{entry.label} ({entry.id})" for entry in chosen[:_MOST_NAMED])
    more = f" and {len(chosen) - _MOST_NAMED:,} more" if len(chosen) > _MOST_NAMED else ""
    go = f"{matches:,} match{'' if matches == 1 else 'es'} of {'it' if len(chosen) == 1 else 'them'}"
    return (
        f"To be forgotten: {counted(len(chosen), 'photo')}: {which}{more}.",
        f"What was found goes as well: {go}, with what you decided and noted." if matches else "No match goes with it.",
    )


def _agreed(count: int) -> bool:
    """Ask the user.

    Raises:
        WrongUsage: there is nobody to ask.
    """
    from exposurewatch.cli.asking import ask_openly  # noqa: PLC0415 (--help needs none of these)

    question = f"Forget {'it' if count == 1 else 'them'}? It cannot be taken back. [y/N]"
    return ask_openly(question, "--yes").lower() in ("y", "yes")
