"""Every word of strangers that a report or a vault shows is covered where it holds a detail, in whatever spelling."""

from __future__ import annotations

import pytest

from exposurewatch.covering import CoveringMemory, covered_report
from exposurewatch.details import Detail, Finder
from exposurewatch.details.finder import COVER
from exposurewatch.memory import ShortMemory
from exposurewatch.model import Channel, DetailKind, Exposure, Opened, Remembered, Sighting
from exposurewatch.reports import FORMATS, Format
from tests.conftest import a_judgement, a_match, a_photo, a_report, a_sighting, an_origin

FINDER = Finder(
    [
        Detail(DetailKind.PHONE, "+60123456789"),
        Detail(DetailKind.NAME, "siti nurhaliza binti tarudin"),
        Detail(DetailKind.HANDLE, "janie"),
    ]
)
ORIGIN = an_origin(
    sender="Siti Nurhaliza",
    forwarded_from="o12-345 6789",
    channel=Channel("Siti  Nurhalizah!", "1", "janie"),
    message_id="7",
)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_no_format_writes_a_detail_out(form: Format) -> None:
    sighting = a_sighting(origin=ORIGIN, caption="she is Siti Nurhaliza, +60 12 345-6789")
    exposure = Exposure(DetailKind.PHONE, "ending 89", ORIGIN)
    judgement = a_judgement(photo=a_photo(id="feedfeedfeed"))
    report = a_report(
        matches=(a_match(judgement=judgement, sighting=sighting, beside=(exposure,)),),
        exposed=(exposure,),
        opened=(Opened("Telegram, one chat: Siti Nurhaliza", "export"),),
    )
    written = form.render(covered_report(report, FINDER)).decode()
    assert FINDER.find(" ".join(written.split())) == ()
    assert "nurhaliza" not in written.lower()
    assert "janie" not in written
    assert COVER in written
    assert "she is" in written
    assert "nurhaliza" in form.render(report).decode().lower(), "it is there where nothing covers it"


def test_the_username_of_a_stranger_stays_as_it_is() -> None:
    memory = _Seen()
    CoveringMemory(memory, FINDER).saw(a_sighting(origin=an_origin(channel=Channel(None, "1", "gossip"))), b"sum", 3)
    assert memory.seen[0].origin.channel == Channel(None, "1", "gossip")


class _Seen(ShortMemory):
    """A memory that can be asked what it took in."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Sighting] = []

    def saw(self, sighting: Sighting, sha256: bytes, size: int) -> None:  # noqa: ARG002 (see `Memory`)
        self.seen.append(sighting)


def test_a_memory_takes_places_in_covered_and_knows_them_again() -> None:
    memory = _Seen()
    CoveringMemory(memory, FINDER).saw(a_sighting(origin=ORIGIN, caption="0123456789"), b"sum", 3)
    (kept,) = memory.seen
    assert kept.caption == COVER
    assert (kept.origin.sender, kept.origin.forwarded_from) == (COVER, COVER)
    assert kept.origin.channel == Channel(f"{COVER}!", "1", COVER)
    assert kept.origin.locator == ORIGIN.locator


def test_a_memory_is_asked_and_told_the_same_of_files() -> None:
    memory, remembered = _Seen(), Remembered((a_judgement(),))
    covering = CoveringMemory(memory, FINDER)
    covering.keep(b"sum", remembered, b"look")
    assert memory.recall(b"sum") == covering.recall(b"sum") == remembered
    assert memory.recall_look(b"look") == covering.recall_look(b"look") == remembered.outcome


def test_what_is_not_known_stays_unknown() -> None:
    memory = _Seen()
    bare = a_sighting(origin=an_origin(channel=None, sender=None), caption="")
    CoveringMemory(memory, FINDER).saw(bare, b"sum", 3)
    assert memory.seen == [bare]


def test_without_details_nothing_changes() -> None:
    report = a_report()
    assert covered_report(report, Finder([])) == report
