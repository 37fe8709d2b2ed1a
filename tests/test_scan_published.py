"""Published reports of which only hashes are known are compared by the thousand, and what agrees is remembered."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

import pytest

from exposurewatch import scan as scan_module
from exposurewatch.matching.library import Library
from exposurewatch.matching.published import name_of
from exposurewatch.memory import ShortMemory
from exposurewatch.model import (
    Digest,
    Fingerprints,
    LibrarySummary,
    Locator,
    LookedAt,
    Match,
    MediaKind,
    PublishedHash,
    Remembered,
    Sighting,
    Verdict,
)
from exposurewatch.scan import compare_published
from exposurewatch.steps import Looked, report_of
from tests.conftest import a_photo, a_sighting, an_origin
from tests.matching.oracle import a_frame

MD5 = hashlib.md5(b"own", usedforsecurity=False).digest()
FRAME = a_frame(random.Random(1), 8)  # noqa: S311
WITH_HASHES = Library([a_photo(fingerprints=Fingerprints(800, 600, (FRAME,)), md5=MD5)])
ITS_PDQ = Digest("pdq", FRAME.digests["pdq"][0], 100)
NAME = name_of(PublishedHash(MediaKind.PUBLISHED_HASH, (ITS_PDQ,)))


def reports(*digests: Digest, key: str = "1") -> Sighting:
    origin = an_origin(locator=Locator("https://example.org/feed", key), message_id=None)
    return a_sighting(media=PublishedHash(MediaKind.PUBLISHED_HASH, digests), origin=origin, caption="")


def test_every_report_is_told_of_and_those_that_agree_with_a_photo_are_matches() -> None:
    other, same = reports(Digest("pdq", bytes(32)), key="1"), reports(ITS_PDQ, key="2")
    sums = reports(Digest("md5", MD5), key="3")
    every = [other, same, sums]
    steps = list(compare_published(every, WITH_HASHES, ShortMemory()))
    assert [step for step in steps if isinstance(step, Looked)] == [Looked(each, anew=False) for each in every]
    found = [step for step in steps if isinstance(step, Match)]
    assert [(match.sighting, match.judgement.verdict) for match in found] == [
        (same, Verdict.POSSIBLE),
        (sums, Verdict.EXACT),
    ]
    report = report_of(steps, LibrarySummary(1), ())
    assert report.looked_at == LookedAt(hashes=3)


def test_only_reports_that_agree_are_remembered_and_each_place_of_them_is() -> None:
    seen: list[Sighting] = []

    class Seeing(ShortMemory):
        def saw(self, sighting: Sighting, sha256: bytes, size: int) -> None:
            assert (sha256, size) == (NAME, 0)
            seen.append(sighting)

    first, again = reports(ITS_PDQ, key="2"), reports(ITS_PDQ, key="3")
    list(compare_published([reports(Digest("pdq", bytes(32))), first, again], WITH_HASHES, Seeing()))
    assert seen == [first, again]


def test_what_the_user_said_is_not_her_is_not_told_again() -> None:
    class NotHer(ShortMemory):
        """Leaves out what the user said is not her."""

        def recall(self, sha256: bytes) -> Remembered | None:
            return None if super().recall(sha256) is None else Remembered(())

    same = reports(ITS_PDQ)
    assert list(compare_published([same], WITH_HASHES, NotHer())) == [Looked(same, anew=False)]


def test_what_was_found_before_does_not_stand_for_what_is_found_now() -> None:
    memory = ShortMemory()
    memory.keep(NAME, Remembered(()), None)
    _, match = compare_published([reports(ITS_PDQ)], WITH_HASHES, memory)
    assert isinstance(match, Match)


def test_reports_are_compared_as_they_come_and_none_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_module, "_REPORTS_AT_ONCE", 2)
    taken: list[str] = []

    def coming() -> Iterator[Sighting]:
        for number in range(5):
            taken.append(str(number))
            yield reports(ITS_PDQ, key=str(number))

    steps = compare_published(coming(), WITH_HASHES, ShortMemory())
    next(steps)
    assert taken == ["0", "1"]
    rest = [step.sighting.origin.locator.path for step in steps if isinstance(step, Match)]
    assert rest == ["0", "1", "2", "3", "4"]


def test_no_reports_come_to_nothing() -> None:
    assert list(compare_published([], WITH_HASHES, ShortMemory())) == []
