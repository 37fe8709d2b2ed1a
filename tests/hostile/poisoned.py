"""A job that looks at pictures as usual, and crashes at those that are poisoned; loaded by worker processes."""

from __future__ import annotations

from typing import Final

from exposurewatch.fingerprints.job import look as really_look
from exposurewatch.fingerprints.job import warm_up
from tests.sandbox.jobs import obey

POISON: Final = b"poison"


def look(request: bytes) -> bytes:
    """Look, or crash."""
    return obey(b"abort") if POISON in request else really_look(request)


__all__ = ["warm_up"]
