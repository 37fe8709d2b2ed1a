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
    """There is no vault where one was asked for."""


class WrongSecret(WrongUsage):
    """A passphrase, a recovery code or a keyring's secret does not open the vault, whatever is wrong with it."""


class VaultDamaged(CouldNotFinish):
    """What the vault's files hold is not what was written there."""


class VaultTooNew(CouldNotFinish):
    """The vault was written by a later version of the program."""


class VaultBusy(CouldNotFinish):
    """Another command has the vault open."""


class NoRoom(CouldNotFinish):
    """The disk is full."""


class VaultUnwritable(CouldNotFinish):
    """The vault's files cannot be read or written: read-only, or on a drive that is gone."""
