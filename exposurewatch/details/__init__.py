"""The user's own details, searched in what strangers wrote. A new kind is a file that ends in its `Kind`."""

from __future__ import annotations

from exposurewatch.details.detail import Detail, Kind, NotOne
from exposurewatch.details.finder import Finder, Hit
from exposurewatch.details.kinds import KINDS, kind_of
from exposurewatch.details.lists import details_in, named, read_detail
from exposurewatch.details.naming import told_apart

__all__ = [
    "KINDS",
    "Detail",
    "Finder",
    "Hit",
    "Kind",
    "NotOne",
    "details_in",
    "kind_of",
    "named",
    "read_detail",
    "told_apart",
]
