"""Options that several commands have in common. Those of the vault stand with what opens it, in `unlocking`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
