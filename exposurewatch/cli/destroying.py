"""Destroys a vault, whatever of it is left, and says what that cannot reach."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

from exposurewatch.cli.asking import ask_openly
from exposurewatch.cli.changing import forget_in_keyring
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopped_saying
from exposurewatch.errors import ExposureWatchError, NoRoom, VaultUnwritable, WrongUsage
from exposurewatch.vault import keys
from exposurewatch.vault.header import no_vault
from exposurewatch.vault.keys import SlotKind
from exposurewatch.vault.location import default_folder
from exposurewatch.vault.lock import held

_WORD = "destroy"
_STOPPED = "Stopped. The vault may be destroyed in part: run the same command again."
_OUT_OF_REACH = (
    "What this cannot reach:",
    "- copies of the vault in other places: backups, synchronised folders, snapshots of the disk. They open with the"
    " passphrase or the recovery code as before: delete them where they are.",
    "- what the disk itself keeps: an SSD, a memory card and some file systems leave old blocks as they are for a time,"
    " the overwritten keys among them. Only a disk that is encrypted as a whole helps against that.",
    "- the recovery code on paper, which opens such copies: shred it.",
    "- reports that you saved, exports, and your photos: they are where they were.",
    "- the commands that your shell remembers, and its lists of recent files and folders.",
)


def destroy_vault(folder: Path, *, sure: bool) -> None:
    """Ask whether it is meant, unless the user is `sure`; then destroy.

    Raises:
        NoVault: there is nothing of a vault.
        WrongUsage: it was not confirmed, or nobody can be asked.
        VaultBusy: another command has it open.
        VaultUnwritable: the disk refuses.
    """
    if not keys.remains(folder):
        raise no_vault(folder)
    if not sure:
        _confirm(folder)
    entry = _keyring_entry(folder)
    with stopped_saying(_STOPPED):
        _destroy(folder)
        say("The vault is destroyed: first its keys, without which nobody can read the rest, then the rest.")
        if entry is not None:  # last, for a keyring may ask for a password of its own
            forget_in_keyring(entry)
    if os.path.lexists(folder):
        say(f"The folder {folder} is still there: it holds other things, or is a link.")
    say(*_OUT_OF_REACH)


def _confirm(folder: Path) -> None:
    say(
        f"This destroys the vault in {folder}: the fingerprints of your photos, all that was found, and what you"
        " decided about it. Nobody can undo that. Your photos, exports and saved reports stay.",
    )
    if ask_openly(f"Type the word {_WORD} to go on", "--yes").casefold() != _WORD:
        raise WrongUsage("Nothing was destroyed.", f"It needs the word {_WORD}, typed in full.")


def _keyring_entry(folder: Path) -> str | None:
    """What the vault is called in the keyring, where that opens it; damaged keys do not tell."""
    try:
        return keys.vault_id(folder) if SlotKind.KEYRING in keys.slots(folder) else None
    except ExposureWatchError:
        return None


def _destroy(folder: Path) -> None:
    with ExitStack() as stack:
        with suppress(NoRoom, VaultUnwritable, WrongUsage):  # a lock that is damaged must not stand in the way
            stack.enter_context(held(folder))
        if sys.platform == "win32":  # a file that is open cannot be removed there
            stack.close()
        keys.destroy(folder)
    if folder == default_folder():  # the folder around it tells, by its name, what was here
        with suppress(OSError):
            folder.parent.rmdir()
