"""A fake job in the place of the one that looks at pictures; loaded by worker processes."""

from __future__ import annotations

from tests.sandbox import jobs


def obey(request: bytes) -> bytes:
    """Do what stands where the picture should be."""
    return jobs.obey(request[1:])
