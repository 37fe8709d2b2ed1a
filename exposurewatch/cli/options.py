"""Options that several commands have in common. Those of the vault stand with what opens it, in `unlocking`."""

from __future__ import annotations

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
