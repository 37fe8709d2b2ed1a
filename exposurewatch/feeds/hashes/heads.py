"""The beginning of what was found at an address, as words by which a kind of feed can be told."""

from __future__ import annotations

import codecs
from typing import Final

_HEAD: Final = 4096  # bytes
_BYTE_ORDER_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def beginning(content: bytes) -> str:
    """Return the first words of a document in UTF-8 or UTF-16, without a byte order mark. Never raises."""
    head = content[:_HEAD]
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), "utf-8")
    return head.decode(encoding, "replace").removeprefix("\ufeff")
