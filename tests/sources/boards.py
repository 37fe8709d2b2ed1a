"""Threads of imageboards, written by code where a test wants them."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from tests.sources.builders import JPEG

MD5 = base64.b64encode(hashlib.md5(JPEG, usedforsecurity=False).digest()).decode()
OTHER_MD5 = base64.b64encode(bytes(16)).decode()


def a_thread(*posts: Any) -> bytes:
    return json.dumps({"posts": posts}).encode()


def a_board_post(number: int = 100, thread: int = 0, **fields: Any) -> dict[str, Any]:
    return {"no": number, "resto": thread, "time": 1700000000, "name": "Anonymous"} | fields


def a_file(**fields: Any) -> dict[str, Any]:
    return {"tim": 1700000000123, "filename": "beach", "ext": ".jpg", "md5": MD5} | fields
