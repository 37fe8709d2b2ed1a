"""The ``sources`` command: which exports can be read, and how to make each."""

from __future__ import annotations

from typing import Annotated

import typer

from exposurewatch.cli.formats import Shown

_FIRST = ("telegram-json", "telegram-html", "whatsapp")  # what most people have; the others follow as they are tried

HELP = (
    "List what can be scanned: which exports are read, and how to make each of them.\n\n"
    "A scan finds out by itself which of these it was given, and says so."
)


def sources(
    form: Annotated[
        Shown,
        typer.Option(
            "--format",
            metavar="NAME",
            help=f"How to show it: {', '.join(Shown)}. Example: --format json",
            envvar="EXPOSUREWATCH_SOURCES_FORMAT",
        ),
    ] = Shown.TERMINAL,
) -> None:
    """Show every source."""
    import json  # noqa: PLC0415 (--help must be quick)

    from rich.console import Console  # noqa: PLC0415
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from exposurewatch.cli.output import print_bytes  # noqa: PLC0415
    from exposurewatch.sources import SOURCES  # noqa: PLC0415
    from exposurewatch.sources.archives import ARCHIVES  # noqa: PLC0415

    known = sorted(SOURCES, key=lambda source: _FIRST.index(source.name) if source.name in _FIRST else len(_FIRST))
    packed = [archive.name for archive in ARCHIVES]
    if form is Shown.JSON:
        listed = [{"name": source.name, "title": source.title, "making": source.making} for source in known]
        document = {"sources": listed, "archives": packed}
        print_bytes(json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n")
        return
    console = Console(highlight=False)
    for source in known:
        console.print(Text(source.title, "bold"))
        console.print(Padding(Text(source.making), (0, 0, 1, 2)))
    console.print(Text(f"Each is read from a folder or, as it is, from an archive: {', '.join(packed)}."))
