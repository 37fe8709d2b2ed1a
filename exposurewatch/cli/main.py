"""Names the commands, and is the one place that prints errors and chooses the exit status."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from exposurewatch import __version__
from exposurewatch.cli import (
    add,
    demo,
    details,
    doctor,
    feed,
    forget,
    history,
    matches,
    photos,
    review,
    scan,
    sources,
    vault,
    watch,
)
from exposurewatch.cli.arguments import refuse_empty
from exposurewatch.cli.open_files import allow_many
from exposurewatch.cli.steady_memory import hold_steady
from exposurewatch.cli.stopping import Left, leaving_in_order
from exposurewatch.cli.streams import ReaderLeft, is_closed, steady_streams
from exposurewatch.errors import ExitStatus, ExposureWatchError

app = typer.Typer(
    name="exposurewatch",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Find out whether your pictures circulate, without ever uploading one.",
    epilog="Everything happens on this computer: no picture is sent, copied or shown to anybody.",
)
app.command(help=scan.HELP)(scan.scan)
app.command(help=sources.HELP)(sources.sources)
app.command(help=add.HELP)(add.add)
app.command(help=forget.HELP)(forget.forget)
app.command(help=matches.HELP)(matches.matches)
app.command(help=review.HELP)(review.review)
app.command(help=history.HELP)(history.history)
app.command(help=demo.HELP)(demo.demo)
app.command(help=doctor.HELP)(doctor.doctor)
app.command(help=watch.HELP)(watch.watch)
app.add_typer(feed.app, name="feed", help=feed.HELP)
app.add_typer(photos.app, name="photos", help=photos.HELP)
app.add_typer(details.app, name="details", help=details.HELP)
app.add_typer(vault.app, name="vault", help=vault.HELP)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 (Typer calls it so)
    if wanted:
        typer.echo(f"exposurewatch {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[  # noqa: FBT002
        bool, typer.Option("--version", help="Say which version this is.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Find out whether your pictures circulate, without ever uploading one."""


def main() -> int:
    """Run the command line and return its exit status. Nothing is raised, whatever happens."""
    allow_many()
    hold_steady()
    with steady_streams():
        try:
            with leaving_in_order():
                return _run()
        except (KeyboardInterrupt, typer.Abort):
            return ExitStatus.INTERRUPTED
        except Left as left:
            sys.stderr.write(f"\n{left.words}\n")
            return left.exit_status


def _run() -> int:
    try:
        refuse_empty(sys.argv[1:], os.environ)
        status = app(prog_name=app.info.name, standalone_mode=False)
        if not is_closed(sys.stdout):
            sys.stdout.flush()
    except ReaderLeft as error:
        return error.exit_status
    except ExposureWatchError as error:
        _say(str(error), error.hint)
        return error.exit_status
    except typer.Abort:
        raise
    except Exception as error:  # noqa: BLE001 (a traceback says nothing to a user, and may hold names of files)
        if (complaint := _complaint(error)) is None:
            return _own_fault(error)
        if complaint:  # where no command was named, Typer has shown its help
            _say(complaint, f"{_command(error)} --help says how it is used.")
        return ExitStatus.WRONG_USAGE
    return status if isinstance(status, int) else ExitStatus.NOTHING_FOUND


def _complaint(error: Exception) -> str | None:
    """What Typer has to say about wrong arguments. Its errors are public under no name that all its versions share."""
    format_message = getattr(error, "format_message", None)
    return str(format_message()).replace("Value error, ", "") if callable(format_message) else None


def _command(error: Exception) -> str:
    return str(getattr(getattr(error, "ctx", None), "command_path", "exposurewatch"))


def _own_fault(error: Exception) -> int:
    if os.environ.get("EXPOSUREWATCH_DEBUG"):
        raise error
    _say(
        f"exposurewatch itself went wrong ({type(error).__name__}). This is its fault, not yours.",
        "Please report it. EXPOSUREWATCH_DEBUG=1 shows where it happened; "
        "read that through before you send it, it may hold names of your files.",
    )
    return ExitStatus.COULD_NOT_FINISH


def _say(message: str, hint: str) -> None:
    from exposurewatch.cli.saying import say  # noqa: PLC0415 (heavy, and --help must be quick)

    say(f"error: {message}", f"hint: {hint}")
