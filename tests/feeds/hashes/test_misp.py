"""A MISP feed is read event by event, and only what has changed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from exposurewatch.feeds.asking import PASSING, Cause, Fetched, Get, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.feed import Batch, Pulling
from exposurewatch.feeds.hashes.misp import MISP
from exposurewatch.feeds.hashes.misp_listed import BEFORE
from exposurewatch.feeds.hashes.pieces import MOST_ENTRIES
from exposurewatch.model import Digest, Locator, Moment, Reason, Skipped
from exposurewatch.parsers.digests import CHANGED
from exposurewatch.parsers.entries import Entry, Told
from exposurewatch.parsers.misp_attribute import FILES
from exposurewatch.parsers.misp_manifest import NAMELESS
from exposurewatch.parsers.posts import Record
from exposurewatch.parsers.reader import Reader
from tests.feeds.fakes import FakeGet, Held, read

_FOLDER = "https://example.org/misp"
_MANIFEST = f"{_FOLDER}/manifest.json"
_NOW = 1714557600
_SENTENCE = "The host does not answer."


def _uuid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-0123456789ab"


def _url(number: int) -> str:
    return f"{_FOLDER}/{_uuid(number)}.json"


def _manifest(*events: int, at: int = _NOW, **more: Any) -> bytes:
    """A manifest of events, the first of them the newest."""
    listed = {_uuid(event): {"info": "x", "timestamp": str(at - place)} for place, event in enumerate(events)}
    return json.dumps(listed | more).encode()


def _event(number: int, *more: Any, **said: Any) -> bytes:
    attribute = {"uuid": _uuid(9), "type": "md5", "value": f"{number:02x}" * 16, **said}
    return json.dumps({"Event": {"uuid": _uuid(number), "info": "Leak", "Attribute": [attribute, *more]}}).encode()


def _feed(*events: int, **more: Held) -> dict[str, Held]:
    return {_MANIFEST: _manifest(*events), **{_url(event): _event(event) for event in events}, **more}


def _pulling(get: Get, checkpoint: Any = None, address: str = _MANIFEST, since: date | None = None) -> Pulling:
    return Pulling(address, get, read, json.loads(json.dumps(checkpoint or {})), since)


def _pulled(get: Get, checkpoint: Any = None, address: str = _MANIFEST) -> list[Batch]:
    return list(MISP.pull(_pulling(get, checkpoint, address)))


def _until_trouble(pulling: Pulling) -> tuple[list[Batch], Trouble]:
    batches: list[Batch] = []
    with pytest.raises(Trouble) as caught:  # noqa: PT012  (what came before the error counts)
        for batch in MISP.pull(pulling):
            batches.append(batch)  # noqa: PERF402
    return batches, caught.value


def _parts(batches: list[Batch]) -> list[str]:
    return [batch.part for batch in batches if batch.part]


def _skipped(batches: list[Batch]) -> list[Skipped]:
    return [item for batch in batches for item in batch.items if isinstance(item, Skipped)]


@pytest.mark.parametrize("address", [_FOLDER, f"{_FOLDER}/", _MANIFEST])
def test_every_event_is_a_part_and_says_when_it_was_changed(address: str) -> None:
    get = FakeGet(_feed(1, 2))
    first, second, last = _pulled(get, address=address)

    assert get.urls == [_MANIFEST, _url(1), _url(2)]
    assert (first.part, first.opens, first.closes) == (_uuid(1), True, True)
    assert second.part == _uuid(2)
    assert first.entries == (
        Entry(
            f"{_uuid(1)}/{_uuid(9)}",
            (Digest("md5", b"\x01" * 16),),
            date=Moment(datetime(2024, 5, 1, 10, tzinfo=UTC)),
            note=f"Leak; {CHANGED}",
        ),
    )
    assert last.checkpoint["events"] == {_uuid(1): _NOW, _uuid(2): _NOW - 1}


def test_the_key_in_an_address_goes_with_every_file() -> None:
    get = FakeGet({})
    with pytest.raises(Trouble):
        _pulled(get, address=f"{_FOLDER}/?key=5")

    assert get.urls == [f"{_MANIFEST}?key=5"]


def test_a_report_has_its_own_date_where_it_says_one() -> None:
    told = _event(1, {"uuid": _uuid(8), "type": "md5", "value": "ff" * 16, "deleted": True}, timestamp=_NOW - 86400)
    first, _ = _pulled(FakeGet(_feed(1, **{_url(1): told})))

    assert first.entries[0].date == Moment(datetime(2024, 4, 30, 10, tzinfo=UTC))
    assert first.entries[1] == Entry(f"{_uuid(1)}/{_uuid(8)}", withdrawn=True)


def test_nothing_new_is_one_request() -> None:
    get = FakeGet(_feed(1, 2))
    checkpoint = _pulled(get)[-1].checkpoint
    get.asked.clear()

    assert _pulled(get, checkpoint) == []
    assert get.urls == [_MANIFEST]


def test_only_what_is_new_or_changed_is_asked_for() -> None:
    checkpoint = _pulled(FakeGet(_feed(1, 2)))[-1].checkpoint
    changed = _manifest(3, at=_NOW + 9, **{_uuid(1): {"timestamp": _NOW + 5}, _uuid(2): {"timestamp": _NOW - 1}})
    get = FakeGet(_feed(1, 2, 3) | {_MANIFEST: changed})
    batches = _pulled(get, checkpoint)

    assert get.urls == [_MANIFEST, _url(3), _url(1)]
    assert _parts(batches) == [_uuid(3), _uuid(1)]


def test_an_event_that_is_gone_from_the_manifest_is_dropped() -> None:
    checkpoint = _pulled(FakeGet(_feed(1, 2)))[-1].checkpoint
    first, last = _pulled(FakeGet({_MANIFEST: _manifest(1)}), checkpoint)

    assert first.dropped == (_uuid(2),)
    assert last.checkpoint["events"] == {_uuid(1): _NOW}


@pytest.mark.parametrize("kept", range(5))
def test_a_pull_that_is_cut_off_goes_on_from_there(kept: int) -> None:
    get = FakeGet(_feed(1, 2, 3))
    batches = _pulled(get)[:kept]
    rest = _pulled(get, batches[-1].checkpoint if batches else {})

    assert _parts(batches) + _parts(rest) == [_uuid(1), _uuid(2), _uuid(3)]


def test_a_checkpoint_that_is_not_understood_means_beginning_anew() -> None:
    assert _parts(_pulled(FakeGet(_feed(1)), {"format": 99, "events": "x"})) == [_uuid(1)]


@pytest.mark.parametrize("cause", sorted(PASSING - {Cause.RATE_LIMITED, Cause.NO_SUCH_HOST, Cause.NO_PROXY}))
def test_an_event_that_cannot_be_had_for_now_stops_no_other_and_is_tried_again(cause: Cause) -> None:
    batches = _pulled(FakeGet(_feed(1, 2, 3, **{_url(2): Trouble(cause, _SENTENCE)})))

    assert _parts(batches) == [_uuid(1), _uuid(3)]
    assert _skipped(batches) == [Skipped(Locator(_MANIFEST, _url(2)), None, Reason.UNREACHABLE, _SENTENCE)]
    get = FakeGet(_feed(1, 2, 3))
    assert _parts(_pulled(get, batches[-1].checkpoint)) == [_uuid(2)]
    assert get.urls == [_MANIFEST, _url(2)]


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (Cause.GONE, Reason.UNAVAILABLE),
        (Cause.REFUSED, Reason.UNAVAILABLE),
        (Cause.TOO_LARGE, Reason.TOO_LARGE),
        (Cause.UNSAFE_ADDRESS, Reason.UNSAFE_ADDRESS),
    ],
)
def test_an_event_that_cannot_be_had_at_all_waits_until_it_is_changed(cause: Cause, reason: Reason) -> None:
    held = _feed(1, 2, **{_url(1): Trouble(cause, _SENTENCE)})
    batches = _pulled(FakeGet(held))

    assert [item.reason for item in _skipped(batches)] == [reason]
    assert _parts(batches) == [_uuid(2)]
    get = FakeGet(held)
    assert _pulled(get, batches[-1].checkpoint) == []
    assert get.urls == [_MANIFEST]


@pytest.mark.parametrize("cause", [Cause.RATE_LIMITED, Cause.NO_SUCH_HOST, Cause.NO_PROXY])
def test_a_host_that_wants_to_be_left_alone_is(cause: Cause) -> None:
    get = FakeGet(_feed(1, 2, 3, **{_url(2): Trouble(cause, _SENTENCE)}))
    batches, trouble = _until_trouble(_pulling(get))

    assert trouble.cause is cause
    assert get.urls == [_MANIFEST, _url(1), _url(2)]
    assert _parts(batches) == [_uuid(1)]
    assert _parts(_pulled(FakeGet(_feed(1, 2, 3)), batches[-1].checkpoint)) == [_uuid(2), _uuid(3)]


def test_a_host_that_gives_out_no_event_is_not_asked_for_all_of_them() -> None:
    get = FakeGet({_MANIFEST: _manifest(*range(100))} | {_url(at): Trouble(Cause.TOO_SLOW, "x") for at in range(100)})
    batches, _ = _until_trouble(_pulling(get))

    assert len(get.urls) == 6
    assert len(_skipped(batches)) == 5


def test_failures_between_events_that_can_be_had_do_not_add_up() -> None:
    held = _feed(*range(20))
    held |= {_url(at): Trouble(Cause.TOO_SLOW, "x") for at in range(0, 20, 2)}

    assert len(_parts(_pulled(FakeGet(held)))) == 10


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_event(1)[:-20], Reason.EXPORT_TRUNCATED),
        (b"", Reason.EXPORT_TRUNCATED),
        (b"<html>", Reason.EXPORT_DAMAGED),
        (b"[]", Reason.EXPORT_DAMAGED),
        (b"\xff\xd8\xff" * 99, Reason.EXPORT_DAMAGED),
        (b'{"Event": {"Attribute": [' + b"[" * 9000, Reason.EXPORT_DAMAGED),
    ],
)
def test_an_event_that_breaks_off_is_said_and_forgets_nothing(content: bytes, reason: Reason) -> None:
    batches = _pulled(FakeGet(_feed(1, 2, **{_url(1): content})))
    (broken,) = [batch for batch in batches if batch.part == _uuid(1)]

    assert [item.reason for item in _skipped(batches)] == [reason]
    assert (broken.opens, broken.closes) == (True, False)
    assert _uuid(2) in _parts(batches)


def test_an_event_of_very_many_reports_is_told_in_pieces() -> None:
    many = [{"uuid": _uuid(100 + at), "type": "md5", "value": f"{at:032x}"} for at in range(MOST_ENTRIES + 1)]
    attached = {"type": "attachment", "value": "x"}
    first, second, _ = _pulled(FakeGet(_feed(1, **{_url(1): _event(1, *many, attached)})))

    assert (first.part, first.opens, first.closes) == (_uuid(1), True, False)
    assert (second.part, second.opens, second.closes) == (_uuid(1), False, True)
    assert first.checkpoint["events"] == {}
    assert dict(second.passed_over) == {FILES: 1}


def test_what_is_not_followed_is_counted_anew_each_time() -> None:
    old: dict[str, Any] = {_uuid(2): {"timestamp": "86400"}, "../x": {}}
    get = FakeGet(_feed(1) | {_MANIFEST: _manifest(1, **old)})
    *_, last = MISP.pull(_pulling(get, since=date(2024, 5, 1)))

    assert get.urls == [_MANIFEST, _url(1)]
    assert (last.part, last.opens, last.closes) == ("", True, True)
    assert dict(last.passed_over) == {NAMELESS: 1, BEFORE: 1}


@pytest.mark.parametrize("content", [b"", b"<html>", b"5", b'{"Event": {}}', b"[1]", b"{" * 9000, b"\x00\x01"])
def test_what_is_no_manifest_is_a_sentence_and_drops_nothing(content: bytes) -> None:
    checkpoint = _pulled(FakeGet(_feed(1)))[-1].checkpoint
    with pytest.raises(Trouble) as caught:
        _pulled(FakeGet({_MANIFEST: content}), checkpoint)

    assert caught.value.cause is Cause.MALFORMED
    assert caught.value.words.startswith("What stands there is no MISP feed that can be read: it is ")
    assert "from there on" not in caught.value.words
    assert caught.value.words.endswith(".")


def test_a_manifest_that_is_cut_off_gives_what_it_names_and_drops_nothing() -> None:
    checkpoint = _pulled(FakeGet(_feed(9)))[-1].checkpoint
    get = FakeGet(_feed(1, 2) | {_MANIFEST: _manifest(1, 2)[:-3]})
    batches, trouble = _until_trouble(_pulling(get, checkpoint))

    assert "cut off" in trouble.words
    assert _parts(batches) == [_uuid(1)]
    assert not any(batch.dropped for batch in batches)
    assert (batches[-1].checkpoint["etag"], set(batches[-1].checkpoint["events"])) == ("", {_uuid(1), _uuid(9)})


def test_a_manifest_that_cannot_be_had_is_the_feeds_own_trouble() -> None:
    with pytest.raises(Trouble, match=Cause.GONE):
        _pulled(FakeGet({}))


def test_no_name_from_a_worker_becomes_part_of_an_address() -> None:
    """A worker may have been taken over by what it read."""

    def taken_over(parser: str, document: bytes) -> Iterator[Record]:
        yield Told("../../secret", "1")

    get = FakeGet(_feed(1))
    list(MISP.pull(Pulling(_MANIFEST, get, taken_over)))

    assert get.urls == [_MANIFEST]


def test_a_host_that_says_unchanged_unasked_is_broken() -> None:
    def stubborn(wanted: Wanted) -> Fetched | Unchanged:
        return Fetched(wanted.url, _manifest(1)) if wanted.url == _MANIFEST else Unchanged()

    batches = _pulled(stubborn)

    assert [item.reason for item in _skipped(batches)] == [Reason.UNREACHABLE]
    assert batches[-1].checkpoint["events"] == {}


def test_a_manifest_without_validators_costs_no_event_twice() -> None:
    def plain(wanted: Wanted) -> Fetched | Unchanged:
        asked.append(wanted)
        return Fetched(wanted.url, _manifest(1) if wanted.url == _MANIFEST else _event(1))

    asked: list[Wanted] = []
    checkpoint = _pulled(plain)[-1].checkpoint
    asked.clear()
    (batch,) = _pulled(plain, checkpoint)

    assert asked == [Wanted(_MANIFEST)]
    assert batch.checkpoint == checkpoint
    assert Validators() == asked[0].validators


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        (_manifest(1), True),
        (b'\n{ "%s" : {' % _uuid(1).encode(), True),
        (b'<a href="%s.json">x</a>' % _uuid(1).encode(), True),
        (b'{"schema": "x", "%s": {' % _uuid(1).encode(), False),
        (b'<a href="x.json">x</a>', False),
        (b"", False),
    ],
)
def test_a_feed_is_told_by_its_manifest_or_by_the_list_of_its_files(content: bytes, *, is_one: bool) -> None:
    assert MISP.resembles(Fetched(_FOLDER, content)) is is_one


def test_its_documents_are_read_in_a_worker() -> None:
    get = FakeGet(_feed(1))
    with Reader() as reader:

        def by_worker(parser: str, document: bytes) -> Iterator[Record]:
            return reader.records(parser, io.BytesIO(document))

        batches = list(MISP.pull(Pulling(_MANIFEST, get, by_worker)))

    assert batches == _pulled(get)


def test_an_event_is_not_given_up_on_because_its_host_is_not_trusted_for_now() -> None:
    held = _feed(1, 2) | {_url(2): Trouble(Cause.NOT_TRUSTED, "Its certificate fails.")}
    batches, trouble = _until_trouble(_pulling(FakeGet(held)))

    assert trouble.cause is Cause.NOT_TRUSTED
    assert _uuid(2) not in batches[-1].checkpoint["events"]
