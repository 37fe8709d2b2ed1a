"""The details of a made-up person, and the search for them."""

from __future__ import annotations

from exposurewatch.details import Detail, Finder, read_detail
from exposurewatch.model import DetailKind

GIVEN = {
    DetailKind.PHONE: "012-345 6789",
    DetailKind.HANDLE: "instagram:jane_doe91",
    DetailKind.EMAIL: "jane.doe@gmail.com",
    DetailKind.NAME: "Siti Nurhaliza binti Tarudin",
    DetailKind.ADDRESS: "12, Jalan Mawar 3, Taman Bunga, 47500 Subang Jaya",
    DetailKind.IDENTITY_CARD: "900131-14-5678",
    DetailKind.PLATE: "VBK 1234",
}


def hers(kind: DetailKind) -> Detail:
    """Her detail of a kind."""
    return read_detail(kind.value, GIVEN[kind])


HERS = tuple(map(hers, GIVEN))
FINDER = Finder(HERS)


def stretches(text: str, *details: Detail) -> list[str]:
    """What of a text is found to be one of these details, or of all of hers."""
    finder = Finder(details) if details else FINDER
    return [text[hit.start : hit.end] for hit in finder.find(text)]
