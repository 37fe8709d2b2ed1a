"""Reads a document of JSON whole, where it is small enough for that; in a worker, or from a hand that is known."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from exposurewatch.parsers.json_repair import Readable

_BLOCK: Final = 1 << 18


class NotRead(Exception):
    """A document that cannot be understood; its words follow the name of the document and “:”."""

    def __init__(self, words: str, *, truncated: bool = False) -> None:
        super().__init__(words)
        self.truncated = truncated


def whole(source: Readable, most: int) -> bytes:
    """Return all bytes of a document.

    Raises:
        NotRead: there are more than `most`.
    """
    content = bytearray()
    while block := source.read(_BLOCK):
        content += block
        if len(content) > most:
            raise NotRead(f"it is larger than {most >> 20} MiB")
    return bytes(content)


def json_object(content: bytes) -> dict[str, Any]:
    """Return the object that a document is.

    Raises:
        NotRead: it is none.
    """
    try:
        value = json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        raise NotRead("it is not in UTF-8") from None
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
        words = "it is cut off" if at_end else "it is no valid JSON"
        raise NotRead(words, truncated=at_end) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or brackets without end
        raise NotRead("it is no JSON that anybody writes in earnest") from None
    if not isinstance(value, dict):
        raise NotRead("it is no JSON object")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
