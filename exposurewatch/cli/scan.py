"""The ``scan`` command: photos and exports in, a report out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from exposurewatch.cli.formats import FormatName

_PHOTOS_HELP = "A folder, zip or file with your own photos. Nothing of them is kept. Example: --photos ~/Pictures/me"
_CHANNEL_HELP = (
    "The channel's public name, so that the report can link to each message. Example: --channel examplechannel. "
    "For an export with several chats, give the chat's number as well: --channel 1234567890=examplechannel"
)


def scan(
    exports: Annotated[
        list[Path],
        typer.Argument(
            metavar="EXPORT...",
            help="A Telegram Desktop export (its folder, its zip or its result.json), or a folder or zip of pictures.",
            show_default=False,
        ),
    ],
    photos: Annotated[
        list[Path],
        typer.Option(metavar="DIR", help=_PHOTOS_HELP, envvar="EXPOSUREWATCH_PHOTOS", show_default=False),
    ],
    form: Annotated[
        FormatName | None,
        typer.Option(
            "--format",
            help="How to show the report; without it, as the ending of --output says. Example: --format json",
            envvar="EXPOSUREWATCH_FORMAT",
            show_default="terminal",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the report to this file; it replaces what was there. Example: --output report.csv",
            envvar="EXPOSUREWATCH_OUTPUT",
            show_default=False,
        ),
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help=_CHANNEL_HELP, envvar="EXPOSUREWATCH_CHANNEL", show_default=False),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="Leave out pictures posted before this day (UTC). Example: --since 2026-01-31",
            envvar="EXPOSUREWATCH_SINCE",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            help="How many processes look at pictures side by side. Example: --workers 1",
            envvar="EXPOSUREWATCH_WORKERS",
            show_default="the computer's cores, less one where there are more than two",
        ),
    ] = None,
) -> None:
    """Compare exports of channels with your own photos, and show every match.

    Nothing is remembered, and nothing leaves this computer. Example:

        exposurewatch scan ~/Downloads/ChatExport_2026-05-01 --photos ~/Pictures/me

    The exit status is 0 when nothing was found, 1 when something was, 2 when the command was wrong, 3 when the work
    could not be finished, and 130 when you stopped it.
    """
    from exposurewatch.cli.comparing import Request, compare  # noqa: PLC0415 (heavy, and --help must be quick)
    from exposurewatch.cli.showing import Destination, exit_status, show  # noqa: PLC0415

    destination = Destination.chosen(form, output)
    request = Request(tuple(exports), tuple(photos), tuple(channel or ()), since.date() if since else None, workers)
    report = compare(request)
    show(report, destination)
    raise typer.Exit(exit_status(report))
