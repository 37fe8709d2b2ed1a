"""How a vault stands: what can be told without its secret, and with it how much it holds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.text import Text

from exposurewatch.cli.rows import print_beside
from exposurewatch.cli.unlocking import Access, unlocked
from exposurewatch.errors import VaultDamaged, VaultTooNew
from exposurewatch.vault import keys
from exposurewatch.vault.keys import SlotKind
from exposurewatch.vault.location import DATABASE, OWN_FILES, is_private
from exposurewatch.vault.records import Decision

_MARGIN = 14
_UNKNOWN = "cannot be told"
_OPENERS = {
    SlotKind.PASSPHRASE: "its passphrase",
    SlotKind.RECOVERY: "its recovery code",
    SlotKind.KEYRING: "the keyring of this system",
}
Row = tuple[str, str]


def show_standing(access: Access, *, details: bool) -> None:
    """Print a table of what can be told.

    Raises:
        NoVault: there is none.
        VaultDamaged, VaultTooNew: after the table, what stands in the way of opening it.
        WrongSecret, VaultBusy, NoRoom, VaultUnwritable: with `details`, it cannot be opened.
    """
    folder = access.folder
    trouble: VaultDamaged | VaultTooNew | None = None
    opens: str = _UNKNOWN
    holds: tuple[Row, ...] = (("Holds", "encrypted; --details asks for the passphrase, and counts"),)
    try:
        opens = _in_words([_OPENERS[kind] for kind in keys.slots(folder)])
        _check_database(folder)
        if details:
            holds = _counts(access)
    except (VaultDamaged, VaultTooNew) as error:
        trouble, holds = error, (("Holds", _UNKNOWN),)
    console = Console(highlight=False)
    for label, words in (*_rows(folder, opens), *holds):
        print_beside(console, Text(f"{label:<{_MARGIN}}", "bold"), words)
    if trouble is not None:
        raise trouble


def _rows(folder: Path, opens: str) -> Iterator[Row]:
    yield "Vault", str(folder)
    yield "Opens with", opens
    yield "Keys", _keys(folder)
    yield "Who can open", _rights(folder)
    yield "On the disk", _size(folder)


def _keys(folder: Path) -> str:
    try:
        fault = keys.damage(folder)
    except VaultTooNew as error:
        return str(error)
    if fault is None:
        return "whole, in both copies"
    mended = " It is mended the next time the vault is opened." if _is_readable(folder) else ""
    return f"{fault}{mended}"


def _is_readable(folder: Path) -> bool:
    try:
        return bool(keys.slots(folder))
    except (VaultDamaged, VaultTooNew):
        return False


def _rights(folder: Path) -> str:
    if sys.platform == "win32":
        return "not looked at on Windows"
    if is_private(folder):
        return "only you: the folder, and each file in it"
    return "others who use this computer, too; `exposurewatch doctor` says what to do"


def _size(folder: Path) -> str:
    total = 0
    for name in OWN_FILES:
        with suppress(OSError):
            total += (folder / name).lstat().st_size
    return f"{total / 1e6:,.1f} MB"


def _check_database(folder: Path) -> None:
    if not (folder / DATABASE).is_file():
        raise VaultDamaged(
            f"The vault in {folder} has lost its database: nothing is in it.",
            "Put the vault's folder back from a backup. Without one, `exposurewatch vault destroy` removes the rest;"
            " then create it again.",
        )


def _counts(access: Access) -> tuple[Row, ...]:
    with unlocked(access) as vault:
        photos, scans = vault.photos.listed(), vault.history.listed()
        findings = vault.findings.listed(with_not_me=True)
    hidden = sum(finding.decision is Decision.NOT_ME for finding in findings)
    new = sum(finding.new for finding in findings)
    return (
        ("Photos", f"{len(photos):,}"),
        ("Past scans", f"{len(scans):,}"),
        ("Matches", f"{len(findings) - hidden:,}, {new:,} of them not looked at yet"),
        ("Not me", f"{hidden:,}, which you said are not of you"),
    )


def _in_words(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
