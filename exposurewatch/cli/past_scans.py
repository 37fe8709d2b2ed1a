"""Says what is remembered of past scans, in sentences or for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from exposurewatch import __version__
from exposurewatch.reports import json_report
from exposurewatch.reports.json_report import Json
from exposurewatch.reports.lines import Line
from exposurewatch.reports.summary import compared, counted
from exposurewatch.reports.wording import utc
from exposurewatch.vault.records import PastScan, ScanState

_COUNTED = ("messages", "pictures", "videos", "hashes", "files", "spared")


def lines_of(past: Sequence[PastScan], photos: int) -> Iterator[Line]:
    """All scans as they are read, or what to do where there are none."""
    if not past:
        yield Line(words="No scan was run with this vault yet.", bold=True)
        add = "" if photos else "Add your photos with “exposurewatch add FOLDER” first. "
        yield Line(words=f"{add}“exposurewatch scan EXPORT” compares an export with your photos.")
        return
    yield Line(words=f"{counted(len(past), 'scan')}, the latest first. Times are UTC.", bold=True)
    for scan in past:
        yield from _scan(scan)


def as_json(past: Sequence[PastScan]) -> bytes:
    """The same for programs: `version`, and `scans` with their times, state, exports and counts."""
    return json_report.written({"version": __version__, "scans": [_fields(scan) for scan in past]})


def _scan(scan: PastScan) -> Iterator[Line]:
    yield Line()
    yield Line(f"{scan.number:>3,}. ", f"{utc(scan.started_at)}, {_ended(scan)}", bold=True)
    for export in scan.opened:
        yield Line("     ", f"{export.label}: {export.container}")
    if scan.ended_at is None:
        yield Line("     ", "What it found is kept. Run the same scan again, and it goes on from there.")
        return
    looked = scan.looked_at
    skipped = f"{scan.skipped:,} not looked at"
    yield Line("     ", f"{counted(looked.messages, 'message')}, {compared(looked)}, {skipped}")
    yield Line("     ", f"found in {counted(scan.found, 'place')}" if scan.found else "nothing found")


def _ended(scan: PastScan) -> str:
    if scan.ended_at is None:
        return "did not come to its end"
    took = _lasted(scan.ended_at - scan.started_at)
    return f"you stopped it after {took}" if scan.state is ScanState.INTERRUPTED else f"{scan.state} after {took}"


def _lasted(time: timedelta) -> str:
    seconds = max(round(time.total_seconds()), 0)
    if seconds < 60:
        return counted(seconds, "second")
    hours, minutes = divmod(round(seconds / 60), 60)
    both = (counted(hours, "hour") if hours else "", counted(minutes, "minute") if minutes else "")
    return " ".join(filter(None, both))


def _fields(scan: PastScan) -> Json:
    return {
        "number": scan.number,
        "started_at": json_report.timestamp(scan.started_at),
        "ended_at": None if scan.ended_at is None else json_report.timestamp(scan.ended_at),
        "state": scan.state.value,
        "exports": [{"label": export.label, "container": export.container} for export in scan.opened],
        "looked_at": {
            name: getattr(scan.looked_at, name)
            for name in ("messages", "pictures", "videos", "hashes", "files", "spared")
        },
        "matches": scan.found,
        "skipped": scan.skipped,
    }
