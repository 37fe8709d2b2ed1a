"""The ``doctor`` command: what works on this computer, what is weak, and what can be done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exposurewatch.cli.formats import Shown
from exposurewatch.errors import ExitStatus

HELP = (
    "Look at this computer: what works, what is weak, and what you can do about it.\n\n"
    "It changes nothing and uses no network. The exit status is 0 when nothing stands in the way of a scan, and 3 when"
    " something does."
)


def doctor(
    vault: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            readable=False,
            help="The folder of the vault, which need not exist. Example: --vault ~/vault",
            envvar="EXPOSUREWATCH_VAULT",
            show_default="your folder for data of programs",
        ),
    ] = None,
    form: Annotated[
        Shown,
        typer.Option(
            "--format",
            metavar="NAME",
            help=f"How to show it: {', '.join(Shown)}. Example: --format json",
            envvar="EXPOSUREWATCH_DOCTOR_FORMAT",
        ),
    ] = Shown.TERMINAL,
) -> None:
    """Examine, and show."""
    from rich.console import Console  # noqa: PLC0415 (heavy, and --help must be quick)

    from exposurewatch.cli.answers import as_json, show_answers  # noqa: PLC0415
    from exposurewatch.cli.arguments import expanded  # noqa: PLC0415
    from exposurewatch.cli.output import print_bytes  # noqa: PLC0415
    from exposurewatch.doctor import State, examine  # noqa: PLC0415
    from exposurewatch.vault.location import default_folder  # noqa: PLC0415

    folder = default_folder() if vault is None else expanded(vault)
    with Console(stderr=True, highlight=False).status("Looking at this computer"):
        examined = tuple(examine(folder))
    if form is Shown.JSON:
        print_bytes(as_json(examined))
    else:
        show_answers(examined, Console(highlight=False))
    if any(answer.state is State.PROBLEM for _, answers in examined for answer in answers):
        raise typer.Exit(ExitStatus.COULD_NOT_FINISH)
