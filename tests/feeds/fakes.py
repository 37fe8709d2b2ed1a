"""A stand-in for the fetcher, which knows what every address holds and remembers what it was asked for."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.parsers.job import PARSERS
from exposurewatch.parsers.posts import Record, pack, pack_all, unpack

Held = bytes | Fetched | Trouble

_PARSERS = {parser.name: parser for parser in PARSERS}


@dataclass
class FakeGet:
    """Hands out what `held` has at an address, and says that it is gone where it has nothing.

    Bytes alone are unchanged as long as their validators are those that came with them.
    """

    held: Mapping[str, Held]
    asked: list[Wanted] = field(default_factory=list)

    def __call__(self, wanted: Wanted) -> Fetched | Unchanged:
        self.asked.append(wanted)
        found = self.held.get(wanted.url, Trouble(Cause.GONE, f"There is nothing at {wanted.url}."))
        if isinstance(found, Trouble):
            raise found
        if isinstance(found, Fetched):
            return found
        validators = Validators(etag=f'"{hash(found)}"')
        if wanted.validators == validators:
            return Unchanged()
        return Fetched(wanted.url, found, validators=validators)

    @property
    def urls(self) -> list[str]:
        """The addresses that were asked for, in their order."""
        return [wanted.url for wanted in self.asked]


def read(parser: str, document: bytes) -> Iterator[Record]:
    """Parse a document as a worker does, and send what it finds through the same packing."""
    found = list(_PARSERS[parser].read(io.BytesIO(document)))
    return unpack(pack_all([pack(record) for record in found]))
