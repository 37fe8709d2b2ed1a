"""Every word of strangers that a report or a vault shows is covered where it holds a detail, in whatever spelling."""

from __future__ import annotations

import pytest

from exposurewatch.covering import covered_items, covered_report
from exposurewatch.details import Detail, Finder
from exposurewatch.details.finder import COVER
from exposurewatch.model import Channel, DetailKind, Exposure, Message, Opened, Reason, Sighting
from exposurewatch.reports import FORMATS, Format
from tests.conftest import a_judgement, a_match, a_photo, a_report, a_sighting, an_origin

FINDER = Finder([Detail(DetailKind.PHONE, "+60123456789"), Detail(DetailKind.NAME, "siti nurhaliza binti tarudin")])
ORIGIN = an_origin(
    sender="Siti Nurhaliza", forwarded_from="o12-345 6789", channel=Channel("Siti  Nurhalizah!", "1"), message_id="7"
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
    assert COVER in written
    assert "she is" in written
    assert "nurhaliza" in form.render(report).decode().lower(), "it is there where nothing covers it"


def test_pictures_read_are_covered_and_keep_their_place() -> None:
    message, sighting = Message(ORIGIN, "call 0123456789"), a_sighting(origin=ORIGIN, caption="0123456789")
    skipped = sighting.skipped(Reason.VIDEO)
    first, second, third = covered_items([message, sighting, skipped], FINDER)
    assert first is message
    assert isinstance(second, Sighting)
    assert second.caption == COVER
    assert (second.origin.sender, second.origin.forwarded_from) == (COVER, COVER)
    assert second.origin.channel == Channel(f"{COVER}!", "1")
    assert second.origin.locator == ORIGIN.locator
    assert third is skipped


def test_what_is_not_known_stays_unknown() -> None:
    bare = a_sighting(origin=an_origin(channel=None, sender=None), caption="")
    assert list(covered_items([bare], FINDER)) == [bare]


def test_without_details_nothing_changes() -> None:
    report = a_report()
    assert covered_report(report, Finder([])) == report
