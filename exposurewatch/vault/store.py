"""The vault, opened: one file with all that is remembered, held by one command at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from exposurewatch.errors import ExposureWatchError, VaultDamaged, VaultUnwritable, WrongUsage
from exposurewatch.model import Photo
from exposurewatch.vault import keys, schema, seal
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.database import Database, connect, damaged
from exposurewatch.vault.details import Details
from exposurewatch.vault.disk import NEW
from exposurewatch.vault.evidence import Evidence
from exposurewatch.vault.feeds import Feeds
from exposurewatch.vault.findings import Findings
from exposurewatch.vault.history import History
from exposurewatch.vault.journal import Journal
from exposurewatch.vault.lists import KnownLists
from exposurewatch.vault.location import DATABASE, SEAL
from exposurewatch.vault.lock import held
from exposurewatch.vault.photos import Photos


class Vault:
    """All that is remembered.

    `faults` say in sentences what of it was changed by something else than this program.
    """

    def __init__(
        self, database: Database, faults: tuple[str, ...] = (), write_seal: Callable[[], None] = lambda: None
    ) -> None:
        self._database = database
        self._write_seal = write_seal
        self.evidence = Evidence(database)
        self.faults = faults
        self.photos = Photos(database)
        self.lists = KnownLists(database)
        self.findings = Findings(database)
        self.history = History(database)
        self.details = Details(database)
        self.feeds = Feeds(database)

    def journal(self, photos: Sequence[Photo], pipeline: str, *, again: bool = False) -> Journal:
        """The memory of one scan that compares with `photos`, which are all those of the vault.

        What was looked at under another `pipeline` is looked at anew, but for a name that ends in `journal.FAST`, for
        which the same without that ending is good enough; with `again`, whatever this scan has not yet looked at.
        """
        return Journal(self._database, photos, pipeline, again=again)

    def accept(self) -> None:
        """Take all that was found and decided as it stands now; then there are no more faults, or it raises.

        Raises:
            VaultDamaged: some of it cannot be read, or not all of it.
            NoRoom, VaultUnwritable, WrongUsage: the disk refuses.
        """
        try:
            self.evidence.begin_anew()
            faults = self.evidence.faults(self.evidence.seal())
        except VaultDamaged as error:
            raise _beyond_mending() from error
        if faults:
            raise _beyond_mending()
        self._write_seal()
        self.faults = ()

    def commit(self) -> None:
        """Have all that was written last; done by itself when the vault is closed in order."""
        self._database.commit()


def _beyond_mending() -> VaultDamaged:
    return VaultDamaged(
        "Some of what is in the vault cannot be read any more, and nothing can be added to it.",
        "Put the vault's folder back from a backup. Without one, save what can still be read with “exposurewatch"
        " matches --output FILE”, then make a new vault.",
    )


@contextmanager
def made(folder: Path, data_key: DataKey) -> Iterator[Vault]:
    """Make the database of a new vault in `folder`, and hold it open.

    Raises:
        WrongUsage: there is one already.
        VaultBusy, NoRoom, VaultUnwritable: as `opened`.
    """
    path = folder / DATABASE
    with held(folder):
        _make_file(path)
        for name in (SEAL, SEAL + NEW):  # left of a vault that is no more
            (folder / name).unlink(missing_ok=True)
        try:
            with _open(path, data_key) as database:
                schema.migrate(database)
        except BaseException:
            for end in ("", "-journal", "-wal"):  # half a vault is none, and would be in the way of the next attempt
                Path(f"{path}{end}").unlink(missing_ok=True)
            raise
        with _open(path, data_key) as database, _sealed(folder, database, data_key) as vault:
            yield vault


@contextmanager
def opened(folder: Path, data_key: DataKey) -> Iterator[Vault]:
    """Hold the vault in `folder` open. What was not committed when an exception leaves this is taken back.

    A copy of its keys that is damaged, missing or old is written anew.

    Raises:
        VaultBusy: another command has it open.
        VaultDamaged: its bytes were changed, it is not one of this key, or there is none.
        VaultTooNew: a later version of the program has written it.
        NoRoom: the disk is full.
        VaultUnwritable: it is read-only, or cannot be reached.
    """
    path = folder / DATABASE
    with held(folder):
        if not path.is_file():
            raise damaged()
        with _open(path, data_key) as database:
            if schema.version(database) == 0:
                raise damaged()
            schema.migrate(database)
            keys.mend(folder)
            with _sealed(folder, database, data_key) as vault:
                yield vault


@contextmanager
def _sealed(folder: Path, database: Database, data_key: DataKey) -> Iterator[Vault]:
    """Hold what was found against its chain and its seal; seal it anew in the end, unless something is the matter."""

    def write_seal() -> None:
        seal.write(folder, data_key, evidence.seal())
        evidence.mark_sealed()

    evidence = Evidence(database)
    before = seal.read(folder, data_key)
    vault = Vault(database, evidence.faults(before), write_seal)
    try:
        yield vault
        vault.commit()
    except BaseException:
        database.roll_back()
        raise
    finally:
        with suppress(ExposureWatchError):  # the seal before is as good, only older
            if not vault.faults and evidence.seal() != before:
                write_seal()


@contextmanager
def _open(path: Path, data_key: DataKey) -> Iterator[Database]:
    database = connect(path, data_key)
    try:
        yield database
        database.commit()
    except BaseException:
        with suppress(ExposureWatchError):
            database.close()
        raise
    database.close()


def _make_file(path: Path) -> None:
    try:
        # SQLite gives its other files the mode of this one.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise WrongUsage("There is a vault already.", "Name another folder with --vault.") from None
    except OSError as error:
        raise VaultUnwritable(
            "The vault's folder cannot be written to.", "See whether its drive is there and has room."
        ) from error
