"""Shows a report where the user wants it, and says what the exit status is."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from exposurewatch.cli.formats import FormatName
from exposurewatch.cli.output import check_writable, print_bytes, write
from exposurewatch.errors import ExitStatus
from exposurewatch.model import Report, Verdict
from exposurewatch.reports import FORMATS, TERMINAL, Format
from exposurewatch.reports.terminal import show as show_on

_FOUND = (Verdict.EXACT, Verdict.CERTAIN, Verdict.PROBABLE)


@dataclass(frozen=True, slots=True)
class Destination:
    """In which format, and into which file or onto the screen."""

    format: Format
    output: Path | None

    @classmethod
    def chosen(cls, name: FormatName | None, output: Path | None) -> Destination:
        """Take the format that was named, or the one that the file's ending names; check that the file can be written.

        Raises:
            WrongUsage: the file cannot be written.
        """
        if output is not None:
            output = output.expanduser()
            check_writable(output)
        for form in FORMATS:
            if form.name == name or (name is None and output is not None and output.suffix.lower() == form.suffix):
                return cls(form, output)
        return cls(TERMINAL, output)


def show(report: Report, destination: Destination) -> None:
    """Put a report where it belongs: data on the standard output, words about it on the standard error."""
    if destination.output is not None:
        write(destination.output, destination.format.render(report))
        note = Text(
            f"The report is in {destination.output}. It holds names and links: keep it where only you can read it."
        )
        Console(stderr=True, highlight=False, soft_wrap=True).print(note)
    elif destination.format is TERMINAL:
        show_on(report, Console(highlight=False))
    else:
        print_bytes(destination.format.render(report))
    sys.stdout.flush()


def exit_status(report: Report) -> ExitStatus:
    """What the shell is told: the scan was stopped, something was found, not all could be read, or nothing was found."""
    if report.interrupted:
        return ExitStatus.INTERRUPTED
    if any(match.judgement.verdict in _FOUND for match in report.matches):
        return ExitStatus.MATCHES_FOUND
    return ExitStatus.NOTHING_FOUND if report.complete else ExitStatus.COULD_NOT_FINISH
