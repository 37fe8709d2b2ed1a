"""The ``watch`` command: reads the feeds when they are due, and tells what is new in them."""

from __future__ import annotations

from typing import Annotated

import typer

from exposurewatch.cli.formats import Shown
from exposurewatch.cli.options import FastOption, ShowDetailsOption, WorkersOption
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption

HELP = "\n\n".join(
    (
        "Read your feeds when they are due, compare what is new with your photos, and tell only what is new.",
        "It goes on until you press Ctrl-C; with --once it reads what is due and ends. What was told is not told again."
        " Where the standard output leads to the null device, as under a scheduler, it counts as told once a notice was"
        " shown or the command after --exec ended with 0; until then each round tells it anew. Examples:",
        "exposurewatch watch",
        "exposurewatch watch --once --format json",
        "exposurewatch watch --install-hint",
        "With --once the exit status is 0 when nothing is new, 1 when something is, 2 when the command was wrong, 3"
        " when a feed could not be read and nothing is new in the others, and 130 when you stopped it.",
    )
)


def watch(  # noqa: PLR0913, PLR0917 (each is an option)
    once: Annotated[bool, typer.Option("--once", help="Read what is due, tell, and end.")] = False,  # noqa: FBT002
    install_hint: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--install-hint",
            help="Print ready files with which this system runs the watch by itself (systemd or cron, launchd, Task"
            " Scheduler), with the other options that stand beside it, and do nothing else.",
        ),
    ] = False,
    no_notice: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--no-notice",
            help="Show no notice on the desktop. Without this one is shown when something is new, or when a feed can no"
            " longer be read; it says no more than “something to look at”.",
            envvar="EXPOSUREWATCH_NO_NOTICE",
        ),
    ] = False,
    command: Annotated[
        str | None,
        typer.Option(
            "--exec",
            metavar="COMMAND",
            help="Run this program when something is new, or when a feed can no longer be read. On its standard input"
            " it is handed all that is new as --format json writes it: your labels, captions and where each picture"
            " was found. Give it to no program that sends it anywhere. Example, which plays a sound: --exec 'paplay"
            " bell.oga'",
            envvar="EXPOSUREWATCH_EXEC",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Shown,
        typer.Option(
            "--format",
            metavar="NAME",
            help="How to tell: “terminal”, in sentences, or “json”, a line each.",
            envvar="EXPOSUREWATCH_WATCH_FORMAT",
        ),
    ] = Shown.TERMINAL,
    fast: FastOption = False,  # noqa: FBT002
    show_details: ShowDetailsOption = False,  # noqa: FBT002
    workers: WorkersOption = None,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Watch."""
    from exposurewatch.cli.feed_round import Looking  # noqa: PLC0415 (heavy, and --help must be quick)
    from exposurewatch.cli.telling import Ways  # noqa: PLC0415
    from exposurewatch.cli.watching import print_hints, watch_feeds  # noqa: PLC0415
    from exposurewatch.parameters import DEFAULT, FAST  # noqa: PLC0415

    access = Access(vault, passphrase_fd, recovery)
    if install_hint:
        exec_it = () if command is None else ("--exec", command)
        flags = (("--no-notice", no_notice), ("--fast", fast))
        print_hints(access, (*exec_it, *(flag for flag, wanted in flags if wanted)))
        return
    looking = Looking(FAST if fast else DEFAULT, workers, show_details)
    raise typer.Exit(watch_feeds(access, looking, Ways(form, command, notice=not no_notice), once=once))
