"""Options that several commands have in common. Those of the vault stand with what opens it, in `unlocking`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exposurewatch.cli.formats import FormatName

WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=64,
        metavar="N",
        help="How many processes look at pictures side by side. Example: --workers 1",
        envvar="EXPOSUREWATCH_WORKERS",
        show_default="the computer's cores, less one where there are more than two",
    ),
]

DetailsOption = Annotated[
    Path | None,
    typer.Option(
        "--details",
        metavar="FILE",
        readable=False,
        help="Search all messages for your own phone number, name, address and the like, from a text file with a line"
        " for each, such as “phone: 012-345 6789”. Example: --details ~/mine.txt",
        envvar="EXPOSUREWATCH_DETAILS",
        show_default="those in the vault",
    ),
]
ShowDetailsOption = Annotated[
    bool,
    typer.Option(
        "--show-details",
        help="Write your details out in full, also in captions and names; without it they are covered up.",
        envvar="EXPOSUREWATCH_SHOW_DETAILS",
    ),
]
FastOption = Annotated[
    bool,
    typer.Option(
        "--fast",
        help="Look less closely, in less time; small or much altered copies can be missed.",
        envvar="EXPOSUREWATCH_FAST",
    ),
]
SameSceneOption = Annotated[
    bool,
    typer.Option(
        "--show-same-scene",
        help="Also list, on the screen and in CSV, pictures that show the same scene as a photo of yours and are no"
        " copies of it. JSON holds them always.",
        envvar="EXPOSUREWATCH_SHOW_SAME_SCENE",
    ),
]
ReportFormatOption = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        metavar="NAME",  # the choices would take up the room that the help needs
        help=f"How to show the report: {', '.join(FormatName)}; without it, as the ending of --output says. "
        "Example: --format json",
        envvar="EXPOSUREWATCH_FORMAT",
        show_default="terminal",
    ),
]
ReportOutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="FILE",
        readable=False,
        help="Write the report to this file; it replaces what was there. Example: --output report.csv",
        envvar="EXPOSUREWATCH_OUTPUT",
        show_default=False,
    ),
]
