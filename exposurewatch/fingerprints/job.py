"""What a worker does with one picture: decode it and look at it. Runs inside the sandbox, never in the parent."""

from __future__ import annotations

import numpy as np

from exposurewatch.fingerprints.look import look_at_photo, look_at_picture
from exposurewatch.fingerprints.tasks import TASKS, Task
from exposurewatch.fingerprints.wire import pack_photo, pack_picture
from exposurewatch.images import Decoded, decode


def look(request: bytes) -> bytes:
    """Answer one request: a byte that says which task it is, then the picture.

    Raises:
        Refused: with the reason why the picture cannot be decoded.
    """
    return _seen(TASKS[request[0]], decode(memoryview(request)[1:].tobytes()))


def _seen(task: Task, decoded: Decoded) -> bytes:
    if task.look is None:
        return pack_photo(look_at_photo(decoded))
    return pack_picture(look_at_picture(decoded, task.look))


def _warm_up() -> None:
    """Load what the libraries load on first use, so that the first picture is not charged for it."""
    noise = np.random.default_rng(0).integers(0, 256, (64, 64), dtype=np.uint8)
    for task in TASKS:
        _seen(task, Decoded(noise, 64, 64))


_warm_up()
