"""Names the commands, and is the one place that prints errors and chooses the exit status."""

from __future__ import annotations

import os
import sys
from typing import Annotated, NoReturn

import typer

from exposurewatch import __version__
from exposurewatch.cli.demo import demo
from exposurewatch.cli.scan import scan
from exposurewatch.errors import ExitStatus, ExposureWatchError
from exposurewatch.text import clean_lines

app = typer.Typer(
    name="exposurewatch",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Find out whether your pictures circulate, without ever uploading one.",
    epilog="Everything happens on this computer: no picture is sent, copied or shown to anybody.",
)
app.command()(scan)
app.command()(demo)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 (Typer calls it so)
    if wanted:
        typer.echo(f"exposurewatch {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", callback=_print_version, is_eager=True)
    ] = False,  # noqa: FBT002
) -> None:
    """Find out whether your pictures circulate, without ever uploading one."""


def main() -> NoReturn:
    """Run the command line and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(_run())


def _run() -> int:
    try:
        status = app(standalone_mode=False)
    except ExposureWatchError as error:
        _say(str(error), error.hint)
        return error.exit_status
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("\nStopped at once. Nothing was kept.\n")
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:  # whoever read our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitStatus.COULD_NOT_FINISH
    except Exception as error:
        if (complaint := _complaint(error)) is not None:
            _say(complaint, "exposurewatch --help lists the commands, and exposurewatch scan --help the options of one.")
            return ExitStatus.WRONG_USAGE
        if os.environ.get("EXPOSUREWATCH_DEBUG"):
            raise
        _say(
            f"exposurewatch itself went wrong ({type(error).__name__}). This is its fault, not yours.",
            "Please report it. EXPOSUREWATCH_DEBUG=1 shows where it happened; "
            "read that through before you send it, it may hold names of your files.",
        )
        return ExitStatus.COULD_NOT_FINISH
    return status if isinstance(status, int) else ExitStatus.NOTHING_FOUND


def _complaint(error: Exception) -> str | None:
    """What Typer has to say about wrong arguments. Its errors are public under no name that all its versions share."""
    format_message = getattr(error, "format_message", None)
    return str(format_message()) if callable(format_message) else None


def _say(message: str, hint: str) -> None:
    sys.stderr.write(f"error: {clean_lines(message)}\nhint: {clean_lines(hint)}\n")
