"""A result.json gives its messages with the chat they stand in, and says how it ended."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.posts import Ended
from exposurewatch.parsers.telegram_export import Chat, Header, Raw, Section, read_export, recognise

_CHAT = {"name": "Gossip \u202eCorner", "type": "public_channel", "id": 99}
_ACCOUNT = {
    "about": "Here is the data you requested.",
    "personal_information": {"first_name": "A", "messages": [1]},
    "profile_pictures": [{"photo": "profile_pictures/a.jpg"}],
    "stories": [{"media": "stories/a.mp4"}],
    "contacts": {"about": "x", "list": [{"name": "chats"}]},
    "chats": {
        "about": "x",
        "list": [
            {"name": "A", "type": "personal_chat", "id": 1, "messages": [{"id": 1}, {"id": 2}]},
            {"type": "saved_messages", "id": 2, "messages": [{"id": 3}]},
        ],
    },
    "left_chats": {"about": "x", "list": [{"messages": [{"id": 4}]}]},
}


class _Broken:
    """A file that breaks off with an error of its container."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int, /) -> bytes:
        if block := self._file.read(size):
            return block
        raise Unreadable(Reason.CANNOT_OPEN, "Bad CRC-32")


def _read(data: bytes) -> list[Raw | Ended]:
    return list(read_export(io.BytesIO(data)))


def _bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_one_chat() -> None:
    chat = Chat("Gossip Corner", "public_channel", 99)

    assert _read(_bytes(_CHAT | {"messages": [{"id": 1}, 5]})) == [
        Raw(Section.MESSAGES, chat, {"id": 1}),
        Raw(Section.MESSAGES, chat, 5),
    ]


def test_a_whole_account_with_the_chats_that_were_left() -> None:
    nobody, first = Chat(), Chat("A", "personal_chat", 1)

    assert _read(_bytes(_ACCOUNT)) == [
        Raw(Section.PROFILE_PICTURES, nobody, {"photo": "profile_pictures/a.jpg"}),
        Raw(Section.STORIES, nobody, {"media": "stories/a.mp4"}),
        Raw(Section.MESSAGES, first, {"id": 1}),
        Raw(Section.MESSAGES, first, {"id": 2}),
        Raw(Section.MESSAGES, Chat("Saved Messages", "saved_messages", 2), {"id": 3}),
        Raw(Section.MESSAGES, nobody, {"id": 4}),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "number"), [(None, None, None), (5, [], "9"), ({}, True, 2.5), ([], 1, True), ("\u200b", "", {})]
)
def test_a_header_of_wrong_types_is_no_header(name: object, kind: object, number: object) -> None:
    (raw,) = _read(_bytes({"name": name, "type": kind, "id": number, "messages": [{}]}))

    assert isinstance(raw, Raw)
    assert raw.chat == Chat()


def test_a_cut_off_export_ends_with_that() -> None:
    *messages, end = _read(_bytes(_CHAT | {"messages": [{"id": 1}, {"id": 2}]})[:-5])

    assert len(messages) == 1
    assert end == Ended("it is cut off", truncated=True)


def test_a_damaged_export_ends_with_that() -> None:
    *messages, end = _read(b'{"messages": [{"id": 1}, NaN, {"id": 2}]}')

    assert len(messages) == 1
    assert end == Ended("it is no valid JSON from there on", truncated=False)


def test_one_chat_is_recognised_by_its_beginning() -> None:
    header = recognise(io.BytesIO(_bytes(_CHAT | {"messages": [{"id": 1}]})[:-9] + b"garbage"))

    assert header == Header(chat=Chat("Gossip Corner", "public_channel", 99), empty=True)
    assert recognise(io.BytesIO(_bytes(_CHAT | {"messages": [1]}) + b"x")) == Header(chat=header.chat)


def test_an_account_is_recognised() -> None:
    assert recognise(io.BytesIO(_bytes(_ACCOUNT))) == Header(account=True)
    assert recognise(io.BytesIO(b'{"about": "x", "left_chats": {')) == Header(account=True)
    assert recognise(io.BytesIO(b'{"about": "x"')) == Header(account=True, empty=True)


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"{", b'{"na', b'{"name": "A", "type": "bot_chat", "id"', b'{"messages": []']
)
def test_an_export_cut_off_at_once_is_an_empty_one(data: bytes) -> None:
    header = recognise(io.BytesIO(data))

    assert header is not None
    assert header.empty


def test_an_export_without_messages_is_an_empty_one() -> None:
    header = recognise(io.BytesIO(_bytes(_CHAT | {"messages": []})))

    assert header == Header(empty=True, chat=Chat("Gossip Corner", "public_channel", 99))


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"5",
        b'"messages"',
        b'{"a": 1}',
        b"{}",
        b'{"name": 1, "version": 2}',
        b"<html>",
        bytes(900),
        b"\x89PNG",
        b"{]",
    ],
)
def test_other_files_are_not_taken_for_an_export(data: bytes) -> None:
    assert recognise(io.BytesIO(data)) is None


def test_a_file_that_cannot_be_read_is_not_taken_for_an_export() -> None:
    assert recognise(_Broken(b"")) is None
