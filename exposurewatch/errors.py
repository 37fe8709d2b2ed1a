"""What the user can do something about: each error says what is the case, its hint says what to do now."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What the program tells the shell when it ends."""

    NOTHING_FOUND = 0
    MATCHES_FOUND = 1
    WRONG_USAGE = 2
    COULD_NOT_FINISH = 3
    INTERRUPTED = 130


def installing(addition: str) -> str:
    """The words for how an optional part is installed: from the program's own folder, for no index holds it by name."""
    return f".venv/bin/pip install '.[{addition}]' in the folder that you installed exposurewatch from"


class ExposureWatchError(Exception):
    """The one base of every error that is shown to the user; printed in one place, the command line."""

    exit_status = ExitStatus.COULD_NOT_FINISH

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class WrongUsage(ExposureWatchError):
    """What was asked for cannot be done as asked: a path, a name or an option is wrong."""

    exit_status = ExitStatus.WRONG_USAGE


class CouldNotFinish(ExposureWatchError):
    """The work was started and could not be brought to its end."""


class NoVault(WrongUsage):
    """There is no vault where one was looked for."""


class WrongSecret(WrongUsage):
    """A passphrase, recovery code or keyring entry that does not open the vault: one sentence, whatever is wrong."""

    def __init__(self, hint: str = "Look at how it is spelt, and try again.") -> None:
        super().__init__("That does not open this vault.", hint)


class NoKeyring(WrongUsage):
    """The system has no keyring that the program can use, or it is locked."""


class VaultDamaged(CouldNotFinish):
    """A file of the vault does not hold what was written to it."""


class VaultTooNew(CouldNotFinish):
    """A newer version of the program wrote the vault."""


class VaultBusy(CouldNotFinish):
    """Another command has the vault open."""


class NoRoom(CouldNotFinish):
    """The disk is full."""


class VaultUnwritable(CouldNotFinish):
    """The vault's disk is protected against writing, belongs to somebody else, or is gone."""
