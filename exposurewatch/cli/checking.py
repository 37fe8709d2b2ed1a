"""Whether what was found and decided is as the program wrote it, and a code by which that can be told later."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from exposurewatch.cli.rows import print_beside
from exposurewatch.cli.saying import say
from exposurewatch.cli.unlocking import CHECK, Access, data_key
from exposurewatch.errors import VaultDamaged
from exposurewatch.vault.evidence import Since
from exposurewatch.vault.store import Vault, opened

_MARGIN = 16
_MOST_NAMED = 20
_WHAT_TO_DO = (
    "If you have put back a copy of the vault, or of a file in it, that is why. If not, copy its folder as it is before"
    f" anything else, and show it to whoever helps you. “{CHECK} --accept” takes what is in it now as it is."
)
_NEVER = (
    "See whether the code is of this vault, and typed as it was shown. If it is, then the vault was put back as it was"
    " before, or accepted after something else had changed it: copy its folder as it is, and show it to whoever helps"
    " you."
)
Row = tuple[str, str]


def check_vault(access: Access, code: str | None, *, accept: bool) -> None:
    """Print how the evidence in the vault stands.

    Raises:
        VaultDamaged: something else than this program has changed it; or it never had `code`.
        WrongUsage: `code` is none.
        NoVault, WrongSecret, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: it cannot be opened.
    """
    with data_key(access) as key, opened(access.folder, key) as vault:
        since = None if code is None else vault.evidence.since(code)
        faults, rows = vault.faults, list(_rows(vault))
        if accept and faults:
            vault.accept()
        now = vault.evidence.seal().code
    if code is not None and not faults:
        rows.append(("Since the code", _became(since)))
    if accept or not faults:
        rows.append(("Code now", now))
    console = Console(highlight=False)
    for label, words in rows:
        print_beside(console, Text(f"{label:<{_MARGIN}}", "bold"), words)
    if accept and faults:
        say("What is in the vault now is taken as it is from here on. Codes from before count no more.")
    elif faults:
        raise VaultDamaged("The vault is not as exposurewatch left it.", _WHAT_TO_DO)
    elif code is not None and since is None:
        raise VaultDamaged(f"The vault never had the code {code}.", _NEVER)
    say(
        "Keep this code, or give it to somebody who keeps it for you. It tells later what became of all that is now in"
        f" the vault: {CHECK} --code {now}"
    )


def _rows(vault: Vault) -> Iterator[Row]:
    findings, sightings = vault.evidence.counts()
    yield "Evidence", f"{_number(findings, 'match', 'matches')}, seen in {_number(sightings, 'place', 'places')}"
    for fault in vault.faults:
        yield "", fault
    if not vault.faults:
        yield "", "all as exposurewatch has written it"
    elif doubtful := vault.evidence.doubtful():
        named = ", ".join(map(str, doubtful[:_MOST_NAMED]))
        more = f" and {len(doubtful) - _MOST_NAMED:,} more" if len(doubtful) > _MOST_NAMED else ""
        yield "Concerned", f"match {named}" if len(doubtful) == 1 else f"matches {named}{more}"


def _became(since: Since | None) -> str:
    if since is None:
        return "this vault never had that code"
    if not since.changed and not since.removed:
        return "all that was in the vault then is still in it, unchanged"
    changed, removed = (_number(count, "entry", "entries") for count in (since.changed, since.removed))
    return (
        f"of what was in the vault then, {changed} changed and {removed} removed, by exposurewatch itself: as when you"
        " decide on a match, or forget a photo; all else is still in it, unchanged"
    )


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
