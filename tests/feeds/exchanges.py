"""Stand-ins for the exchanges: what each would answer, out of reports that a test may change between two pulls."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Wanted
from exposurewatch.parsers.ncmec import NAMESPACE

SECRET = "5ecret|/+key"  # noqa: S105 (nobody's)
PAGE = 2  # reports on a page


@dataclass(frozen=True, slots=True)
class Reported:
    """One report: a number that stands for its hash, when it was changed, and whether it was taken back."""

    number: int
    changed: int = 1_714_557_600
    gone: bool = False

    @property
    def pdq(self) -> str:
        """Its hash."""
        return f"{self.number:064x}"


Answer = Callable[[list[Reported], int, int, int, str], bytes]


@dataclass
class FakeExchange:
    """Answers page by page. `since` and `at` read out of a query the time and the place that it asks for."""

    answer: Answer
    since: Callable[[Mapping[str, str]], int]
    at: Callable[[Mapping[str, str]], int]
    reports: list[Reported] = field(default_factory=list)
    asked: list[Wanted] = field(default_factory=list)
    expired: bool = False

    def __call__(self, wanted: Wanted) -> Fetched | Unchanged:
        self.asked.append(wanted)
        query = {name: values[-1] for name, values in parse_qs(urlsplit(wanted.url).query).items()}
        since, at = self.since(query), self.at(query)
        if at and self.expired:
            raise Trouble(Cause.GONE, "That page is gone.")
        new = [report for report in self.reports if report.changed >= since]
        latest = max((report.changed for report in new), default=since)
        return Fetched(wanted.url, self.answer(new[at : at + PAGE], at + PAGE, len(new), latest, wanted.url))


def _stopncii(page: list[Reported], following: int, count: int, latest: int, _url: str) -> bytes:
    records = [
        {
            "signalType": "ImagePDQ",
            "hashValue": report.pdq,
            "hashStatus": "Withdrawn" if report.gone else "Active",
            "lastModtimestamp": report.changed,
        }
        for report in page
    ]
    beside = {"nextSetTimestamp": latest, "nextPageToken": str(following), "hasMoreRecords": following < count}
    return json.dumps({"count": len(page)} | beside | {"hashRecords": records}).encode()


def _threatexchange(page: list[Reported], following: int, count: int, _latest: int, url: str) -> bytes:
    data = [
        {
            "id": str(report.number),
            "type": "HASH_PDQ",
            "indicator": report.pdq,
            "should_delete": report.gone,
            "last_updated": report.changed,
        }
        for report in page
    ]
    following_url = f"{url}&access_token=5ecret%7C%2F%2Bkey&after={following}"
    return json.dumps({"data": data, "paging": {"next": following_url} if following < count else {}}).encode()


def _ncmec(page: list[Reported], following: int, count: int, latest: int, url: str) -> bytes:
    images = "".join(
        f'<deletedImage><member id="1"/><id>{report.number}</id></deletedImage>'
        if report.gone
        else f'<image><member id="1"/><id>{report.number}</id><timestamp>{_iso(report.changed)}</timestamp>'
        f"<fingerprints><pdq>{report.pdq}</pdq></fingerprints></image>"
        for report in page
    )
    query = urlsplit(url).query.partition("&start=")[0]
    following_path = f"/v2/entries?{query}&start={following}&size=2".replace("&", "&amp;")
    paging = f"<paging><next>{following_path}</next></paging>" if following < count else ""
    times = f'count="{len(page)}" maxTimestamp="{_iso(latest)}"'
    return f'<queryResult xmlns="{NAMESPACE}"><images {times}>{images}</images>{paging}</queryResult>'.encode()


def _tech_against_terrorism(page: list[Reported], following: int, count: int, latest: int, _url: str) -> bytes:
    results = [
        {
            "id": report.number,
            "algorithm": "PDQ",
            "hash_digest": report.pdq,
            "deleted": report.gone,
            "updated_on": report.changed,
            "file_type": "jpg",
        }
        for report in page
    ]
    after = f"{latest}.5,{min(following, count)}" if page else ""
    beside: dict[str, Any] = {
        "next": "https://example.org/?limit=2" if following < count else None,
        "checkpoint": after,
    }
    return json.dumps({"results": results} | beside).encode()


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(query: Mapping[str, str]) -> int:
    written = query.get("from")
    return 0 if written is None else int(datetime.fromisoformat(written).timestamp())


def stopncii() -> FakeExchange:
    """StopNCII.org."""
    return FakeExchange(
        _stopncii, lambda query: int(query["startTimestamp"]), lambda query: int(query.get("nextPageToken", 0))
    )


def threatexchange() -> FakeExchange:
    """ThreatExchange."""
    return FakeExchange(
        _threatexchange, lambda query: int(query.get("start_time", 0)), lambda query: int(query.get("after", 0))
    )


def ncmec() -> FakeExchange:
    """NCMEC's hash sharing."""
    return FakeExchange(_ncmec, _seconds, lambda query: int(query.get("start", 0)))


def tech_against_terrorism() -> FakeExchange:
    """Tech Against Terrorism, whose list is never sent back in time: its checkpoint is a place in it."""
    return FakeExchange(
        _tech_against_terrorism, lambda _: 0, lambda query: int((query.get("after", "") or "0,0").partition(",")[2])
    )
