"""The ways to write a report down. A new one is a file that ends in its `Format`, named in `FORMATS`."""

from __future__ import annotations

from exposurewatch.reports.csv_report import CSV
from exposurewatch.reports.format import Format
from exposurewatch.reports.json_report import JSON
from exposurewatch.reports.terminal import TERMINAL

FORMATS: tuple[Format, ...] = (TERMINAL, JSON, CSV)  # the first is what a user gets who asks for nothing else

__all__ = ["CSV", "FORMATS", "JSON", "TERMINAL", "Format"]
