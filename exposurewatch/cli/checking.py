"""Whether what was found and decided is as the program wrote it, and a code by which that can be told later."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from exposurewatch.cli.rows import print_beside
from exposurewatch.cli.saying import say
from exposurewatch.cli.unlocking import CHECK, Access, data_key
from exposurewatch.errors import VaultDamaged
from exposurewatch.vault.store import opened

_MARGIN = 14
_WHAT_TO_DO = (
    "If you have put back a copy of the vault, or of a file in it, that is why. If not, copy its folder as it is before"
    f" anything else, and show it to whoever helps you. “{CHECK} --accept” takes what is in it now as it is."
)


def check_vault(access: Access, code: str | None, *, accept: bool) -> None:
    """Print how the evidence in the vault stands.

    Raises:
        VaultDamaged: something else than this program has changed it; or it does not hold what it held at `code`.
        WrongUsage: `code` is none.
        NoVault, WrongSecret, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: it cannot be opened.
    """
    with data_key(access) as key, opened(access.folder, key) as vault:
        holds = code is None or vault.evidence.holds(code)
        findings, sightings = vault.evidence.counts()
        faults = vault.faults
        if accept and faults:
            vault.accept()
        now = vault.evidence.seal().code
    console = Console(highlight=False)
    rows = [("Evidence", f"{_number(findings, 'match', 'matches')}, seen in {_number(sightings, 'place', 'places')}")]
    rows += [("", fault) for fault in faults] or [("", "all as exposurewatch has written it")]
    if code is not None:
        rows.append((code.partition("-")[0], "still there as it was" if holds else "not there any more as it was"))
    if accept or not faults:
        rows.append(("Code", now))
    for label, words in rows:
        print_beside(console, Text(f"{label:<{_MARGIN}}", "bold"), words)
    if accept and faults:
        say("What is in the vault now is taken as it is from here on.")
    elif faults:
        raise VaultDamaged("The vault is not as exposurewatch left it.", _WHAT_TO_DO)
    if not holds:
        raise VaultDamaged(f"The vault does not hold what it held when its code was {code}.", _WHAT_TO_DO)
    say(
        f"Keep this code, or give it to somebody: “{CHECK} --code {now}” tells later whether all that is in the vault"
        " now is still there, as it is."
    )


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
