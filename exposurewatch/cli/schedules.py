"""Ready files with which the system itself runs a watch every now and then, printed for the user to put in place."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from xml.sax.saxutils import escape

Lines = Iterator[str]

_HOURLY = "hourly; only the feeds that are due are asked"


def system() -> str:
    """Which of `SCHEDULES` this computer has."""
    return {"darwin": "launchd", "win32": "windows"}.get(sys.platform, "systemd")


def _systemd(command: Sequence[str]) -> Lines:
    yield "# ~/.config/systemd/user/exposurewatch.service"
    yield "[Unit]"
    yield "Description=exposurewatch"
    yield ""
    yield "[Service]"
    yield "Type=oneshot"
    yield f"ExecStart={' '.join(map(_systemd_word, command))}"
    yield "# What is found names your photos and places: it must not stand in the journal."
    yield "StandardOutput=null"
    yield "StandardError=null"
    yield "SuccessExitStatus=1"
    yield ""
    yield f"# ~/.config/systemd/user/exposurewatch.timer: {_HOURLY}"
    yield "[Unit]"
    yield "Description=exposurewatch"
    yield ""
    yield "[Timer]"
    yield "OnCalendar=hourly"
    yield "RandomizedDelaySec=20min"
    yield "Persistent=true"
    yield ""
    yield "[Install]"
    yield "WantedBy=timers.target"
    yield ""
    yield "# Save the two under these names, then run:"
    yield "#   systemctl --user daemon-reload && systemctl --user enable --now exposurewatch.timer"


def _systemd_word(word: str) -> str:
    """One word of a command, as systemd.service(5) has it: in quotes, with its own marks doubled."""
    inside = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{inside}"'


def _cron(command: Sequence[str]) -> Lines:
    yield f"# Add this line with: crontab -e ({_HOURLY})"
    yield "# Cron shows no notice on most desktops, for it runs outside of your session: have a command of yours tell"
    yield "# you, with --exec behind --once, or use systemd. Until one of them has, nothing counts as told."
    yield f"17 * * * * {shlex.join(command).replace('%', chr(92) + '%')} >/dev/null 2>&1"


def _launchd(command: Sequence[str]) -> Lines:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<!-- ~/Library/LaunchAgents/exposurewatch.plist: {_HOURLY}. Save it under this name, then run:"
    yield "     launchctl load ~/Library/LaunchAgents/exposurewatch.plist -->"
    yield '<plist version="1.0"><dict>'
    yield "  <key>Label</key><string>exposurewatch</string>"
    yield "  <key>ProgramArguments</key><array>"
    yield from (f"    <string>{escape(word)}</string>" for word in command)
    yield "  </array>"
    yield "  <key>StartInterval</key><integer>3600</integer>"
    yield "</dict></plist>"


def _windows(command: Sequence[str]) -> Lines:
    program, *arguments = command
    yield '<?xml version="1.0"?>'
    yield f"<!-- exposurewatch.xml: {_HOURLY}. Save it under this name, then run:"
    yield "     schtasks /Create /TN exposurewatch /XML exposurewatch.xml"
    yield "     pythonw.exe runs it without a window; another program in its place would open one every hour. -->"
    yield '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">'
    yield "  <Triggers><TimeTrigger>"
    yield "    <StartBoundary>2026-01-01T00:17:00</StartBoundary><Enabled>true</Enabled>"
    yield "    <Repetition><Interval>PT1H</Interval></Repetition>"
    yield "  </TimeTrigger></Triggers>"
    yield "  <Settings><MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>"
    yield "    <StartWhenAvailable>true</StartWhenAvailable></Settings>"
    yield "  <Actions><Exec>"
    yield f"    <Command>{escape(program)}</Command>"
    yield f"    <Arguments>{escape(subprocess.list2cmdline(arguments))}</Arguments>"
    yield "  </Exec></Actions>"
    yield "</Task>"


SCHEDULES: Mapping[str, Callable[[Sequence[str]], Lines]] = MappingProxyType(
    {"systemd": _systemd, "cron": _cron, "launchd": _launchd, "windows": _windows}
)


def written(name: str, command: Sequence[str]) -> str:
    """The ready files for this scheduler, ready to be saved; `command` is what it is to run."""
    return "\n".join((*SCHEDULES[name](command), ""))
