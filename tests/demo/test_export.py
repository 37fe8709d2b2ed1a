from __future__ import annotations

import json
from typing import Any

import pytest

from exposurewatch.demo.export import NOT_INCLUDED, Saved, result_json
from exposurewatch.demo.plan import posts

CHANNEL = tuple(posts())
CHAT = json.loads(result_json(CHANNEL, {post.path: Saved(123, 1280, 960) for post in CHANNEL if post.path}))
MESSAGES: list[dict[str, Any]] = CHAT["messages"]


def test_the_header_comes_before_the_messages_as_telegram_writes_it() -> None:
    assert list(CHAT) == ["name", "type", "id", "messages"]
    assert CHAT["name"] == "Weekend Pictures 24/7"
    assert CHAT["type"] == "private_supergroup"


def test_the_ids_belong_to_no_real_channel_or_user() -> None:
    assert CHAT["id"] < 1_000_000_000
    users = {int(message["from_id"].removeprefix("user")) for message in MESSAGES if "from_id" in message}
    assert len(users) == 7
    assert all(2**31 <= user < 5_000_000_000 for user in users)


def test_the_channel_is_founded_by_a_service_message() -> None:
    assert [message["type"] for message in MESSAGES] == ["service"] + ["message"] * len(CHANNEL)
    assert MESSAGES[0]["action"] == "create_channel"
    assert MESSAGES[0]["actor"] == "user one"


def test_ids_rise_and_dates_never_fall() -> None:
    ids = [message["id"] for message in MESSAGES]
    assert ids == list(range(101, 101 + len(ids)))
    seconds = [int(message["date_unixtime"]) for message in MESSAGES]
    assert seconds == sorted(seconds)
    assert all(message["date"] < "2026-05-01" for message in MESSAGES)


def test_dates_are_local_without_a_zone_and_unix_times_are_strings() -> None:
    assert MESSAGES[0]["date"] == "2026-04-25T09:12:40"
    assert MESSAGES[0]["date_unixtime"] == "1777101160"  # two hours earlier in UTC


def test_a_picture_that_is_not_included_has_only_its_size() -> None:
    (missing,) = [message for message in MESSAGES if message.get("photo") == NOT_INCLUDED]
    assert (missing["width"], missing["height"]) == (1280, 960)


def test_three_pictures_make_an_album() -> None:
    """Telegram's export does not mark albums: they are messages of one sender and one moment."""
    dates = [message["date"] for message in MESSAGES]
    album = [message for message in MESSAGES if dates.count(message["date"]) > 1]
    assert len(album) == 3
    assert len({message["from_id"] for message in album}) == 1
    assert [message["id"] - album[0]["id"] for message in album] == [0, 1, 2]
    assert [message["text"] for message in album][1:] == ["", ""]


def test_some_messages_are_forwards_and_one_has_no_picture() -> None:
    assert {message.get("forwarded_from") for message in MESSAGES} == {None, "Pictures from Everywhere", "user nine"}
    assert [message["id"] for message in MESSAGES[1:] if "photo" not in message] == [102]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: str(message["id"]))
def test_the_text_is_that_of_its_entities(message: dict[str, Any]) -> None:
    text = message["text"]
    parts = [text] if isinstance(text, str) else [part if isinstance(part, str) else part["text"] for part in text]
    assert "".join(parts) == "".join(entity["text"] for entity in message["text_entities"])


def test_a_hashtag_makes_the_text_a_list() -> None:
    assert MESSAGES[1]["text"][1] == {"type": "hashtag", "text": "#rules"}
    assert MESSAGES[1]["text_entities"][0]["type"] == "plain"
