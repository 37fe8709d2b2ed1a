"""The ``scan`` command: photos and exports in, a report out."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exposurewatch.cli.options import (
    DetailsOption,
    FastOption,
    ReportFormatOption,
    ReportOutputOption,
    SameSceneOption,
    ShowDetailsOption,
    WorkersOption,
)
from exposurewatch.cli.stopping import NO_REPORT, stopped_saying
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption
from exposurewatch.errors import ExposureWatchError, WrongUsage
from exposurewatch.parameters import DEFAULT, FAST

if TYPE_CHECKING:
    from exposurewatch.cli.request import Request
    from exposurewatch.model import Report

# Paragraphs are joined here, because Typer keeps every line break but those of the first paragraph.
HELP = "\n\n".join(
    (
        "Compare exports of channels with your own photos, and show every match. Nothing leaves this computer.",
        "Your photos are those in the vault, where `exposurewatch add` puts them. What was looked at is remembered"
        " there: a scan that was stopped, or that broke down, goes on where it was, and no file is looked at twice."
        " With --photos nothing is remembered, and no vault is needed. Examples:",
        "exposurewatch scan ChatExport_2026-05-01",
        "exposurewatch scan ChatExport_2026-05-01 --photos ~/Pictures/me",
        "exposurewatch scan ChatExport_2026-05-01 --photos ~/Pictures/me --details ~/mine.txt",
        "Press Ctrl-C once to stop and see what was found so far, twice to leave at once.",
        "The exit status is 0 when nothing was found, 1 when a photo or a detail of yours was, 2 when the command was"
        " wrong, 3 when the work could not be finished, and 130 when you stopped it.",
    )
)
_PHOTOS_HELP = (
    "A folder, zip or file with your own photos, in place of those in the vault; repeat it for several. Nothing of them"
    f" is kept. In the environment variable, write {os.pathsep} between several. Example: --photos ~/Pictures/me"
)
_CHANNEL_HELP = (
    "The channel's public name, so that the report can link to each message. Example: --channel examplechannel. "
    "For an export with several chats, give the chat's number as well: --channel 1234567890=examplechannel. In the"
    " environment variable, write a space between several."
)


@stopped_saying(NO_REPORT)
def scan(  # noqa: PLR0913, PLR0917 (each is an argument or an option)
    context: typer.Context,
    exports: Annotated[
        list[Path],
        typer.Argument(
            metavar="EXPORT",
            readable=False,  # the sources say it better
            help="A Telegram Desktop export (its folder, its zip or its result.json), or a folder or zip of pictures.",
            show_default=False,
        ),
    ],
    photos: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", readable=False, help=_PHOTOS_HELP, envvar="EXPOSUREWATCH_PHOTOS", show_default="the vault"
        ),
    ] = None,
    form: ReportFormatOption = None,
    output: ReportOutputOption = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help=_CHANNEL_HELP, envvar="EXPOSUREWATCH_CHANNEL", show_default=False),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Leave out pictures posted before this day (UTC). Example: --since 2026-01-31",
            envvar="EXPOSUREWATCH_SINCE",
            show_default=False,
        ),
    ] = None,
    fast: FastOption = False,  # noqa: FBT002 (a flag)
    show_same_scene: SameSceneOption = False,  # noqa: FBT002
    details: DetailsOption = None,
    show_details: ShowDetailsOption = False,  # noqa: FBT002
    workers: WorkersOption = None,
    again: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--again",
            help="Look anew at files of which the vault remembers what came of them. Stopped and run again with this,"
            " it starts anew.",
            envvar="EXPOSUREWATCH_AGAIN",
        ),
    ] = False,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Check what can be checked beforehand, compare, and show."""
    from exposurewatch.cli.request import Request, StoppedShort  # noqa: PLC0415 (heavy, and --help must be quick)
    from exposurewatch.cli.showing import Destination, exit_status, show  # noqa: PLC0415

    _refuse_vault_beside_photos(context)
    request = Request(
        exports=tuple(exports),
        photos=tuple(photos or ()),
        channels=tuple(channel or ()),
        since=_day(since),
        workers=workers,
        setting=FAST if fast else DEFAULT,
        access=Access(vault, passphrase_fd, recovery),
        again=again,
        details=details,
        show_details=show_details,
    )
    destination = Destination.chosen(form, output, same_scene=show_same_scene)
    destination.check_apart((*request.exports, *request.photos, *([details] if details else [])))
    destination.check_outside_vault(request.access.place)
    if _given(context, "photos", "ENVIRONMENT"):
        _say_that_nothing_is_remembered(request.access)
    try:
        report = _compared(request)
    except StoppedShort as short:
        show(short.report, destination)
        raise
    show(report, destination)
    raise typer.Exit(exit_status(report))


def _refuse_vault_beside_photos(context: typer.Context) -> None:
    for name in ("again", "passphrase_fd", "recovery"):
        if _given(context, "photos", "COMMANDLINE") and _given(context, name, "COMMANDLINE"):
            raise WrongUsage(
                f"--{name.replace('_', '-')} is for the vault, and with --photos the vault is not used.",
                "Leave out one of the two. `exposurewatch add` puts photos into the vault.",
            )


def _given(context: typer.Context, name: str, where: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == where


def _say_that_nothing_is_remembered(access: Access) -> None:
    from exposurewatch.cli.saying import say  # noqa: PLC0415
    from exposurewatch.vault import keys  # noqa: PLC0415

    with suppress(ExposureWatchError):  # a vault that cannot be looked at is none of this scan's business
        if keys.exists(access.place):
            say(
                "Your photos are those that EXPOSUREWATCH_PHOTOS names, not those in the vault: nothing is remembered"
                " of this scan. Without the variable, it is."
            )


def _compared(request: Request) -> Report:
    if request.photos:
        from exposurewatch.cli.comparing import compare  # noqa: PLC0415

        return compare(request)
    from exposurewatch.cli.remembering import compare_remembered  # noqa: PLC0415

    return compare_remembered(request)


def _day(words: str | None) -> date | None:
    try:
        return None if words is None else date.fromisoformat(words.strip())
    except ValueError:
        raise WrongUsage(
            f"“{words}” is not a day of the calendar.", "Write year, month and day, as in --since 2026-01-31."
        ) from None
