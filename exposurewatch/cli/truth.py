"""Holds a demo's report against what the demo hid, copy by copy, and says where the demo lies."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exposurewatch.demo.compose import Demo, Hidden
from exposurewatch.model import Report
from exposurewatch.reports.wording import harmless


def show_truth(report: Report, demo: Demo, console: Console) -> None:
    """Print which hidden copies were found, and how to scan the demo by hand."""
    rows = [(hidden, verdict_on(hidden, report)) for hidden in demo.hidden]
    found = sum(verdict is not None for _, verdict in rows)
    console.print()
    console.print(Text("What the demo had hidden", style="bold"))
    columns = ("Own photo", "What was done to it", "Message", "Found")
    table = Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for hidden, verdict in rows:
        table.add_row(hidden.photo_label, hidden.alteration, hidden.message_id, verdict or "not found")
    console.print(Padding(table, (0, 0, 0, 2), expand=False))
    console.print(Text(f"\n{found} of {len(rows)} altered copies were found."))
    folder = harmless(str(demo.photos.parent))
    console.print(Text(f"\nThe demo lies in {folder}; delete it whenever you like. To scan it yourself:"))
    command = _quoted((*_program(), "scan", str(demo.export), "--photos", str(demo.photos)))
    console.print(Text(f"  {harmless(command)}"), soft_wrap=True)


def verdict_on(hidden: Hidden, report: Report) -> str | None:
    """The verdict by which a report names this very copy, or None."""
    for match in report.matches:
        photo, origin = match.judgement.photo, match.sighting.origin
        if photo.label == hidden.photo_label and origin.message_id == hidden.message_id:
            return match.judgement.verdict.value
    return None


def _program() -> tuple[str, ...]:
    """How the program is called: by its name where the shell finds it, else as it was called this time."""
    called = Path(sys.argv[0])
    if called.stem != "exposurewatch":
        return sys.executable, "-m", "exposurewatch"
    return ("exposurewatch",) if shutil.which("exposurewatch") else (str(called),)


def _quoted(command: Sequence[str]) -> str:
    return subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
