"""An export of DiscordChatExporter gives its messages with the channel they stand in, and says how it ended."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from exposurewatch.model import Channel, Reason, Unreadable
from exposurewatch.parsers.discord_export import Place, Raw, read_export, recognise
from exposurewatch.parsers.posts import Ended

_GUILD = {"id": "111", "name": "Gossip \u202eServer", "iconUrl": "c.json_Files/icon.png"}
_CHANNEL = {
    "id": "222",
    "type": "GuildTextChat",
    "categoryId": "5",
    "category": "Text",
    "name": "general",
    "topic": None,
}
_HEADER = {"guild": _GUILD, "channel": _CHANNEL, "dateRange": {"after": None, "before": None}, "exportedAt": "2024"}
_PLACE = Place(Channel("Gossip Server / Text / general", "222"), "111", "222")


class _Broken:
    def read(self, _size: int, /) -> bytes:
        raise Unreadable(Reason.CANNOT_OPEN, "Bad CRC-32")


def _bytes(messages: list[Any], counted: int | None = None) -> bytes:
    count = {"messageCount": len(messages) if counted is None else counted}
    return json.dumps(_HEADER | {"messages": messages} | count).encode()


def _read(data: bytes) -> list[Raw | Ended]:
    return list(read_export(io.BytesIO(data)))


def test_each_message_comes_as_it_was_written() -> None:
    assert _read(_bytes([{"id": "1"}, 5])) == [
        Raw(_PLACE, {"id": "1"}),
        Raw(_PLACE, 5),
    ]


def test_direct_messages_have_the_title_of_their_channel() -> None:
    headings = {"guild": {"id": "0", "name": "Direct Messages"}, "channel": {"id": "222", "name": "anna"}}
    message, _ = _read(json.dumps(headings | {"messages": [{}]}).encode())

    assert isinstance(message, Raw)
    assert message.place.chat == Channel("anna", "222")


@pytest.mark.parametrize(
    "headings",
    [{"guild": 5, "channel": None}, {"guild": {"name": 5, "id": 7}, "channel": {"name": "\x1b", "id": "x"}}, {}],
)
def test_a_header_of_any_shape_is_no_trouble(headings: dict[str, Any]) -> None:
    message, *_ = _read(json.dumps(headings | {"messages": [{}]}).encode())

    assert isinstance(message, Raw)
    assert message.place.chat == Channel()


def test_an_export_without_its_count_was_stopped() -> None:
    *_, end = _read(json.dumps(_HEADER | {"messages": [{}]}).encode())

    assert end == Ended("it ends without the number of its messages, as when the exporter was stopped", truncated=True)


@pytest.mark.parametrize(("counted", "truncated"), [(3, True), (1, False)])
def test_an_export_that_miscounts_says_so(counted: int, *, truncated: bool) -> None:
    *_, end = _read(_bytes([{}, {}], counted))

    assert end == Ended(f"it ends, although it says that it holds {counted}", truncated=truncated)


@pytest.mark.parametrize("at", range(1, 60, 7))
def test_an_export_that_is_cut_off_keeps_what_was_read(at: int) -> None:
    whole = _bytes([{"id": str(each), "content": "x" * 40} for each in range(1, 9)])
    *_, end = _read(whole[: at - 60])

    assert end == Ended("it is cut off", truncated=True)


def test_a_damaged_export_ends_with_that() -> None:
    *messages, end = _read(_bytes([{"id": "1"}, {"id": "2"}]).replace(b'{"id": "2"}', b"NaN"))

    assert messages == [Raw(_PLACE, {"id": "1"})]
    assert end == Ended("it is no valid JSON from there on", truncated=False)


def test_it_is_recognised_by_its_beginning() -> None:
    assert recognise(io.BytesIO(_bytes([{"id": "1"}])[:-30] + b"garbage")) == _PLACE
    assert recognise(io.BytesIO(_bytes([])[:140])) is None
    assert recognise(io.BytesIO(json.dumps(_HEADER).encode()[:-3])) == _PLACE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"5",
        b'{"name": "A", "type": "personal_chat", "id": 1, "messages": []}',
        b'{"guild": {"id": "1"}, "channel": {"id": "2"}, "messages": 5}',
        b'{"guild": 5, "channel": 6, "messages": []}',
        b'{"guild": {"id": "1"}, "channel": {"id": "2"}}',
        b'{"messages": []}',
        b"\x89PNG",
        bytes(900),
    ],
)
def test_other_files_are_not_taken_for_one(data: bytes) -> None:
    assert recognise(io.BytesIO(data)) is None


def test_a_file_that_cannot_be_read_is_not_taken_for_one() -> None:
    assert recognise(_Broken()) is None
