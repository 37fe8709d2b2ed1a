"""Lists and exchanges, fetched from servers, read by a worker: what is sent, and what comes of it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.feeds.asking import Cause, Get, Trouble
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.feeds.hashes.hash_list import HASH_LIST
from exposurewatch.feeds.hashes.stopncii import STOPNCII
from exposurewatch.parsers.reader import Reader
from tests.feeds.server import answer, bomb, conditional, cut_off, redirect, serving

_HOST = "feeds.example.org"
_LIST = f"https://{_HOST}/hashes.txt"
_EXCHANGE = f"https://{_HOST}/v1/FetchHashes"
_FIRST = "/v1/FetchHashes?startTimestamp=10&pageSize=1000"
_KEYS = {"functions-key": "5ecret-one", "subscription-key": "5ecret-two"}

pytestmark = pytest.mark.usefixtures("loopback")


def _pulled(
    feed: Feed, address: str, get: Get, checkpoint: Mapping[str, Any] | None = None, **given: Any
) -> list[Batch]:
    with Reader() as reader:
        return list(
            feed.pull(
                Pulling(
                    address, get, lambda name, data: reader.records(name, io.BytesIO(data)), checkpoint or {}, **given
                )
            )
        )


def _trouble(route: Any, feed: Feed = HASH_LIST, address: str = _LIST, path: str = "/hashes.txt") -> Trouble:
    with (
        serving({_HOST: {path: route}, "evil.example.org": {"/": answer(b"")}}) as (net, servers),
        Fetcher(Policy(address), surroundings=net.surroundings()) as fetcher,
        pytest.raises(Trouble) as raised,
    ):
        _pulled(feed, address, fetcher.get, keys=_KEYS)
    assert b"5ecret" not in servers["evil.example.org"].received
    return raised.value


def test_a_list_that_has_not_changed_is_one_conditional_request() -> None:
    content = b"0f" * 32 + b"\r\n" + b"1F" * 32
    with (
        serving({_HOST: {"/hashes.txt": conditional(content)}}) as (net, servers),
        Fetcher(Policy(_LIST), surroundings=net.surroundings()) as fetcher,
    ):
        (batch,) = _pulled(HASH_LIST, _LIST, fetcher.get, options={"algorithm": "pdq"})
        again = _pulled(HASH_LIST, _LIST, fetcher.get, batch.checkpoint, options={"algorithm": "pdq"})

    assert [entry.key for entry in batch.entries] == [f"pdq:{'0f' * 32}", f"pdq:{'1f' * 32}"]
    assert again == []
    assert servers[_HOST].paths == ["/hashes.txt", "/hashes.txt"]
    assert servers[_HOST].asked[1].headers["if-none-match"] == '"1"'


def test_an_exchange_is_sent_its_keys_in_headers_alone() -> None:
    record = {"signalType": "ImagePDQ", "hashValue": "0f" * 32, "hashStatus": "Active"}
    first = {"hashRecords": [record], "hasMoreRecords": True, "nextPageToken": "two", "nextSetTimestamp": 20}
    second = {"hashRecords": [record | {"hashStatus": "Deleted"}], "hasMoreRecords": False, "nextSetTimestamp": 30}
    routes = {
        _FIRST: answer(json.dumps(first).encode()),
        f"{_FIRST}&nextPageToken=two": answer(json.dumps(second).encode()),
    }
    with (
        serving({_HOST: routes}) as (net, servers),
        Fetcher(Policy(_EXCHANGE), surroundings=net.surroundings()) as fetcher,
    ):
        batches = _pulled(STOPNCII, _EXCHANGE, fetcher.get, keys=_KEYS)

    assert [entry.withdrawn for batch in batches for entry in batch.entries] == [False, True]
    assert batches[-1].checkpoint == {"since": "30"}
    assert [asked.headers["x-functions-key"] for asked in servers[_HOST].asked] == ["5ecret-one"] * 2
    assert [asked.headers["ocp-apim-subscription-key"] for asked in servers[_HOST].asked] == ["5ecret-two"] * 2
    assert not any("5ecret" in path for path in servers[_HOST].paths)


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
def test_a_host_that_refuses_is_said_without_the_keys(status: int) -> None:
    trouble = _trouble(answer(b"", status), STOPNCII, _EXCHANGE, _FIRST)

    assert "5ecret" not in trouble.words
    assert trouble.words.endswith(".")


def test_keys_follow_no_redirect_to_another_host() -> None:
    trouble = _trouble(redirect("https://evil.example.org/"), STOPNCII, _EXCHANGE, _FIRST)

    assert "5ecret" not in trouble.words


def test_a_list_that_is_cut_off_or_a_bomb_is_trouble() -> None:
    assert _trouble(cut_off(b"md5 " + b"0f" * 16, 1000)).cause is Cause.UNREACHABLE
    assert _trouble(bomb(80 << 20)).cause is Cause.TOO_LARGE


def test_a_saved_answer_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    record = {"signalType": "ImagePDQ", "hashValue": "0f" * 32, "hashStatus": "Active"}
    file.write_text(json.dumps({"hashRecords": [record]}), encoding="utf-8")
    with Fetcher(Policy(file.as_uri())) as fetcher:
        (batch,) = _pulled(STOPNCII, file.as_uri(), fetcher.get)
        again = _pulled(STOPNCII, file.as_uri(), fetcher.get, batch.checkpoint)

    assert [entry.key for entry in batch.entries] == [f"pdq:{'0f' * 32}"]
    assert again == []
