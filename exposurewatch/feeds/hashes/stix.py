"""STIX 2: one document with reports of files, by their hashes or by patterns that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.feeds.asking import Fetched
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.hashes.heads import beginning
from exposurewatch.feeds.hashes.pieces import Piece
from exposurewatch.feeds.hashes.telling import nothing_read, told_anew
from exposurewatch.parsers.stix import STIX as PARSER

_MARK: Final = re.compile(r'"type"\s*:\s*"bundle"|"spec_version"\s*:\s*"2\.')


def _pull(pulling: Pulling) -> Iterator[Batch]:
    yield from told_anew(pulling, PARSER.name, _check)


def _check(piece: Piece) -> None:
    """Take a bundle without any report as it is: what is no bundle has broken off."""
    if piece.ended is not None and not piece.passed_over:
        raise nothing_read("STIX bundle", piece.ended)


def _resembles(found: Fetched) -> bool:
    head = beginning(found.content).lstrip()
    return head.startswith("{") and _MARK.search(head) is not None


STIX: Final = Feed(
    "stix",
    "STIX 2 bundle",
    "https://example.org/bundle.json",
    _pull,
    resembles=_resembles,
)
