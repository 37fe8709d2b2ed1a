"""Changes what opens the vault: its passphrase, its recovery code, and the keyring of the system."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from exposurewatch.cli.asking import check_terminal
from exposurewatch.cli.choosing import new_passphrase
from exposurewatch.cli.codes import check_room_for_code, show_code
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopped_saying
from exposurewatch.cli.unlocking import Access, data_key
from exposurewatch.errors import NoKeyring
from exposurewatch.vault import keyring_slot, keys
from exposurewatch.vault.keys import SlotKind
from exposurewatch.vault.lock import held
from exposurewatch.vault.recovery import new_code

_OLD_COPIES = (
    "What was copied before still opens with the old one: backups, synchronised folders, and the blocks of the disk"
    " where the old keys lay, for as long as nothing is written over them. If somebody else knows the old one and may"
    " have such a copy, destroy the vault and create a new one: `exposurewatch vault destroy`."
)
_HALF = "Stopped. The vault opens with the old one, or with the new one."


def change_passphrase(access: Access, new_fd: int | None, option: str) -> None:
    """Have another passphrase chosen, once the vault was opened. Raises as `unlocked` and `new_passphrase` do."""
    if new_fd is None:
        check_terminal(option)
    with data_key(access) as key:
        passphrase = new_passphrase(new_fd, option)
        with stopped_saying(_HALF), held(access.folder):
            keys.set_slot(access.folder, key, SlotKind.PASSPHRASE, passphrase)
    say("The passphrase is changed; the old one opens this vault no more.", _OLD_COPIES)


def replace_code(access: Access) -> None:
    """Make a new recovery code, in place of the one before, and show it. Raises as `unlocked` does."""
    check_room_for_code()
    with data_key(access) as key:
        had_one = SlotKind.RECOVERY in keys.slots(access.folder)
        code = new_code()
        with stopped_saying(_HALF), held(access.folder):
            keys.set_slot(access.folder, key, SlotKind.RECOVERY, code)
    say("The vault has a new recovery code.", *(("The one before opens it no more.", _OLD_COPIES) if had_one else ()))
    show_code(code, "The vault has a new recovery code, and the one before opens it no more")


def remove_code(access: Access) -> None:
    """Have no recovery code open the vault any more. Raises as `unlocked` does."""
    if SlotKind.RECOVERY not in keys.slots(access.folder):
        say("This vault has no recovery code.")
        return
    with data_key(access) as key, held(access.folder):
        keys.remove_slot(access.folder, key, SlotKind.RECOVERY)
    say("The recovery code opens this vault no more. If you forget the passphrase, nothing does.", _OLD_COPIES)


def lock_to_keyring(access: Access) -> None:
    """Have the system's keyring open the vault. Raises as `unlocked` does, and `NoKeyring`."""
    folder = access.folder
    vault_id = keys.vault_id(folder)
    keyring_slot.load(vault_id)  # says at once where there is no keyring
    say(
        "The keyring of this system will open the vault without a passphrase. Whoever is logged in as you can then open"
        " it, and so can any program that runs as you. Do this only where nobody else uses your account.",
    )
    with data_key(access) as key:
        secret = secrets.token_urlsafe(32)
        with stopped_saying("Stopped."), held(folder), _kept_in_keyring(vault_id, secret):
            keys.set_slot(folder, key, SlotKind.KEYRING, secret)
    say(
        "From now on the keyring opens the vault. The passphrase does as before: keep it, for another computer or a new"
        " account has another keyring. `exposurewatch vault lock-to-keyring --remove` undoes it.",
    )


def unlock_from_keyring(access: Access) -> None:
    """Have the keyring open the vault no more. Raises as `unlocked` does, and `NoKeyring`."""
    folder = access.folder
    if SlotKind.KEYRING in keys.slots(folder):
        with data_key(access) as key, held(folder):
            keys.remove_slot(folder, key, SlotKind.KEYRING)
        say("The keyring opens this vault no more.")
    else:
        say("The keyring does not open this vault.")
    forget_in_keyring(keys.vault_id(folder))


def forget_in_keyring(vault_id: str) -> None:
    """Remove what the keyring keeps of a vault, if anything; say where it cannot be told."""
    try:
        keyring_slot.delete(vault_id)
    except NoKeyring as error:
        say(
            f"{error} Its entry “exposurewatch vault” could not be removed, if there is one. It opens nothing any more;"
            " you can remove it with the system's own program for passwords.",
        )


@contextmanager
def _kept_in_keyring(vault_id: str, secret: str) -> Iterator[None]:
    """Keep a secret in the keyring, unless what is done with it fails: then what was there is there again."""
    before = keyring_slot.load(vault_id)
    try:
        keyring_slot.store(vault_id, secret)
        yield
    except BaseException:
        with suppress(NoKeyring):
            if before is None:
                keyring_slot.delete(vault_id)
            else:
                keyring_slot.store(vault_id, before)
        raise


__all__ = [
    "change_passphrase",
    "forget_in_keyring",
    "lock_to_keyring",
    "remove_code",
    "replace_code",
    "unlock_from_keyring",
]
