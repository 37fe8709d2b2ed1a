"""What holds for every exchange: it is read on from where it was left, and no key is ever written down."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Wanted
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.hashes import exchange as module
from exposurewatch.feeds.hashes import pieces as pieces_module
from exposurewatch.feeds.hashes.ncmec import NCMEC
from exposurewatch.feeds.hashes.stopncii import STOPNCII
from exposurewatch.feeds.hashes.tech_against_terrorism import TECH_AGAINST_TERRORISM
from exposurewatch.feeds.hashes.threatexchange import THREATEXCHANGE
from exposurewatch.parsers.entries import Entry
from tests.feeds import exchanges
from tests.feeds.exchanges import SECRET, FakeExchange, Reported
from tests.feeds.fakes import FakeGet, read
from tests.feeds.pulls import keep, pull

_KINDS: Final[list[tuple[Feed, Callable[[], FakeExchange]]]] = [
    (STOPNCII, exchanges.stopncii),
    (NCMEC, exchanges.ncmec),
    (THREATEXCHANGE, exchanges.threatexchange),
    (TECH_AGAINST_TERRORISM, exchanges.tech_against_terrorism),
]
_ALL: Final = pytest.mark.parametrize(("feed", "served_by"), _KINDS, ids=[feed.name for feed, _ in _KINDS])
_BY_TIME: Final = pytest.mark.parametrize(("feed", "served_by"), _KINDS[:3], ids=[feed.name for feed, _ in _KINDS[:3]])
_Served = Callable[[], FakeExchange]


def _pull(feed: Feed, get: Any, checkpoint: Any = None, address: str = "") -> list[Batch]:
    return list(pull(feed, address or feed.example, get, checkpoint, keys=dict.fromkeys(feed.keys, SECRET)))


def _hashes(batches: list[Batch]) -> set[str]:
    return {digest.value.hex() for batch in batches for entry in batch.entries for digest in entry.digests}


def _trouble(feed: Feed, get: Any, checkpoint: Any = None) -> Trouble:
    with pytest.raises(Trouble) as raised:
        _pull(feed, get, checkpoint)
    return raised.value


@_ALL
def test_all_pages_are_read(feed: Feed, served_by: _Served) -> None:
    served = served_by()
    served.reports = [Reported(number) for number in range(5)]
    batches = _pull(feed, served)
    checkpoint = batches[-1].checkpoint

    assert _hashes(batches) == {report.pdq for report in served.reports}
    assert len(batches) == 3
    assert not any(batch.opens or batch.closes for batch in batches)
    assert _pull(feed, served, checkpoint)[-1].checkpoint == checkpoint


@_ALL
def test_with_nothing_new_there_is_one_request(feed: Feed, served_by: _Served) -> None:
    served = served_by()
    served.reports = [Reported(1, 1_714_557_600), Reported(2, 1_714_557_700)]
    checkpoint = _pull(feed, served)[-1].checkpoint
    served.asked.clear()
    (batch,) = _pull(feed, served, checkpoint)

    assert len(served.asked) == 1
    assert batch.checkpoint == checkpoint
    assert _hashes([batch]) <= {served.reports[1].pdq}


@_ALL
def test_what_is_taken_back_is_withdrawn_under_its_key(feed: Feed, served_by: _Served) -> None:
    served, known = served_by(), dict[str, Entry]()
    served.reports = [Reported(number, 1_714_557_600 + number) for number in range(3)]
    batches = _pull(feed, served)
    served.reports.append(replace(served.reports[1], changed=1_714_560_000, gone=True))
    for batch in [*batches, *_pull(feed, served, batches[-1].checkpoint)]:
        keep(known, batch, set())

    assert {entry.digests[0].value.hex() for entry in known.values()} == {served.reports[0].pdq, served.reports[2].pdq}


@_ALL
@pytest.mark.parametrize("most", [1, 10])
def test_a_pull_that_is_cut_off_anywhere_loses_and_doubles_nothing(
    feed: Feed, served_by: _Served, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces_module, "MOST_ENTRIES", most)
    for stop in range(9):
        served, known = served_by(), dict[str, Entry]()
        served.reports = [Reported(number, 1_714_557_600 + number) for number in range(7)]
        checkpoint: Any = {}
        for batch, _ in zip(_lazily(feed, served, checkpoint), range(stop), strict=False):
            keep(known, batch, set())
            checkpoint = batch.checkpoint
        served.reports.append(Reported(7, 1_714_560_000))
        for batch in _pull(feed, served, checkpoint):
            keep(known, batch, set())
            checkpoint = batch.checkpoint

        assert len(known) == 8
        assert len(json.dumps(dict(checkpoint))) < 200


def _lazily(feed: Feed, get: Any, checkpoint: Any) -> Any:
    return pull(feed, feed.example, get, checkpoint, keys=dict.fromkeys(feed.keys, SECRET))


@_BY_TIME
def test_a_page_whose_name_has_expired_means_going_back_to_the_time_that_is_known(
    feed: Feed, served_by: _Served
) -> None:
    served = served_by()
    served.reports = [Reported(number) for number in range(5)]
    checkpoint = next(_lazily(feed, served, {})).checkpoint
    served.expired = True
    served.asked.clear()
    batches = _lazily(feed, served, checkpoint)
    first = next(batches)

    assert _hashes([first]) == {served.reports[0].pdq, served.reports[1].pdq}
    assert len(served.asked) == 2
    with pytest.raises(Trouble):
        next(batches)  # in the midst of a pull it is what it is


@_ALL
@pytest.mark.parametrize("cause", [Cause.UNREACHABLE, Cause.REFUSED, Cause.RATE_LIMITED])
def test_a_host_that_is_away_is_asked_again_for_the_same_page(feed: Feed, served_by: _Served, cause: Cause) -> None:
    served = served_by()
    served.reports = [Reported(number) for number in range(5)]
    checkpoint = next(_lazily(feed, served, {})).checkpoint
    asked: list[Wanted] = []

    def get(wanted: Wanted) -> Fetched | Unchanged:
        asked.append(wanted)
        raise Trouble(cause, "It is so.")

    assert _trouble(feed, get, checkpoint).cause is cause
    assert len(asked) == 1


@_ALL
def test_no_key_is_ever_written_down_shown_or_put_into_an_address(feed: Feed, served_by: _Served) -> None:
    served = served_by()
    served.reports = [Reported(number) for number in range(5)]
    batches = _pull(feed, served)
    pulling = Pulling(feed.example, served, read, keys=dict.fromkeys(feed.keys, SECRET))
    shown = repr((batches, served.asked, pulling)) + json.dumps([dict(batch.checkpoint) for batch in batches])

    assert "5ecret" not in shown
    assert all(wanted.headers for wanted in served.asked)
    assert {urlsplit(wanted.url).hostname for wanted in served.asked} == {urlsplit(feed.example).hostname}


@_ALL
def test_what_is_asked_depends_on_address_and_checkpoint_alone(feed: Feed, served_by: _Served) -> None:
    asked = []
    for _ in range(2):
        served = served_by()
        served.reports = [Reported(number) for number in range(5)]
        _pull(feed, served)
        asked.append([(wanted.url, dict(wanted.headers)) for wanted in served.asked])

    assert asked[0] == asked[1]


@_ALL
def test_a_key_that_is_missing_or_cannot_be_one_is_said(feed: Feed, served_by: _Served) -> None:
    name = next(iter(feed.keys))
    for keys, words in ({}, f"Add it again with {name}"), (dict.fromkeys(feed.keys, "5ecret\r\nX: y"), "cannot be one"):
        served = served_by()
        with pytest.raises(Trouble, match=words) as raised:
            list(pull(feed, feed.example, served, keys=keys))

        assert raised.value.cause is Cause.REFUSED
        assert raised.value.words.endswith(".")
        assert "5ecret" not in raised.value.words
        assert served.asked == []


@_ALL
def test_a_saved_answer_in_a_file_is_told_as_a_whole_without_keys(feed: Feed, served_by: _Served) -> None:
    served = served_by()
    address = "file:///home/jane/answer"
    page = served.answer([Reported(1), Reported(2), Reported(3, gone=True)], 2, 1, 1_714_557_600, feed.example)
    get = FakeGet({address: page})
    (batch,) = pull(feed, address, get)

    assert _hashes([batch]) == {Reported(1).pdq, Reported(2).pdq}
    assert [entry.withdrawn for entry in batch.entries] == [False, False, True]
    assert (batch.opens, batch.closes) == (True, True)
    assert list(pull(feed, address, get, batch.checkpoint)) == []
    assert feed.resembles(Fetched(address, page))


@_ALL
def test_a_saved_answer_that_is_none_is_said(feed: Feed, served_by: _Served) -> None:
    other = b"<queryResult/>" if feed is NCMEC else b'{"error": "no"}'
    with pytest.raises(Trouble, match=r"is not what .* gives out") as raised:
        list(pull(feed, "file:///a", FakeGet({"file:///a": other})))
    assert raised.value.cause is Cause.MALFORMED


@_ALL
def test_another_host_is_asked_as_the_usual_one_is(feed: Feed, served_by: _Served) -> None:
    address = feed.example.replace(urlsplit(feed.example).netloc, "hashes.example.org:8443")
    served = served_by()
    served.reports = [Reported(number) for number in range(5)]

    assert len(_hashes(_pull(feed, served, address=address))) == 5
    assert {urlsplit(wanted.url).netloc for wanted in served.asked} == {"hashes.example.org:8443"}


@_ALL
def test_what_is_no_address_is_said(feed: Feed, served_by: _Served) -> None:
    with pytest.raises(Trouble) as raised:
        _pull(feed, served_by(), address="https://[::1/threat_updates/api/hash-list/v2")
    assert raised.value.cause is Cause.UNSAFE_ADDRESS


@_ALL
@pytest.mark.parametrize("checkpoint", [{"since": 5}, {"page": ["x"]}, {"since": {"a": 1}}, {"etag": "x"}])
def test_a_checkpoint_of_another_shape_means_beginning_anew(feed: Feed, served_by: _Served, checkpoint: Any) -> None:
    first, second = served_by(), served_by()
    _pull(feed, first)
    _pull(feed, second, checkpoint)

    assert [wanted.url for wanted in first.asked] == [wanted.url for wanted in second.asked]


@_ALL
def test_a_page_that_breaks_off_is_asked_for_again(feed: Feed, served_by: _Served) -> None:
    served = served_by()
    served.reports = [Reported(number) for number in range(4)]

    def torn(wanted: Wanted) -> Fetched | Unchanged:
        got = served(wanted)
        assert isinstance(got, Fetched)
        return got if len(served.asked) == 1 else replace(got, content=got.content[:-20])

    batches = _lazily(feed, torn, {})
    first, second = next(batches), next(batches)

    assert second.checkpoint == first.checkpoint
    with pytest.raises(Trouble, match="could not be read to its end") as raised:
        next(batches)
    assert raised.value.cause is Cause.MALFORMED
    assert len(_hashes([first, second, *_pull(feed, served, second.checkpoint)])) == 4


@_ALL
def test_a_host_that_says_that_nothing_has_changed_is_believed(feed: Feed, served_by: _Served) -> None:
    assert _pull(feed, lambda _: Unchanged()) == []


@_ALL
def test_an_answer_of_another_kind_is_said(feed: Feed, served_by: _Served) -> None:
    for content in (b"<html></html>", b'{"error": {"code": 190}}', b"", b"\x89PNG\r\n\x1a\n", "{}".encode("utf-16")):
        trouble = _trouble(feed, lambda wanted, content=content: Fetched(wanted.url, content))

        assert trouble.cause is Cause.MALFORMED
        assert trouble.words.startswith(("What stands there is not what ", "What stands there is no answer of "))
        assert "What was read of it counts" not in trouble.words
        assert trouble.words.endswith(".")


@_BY_TIME
def test_a_clock_in_the_future_makes_nothing_be_missed(feed: Feed, served_by: _Served) -> None:
    served = served_by()
    served.reports = [Reported(1), Reported(2, 4_000_000_000)]
    checkpoint = _pull(feed, served)[-1].checkpoint
    served.reports.append(Reported(3, 1_714_560_000))

    assert Reported(3).pdq in _hashes(_pull(feed, served, checkpoint))


@_ALL
def test_an_exchange_without_an_end_is_read_on_at_the_next_pull(
    feed: Feed, served_by: _Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PAGES", 3)
    served = served_by()
    served.reports = [Reported(number) for number in range(11)]
    first = _pull(feed, served)
    second = _pull(feed, served, first[-1].checkpoint)

    assert len(served.asked) == 6
    assert len(_hashes([*first, *second])) == 11


@_ALL
def test_an_exchange_that_goes_round_in_circles_is_left(feed: Feed, served_by: _Served) -> None:
    served = served_by()
    served.reports = [Reported(number) for number in range(5)]

    def circling(wanted: Wanted) -> Fetched | Unchanged:
        return Fetched(wanted.url, served.answer(served.reports[:1], 2, 5, 1_714_557_600, feed.example + "?x=1"))

    assert "was read already" in _trouble(feed, circling).words


@pytest.mark.parametrize(
    ("feed", "page"),
    [
        (STOPNCII, {"hashRecords": [], "hasMoreRecords": True}),
        (TECH_AGAINST_TERRORISM, {"results": [], "next": "https://example.org/"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_an_exchange_that_does_not_say_where_it_goes_on_is_left(feed: Feed, page: Any) -> None:
    trouble = _trouble(feed, lambda wanted: Fetched(wanted.url, json.dumps(page).encode()))

    assert "does not say where" in trouble.words


@pytest.mark.parametrize("spelt", [SECRET, "5ecret%7C%2F%2Bkey", "x5ecret%7C/%2Bkey"])
def test_a_key_that_a_host_repeats_is_not_kept(spelt: str) -> None:
    page = {"hashRecords": [], "hasMoreRecords": True, "nextPageToken": spelt}
    batches = _lazily(STOPNCII, lambda wanted: Fetched(wanted.url, json.dumps(page).encode()), {})

    assert next(batches).checkpoint == {}
    with pytest.raises(Trouble, match="repeats a key") as raised:
        next(batches)
    assert "5ecret" not in raised.value.words


@_ALL
def test_what_a_next_page_is_called_never_leads_to_another_host(feed: Feed, served_by: _Served) -> None:
    served = served_by()
    served.reports = [Reported(number) for number in range(5)]
    evil = "https://evil.example.org/steal?start=2&after=2"

    def get(wanted: Wanted) -> Fetched | Unchanged:
        if served.asked:
            return served(wanted)
        served.asked.append(wanted)
        content = served.answer(served.reports[:2], 2, 5, 1_714_557_600, evil)
        return Fetched(wanted.url, content.replace(b"/v2/entries?", b"https://evil.example.org/steal?"))

    _pull(feed, get)

    assert len(served.asked) == 3
    assert {urlsplit(wanted.url).hostname for wanted in served.asked} == {urlsplit(feed.example).hostname}


def test_threatexchange_is_read_again_as_a_whole_once_it_has_forgotten_what_was_deleted() -> None:
    served, known, told = exchanges.threatexchange(), dict[str, Entry](), set[str]()
    served.reports = [Reported(number) for number in range(5)]
    for batch in (first := _pull(THREATEXCHANGE, served)):
        keep(known, batch, told)
    long_ago = (datetime.now(UTC) - timedelta(days=90)).date().isoformat()
    checkpoint: Any = dict(first[-1].checkpoint) | {"finished": long_ago}
    del served.reports[2]
    served.reports.append(Reported(9))
    batches = _pull(THREATEXCHANGE, served, checkpoint)

    assert [(batch.opens, batch.closes) for batch in batches] == [(True, False), (False, False), (False, True)]
    for stop in range(3):
        held, at = dict(known), checkpoint
        for batch, _ in zip(_lazily(THREATEXCHANGE, served, at), range(stop), strict=False):
            keep(held, batch, told)
            at = batch.checkpoint
        for batch in _pull(THREATEXCHANGE, served, at):
            keep(held, batch, told)
            at = batch.checkpoint
        assert held.keys() == {"0", "1", "3", "4", "9"}
        assert not any(batch.opens for batch in _pull(THREATEXCHANGE, served, at))


def test_an_access_token_in_the_address_is_refused() -> None:
    with pytest.raises(Trouble, match="Add it again without the token") as raised:
        _pull(THREATEXCHANGE, FakeGet({}), address=f"{THREATEXCHANGE.example}?ACCESS_TOKEN=5ecret")
    assert raised.value.cause is Cause.REFUSED
    assert "5ecret" not in raised.value.words


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://api.stopncii.org/v1", "stopncii"),
        ("https://example.org/v1/FetchHashes/", "stopncii"),
        ("https://hashsharing.ncmec.org/npo", "ncmec"),
        ("https://example.org/x/v2/entries", "ncmec"),
        ("https://graph.facebook.com/v19.0/1/threat_updates/", "threatexchange"),
        ("https://beta.terrorismanalytics.org", "tech-against-terrorism"),
        ("https://example.org/api/hash-list/v2/islamist", "tech-against-terrorism"),
        ("https://example.org/hashes.txt", ""),
        ("https://[", ""),
        ("file:///home/jane/answer.json", ""),
    ],
)
def test_an_address_tells_which_exchange_it_is(address: str, name: str) -> None:
    assert [feed.name for feed, _ in _KINDS if feed.accepts(address)] == ([name] if name else [])


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"<a>", b"\x00" * 5000, b'{"data": [{"type": 5}]}'])
def test_no_exchange_takes_anything_else_for_its_own(content: bytes) -> None:
    assert not any(feed.resembles(Fetched("file:///a", content)) for feed, _ in _KINDS)


def test_addresses_are_completed() -> None:
    for feed, served_by, address, expected in (
        (STOPNCII, exchanges.stopncii, "https://api.stopncii.org/v1", "https://api.stopncii.org/v1/FetchHashes"),
        (NCMEC, exchanges.ncmec, "https://hashsharing.ncmec.org/npo/", "https://hashsharing.ncmec.org/npo/v2/entries"),
        (
            TECH_AGAINST_TERRORISM,
            exchanges.tech_against_terrorism,
            "https://beta.terrorismanalytics.org/",
            "https://beta.terrorismanalytics.org/api/hash-list/v2/all",
        ),
    ):
        served = served_by()
        _pull(feed, served, address=address)
        assert served.asked[0].url.partition("?")[0] == expected
