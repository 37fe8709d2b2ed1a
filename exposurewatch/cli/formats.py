"""The names of formats, for the command line's own check and help, without loading what writes them."""

from enum import StrEnum


class FormatName(StrEnum):
    """One name for every entry of `reports.FORMATS`; a test holds the two together."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"


class InterchangeName(StrEnum):
    """One name for every entry of `interchange.INTERCHANGES`; a test holds the two together."""

    PDQ = "pdq"
    THREATEXCHANGE = "threatexchange"
    STOPNCII_CSV = "stopncii-csv"


class Shown(StrEnum):
    """How a command shows what is no report: to people, or to programs."""

    TERMINAL = "terminal"
    JSON = "json"
