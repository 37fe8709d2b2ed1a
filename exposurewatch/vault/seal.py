"""What stands for the chain of a vault's evidence when it was last closed: a small file beside the database.

    magic 8 · number of entries 8 · link of the last of them 32

It tells nothing of them. A database that is put back from before lacks entries that the seal counts.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exposurewatch.vault import disk
from exposurewatch.vault.location import SEAL

_MAGIC: Final = b"EWSEAL\x00\x01"
CODE_DIGITS: Final = 32
"""Of the link, in the code that people note down."""

_FORM: Final = struct.Struct("<8sQ32s")


@dataclass(frozen=True, slots=True)
class Seal:
    """How many entries the chain had, and the link of the last of them (32 bytes)."""

    count: int
    link: bytes

    @property
    def code(self) -> str:
        """The same for people to note down."""
        return f"{self.count}-{self.link.hex()[:CODE_DIGITS]}"


def read(folder: Path) -> Seal | None:
    """Return the seal of a vault; None where there is none, or it is damaged.

    Raises:
        VaultUnwritable, WrongUsage: the folder cannot be looked at.
    """
    with disk.explained(folder):
        content = disk.read(folder / SEAL, _FORM.size + 1)
    if content is None or len(content) != _FORM.size:
        return None
    magic, count, link = _FORM.unpack(content)
    return Seal(count, link) if magic == _MAGIC else None


def write(folder: Path, seal: Seal) -> None:
    """Write the seal of a vault; lasting once this returns.

    Raises:
        NoRoom, VaultUnwritable, WrongUsage: the disk refuses. The seal is then either as before or as it shall be.
    """
    with disk.explained(folder):
        disk.write(folder / SEAL, _FORM.pack(_MAGIC, seal.count, seal.link))
