"""What a worker may be asked to do with a picture or video. A request names its task by its place in this list."""

from __future__ import annotations

from dataclasses import dataclass, replace

from exposurewatch.parameters import DEFAULT, FAST, Look

JOB = "exposurewatch.fingerprints.job:look"
"""What a worker loads to serve these tasks."""


@dataclass(frozen=True, slots=True)
class Task:
    """Look at an own photo, or, where it is said how closely, at a picture found; `moving`: it may have many frames.

    `publishing`: only hash it and its parts, as somebody does who tells others of it.
    """

    look: Look | None
    moving: bool = False
    publishing: bool = False


PHOTO = Task(None)
PUBLISHING = Task(None, publishing=True)

STILL = (PHOTO, *(Task(look) for setting in (DEFAULT, FAST) for look in (setting.first, setting.closer)), PUBLISHING)
TASKS = (*STILL, *(replace(task, moving=True) for task in STILL))
