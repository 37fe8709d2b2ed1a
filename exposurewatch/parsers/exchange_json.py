"""Reads a page of an exchange that is written in JSON: reports in one list, and what is said beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from exposurewatch.parsers.digests import passed_over
from exposurewatch.parsers.entries import Entry, Told
from exposurewatch.parsers.fields import Fields
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BadJson, Path, values
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.text import clean

REPORTS: Final = "reports"
"""What a page tells that is one of this exchange at all."""

NEXT: Final = "next"
"""What a page tells of where the next one is."""

MORE: Final = "more"
"""What a page tells that says that it is not the last."""

LAST: Final = "last"
"""What a page tells that says that it is the last, whatever it names as the next one."""

LATEST: Final = "latest"
"""What a page tells of the time up to which it has told everything, in the spelling of the exchange."""

SHAPELESS: Final = "reports that cannot be understood"
_MAX_CURSOR: Final = 8192  # characters of what names the next page


def read_page(
    source: Readable,
    at: str,
    report: Callable[[Fields], Entry | str],
    beside: Callable[[Path, Any], Iterator[Told]],
) -> Iterator[Record]:
    """Yield what `report` makes of each report in the list `at`: an entry, or the words by which it is counted.

    `beside` yields what is to be told of any other value. Last of all comes an `Ended` if the page is cut off.
    """
    passed: Counter[str] = Counter()
    ended: list[Ended] = []
    try:
        for path, value in values(RepairedJson(source), (at, None).__eq__):
            if path == (at,):
                yield Told(REPORTS, "")
            if path != (at, None):
                yield from beside(path, value)
                continue
            found = report(value) if isinstance(value, dict) else SHAPELESS
            if isinstance(found, Entry):
                yield found
            else:
                passed[found] += 1
    except BadJson as error:
        ended.append(Ended(str(error), error.truncated))
    yield from passed_over(passed)
    yield from ended


def told(about: str, value: Any) -> Iterator[Told]:
    """Yield what a page says of itself, where it is a text or a number that can be kept."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str) and value and len(value) <= _MAX_CURSOR and clean(value, _MAX_CURSOR) == value:
        yield Told(about, value)
