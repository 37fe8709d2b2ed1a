"""The ``demo`` command: the real thing, from drawing to report, on pictures that the program draws itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exposurewatch.cli.stopping import NO_REPORT, stopped_saying
from exposurewatch.errors import ExitStatus

HELP = (
    'Try it out on drawn pictures: a few of "yours", and a made-up channel with altered copies of them.\n\n'
    "The pictures are drawn by the program, never of people. The scan and its report are the real ones. The exit status"
    " is 0 when the demo came to its end."
)


@stopped_saying(NO_REPORT)
def demo(
    folder: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            readable=False,
            help="Where the demo is written. Example: --folder ~/Desktop/exposurewatch-demo",
            envvar="EXPOSUREWATCH_DEMO_FOLDER",
        ),
    ] = Path("exposurewatch-demo"),
) -> None:
    """Write the demo, scan it, and hold the report against what was hidden."""
    from rich.console import Console  # noqa: PLC0415 (heavy, and --help must be quick)

    from exposurewatch.cli.arguments import expanded  # noqa: PLC0415
    from exposurewatch.cli.comparing import compare  # noqa: PLC0415
    from exposurewatch.cli.request import Request  # noqa: PLC0415
    from exposurewatch.cli.showing import Destination, show  # noqa: PLC0415
    from exposurewatch.cli.truth import show_truth  # noqa: PLC0415
    from exposurewatch.demo.compose import compose  # noqa: PLC0415

    screen = Destination.chosen()
    with Console(stderr=True, highlight=False, soft_wrap=True).status("Drawing the pictures of the demo"):
        made = compose(expanded(folder))
    report = compare(Request(exports=(made.export,), photos=(made.photos,)))
    show(report, screen)
    if report.interrupted:  # what was not looked at cannot be held against the truth
        raise typer.Exit(ExitStatus.INTERRUPTED)
    show_truth(report, made, Console(highlight=False))
