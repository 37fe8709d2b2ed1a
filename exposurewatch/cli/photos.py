"""The ``photos`` commands: which photos the vault holds, in words, for it has no pictures; their hashes, to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exposurewatch.cli.formats import InterchangeName, Shown
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption
from exposurewatch.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exposurewatch.reports.lines import Line
    from exposurewatch.vault.records import PhotoEntry

HELP = (
    "List the photos in the vault: what each is called, when it was added, and whether it can be recognised well.\n\n"
    "The vault holds no pictures, so none is shown. `photos export` writes their hashes to a file."
)
_EXPORT_HELP = "\n\n".join(
    (
        "Write the hashes of your photos to a file, in a form that other programs take.",
        "For somebody who is to look for your photos and whom you would trust with the photos themselves: a hash gives"
        " much away, and cannot be taken back. It says what, and asks twice. The forms are pdq (a hash a line),"
        " threatexchange (its kind and a hash a line) and stopncii-csv (a table). Without ids it is all photos."
        " Examples:",
        "exposurewatch photos export --format pdq --output hashes.txt",
        "exposurewatch photos export 3f9a 07c2d1 --format stopncii-csv --output hashes.csv",
    )
)
_UNDERSTOOD = "--yes-i-understand"
_FEW = 100  # points, of 500 at most: a crop to a seventh of the photo would show fewer than a match takes
_SIZE = 13  # columns of a size in pixels


app = typer.Typer(invoke_without_command=True, subcommand_metavar="[COMMAND [ARGS]...]")


@app.callback()
def photos(
    context: typer.Context,
    form: Annotated[
        Shown,
        typer.Option(
            "--format",
            metavar="NAME",
            help=f"How to show them: {', '.join(Shown)}. Example: --format json",
            envvar="EXPOSUREWATCH_PHOTOS_FORMAT",
        ),
    ] = Shown.TERMINAL,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002 (a flag)
) -> None:
    """Open the vault, and list."""
    if context.invoked_subcommand is not None:
        _refuse_options(context)
        return
    from rich.console import Console  # noqa: PLC0415 (heavy, and --help must be quick)

    from exposurewatch.cli.output import print_bytes  # noqa: PLC0415
    from exposurewatch.cli.unlocking import unlocked  # noqa: PLC0415
    from exposurewatch.reports.lines import print_lines  # noqa: PLC0415

    with unlocked(Access(vault, passphrase_fd, recovery)) as opened:
        entries = opened.photos.listed()
    if form is Shown.JSON:
        print_bytes(_as_json(entries))
    else:
        print_lines(_lines(entries), Console(highlight=False))


def _refuse_options(context: typer.Context) -> None:
    """Refuse options that stand before another command's name, and would quietly mean nothing.

    Raises:
        WrongUsage: there are any.
    """
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise WrongUsage(
                f"An option stands before the word “{context.invoked_subcommand}”.", "Write the options behind it."
            )


@app.command(help=_EXPORT_HELP)
def export(  # noqa: PLR0913, PLR0917 (each is an option)
    form: Annotated[
        InterchangeName,
        typer.Option(
            "--format",
            metavar="NAME",
            help=f"How to write them: {', '.join(InterchangeName)}. Example: --format pdq",
            envvar="EXPOSUREWATCH_EXPORT_FORMAT",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            metavar="FILE",
            help="The file to write; only you can read it. Example: --output hashes.txt",
            show_default=False,
        ),
    ],
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Of which photos, by their ids.", show_default="all of them"),
    ] = None,
    understood: Annotated[  # noqa: FBT002 (a flag)
        bool, typer.Option(_UNDERSTOOD, help="Do not ask: you know what a hash gives away.")
    ] = False,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Check the place, open the vault, say what a hash gives away, ask twice, and write."""
    from exposurewatch.cli.exporting import export_hashes  # noqa: PLC0415 (heavy, and --help must be quick)

    instead = _UNDERSTOOD if not understood else None
    export_hashes(Access(vault, passphrase_fd, recovery), ids or (), form, output, instead)


def _lines(entries: Sequence[PhotoEntry]) -> Iterator[Line]:
    from exposurewatch.reports.lines import Line  # noqa: PLC0415
    from exposurewatch.reports.summary import counted  # noqa: PLC0415
    from exposurewatch.text import minutes  # noqa: PLC0415

    if not entries:
        yield Line(words="There is no photo in the vault yet.", bold=True)
        yield Line(words="Add yours: exposurewatch add ~/Pictures/me")
        return
    yield Line(words=f"{counted(len(entries), 'photo')} in the vault", bold=True)
    yield Line()
    lead = f"{'ID':<14}{'Size':<{_SIZE}}{'Added':<12}"
    yield Line(lead, "Photo")
    for entry in entries:
        size = f"{entry.width} × {entry.height}"
        length = None if entry.seconds is None else f"a video of {minutes(entry.seconds)}"
        day = f"{entry.added_at.astimezone():%Y-%m-%d}"
        yield Line(f"{entry.id:<14}{size:<{_SIZE}}{day:<12}", entry.label, bold=True)
        for words in filter(None, (entry.path if entry.path != entry.label else None, length, *_weaknesses(entry))):
            yield Line(" " * len(lead), words)


def _weaknesses(entry: PhotoEntry) -> Iterator[str]:
    from exposurewatch.parameters import LEAST_FEATURES, PIPELINE  # noqa: PLC0415

    if entry.points < LEAST_FEATURES:
        yield "next to no points: altered copies will be missed"
    elif entry.points < _FEW:
        yield "few points: altered copies may be missed"
    if entry.pipeline < PIPELINE:
        yield "added by an older version: add the file again"


def _as_json(entries: Sequence[PhotoEntry]) -> bytes:
    """The same for programs: `version`, and `photos` with the fields of `PhotoEntry`."""
    from exposurewatch import __version__  # noqa: PLC0415
    from exposurewatch.reports.json_report import timestamp, written  # noqa: PLC0415
    from exposurewatch.reports.wording import harmless  # noqa: PLC0415

    listed = [
        {
            "id": entry.id,
            "label": harmless(entry.label),
            "path": None if entry.path is None else harmless(entry.path),
            "added_at": timestamp(entry.added_at),
            "width": entry.width,
            "height": entry.height,
            "points": entry.points,
            "pipeline": entry.pipeline,
            "seconds": entry.seconds,
        }
        for entry in entries
    ]
    return written({"version": __version__, "photos": listed})
