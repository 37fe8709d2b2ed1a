"""Exports of DiscordChatExporter, written by code where a test wants them."""

from __future__ import annotations

import json
from typing import Any

MESSAGE = "175928847299117063"  # the example in Discord's own reference: sent at 2016-04-30 11:18:25.796 UTC


def a_channel(*messages: Any, **fields: Any) -> bytes:
    """One channel as JSON."""
    header: dict[str, Any] = {
        "guild": {"id": "111", "name": "Gossip Server", "iconUrl": "c.json_Files/icon.png"},
        "channel": {"id": "222", "type": "GuildTextChat", "category": "Text", "name": "general"},
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2024-05-01T10:00:00+08:00",
    }
    body = {"messages": messages, "messageCount": len(messages)}
    return json.dumps(header | body | fields, indent=2, ensure_ascii=False).encode()


def a_discord_message(number: str = MESSAGE, **fields: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": number,
        "type": "Default",
        "timestamp": "2016-04-30T19:18:25.796+08:00",
        "timestampEdited": None,
        "content": "",
        "author": {
            "id": "7",
            "name": "anon123",
            "nickname": "Anon",
            "avatarUrl": "https://cdn.discordapp.com/avatars/7/a.png",
        },
        "attachments": [],
        "embeds": [],
        "stickers": [],
    }
    if number != MESSAGE:
        del values["timestamp"]
    return values | fields


def a_channel_page(*messages: str) -> bytes:
    """One channel as a web page; each message is what its element holds."""
    shown = "".join(
        f'<div class="chatlog__message-container" data-message-id="{int(MESSAGE) + nth}">{message}</div>'
        for nth, message in enumerate(messages)
    )
    return (
        "<!DOCTYPE html><html><head><title>Gossip Server - general</title></head><body>"
        '<div class="preamble"><div class="preamble__entry">Gossip Server</div>'
        '<div class="preamble__entry">Text / general</div></div><div class="chatlog">'
        f'<div class="chatlog__message-group">{shown}</div></div><div class="postamble">'
        f'<div class="postamble__entry">Exported {len(messages):,} message(s)</div></div></body></html>'
    ).encode()
