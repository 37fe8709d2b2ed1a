"""One small document that is well for each parser."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from benchmarks.hostility.document import Document
from benchmarks.hostility.export_documents import exports
from benchmarks.hostility.published_documents import published


@cache
def documents() -> Mapping[str, Document]:
    """By the name of each parser."""
    return {**exports(), **published()}
