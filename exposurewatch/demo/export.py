"""The made-up channel in the words of a Telegram Desktop export: posts in, the `result.json` of one chat out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exposurewatch.demo.plan import CHANNEL, FIRST_ID, SENDERS, START, NotIncluded, Post

NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"
# Telegram gives out neither channel ids below a thousand million nor user ids between 2^31 and five thousand million:
# these belong to nobody.
CHANNEL_ID = 999_000_247
FIRST_USER_ID = 3_900_000_001


@dataclass(frozen=True, slots=True)
class Saved:
    """A picture as it was written: its size in bytes and in pixels."""

    size: int
    width: int
    height: int


def result_json(posts: Sequence[Post], saved: Mapping[str, Saved]) -> bytes:
    """Return the bytes of `result.json`; `saved` holds every picture by its path in the export."""
    chat = {
        "name": CHANNEL,
        "type": "private_supergroup",
        "id": CHANNEL_ID,
        "messages": [_founded(), *(_message(post, saved) for post in posts)],
    }
    return json.dumps(chat, ensure_ascii=False, indent=1).encode()


def _founded() -> dict[str, Any]:
    return {
        "id": FIRST_ID - 1,
        "type": "service",
        **_date(START),
        "actor": SENDERS[0],
        "actor_id": f"user{FIRST_USER_ID}",
        "action": "create_channel",
        "title": CHANNEL,
        "text": "",
        "text_entities": [],
    }


def _message(post: Post, saved: Mapping[str, Saved]) -> dict[str, Any]:
    message: dict[str, Any] = {
        "id": post.id,
        "type": "message",
        **_date(post.moment),
        "from": SENDERS[post.sender],
        "from_id": f"user{FIRST_USER_ID + post.sender}",
    }
    if post.forwarded_from is not None:
        message["forwarded_from"] = post.forwarded_from
    return message | _photo(post, saved) | _text(post.caption)


def _photo(post: Post, saved: Mapping[str, Saved]) -> dict[str, Any]:
    if post.path is not None:
        picture = saved[post.path]
        size = {"photo_file_size": picture.size, "width": picture.width, "height": picture.height}
        return {"photo": post.path, **size}
    if isinstance(post.content, NotIncluded):
        return {"photo": NOT_INCLUDED, "photo_file_size": 183_412, "width": 1280, "height": 960}
    return {}


def _text(caption: str) -> dict[str, Any]:
    """A hashtag stands apart from the words around it, and then `text` is a list; plain words are one string."""
    kinds = {True: "hashtag", False: "plain"}
    parts = [part for part in re.split(r"(#\w+)", caption) if part]
    entities = [{"type": kinds[part.startswith("#")], "text": part} for part in parts]
    if len(parts) < 2:
        return {"text": caption, "text_entities": entities}
    mixed = [entity if entity["type"] == "hashtag" else entity["text"] for entity in entities]
    return {"text": mixed, "text_entities": entities}


def _date(moment: datetime) -> dict[str, str]:
    return {
        "date": moment.replace(tzinfo=None).isoformat(timespec="seconds"),
        "date_unixtime": str(int(moment.timestamp())),
    }
