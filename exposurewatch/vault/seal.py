"""What stands for the chain of a vault's evidence when it was last closed: a small file beside the database.

    magic 8 · nonce 12 · number of entries 8 and link of the last of them 32, encrypted · tag 16

ChaCha20-Poly1305 (RFC 8439), by a key that is made of the data key. A database that is put back from before lacks
entries that the seal counts.
"""

from __future__ import annotations

import errno
import hashlib
import secrets
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exposurewatch.vault import disk
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.location import SEAL

CODE_DIGITS: Final = 32
"""Of the link, in the code that people note down."""

_MAGIC: Final = b"EWSEAL\x00\x01"
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_CONTENT: Final = struct.Struct("<Q32s")
_SIZE: Final = len(_MAGIC) + _NONCE_BYTES + _CONTENT.size + _TAG_BYTES
_PERSON: Final = b"seal of a vault"


@dataclass(frozen=True, slots=True)
class Seal:
    """How many entries the chain had, and the link of the last of them (32 bytes)."""

    count: int
    link: bytes

    @property
    def code(self) -> str:
        """The same for people to note down."""
        return f"{self.count}-{self.link.hex()[:CODE_DIGITS]}"


@dataclass(frozen=True, slots=True)
class Damaged:
    """A seal that this program has not written, or not for this vault."""


def read(folder: Path, data_key: DataKey) -> Seal | Damaged | None:
    """Return the seal of a vault; None where there is none.

    Raises:
        VaultUnwritable, WrongUsage: the folder cannot be looked at.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 (--help needs none)
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

    with disk.explained(folder):
        try:
            content = disk.read(folder / SEAL, _SIZE + 1)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return Damaged()  # a bad sector here is no reason not to open the vault
    if content is None:
        return None
    if len(content) != _SIZE or not content.startswith(_MAGIC):
        return Damaged()
    nonce, sealed = content[len(_MAGIC) :][:_NONCE_BYTES], content[len(_MAGIC) + _NONCE_BYTES :]
    try:
        return Seal(*_CONTENT.unpack(ChaCha20Poly1305(_key(data_key)).decrypt(nonce, sealed, _MAGIC)))
    except InvalidTag:
        return Damaged()


def write(folder: Path, data_key: DataKey, seal: Seal) -> None:
    """Write the seal of a vault; lasting once this returns.

    Raises:
        NoRoom, VaultUnwritable, WrongUsage: the disk refuses. The seal is then either as before or as it shall be.
    """
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = ChaCha20Poly1305(_key(data_key)).encrypt(nonce, _CONTENT.pack(seal.count, seal.link), _MAGIC)
    with disk.explained(folder):
        disk.write(folder / SEAL, _MAGIC + nonce + sealed)


def _key(data_key: DataKey) -> bytes:
    with data_key.shown() as content:
        return hashlib.blake2b(key=content, person=_PERSON, digest_size=32).digest()
