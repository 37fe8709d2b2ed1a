"""The ``history`` command: which scans there were, of what, how each ended, and what it counted."""

from __future__ import annotations

from typing import Annotated

import typer

from exposurewatch.cli.formats import Shown
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption

HELP = (
    "List the scans that were run with the vault, the latest first: of what, how each ended, how many pictures and"
    " matches there were, and how much was not looked at.\n\nThe matches themselves: exposurewatch matches"
)


def history(
    form: Annotated[
        Shown,
        typer.Option(
            "--format",
            metavar="NAME",
            help=f"How to list them: {', '.join(Shown)}. Example: --format json",
            envvar="EXPOSUREWATCH_HISTORY_FORMAT",
        ),
    ] = Shown.TERMINAL,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002 (a flag)
) -> None:
    """Open the vault, and list."""
    from rich.console import Console  # noqa: PLC0415 (heavy, and --help must be quick)

    from exposurewatch.cli.detailing import Telling  # noqa: PLC0415
    from exposurewatch.cli.output import print_bytes  # noqa: PLC0415
    from exposurewatch.cli.past_scans import as_json, lines_of  # noqa: PLC0415
    from exposurewatch.cli.unlocking import unlocked  # noqa: PLC0415
    from exposurewatch.reports.lines import print_lines  # noqa: PLC0415

    with unlocked(Access(vault, passphrase_fd, recovery)) as opened:
        telling = Telling(opened, show=False)
        past, photos = tuple(map(telling.of_scan, opened.history.listed())), len(opened.photos.listed())
    if form is Shown.JSON:
        print_bytes(as_json(past))
    else:
        print_lines(lines_of(past, photos), Console(highlight=False))
