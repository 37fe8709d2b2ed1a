"""Opens the vault: asks for the passphrase, or reads it where the user says, and never from arguments or variables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exposurewatch.cli.stopping import stopped_saying
from exposurewatch.errors import NoKeyring, WrongSecret, WrongUsage

if TYPE_CHECKING:
    from exposurewatch.vault.data_key import DataKey
    from exposurewatch.vault.keys import SlotKind
    from exposurewatch.vault.store import Vault

CHECK = "exposurewatch vault check"
"""The command that says what is the matter with the evidence in a vault, and what to do."""

_TRIES = 3

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
        help="Read the passphrase, or with --recovery the code, from this open file: its next line. Example:"
        " --passphrase-fd 3 3< <(pass show vault)",
        show_default="ask for it",
    ),
]
RecoveryOption = Annotated[
    bool, typer.Option("--recovery", help="Open the vault with its recovery code instead of the passphrase.")
]


@dataclass(frozen=True, slots=True)
class Access:
    """Which vault, and how it is to be opened; `keyring`: by the system's keyring, where that can."""

    vault: Path | None = None
    passphrase_fd: int | None = None
    recovery: bool = False
    keyring: bool = True

    @property
    def place(self) -> Path:
        """Where the vault's folder is, whether or not there can be one."""
        from exposurewatch.cli.arguments import expanded  # noqa: PLC0415 (--help needs none of these)
        from exposurewatch.vault.location import default_folder  # noqa: PLC0415

        return default_folder() if self.vault is None else expanded(self.vault)

    @property
    def folder(self) -> Path:
        """The vault's folder.

        Raises:
            WrongUsage: no vault can be there, for the database takes only paths that are UTF-8.
        """
        place = self.place
        try:
            str(place).encode()
        except UnicodeEncodeError:
            raise WrongUsage(
                f"A vault cannot be in {place}: the path is not written in UTF-8.",
                "Name another folder with --vault, of letters that can be read.",
            ) from None
        return place


@contextmanager
def unlocked(access: Access) -> Iterator[Vault]:
    """Hold the vault open, once its secret was given.

    Raises:
        NoVault, WrongSecret, VaultDamaged, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: it cannot be opened.
        WrongUsage: nobody can be asked for the secret.
    """
    with data_key(access) as key, held_open(access, key) as vault:
        yield vault


@contextmanager
def held_open(access: Access, key: DataKey, *, again: bool = False) -> Iterator[Vault]:
    """Hold the vault open with its key, and say what of it was changed by something else than this program.

    Not where one command opens it `again`.

    Raises:
        VaultDamaged, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: it cannot be opened.
    """
    from exposurewatch.cli.saying import say  # noqa: PLC0415
    from exposurewatch.vault.store import opened  # noqa: PLC0415

    with opened(access.folder, key) as vault:
        if vault.faults and not again:
            say("The vault is not as exposurewatch left it.", *vault.faults, f"What to do: {CHECK}")
        yield vault


@stopped_saying("Stopped. Nothing was changed.")
def data_key(access: Access) -> DataKey:
    """The vault's key, which the user's secret opens; whoever asks closes it. Raises as `unlocked` does."""
    from exposurewatch.cli.asking import read_line  # noqa: PLC0415
    from exposurewatch.vault import keys  # noqa: PLC0415
    from exposurewatch.vault.lock import held  # noqa: PLC0415

    folder, kind = access.folder, keys.SlotKind.RECOVERY if access.recovery else keys.SlotKind.PASSPHRASE
    known = keys.slots(folder)  # says at once, before anything is asked, where there is no vault,
    with held(folder):  # and where another command has it open
        pass
    if access.passphrase_fd is not None:
        return keys.unlock(folder, kind, read_line(access.passphrase_fd))
    if access.keyring and keys.SlotKind.KEYRING in known and not access.recovery:
        by_keyring = _by_keyring(folder)
        if by_keyring is not None:
            return by_keyring
    if kind not in known:
        return keys.unlock(folder, kind, "")  # says that nothing could
    return _asked(folder, kind)


def _by_keyring(folder: Path) -> DataKey | None:
    from exposurewatch.vault import keyring_slot, keys  # noqa: PLC0415

    try:
        secret = keyring_slot.load(keys.vault_id(folder))
        return None if secret is None else keys.unlock(folder, keys.SlotKind.KEYRING, secret)
    except (NoKeyring, WrongSecret):
        return None  # the passphrase is asked for instead


def _asked(folder: Path, kind: SlotKind) -> DataKey:
    from exposurewatch.cli.asking import ask  # noqa: PLC0415
    from exposurewatch.cli.saying import say  # noqa: PLC0415
    from exposurewatch.vault import keys  # noqa: PLC0415

    words = "Recovery code" if kind is keys.SlotKind.RECOVERY else "Passphrase of the vault"
    for _ in range(_TRIES - 1):
        try:
            return keys.unlock(folder, kind, ask(words))
        except WrongSecret as error:
            say(f"{error} {error.hint}")
    return keys.unlock(folder, kind, ask(words))
