"""The names of the report formats, for the command line's own check and help, without loading the formats."""

from enum import StrEnum


class FormatName(StrEnum):
    """One name for every entry of `reports.FORMATS`; a test holds the two together."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"
