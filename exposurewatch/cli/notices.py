"""A notice on the desktop, where the system has such a thing, in words that tell nothing to whoever looks on."""

from __future__ import annotations

import shutil
import subprocess
import sys

TITLE = "exposurewatch"
WORDS = "something to look at"

NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""For programs that are started: on Windows, no console window opens for them."""

_SECONDS = 10
_WINDOWS = (
    "[void][Windows.UI.Notifications.ToastNotificationManager,Windows.UI.Notifications,ContentType=WindowsRuntime];"
    "$t=[Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent("
    "[Windows.UI.Notifications.ToastTemplateType]::ToastText02);"
    "$n=$t.GetElementsByTagName('text');"
    f"[void]$n.Item(0).AppendChild($t.CreateTextNode('{TITLE}'));"
    f"[void]$n.Item(1).AppendChild($t.CreateTextNode('{WORDS}'));"
    "[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier('PowerShell').Show("
    "[Windows.UI.Notifications.ToastNotification]::new($t))"
)


def command() -> tuple[str, ...] | None:
    """The program that shows the notice, with its arguments; None where this system has none."""
    arguments: tuple[str, ...]
    match sys.platform:
        case "darwin":
            program, arguments = "osascript", ("-e", f'display notification "{WORDS}" with title "{TITLE}"')
        case "win32":
            program, arguments = "powershell", ("-NoProfile", "-NonInteractive", "-Command", _WINDOWS)
        case _:
            program, arguments = "notify-send", (f"--app-name={TITLE}", TITLE, WORDS)
    found = shutil.which(program)
    return None if found is None else (found, *arguments)


def notify() -> bool:
    """Show the notice, and say whether that worked. Nothing of what was found is in it."""
    shown = command()
    if shown is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603
            shown, timeout=_SECONDS, check=False, capture_output=True, creationflags=NO_WINDOW
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return not done.returncode
