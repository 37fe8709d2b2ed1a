"""What the rest of the program asks of the vault's keys: make them, open them, change what opens them, destroy them.

Whoever changes something holds the vault's lock (`lock.held`) while doing so; nothing here takes it.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from exposurewatch.errors import ExposureWatchError, VaultDamaged, WrongSecret, WrongUsage
from exposurewatch.vault import disk, header, recovery
from exposurewatch.vault.data_key import KEY_BYTES, DataKey
from exposurewatch.vault.header import Header
from exposurewatch.vault.location import DATABASE, KEY_FILES, OTHER_FILES, OWN_FILES, made_private
from exposurewatch.vault.passphrase import normalised, refuse_weak
from exposurewatch.vault.slots import SlotKind, kept, unwrap, wrap
from exposurewatch.vault.wiping import wipe

_NOT_SET: Final = {
    SlotKind.PASSPHRASE: "This vault has no passphrase.",
    SlotKind.RECOVERY: "This vault has no recovery code.",
    SlotKind.KEYRING: "This vault is not opened by the keyring.",
}
_NOT_THIS: Final = {
    SlotKind.PASSPHRASE: "Try again, and look at capital letters and at the layout of the keyboard.",
    SlotKind.RECOVERY: "The code is of another vault, or was replaced by a later one.",
    SlotKind.KEYRING: "What the keyring holds is out of date: give the passphrase, then lock the vault to it anew.",
}


def create(folder: Path, passphrase: str) -> DataKey:
    """Make the keys of a new vault, opened by a passphrase; return the data key (32 random bytes).

    Raises:
        WrongUsage: the passphrase is too weak, there is a vault already, or the folder holds something else.
        NoRoom, VaultUnwritable: the disk refuses; nothing is left behind.
    """
    refuse_second(folder)
    refuse_weak(passphrase)
    made_private(folder)
    data_key = kept(secrets.token_bytes(KEY_BYTES))
    empty = Header(secrets.token_bytes(16), ())
    try:
        header.write(folder, _with_slot(empty, data_key, SlotKind.PASSPHRASE, passphrase))
    except BaseException:
        for name in KEY_FILES:  # half a beginning would stand in the way of the next
            with contextlib.suppress(OSError):
                (folder / name).unlink()
        raise
    return data_key


def refuse_second(folder: Path) -> None:
    """Let a vault be made only where there is none.

    Raises:
        WrongUsage: there is one, or the beginning of one.
        VaultUnwritable: the folder cannot be looked at.
    """
    with disk.explained(folder):
        begun = header.exists(folder) and not disk.read(folder / DATABASE, 1)
    if begun:
        raise WrongUsage(
            f"A vault was begun in {folder}, and nothing is in it: it was never finished, or lost its database.",
            "`exposurewatch vault destroy` removes what there is of it. Then create the vault again.",
        )
    if header.exists(folder) or header.is_orphaned(folder):
        raise WrongUsage(
            f"There is a vault in {folder} already.",
            "Use it, or name another folder with --vault. `exposurewatch vault destroy` would remove it.",
        )


def exists(folder: Path) -> bool:
    """Tell whether there is a vault, be it damaged.

    Raises:
        VaultUnwritable, WrongUsage: the folder cannot be looked at.
    """
    return header.exists(folder)


def unlock(folder: Path, kind: SlotKind, secret: str) -> DataKey:
    """Return the data key. Nothing is written: who unlocks a vault does not hold it yet.

    Raises:
        NoVault: there is no vault.
        WrongSecret: the secret does not open it.
        VaultDamaged, VaultTooNew: its header is damaged in both copies, or a newer version's.
        VaultUnwritable, WrongUsage: the folder cannot be looked at.
    """
    found = header.read(folder).header
    slot = found.slot(kind)
    if slot is None:
        raise WrongSecret(_NOT_SET[kind])
    secret_bytes = _as_bytes(kind, secret)
    try:
        return unwrap(found.bound(), slot, secret_bytes)
    except WrongSecret:
        raise WrongSecret(_NOT_THIS[kind]) from None
    finally:
        wipe(secret_bytes)


def mend(folder: Path) -> None:
    """Write a copy of the header anew that is damaged, missing or old.

    For who has opened the vault with what the header gave, and so proven it, and holds its lock. Never raises: where
    the copy cannot be written, the vault opens all the same, and `damage` goes on saying so.
    """
    with contextlib.suppress(ExposureWatchError):
        header.mend(folder)


def slots(folder: Path) -> tuple[SlotKind, ...]:
    """Return what the vault can be opened with. Raises as `header.read` does."""
    return tuple(slot.kind for slot in header.read(folder).header.slots)


def vault_id(folder: Path) -> str:
    """Return the random name that tells this vault from others, 32 hexadecimal digits. Raises as `header.read` does."""
    return header.read(folder).header.vault_id.hex()


def damage(folder: Path) -> str | None:
    """Return in a sentence what is wrong with the keys, if anything is; who opens the vault next mends a single fault.

    Raises:
        NoVault, VaultTooNew, VaultUnwritable, WrongUsage: as `header.read` does.
    """
    try:
        return header.read(folder).fault
    except VaultDamaged as damaged:
        return str(damaged)


def set_slot(folder: Path, data_key: DataKey, kind: SlotKind, secret: str) -> None:
    """Add the slot of a kind or replace it; once this returns, what opened it before opens neither copy any more.

    Raises:
        WrongUsage: a passphrase that is too weak, or a mistyped recovery code.
        NoVault, VaultDamaged, VaultTooNew: as `unlock`.
        NoRoom, VaultUnwritable: the disk refuses; the vault opens with the old secret or with the new one.
    """
    if kind is SlotKind.PASSPHRASE:
        refuse_weak(secret)
    header.write(folder, _with_slot(header.read(folder).header, data_key, kind, secret))


def remove_slot(folder: Path, _data_key: DataKey, kind: SlotKind) -> None:
    """Remove the slot of a kind, if there is one; `_data_key` shows that the caller could open the vault.

    Raises:
        WrongUsage: it is the last one.
        NoVault, VaultDamaged, VaultTooNew, NoRoom, VaultUnwritable: as `set_slot`.
    """
    before = header.read(folder).header
    rest = before.without(kind)
    if not rest:
        raise WrongUsage(
            "Nothing else opens this vault.", "Set a passphrase first, with `exposurewatch vault passphrase`."
        )
    if len(rest) < len(before.slots):
        header.write(folder, replace(before, slots=rest))


def remains(folder: Path) -> tuple[str, ...]:
    """Name the files of a vault that are in the folder, whole or not.

    Raises:
        VaultUnwritable, WrongUsage: the folder cannot be looked at.
    """
    with disk.explained(folder):
        return tuple(path.name for path in (folder.iterdir() if folder.exists() else ()) if path.name in OWN_FILES)


def destroy(folder: Path) -> None:
    """Destroy a vault, whatever of it is left: the keys first, overwritten and removed for good, then the rest.

    Only the vault's own files are removed, links are not followed, and the folder goes if nothing else is in it. Where
    one file cannot be removed, the others are all the same.

    Raises:
        NoVault: there is nothing of a vault.
        VaultUnwritable, WrongUsage: the disk refuses.
    """
    with disk.explained(folder):
        if not remains(folder):
            raise header.no_vault(folder)
        steps = (_erase_keys, disk.sync_folder, _remove_others, disk.sync_folder)
        refused = [error for step in steps if (error := _refusal(step, folder)) is not None]
        with contextlib.suppress(OSError):  # it holds something else, or is a link or somebody's working folder
            folder.rmdir()
        if refused:
            raise refused[0]


def _refusal(step: Callable[[Path], None], folder: Path) -> OSError | None:
    """Take a step, and return what the disk refused of it: whatever else can go shall go all the same."""
    try:
        step(folder)
    except OSError as error:
        return error
    return None


def _erase_keys(folder: Path) -> None:
    disk.erase(*(folder / name for name in KEY_FILES))


def _remove_others(folder: Path) -> None:
    refused = [error for name in OTHER_FILES if (error := _refusal(_remove, folder / name)) is not None]
    if refused:
        raise refused[0]


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _with_slot(before: Header, data_key: DataKey, kind: SlotKind, secret: str) -> Header:
    secret_bytes = _as_bytes(kind, secret)
    slot = wrap(before.bound(), kind, secret_bytes, data_key)
    wipe(secret_bytes)
    return replace(before, slots=tuple(sorted((*before.without(kind), slot), key=lambda each: each.kind)))


def _as_bytes(kind: SlotKind, secret: str) -> bytes:
    match kind:
        case SlotKind.PASSPHRASE:
            return normalised(secret)
        case SlotKind.RECOVERY:
            return recovery.parsed(secret).encode()
        case SlotKind.KEYRING:
            return secret.encode("utf-8", "surrogatepass")


__all__ = [
    "SlotKind",
    "create",
    "damage",
    "destroy",
    "exists",
    "mend",
    "refuse_second",
    "remains",
    "remove_slot",
    "set_slot",
    "slots",
    "unlock",
    "vault_id",
]
