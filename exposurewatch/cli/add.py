"""The ``add`` command: own photos into the vault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exposurewatch.cli.options import WorkersOption
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption
from exposurewatch.errors import ExitStatus, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exposurewatch.cli.adding import Added
    from exposurewatch.reports.lines import Line

HELP = "\n\n".join(
    (
        "Add your own photos to the vault, so that every scan looks for them.",
        "Of a photo the vault keeps fingerprints and a name, never the picture. Example:",
        "exposurewatch add ~/Pictures/me",
        "Each photo is kept as soon as it was looked at. Press Ctrl-C to stop; the same command goes on where it"
        " stopped, and looks at no file twice.",
        "The exit status is 0 when it came to its end, 2 when the command was wrong or nothing could be read, 3 when"
        " the work could not be finished, and 130 when you stopped it.",
    )
)
_MOST_NAMED = 20  # files of which the user wants to know which

_AS_THEY_ARE = (
    "The names and paths of what was in it already stay as they are. To change them, `exposurewatch forget` those"
    " photos first, with their matches, and add them again."
)


def add(  # noqa: PLR0913, PLR0917 (each is an argument or an option)
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH",
            readable=False,  # the sources say it better
            help="A folder, zip or file with your own photos. Folders are read with all the folders in them.",
            show_default=False,
        ),
    ],
    label: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS",
            help="What they are called in reports: a single photo just so, several each with the name of its file"
            ' behind it. Example: --label "holiday 2025"',
            envvar="EXPOSUREWATCH_LABEL",
            show_default="the name of the file",
        ),
    ] = None,
    no_paths: Annotated[  # noqa: FBT002 (a flag)
        bool,
        typer.Option(
            "--no-paths",
            help="Keep only the names of the files, and not even in the vault where they lie.",
            envvar="EXPOSUREWATCH_NO_PATHS",
        ),
    ] = False,
    workers: WorkersOption = None,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Add, and say what was added and what could not be."""
    from exposurewatch.cli.adding import AddingStopped, Addition, add_to_vault  # noqa: PLC0415 (heavy, and --help must be quick)

    access = Access(vault, passphrase_fd, recovery)
    naming = label is not None or no_paths
    try:
        added = add_to_vault(Addition(tuple(paths), _words(label), not no_paths, workers, access))
    except AddingStopped as stopped:
        _show(stopped.added, naming=naming)
        raise
    _show(added, naming=naming)
    if added.interrupted:
        raise typer.Exit(ExitStatus.INTERRUPTED)


def _words(label: str | None) -> str | None:
    from exposurewatch.text import clean  # noqa: PLC0415

    words = None if label is None else clean(label)
    if words == "":
        raise WrongUsage("The label has no letter in it that can be seen.", 'Write some words: --label "holiday 2025"')
    return words


def _show(added: Added, *, naming: bool) -> None:
    from rich.console import Console  # noqa: PLC0415

    from exposurewatch.reports.lines import print_lines  # noqa: PLC0415

    print_lines(_lines(added, naming=naming), Console(highlight=False))


def _lines(added: Added, *, naming: bool) -> Iterator[Line]:
    """Say what came of it; with `naming`, the user asked for a name, or for no paths, for what was added."""
    from exposurewatch.model import Reason  # noqa: PLC0415
    from exposurewatch.reports.lines import Line, not_looked_at  # noqa: PLC0415
    from exposurewatch.reports.summary import counted  # noqa: PLC0415

    if added.interrupted:
        yield Line(words="Stopped before the end. Run the same command again: it goes on where it stopped.", bold=True)
        yield Line()
    new = counted(added.new, "photo") if added.new else "No photo"
    yield Line(words=f"{new} {_was(added.new or 1)} added to the vault.", bold=True)
    if added.renewed:
        yield Line(words=f"{added.renewed:,} {_was(added.renewed)} in it already, and had to be looked at anew.")
    if added.known:
        yield Line(words=f"{added.known:,} {_was(added.known)} in it already.")
    if naming and (added.renewed or added.known):
        yield Line(words=_AS_THEY_ARE)
    if added.in_vault:
        yield Line(words=f"It holds {counted(added.in_vault, 'photo')} now; `exposurewatch photos` lists them.")
    plain = [skip for skip in added.skipped if skip.reason is Reason.TOO_PLAIN]
    yield from not_looked_at("Added, and yet only the very same file will be found", plain, _MOST_NAMED)
    others = [skip for skip in added.skipped if skip.reason is not Reason.TOO_PLAIN]
    yield from not_looked_at("Not added", others, _MOST_NAMED)


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
