"""The ``review`` command: the user looks through what was found, match by match, and says what each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption
from exposurewatch.errors import ExitStatus, WrongUsage

if TYPE_CHECKING:
    from exposurewatch.vault.records import Decision

HELP = "\n\n".join(
    (
        "Look through what was found, match by match, and say of each whether it is you.",
        "No picture is shown: each match says where its picture lies. What you say is kept at once, and you can stop at"
        " any moment. What you say is not you is not shown again. To say it without being asked:",
        "exposurewatch review --number 7 --decision confirmed",
    )
)
_DECISION_HELP = (
    "What the match with this --number is: confirmed, not-me or undecided. Nothing is asked then. Example: --decision"
    " not-me"
)
_NOTE_HELP = (
    "A note for the match with this --number, in place of the one before; - removes that. Your shell may keep what you"
    ' type here; review itself keeps it in the vault alone. Example: --note "reported on 1 May"'
)


def review(  # noqa: PLR0913, PLR0917 (each is an option)
    everything: Annotated[  # noqa: FBT002 (a flag)
        bool,
        typer.Option(
            "--all",
            help="Go through all of them again, also those that you decided on.",
            envvar="EXPOSUREWATCH_REVIEW_ALL",
        ),
    ] = False,
    number: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Only the match with this number. Example: --number 7", show_default=False
        ),
    ] = None,
    decision: Annotated[str | None, typer.Option(metavar="WORD", help=_DECISION_HELP, show_default=False)] = None,
    note: Annotated[str | None, typer.Option(metavar="WORDS", help=_NOTE_HELP, show_default=False)] = None,
    show_same_scene: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--show-same-scene",
            help="Also go through pictures that show the same scene as a photo of yours and are no copies of it.",
            envvar="EXPOSUREWATCH_SHOW_SAME_SCENE",
        ),
    ] = False,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Check what can be checked beforehand, open the vault, and go through."""
    from exposurewatch.cli.answering import check_terminal  # noqa: PLC0415 (heavy, and --help must be quick)
    from exposurewatch.cli.reviewing import Stopped, go_through, take_down  # noqa: PLC0415
    from exposurewatch.cli.unlocking import unlocked  # noqa: PLC0415

    access = Access(vault, passphrase_fd, recovery)
    if decision is not None or note is not None:
        if number is None:
            raise WrongUsage("It is not said which match is meant.", "Give its number, as in --number 7.")
        said = None if decision is None else _decision(decision)
        with unlocked(access) as opened:
            take_down(opened, number, said, note)
        return
    check_terminal()
    with unlocked(access) as opened:
        stopped = go_through(opened, number, everything=everything, same_scene=show_same_scene)
    if stopped is Stopped.BY_CTRL_C:
        raise typer.Exit(ExitStatus.INTERRUPTED)


def _decision(words: str) -> Decision:
    from exposurewatch.vault.records import Decision  # noqa: PLC0415

    try:
        return Decision(" ".join(words.lower().replace("-", " ").split()))
    except ValueError:
        raise WrongUsage(f"“{words}” is no decision.", "Choose one of these: confirmed, not-me, undecided.") from None
