"""The ``demo`` command: the real thing, from drawing to report, on pictures that the program draws itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    folder: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help="Where the demo is written. Example: --folder ~/Desktop/exposurewatch-demo",
            envvar="EXPOSUREWATCH_DEMO_FOLDER",
        ),
    ] = Path("exposurewatch-demo"),
) -> None:
    """Try it out on drawn pictures: a few of "yours", and a made-up channel with altered copies of them.

    The pictures are drawn by the program, never of people. The scan and its report are the real ones.
    """
    from rich.console import Console  # noqa: PLC0415 (heavy, and --help must be quick)

    from exposurewatch.cli.comparing import Request, compare  # noqa: PLC0415
    from exposurewatch.cli.truth import show_truth  # noqa: PLC0415
    from exposurewatch.demo.compose import compose  # noqa: PLC0415
    from exposurewatch.reports.terminal import show  # noqa: PLC0415

    words = Console(stderr=True, highlight=False, soft_wrap=True)
    with words.status("Drawing the pictures of the demo"):
        made = compose(folder.expanduser())
    report = compare(Request(exports=(made.export,), photos=(made.photos,)))
    screen = Console(highlight=False)
    show(report, screen)
    show_truth(report, made, screen)
