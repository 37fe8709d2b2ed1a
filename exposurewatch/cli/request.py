"""What the user asked to have compared, and what is left of it where the work breaks down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from exposurewatch.cli.unlocking import Access
from exposurewatch.errors import CouldNotFinish
from exposurewatch.model import Report
from exposurewatch.parameters import DEFAULT, Setting


@dataclass(frozen=True, slots=True)
class Request:
    """Exports, and what they are compared with: `photos`, or where there are none the vault that `access` opens.

    With `again`, files are looked at that need not be, because the vault remembers what came of them. `details` is a
    list of the user's own details; with `show_details` they are written out in full.
    """

    exports: tuple[Path, ...]
    photos: tuple[Path, ...] = ()
    channels: tuple[str, ...] = ()
    since: date | None = None
    workers: int | None = None
    setting: Setting = DEFAULT
    access: Access = field(default_factory=Access)
    again: bool = False
    details: Path | None = None
    show_details: bool = False


class StoppedShort(CouldNotFinish):
    """The scan broke down on its way; `report` holds what was found until then."""

    def __init__(self, error: CouldNotFinish, report: Report) -> None:
        super().__init__(str(error), error.hint)
        self.report = report
