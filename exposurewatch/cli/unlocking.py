"""Opens the vault: asks for the passphrase, or reads it where the user says, and never from arguments or variables."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exposurewatch.errors import NoKeyring, WrongSecret, WrongUsage

if TYPE_CHECKING:
    from exposurewatch.vault.keys import SlotKind
    from exposurewatch.vault.store import Vault

_TRIES = 3
_MOST_BYTES = 4096  # of a secret that is read from a descriptor

VaultOption = Annotated[
    Path | None,
    typer.Option(
        "--vault",
        metavar="DIR",
        readable=False,
        help="The folder of the vault. Example: --vault ~/vault",
        envvar="EXPOSUREWATCH_VAULT",
        show_default="your folder for data of programs",
    ),
]
PassphraseFdOption = Annotated[
    int | None,
    typer.Option(
        "--passphrase-fd",
        metavar="N",
        min=0,
        help="Read the passphrase from this open file, a line. Example: --passphrase-fd 3 3< <(pass show vault)",
        show_default="ask for it",
    ),
]
RecoveryOption = Annotated[
    bool, typer.Option("--recovery", help="Open the vault with its recovery code instead of the passphrase.")
]


@dataclass(frozen=True, slots=True)
class Access:
    """Which vault, and how it is to be opened."""

    vault: Path | None = None
    passphrase_fd: int | None = None
    recovery: bool = False

    @property
    def folder(self) -> Path:
        """The vault's folder."""
        from exposurewatch.cli.arguments import expanded  # noqa: PLC0415 (--help needs none of these)
        from exposurewatch.vault.location import default_folder  # noqa: PLC0415

        return default_folder() if self.vault is None else expanded(self.vault)


@contextmanager
def unlocked(access: Access) -> Iterator[Vault]:
    """Hold the vault open, once its secret was given.

    Raises:
        NoVault, WrongSecret, VaultDamaged, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: it cannot be opened.
        WrongUsage: nobody can be asked for the secret.
    """
    from exposurewatch.vault.store import opened  # noqa: PLC0415

    with opened(access.folder, data_key(access)) as vault:
        yield vault


def data_key(access: Access) -> bytes:
    """The vault's key, which the user's secret opens. Raises as `unlocked` does."""
    from exposurewatch.vault import keys  # noqa: PLC0415

    kind = keys.SlotKind.RECOVERY if access.recovery else keys.SlotKind.PASSPHRASE
    if access.passphrase_fd is not None:
        return keys.unlock(access.folder, kind, read_line(access.passphrase_fd))
    known = keys.slots(access.folder)  # says at once where there is no vault, before anything is asked
    if keys.SlotKind.KEYRING in known and not access.recovery:
        by_keyring = _by_keyring(access.folder)
        if by_keyring is not None:
            return by_keyring
    return _asked(access.folder, kind)


def _by_keyring(folder: Path) -> bytes | None:
    from exposurewatch.vault import keyring_slot, keys  # noqa: PLC0415

    try:
        secret = keyring_slot.load(keys.vault_id(folder))
        return None if secret is None else keys.unlock(folder, keys.SlotKind.KEYRING, secret)
    except (NoKeyring, WrongSecret):
        return None  # the passphrase is asked for instead


def _asked(folder: Path, kind: SlotKind) -> bytes:
    from exposurewatch.vault import keys  # noqa: PLC0415

    words = "Recovery code" if kind is keys.SlotKind.RECOVERY else "Passphrase of the vault"
    for _ in range(_TRIES - 1):
        try:
            return keys.unlock(folder, kind, ask(words))
        except WrongSecret as error:
            sys.stderr.write(f"{error} {error.hint}\n")
    return keys.unlock(folder, kind, ask(words))


def ask(words: str) -> str:
    """Ask for a secret at the terminal, without showing it.

    Raises:
        WrongUsage: there is no terminal.
    """
    if not sys.stdin.isatty():
        raise WrongUsage(
            "Nobody can be asked for the passphrase: there is no terminal.",
            "Give it on an open file, with --passphrase-fd.",
        )
    try:
        return getpass.getpass(f"{words}: ", sys.stderr)
    except EOFError:
        raise WrongUsage("No passphrase was given.", "Type it where it is asked for, and press Enter.") from None


def read_line(descriptor: int) -> str:
    """Read a secret from an open file: its first line.

    Raises:
        WrongUsage: there is no such file, or no line in it.
    """
    try:
        content = os.read(descriptor, _MOST_BYTES)
    except OSError:
        content = b""
    line = content.split(b"\n", 1)[0].rstrip(b"\r")
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = ""
    if not text:
        raise WrongUsage(
            f"No passphrase could be read from the open file {descriptor}.",
            "Open it for the program, as in --passphrase-fd 3 3< FILE.",
        )
    return text
