"""Turns the user's own pictures into photos, and shows how far that is."""

from __future__ import annotations

import threading
from collections.abc import Container, Iterator, Sequence

from rich.console import Console

from exposurewatch.cli.exports import items_of, pictures_in
from exposurewatch.cli.progress import PASSED, watched
from exposurewatch.cli.stopping import until
from exposurewatch.enrol import Arrival, Enrolled, enrol
from exposurewatch.errors import WrongUsage
from exposurewatch.fingerprints.extract import Extractor
from exposurewatch.model import Fingerprints, Reason, Skipped
from exposurewatch.reports.reasons import REASONS
from exposurewatch.reports.summary import left_out
from exposurewatch.sources import Export


def enrolled(
    own: Sequence[Export],
    extractor: Extractor[Arrival, Fingerprints],
    stop: threading.Event,
    known: Container[bytes] = frozenset(),
) -> Iterator[Enrolled]:
    """Yield what comes of each picture that `own` holds, until `stop` is set."""
    results = enrol(until(stop, items_of(own)), extractor, known)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    return watched(results, console, "Your photos", lambda: pictures_in(own), _counts)


def _counts(result: Enrolled) -> tuple[bool, bool]:
    # a photo too plain to be recognised comes twice, as a photo and as a skip
    return not isinstance(result, Skipped) or result.reason in PASSED - {Reason.TOO_PLAIN}, False


def no_photo(named: str, unread: Sequence[Skipped]) -> WrongUsage:
    """The error that nothing could become a photo; `named` says what was looked at."""
    why = "; ".join(f"{len(one.skipped):,} × {REASONS[one.reason].label}" for one in left_out(unread))
    return WrongUsage(
        f"{named} could be read as a picture" + (f": {why}." if why else "."),
        "Name a folder with JPEG, PNG, WebP, GIF, BMP, HEIC or AVIF pictures, or videos, that you may open.",
    )
