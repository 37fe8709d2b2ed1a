"""The vault's header: who it is and its slots, twice on the disk, each with a checksum that tells damage from a typo.

    magic 8 · version 2 · vault id 16 · number of slots 1 · slots 83 each · SHA-256 of all before it, 32

Numbers are little-endian. Whatever a later version changes, the magic, the version and the checksum stay where they
are, so that this one can tell a newer header from a damaged one.
"""

from __future__ import annotations

import errno
import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exposurewatch.errors import NoVault, VaultDamaged, VaultTooNew
from exposurewatch.vault import disk
from exposurewatch.vault.location import BACKUP, DATABASE, KEYS
from exposurewatch.vault.slots import SLOT_BYTES, Malformed, Slot, SlotKind, unpacked

_MAGIC: Final = b"EWVAULT\x00"
_VERSION: Final = 1
_FIXED: Final = struct.Struct("<8sH16s")
_CHECKSUM_BYTES: Final = 32
_LIMIT: Final = 65536  # bytes; far more than any header, and little enough to read

_FROM_A_COPY: Final = "Put back the vault's folder from a copy, if there is one; without its keys nobody can read it."
_ANEW: Final = "Nobody can read it any more. Remove it with `exposurewatch vault destroy`, then create a vault anew."


@dataclass(frozen=True, slots=True)
class Header:
    """Who the vault is (16 random bytes), and what it opens with; one slot of a kind."""

    vault_id: bytes
    slots: tuple[Slot, ...]

    def bound(self) -> bytes:
        """Return what each slot is bound to: a slot opens in no other vault and under no other version."""
        return _FIXED.pack(_MAGIC, _VERSION, self.vault_id)

    def slot(self, kind: SlotKind) -> Slot | None:
        """Return the slot of that kind, if there is one."""
        return next((slot for slot in self.slots if slot.kind is kind), None)

    def without(self, kind: SlotKind) -> tuple[Slot, ...]:
        """Return the slots of the other kinds."""
        return tuple(slot for slot in self.slots if slot.kind is not kind)


@dataclass(frozen=True, slots=True)
class Found:
    """A header as it was found, and what is wrong with one of its two copies, in a sentence, if anything is."""

    header: Header
    fault: str | None


def pack(header: Header) -> bytes:
    """Lay a header out as bytes."""
    content = header.bound() + bytes([len(header.slots)]) + b"".join(slot.packed() for slot in header.slots)
    return content + hashlib.sha256(content).digest()


def unpack(content: bytes) -> Header:
    """Read a header back.

    Raises:
        Malformed: the bytes are not those that were written.
        VaultTooNew: they are, by a newer version.
    """
    body, checksum = content[:-_CHECKSUM_BYTES], content[-_CHECKSUM_BYTES:]
    if len(body) <= _FIXED.size or hashlib.sha256(body).digest() != checksum:
        raise Malformed
    magic, version, vault_id = _FIXED.unpack_from(body)
    if magic != _MAGIC or version < 1:
        raise Malformed
    if version > _VERSION:
        raise VaultTooNew(
            "This vault was written by a newer version of exposurewatch.", "Install the newest version and try again."
        )
    count, packed = body[_FIXED.size], body[_FIXED.size + 1 :]
    if not count or len(packed) != count * SLOT_BYTES:
        raise Malformed
    slots = tuple(unpacked(packed[start : start + SLOT_BYTES]) for start in range(0, len(packed), SLOT_BYTES))
    if len({slot.kind for slot in slots}) != count:
        raise Malformed
    return Header(vault_id, slots)


def no_vault(folder: Path) -> NoVault:
    """Return the error that there is none."""
    return NoVault(
        f"There is no vault in {folder}.",
        "Make one with `exposurewatch vault create`, or name the folder of yours with --vault. If it is on a drive that"
        " can be removed, connect the drive.",
    )


def exists(folder: Path) -> bool:
    """Tell whether there is a header, whole or not.

    Raises:
        VaultUnwritable, WrongUsage: the folder cannot be looked at.
    """
    with disk.explained(folder):
        return any(disk.read(folder / name, 1) is not None for name in (KEYS, BACKUP))


def is_orphaned(folder: Path) -> bool:
    """Tell whether there is a database without any header: what a copy that broke off leaves, or half a destruction.

    Raises:
        VaultUnwritable, WrongUsage: the folder cannot be looked at.
    """
    with disk.explained(folder):
        return not exists(folder) and _is_there(folder / DATABASE)


def read(folder: Path) -> Found:
    """Return the vault's header, from whichever of its two copies is whole.

    Raises:
        NoVault: there is none.
        VaultDamaged: neither copy is whole.
        VaultTooNew: a newer version wrote it.
        VaultUnwritable, WrongUsage: the folder cannot be looked at.
    """
    first, second = (_content(folder, name) for name in (KEYS, BACKUP))
    if first is None and second is None:
        raise _missing(folder)
    header, copy = _whole(first), _whole(second)
    if header is not None:
        return Found(header, None if first == second else f"{folder / BACKUP} is {_state(second, copy)}.")
    if copy is not None:
        return Found(copy, f"{folder / KEYS} is {_state(first, header)}.")
    for content in (first, second):
        if isinstance(content, OSError):  # more likely a drive that was pulled out than two bad sectors
            with disk.explained(folder):
                raise content
    raise VaultDamaged(f"The keys of the vault in {folder} are damaged, and so is their copy.", _FROM_A_COPY)


def write(folder: Path, header: Header) -> None:
    """Write both copies of a header, the first before the second; lasting once this returns.

    Raises:
        NoRoom, VaultUnwritable, WrongUsage: the disk refuses. Each copy is then either as before or as it shall be.
    """
    content = pack(header)
    with disk.explained(folder):
        for name in (KEYS, BACKUP):
            disk.write(folder / name, content)


def mend(folder: Path) -> None:
    """Write the copy anew that is at fault, if one is.

    Raises:
        NoVault, VaultDamaged, VaultTooNew: as `read`.
        NoRoom, VaultUnwritable, WrongUsage: as `write`.
    """
    found = read(folder)
    if found.fault:
        write(folder, found.header)


def _is_there(path: Path) -> bool:
    """Look without opening: to close a database that SQLite has open in this process would let go of its locks."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def _content(folder: Path, name: str) -> bytes | OSError | None:
    """What one copy holds; a bad sector in it is no reason not to look at the other."""
    with disk.explained(folder):
        try:
            return disk.read(folder / name, _LIMIT)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return error


def _whole(content: bytes | OSError | None) -> Header | None:
    try:
        return unpack(content) if isinstance(content, bytes) else None
    except Malformed:
        return None


def _state(content: bytes | OSError | None, header: Header | None) -> str:
    if content is None:
        return "missing"
    return "damaged" if header is None else "not up to date"


def _missing(folder: Path) -> NoVault | VaultDamaged:
    return VaultDamaged(f"The vault in {folder} has lost its keys.", _ANEW) if is_orphaned(folder) else no_vault(folder)
