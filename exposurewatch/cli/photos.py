"""The ``photos`` command: which photos the vault holds, in words; never the pictures, which it does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exposurewatch.cli.formats import Shown
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exposurewatch.reports.lines import Line
    from exposurewatch.vault.records import PhotoEntry

HELP = (
    "List the photos in the vault: what each is called, when it was added, and whether it can be recognised well.\n\n"
    "The vault holds no pictures, so none is shown."
)
_FEW = 100  # points, of 500 at most: a crop to a seventh of the photo would show fewer than a match takes
_SIZE = 13  # columns of a size in pixels


def photos(
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
