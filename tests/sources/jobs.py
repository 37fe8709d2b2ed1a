"""Fake parsers that do to their worker what a hostile document might; loaded by worker processes."""

from __future__ import annotations

import os
import time

from exposurewatch.parsers.posts import Post, pack, pack_all
from exposurewatch.sandbox.protocol import Ask, Dialogue

_WANTED = (5).to_bytes(4, "little")


def _obey(request: bytes, ask: Ask) -> bytes:
    """Take a block, tell of it, then do as the request says."""
    block = ask(_WANTED + b"[]")
    ask(_WANTED + pack_all([pack(Post(text=block.decode()))]))
    match request:
        case b"die":
            os._exit(1)
        case b"loop":
            time.sleep(60)
        case b"allocate":
            return bytes(1 << 40)
        case b"fail":
            raise ValueError(request)
        case b"garble":
            return b"no json"
        case b"garble-question":
            return ask(b"\0")
    return b"[]"


READ = Dialogue(_obey)
