"""Shows a report where the user wants it, and says what the exit status is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from exposurewatch.cli.arguments import expanded
from exposurewatch.cli.formats import FormatName
from exposurewatch.cli.output import check_outside, check_writable, print_bytes, write
from exposurewatch.cli.overlaps import extent
from exposurewatch.cli.saying import say
from exposurewatch.cli.streams import is_closed
from exposurewatch.errors import CouldNotFinish, ExitStatus, WrongUsage
from exposurewatch.model import Reason, Report, Verdict
from exposurewatch.reports import CSV, FORMATS, TERMINAL, Format
from exposurewatch.reports.csv_report import csv_format
from exposurewatch.reports.summary import FINDINGS, findings
from exposurewatch.reports.terminal import show as show_on
from exposurewatch.reports.terminal import terminal_format

_SELECTIVE = {TERMINAL.name: terminal_format, CSV.name: csv_format}  # the others hold every match in any case
_LEFT_OUT_RIGHTLY = (Reason.BEFORE_SINCE, Reason.SAME_FILE_TWICE, Reason.NOT_A_PICTURE)


@dataclass(frozen=True, slots=True)
class Destination:
    """In which format, and into which file or onto the screen."""

    format: Format
    output: Path | None
    verdicts: tuple[Verdict, ...] = FINDINGS

    @classmethod
    def chosen(
        cls, name: FormatName | None = None, output: Path | None = None, *, same_scene: bool = False
    ) -> Destination:
        """Take the format that was named, or the one that the file's ending names; check that there is a way out.

        Raises:
            WrongUsage: the file cannot be written, or there is neither a file nor a standard output.
        """
        if output is not None:
            output = expanded(output)
            check_writable(output)
        elif is_closed(sys.stdout):
            raise WrongUsage("The standard output is closed, so a report has nowhere to go.", "Name a file: --output.")
        verdicts = tuple(Verdict) if same_scene else FINDINGS
        for form in FORMATS:
            if form.name == name or (name is None and output is not None and output.suffix.lower() == form.suffix):
                return cls(_SELECTIVE[form.name](verdicts) if form.name in _SELECTIVE else form, output, verdicts)
        return cls(terminal_format(verdicts), output, verdicts)

    @property
    def is_screen(self) -> bool:
        """Whether people read it where it is shown, and no program."""
        return self.output is None and self.format.name == TERMINAL.name

    def check_apart(self, read: Iterable[Path]) -> None:
        """Make sure that the report does not change what is only to be read: it may be needed as evidence.

        Raises:
            WrongUsage: the report would be written into one of the folders, or over one of the files, in `read`.
        """
        if self.output is None:
            return
        for path in map(expanded, read):
            if Path(os.path.realpath(self.output)).is_relative_to(extent(path)):
                raise WrongUsage(
                    f"{self.output} lies in {path}, which is only read and stays as it is.",
                    "Choose a place outside of it for --output.",
                )

    def check_outside_vault(self, folder: Path) -> None:
        """Make sure that nothing is written among the vault's own files, which it would replace.

        Raises:
            WrongUsage: it would be.
        """
        if self.output is not None:
            check_outside(self.output, folder)


def show(report: Report, destination: Destination) -> None:
    """Put a report where it belongs: data on the standard output, words about it on the standard error.

    Raises:
        CouldNotFinish: it could not be written; where it was meant for a file, it was shown instead.
    """
    output, form = destination.output, destination.format
    if output is not None:
        try:
            write(output, form.render(report))
        except CouldNotFinish:
            if not is_closed(sys.stdout):  # hours of work must not be lost with the place they were meant for
                show_on(report, Console(highlight=False), destination.verdicts)
            raise
        say(f"The report is in {output}. It holds names and links: keep it where only you can read it.")
    elif form.name == TERMINAL.name:
        show_on(report, Console(highlight=False), destination.verdicts)
    else:
        print_bytes(form.render(report))


def exit_status(report: Report) -> ExitStatus:
    """What the shell is told: stopped before the end, something found, not everything read, or nothing found."""
    if report.interrupted:
        return ExitStatus.INTERRUPTED
    if findings(report) or report.exposed:
        return ExitStatus.MATCHES_FOUND
    if not report.complete or _nothing_could_be_compared(report):
        return ExitStatus.COULD_NOT_FINISH
    return ExitStatus.NOTHING_FOUND


def _nothing_could_be_compared(report: Report) -> bool:
    """Whether there were pictures and none could be had; that must not pass for a scan that found nothing."""
    return not report.looked_at.compared and any(skip.reason not in _LEFT_OUT_RIGHTLY for skip in report.skipped)
