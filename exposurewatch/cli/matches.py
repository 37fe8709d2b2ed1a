"""The ``matches`` command: all that is remembered of what was found, or what is new of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exposurewatch.cli.formats import FormatName
from exposurewatch.cli.options import ShowDetailsOption
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption
from exposurewatch.errors import ExitStatus

HELP = "\n\n".join(
    (
        "List what was found of your photos, by all scans together.",
        "Each picture is listed once, with every place in which it was posted, its number, and what you said of it."
        " Example, with what is new since the last time:",
        "exposurewatch matches --new",
        "What is listed counts as looked at. The exit status is 1 when a match is listed, and 0 when none is.",
    )
)


def matches(  # noqa: PLR0913, PLR0917 (each is an option)
    new: Annotated[  # noqa: FBT002 (a flag)
        bool,
        typer.Option(
            "--new",
            help="List only what you have not been shown yet, or not in all of its places.",
            envvar="EXPOSUREWATCH_MATCHES_NEW",
        ),
    ] = False,
    everything: Annotated[  # noqa: FBT002
        bool,
        typer.Option("--all", help="Also list those that you said are not you.", envvar="EXPOSUREWATCH_MATCHES_ALL"),
    ] = False,
    show_same_scene: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--show-same-scene",
            help="Also list pictures that show the same scene as a photo of yours and are no copies of it.",
            envvar="EXPOSUREWATCH_SHOW_SAME_SCENE",
        ),
    ] = False,
    form: Annotated[
        FormatName | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help=f"How to list them: {', '.join(FormatName)}; without it, as the ending of --output says. "
            "Example: --format csv",
            envvar="EXPOSUREWATCH_MATCHES_FORMAT",
            show_default="terminal",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            readable=False,
            help="Write the list to this file; it replaces what was there. Example: --output matches.csv",
            envvar="EXPOSUREWATCH_MATCHES_OUTPUT",
            show_default=False,
        ),
    ] = None,
    show_details: ShowDetailsOption = False,  # noqa: FBT002
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Open the vault, list, and remember what was listed."""
    from exposurewatch.cli.listing import Wanted, list_matches  # noqa: PLC0415 (heavy, and --help must be quick)
    from exposurewatch.cli.showing import Destination  # noqa: PLC0415
    from exposurewatch.cli.unlocking import unlocked  # noqa: PLC0415

    destination = Destination.chosen(form, output, same_scene=show_same_scene)
    access = Access(vault, passphrase_fd, recovery)
    destination.check_outside_vault(access.place)
    with unlocked(access) as opened:
        listed = list_matches(opened, Wanted(new, everything, show_details), destination)
    raise typer.Exit(ExitStatus.MATCHES_FOUND if listed else ExitStatus.NOTHING_FOUND)
