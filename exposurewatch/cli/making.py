"""Makes a vault from its first file to its recovery code, or leaves nothing of it behind."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import suppress
from pathlib import Path

from exposurewatch.cli.asking import PASSPHRASE_FD
from exposurewatch.cli.choosing import new_passphrase
from exposurewatch.cli.codes import check_room_for_code, show_code
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopped_saying
from exposurewatch.doctor.folder import synced_by
from exposurewatch.errors import ExposureWatchError
from exposurewatch.reports.wording import harmless
from exposurewatch.vault import keys
from exposurewatch.vault.location import is_private, made_private
from exposurewatch.vault.lock import held
from exposurewatch.vault.recovery import new_code
from exposurewatch.vault.store import made


def make_vault(folder: Path, passphrase_fd: int | None, *, with_code: bool) -> None:
    """Have a passphrase chosen, make the vault, show its recovery code, and say what to do next.

    Raises:
        WrongUsage: there is a vault already, the folder holds something else, or the passphrase is too weak.
        VaultBusy, NoRoom, VaultUnwritable: it cannot be made; nothing of it is left behind.
    """
    keys.refuse_second(folder)
    if with_code:
        check_room_for_code()
    say(f"The vault will be in {folder}.", *_doubts_about_place(folder))
    passphrase = new_passphrase(passphrase_fd, PASSPHRASE_FD)
    code = new_code() if with_code else None
    with stopped_saying("Stopped. Nothing of a vault was left behind."):
        _make(folder, passphrase, code)
    say("The vault is made.", *_doubts_about_rights(folder))
    if code is not None:
        show_code(code, "The vault is made and opens with its passphrase")
    say("", "Next, add your own photos; what is kept of them are fingerprints, not pictures. For example:")
    sys.stderr.write(harmless(f"  exposurewatch add ~/Pictures/me{_naming(folder)}") + "\n")


def _make(folder: Path, passphrase: str, code: str | None) -> None:
    ours = False
    try:
        made_private(folder)
        with held(folder):
            keys.refuse_second(folder)
            ours = True  # from here on, what is in the folder is of this very attempt
            data_key = keys.create(folder, passphrase)
        with data_key:
            with made(folder, data_key):
                pass
            if code is not None:
                with held(folder):
                    keys.set_slot(folder, data_key, keys.SlotKind.RECOVERY, code)
    except BaseException:
        if ours:  # half a vault would be in the way of the next attempt
            with suppress(ExposureWatchError):
                keys.destroy(folder)
        raise


def _doubts_about_place(folder: Path) -> tuple[str, ...]:
    service = synced_by(folder)
    if service is None:
        return ()
    return (
        f"That seems to be a folder of {service}: the vault would be copied to other computers, old versions too, and"
        " could be damaged while it is in use. Name another folder with --vault, unless you want this.",
    )


def _doubts_about_rights(folder: Path) -> tuple[str, ...]:
    if is_private(folder):
        return ()
    return ("Others who use this computer can open its folder: the disk keeps no rights, as many sticks do not.",)


def _naming(folder: Path) -> str:
    """How the commands to come find this vault, where they would not by themselves."""
    from exposurewatch.cli.unlocking import Access  # noqa: PLC0415

    if os.environ.get("EXPOSUREWATCH_VAULT") or folder == Access().place:
        return ""
    return f" --vault {shlex.quote(str(folder))}"
