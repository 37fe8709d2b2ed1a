"""Feeds of entries, fetched from servers and read by a worker: what is sent, and what comes of hostile hosts."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.feeds.asking import Cause, Get, Trouble
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.feeds.pictures.json_feed import JSON_FEED
from exposurewatch.feeds.pictures.rss import RSS
from exposurewatch.model import ImageFile, Item, Locator, Message, Reason, Sighting, Skipped, Unreadable
from exposurewatch.parsers.reader import Reader
from tests.conftest import a_drawing, encoded
from tests.feeds.server import answer, bomb, conditional, cut_off, redirect, serving
from tests.parsers.feeds import a_json_feed, a_json_item, an_item, an_rss

_HOST = "feeds.example.org"
_AT = f"https://{_HOST}/feed"
_PICTURES = "e.org"

pytestmark = pytest.mark.usefixtures("loopback")


def _pulled(feed: Feed, get: Get, checkpoint: Mapping[str, Any] | None = None, address: str = _AT) -> list[Batch]:
    with Reader() as reader:
        return list(
            feed.pull(
                Pulling(address, get, lambda name, data: reader.records(name, io.BytesIO(data)), checkpoint or {})
            )
        )


def _items(batches: list[Batch]) -> list[Item]:
    return [item for batch in batches for item in batch.items]


def _looked_at(items: list[Item]) -> list[bytes | Reason]:
    """The bytes of each picture, or why it cannot be had."""
    found: list[bytes | Reason] = []
    for item in items:
        if isinstance(item, Sighting):
            assert isinstance(item.media, ImageFile)
            try:
                found.append(item.media.read())
            except Unreadable as error:
                found.append(error.reason)
    return found


@pytest.mark.parametrize(
    ("feed", "document"),
    [(RSS, an_rss(an_item(2), an_item(1))), (JSON_FEED, a_json_feed(a_json_item(2), a_json_item(1)))],
    ids=["rss", "json-feed"],
)
def test_a_feed_and_its_pictures_are_fetched_and_then_one_request_tells_that_nothing_is_new(
    feed: Feed, document: bytes
) -> None:
    picture = encoded(a_drawing(1))
    hosts = {
        _HOST: {"/feed": conditional(document)},
        _PICTURES: {"/i/1.jpg": answer(picture), "/i/2.jpg": redirect("https://10.0.0.1/x.jpg")},
    }
    with (
        serving(hosts) as (net, servers),
        Fetcher(Policy(_AT), surroundings=net.surroundings()) as fetcher,
    ):
        batches = _pulled(feed, fetcher.get)
        looked_at = _looked_at(_items(batches))
        again = _pulled(feed, fetcher.get, batches[-1].checkpoint)

    assert looked_at == [picture, Reason.UNSAFE_ADDRESS]
    assert again == []
    assert servers[_HOST].paths == ["/feed", "/feed"]
    assert servers[_PICTURES].paths == ["/i/1.jpg", "/i/2.jpg"]
    for server in servers.values():
        for asked in server.asked:
            assert not {"cookie", "referer", "authorization"} & set(asked.headers)


def test_every_byte_that_is_sent_is_the_same_whoever_pulls() -> None:
    sent = []
    for _ in range(2):
        hosts = {_HOST: {"/feed": answer(an_rss(an_item(1)))}, _PICTURES: {"/i/1.jpg": answer(b"x")}}
        with serving(hosts) as (net, servers), Fetcher(Policy(_AT), surroundings=net.surroundings()) as fetcher:
            _looked_at(_items(_pulled(RSS, fetcher.get)))
        sent.append({host: [asked.raw for asked in server.asked] for host, server in servers.items()})

    assert sent[0] == sent[1]
    assert all(sent[0].values())


def test_a_feed_goes_on_in_documents_of_its_host_and_not_in_files_of_ones_own() -> None:
    first = a_json_feed(a_json_item(2), next_url="/feed?page=2")
    second = a_json_feed(a_json_item(1), next_url="file:///etc/passwd")
    hosts = {_HOST: {"/feed": answer(first), "/feed?page=2": answer(second)}}
    with serving(hosts) as (net, servers), Fetcher(Policy(_AT), surroundings=net.surroundings()) as fetcher:
        items = _items(_pulled(JSON_FEED, fetcher.get))

    assert [item.origin.message_id for item in items if isinstance(item, Message)] == ["id-1", "id-2"]
    assert [item.reason for item in items if isinstance(item, Skipped)] == [Reason.UNSAFE_ADDRESS]
    assert servers[_HOST].paths == ["/feed", "/feed?page=2"]


@pytest.mark.parametrize(
    ("route", "cause"),
    [
        (answer(b"<!doctype html><title>Gone away</title>"), Cause.MALFORMED),
        (answer(b"<!DOCTYPE rss [<!ENTITY a 'ha'>]><rss>&a;</rss>"), Cause.MALFORMED),
        (redirect("https://169.254.169.254/latest"), Cause.UNSAFE_ADDRESS),
        (redirect("file:///etc/passwd"), Cause.UNSAFE_ADDRESS),
        (bomb(100 << 20), Cause.TOO_LARGE),
        (cut_off(an_rss(an_item(1)), 10_000), Cause.UNREACHABLE),
        (answer(b"", 410), Cause.GONE),
    ],
    ids=["page", "entities", "metadata", "file", "bomb", "cut off", "gone"],
)
def test_each_thing_that_can_be_the_matter_is_one_sentence(route: Any, cause: Cause) -> None:
    with (
        serving({_HOST: {"/feed": route}}) as (net, _),
        Fetcher(Policy(_AT, retries=0), surroundings=net.surroundings()) as fetcher,
        pytest.raises(Trouble) as raised,
    ):
        _pulled(RSS, fetcher.get)

    assert raised.value.cause is cause
    assert re.fullmatch(r"[^\n]+\.", raised.value.words)


def test_a_feed_that_was_saved_is_read_from_its_file_and_leads_to_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "private.jpg").write_bytes(encoded(a_drawing(1)))
    file = tmp_path / "feed.xml"
    file.write_bytes(an_rss("<item><guid>1</guid><enclosure url='private.jpg' type='image/jpeg'/></item>"))
    address = file.as_uri()
    with Fetcher(Policy(address)) as fetcher:
        message, sighting = _items(_pulled(RSS, fetcher.get, address=address))

    assert isinstance(message, Message)
    assert message.origin.locator == Locator(address, "")
    assert isinstance(sighting, Sighting)
    assert not isinstance(sighting.media, ImageFile)
