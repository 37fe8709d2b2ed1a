"""A job that does nothing but decode a page; loaded by worker processes."""

from __future__ import annotations

from exposurewatch.parsers.job import warm_up
from exposurewatch.parsers.web_page import decoded

__all__ = ["job", "warm_up"]


def job(request: bytes) -> bytes:
    """Return the text of a page in UTF-8."""
    return decoded(request).encode("utf-8")
