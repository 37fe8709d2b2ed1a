"""Lets the program have as many files open as the system allows: a folder may hold hundreds of archives."""

from __future__ import annotations

import sys

_ENOUGH = 8192


def allow_many() -> None:
    """Raise the limit on open files, which is 256 on macOS, as far as it goes without asking anybody."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (there is none on Windows)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _ENOUGH if hard == resource.RLIM_INFINITY else min(_ENOUGH, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):
        return  # then fewer archives can be opened at once, and each that cannot be is told
