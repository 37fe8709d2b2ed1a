"""Examines the computer that the program runs on: what works, what is weak, and what can be done. Changes nothing.

A check is a value in a file of its own, named in `CHECKS`; a worker process of the program's own answers for the
libraries and for its limits, so that a library that crashes does not take the examination with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exposurewatch.doctor.check import Answer, Check, State, problem, unknown
from exposurewatch.doctor.crashes import CRASHES
from exposurewatch.doctor.disk import DISK
from exposurewatch.doctor.folder import FOLDER
from exposurewatch.doctor.versions import VERSIONS
from exposurewatch.doctor.worker import WORKER
from exposurewatch.errors import ExposureWatchError

__all__ = ["CHECKS", "Answer", "Check", "State", "examine"]

CHECKS = (VERSIONS, WORKER, CRASHES, FOLDER, DISK)  # in the order in which they are shown


def examine(vault: Path, checks: tuple[Check, ...] = CHECKS) -> Iterator[tuple[Check, tuple[Answer, ...]]]:
    """Yield each check with its answers. `vault` is the folder of the vault, which need not exist. Never raises."""
    for check in checks:
        yield check, tuple(_answers(check, vault))


def _answers(check: Check, vault: Path) -> Iterator[Answer]:
    try:
        yield from check.look(vault)
    except ExposureWatchError as error:
        yield problem(check.title, str(error), error.hint)
    except Exception as error:  # noqa: BLE001 (one look that goes wrong must not cost all the others)
        yield unknown(
            check.title,
            f"This could not be looked at ({type(error).__name__}).",
            "Check it by hand, and report that the doctor failed here.",
        )
