"""What a parser is: a pure function from the bytes of a document to what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.posts import Record


@dataclass(frozen=True, slots=True)
class Parser:
    """A kind of document. `read` yields what stands in it, in its order, and never raises for anything it may hold.

    It runs inside a worker: it may take long or fill the memory, and costs this document alone.
    """

    name: str
    read: Callable[[Readable], Iterator[Record]]
