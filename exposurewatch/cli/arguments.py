"""Looks at paths as they were typed, before anything else does: an empty one would quietly stand for this folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from exposurewatch.errors import WrongUsage

_PATHS = (
    "EXPOSUREWATCH_PHOTOS",
    "EXPOSUREWATCH_DETAILS",
    "EXPOSUREWATCH_OUTPUT",
    "EXPOSUREWATCH_MATCHES_OUTPUT",
    "EXPOSUREWATCH_DEMO_FOLDER",
    "EXPOSUREWATCH_FEED_OUTPUT",
    "EXPOSUREWATCH_VAULT",
)


def refuse_empty(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Make sure that no argument, and no path in an environment variable, is empty.

    Raises:
        WrongUsage: one is.
    """
    if any(not argument or (argument.startswith("--") and argument.endswith("=")) for argument in arguments):
        raise WrongUsage(
            "One of the arguments is empty.",
            "Where it is a variable of your shell, such as $PHOTOS, it has no value; give it one.",
        )
    for name in _PATHS:
        value = environment.get(name)
        if value and not all(value.split(os.pathsep)):
            raise WrongUsage(
                f"One of the paths in {name} is empty.",
                f"Write the paths with one {os.pathsep} between them, and none at either end.",
            )


def expanded(path: Path) -> Path:
    """Return `path` with ``~`` as the home folder; as it is where there is no such home."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path
