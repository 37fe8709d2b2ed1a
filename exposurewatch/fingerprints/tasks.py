"""What a worker may be asked to do with a picture or video. A request names its task by its place in this list."""

from __future__ import annotations

from dataclasses import dataclass

from exposurewatch.parameters import DEFAULT, FAST, Setting

JOB = "exposurewatch.fingerprints.job:look"
"""What a worker loads to serve these tasks."""


@dataclass(frozen=True, slots=True)
class Task:
    """Look at an own photo, or, with a setting, at a picture found; `moving` where it may have many frames."""

    setting: Setting | None
    moving: bool = False


PHOTO = Task(None)
PICTURE = Task(DEFAULT)
PICTURE_FAST = Task(FAST)

STILL = (PHOTO, PICTURE, PICTURE_FAST)
TASKS = (*STILL, *(Task(task.setting, moving=True) for task in STILL))
