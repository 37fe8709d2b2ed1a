r"""Turns the almost-JSON that Telegram Desktop writes into JSON, block by block, as it is read.

Known faults of real exporters: control characters as ``\xHH``; the last two bytes of U+2028 and U+2029 left behind
their escape; in versions 4.0 to 4.1.1 the value of ``document_id`` without quotes. What is not UTF-8 (UTF-16 with a
byte order mark, stray bytes) becomes UTF-8 on the way, and the escape of half a character (a surrogate without the
other, at which parsers of JSON stop) becomes that of U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, Protocol

_BLOCK: Final = 1 << 16

# No escape is longer, so one that starts further from the end of what was read is whole.
_LONGEST_ESCAPE: Final = len(b"\\ud83d\\ude00")
_HIGH: Final = rb"u[dD][89abAB][0-9A-Fa-f]{2}"
_LOW: Final = rb"u[dD][c-fC-F][0-9A-Fa-f]{2}"
_ESCAPE: Final = (
    rb"\\(?:x(?P<hex>[0-9A-Fa-f]{2})|(?P<separator>u202[89])\x80[\xa8\xa9]"
    rb"|" + _HIGH + rb"\\" + _LOW + rb"|(?P<half>" + _HIGH + rb"|" + _LOW + rb")|[^\n])"
)
# Whether there may be half a character: most JSON has none, and looking at each escape in turn takes time.
_MAYBE_HALF: Final = re.compile(
    rb"\\" + _HIGH + rb"(?!\\" + _LOW + rb")|(?<!\\" + _HIGH + rb")\\" + _LOW + rb"|\\\\" + _HIGH
)
_HIGH_AT_END: Final = re.compile(rb"\\" + _HIGH + rb"\Z")
# A string never holds a raw line break, so what starts a line is a key, never words of a message.
_LONGEST_LINE: Final = 4096
_UNQUOTED: Final = (
    rb'(?P<key>\n[ \t]{0,64}"document_id": )(?!(?:null|true|false),?\r?(?:\n|\Z))'
    rb"(?P<value>[A-Za-z(][^\n]{0,3900}?)(?P<end>,?\r?)(?=\n|\Z)"
)
_ESCAPES: Final = re.compile(_ESCAPE)
_EVERYTHING: Final = re.compile(_UNQUOTED + b"|" + _ESCAPE)

_BYTE_ORDER_MARKS: Final = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)


class Readable(Protocol):
    """What can be read in blocks of bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, and none at the end only."""
        ...


class RepairedJson:
    """A readable over `source` that gives repaired UTF-8. The same bytes come out however `source` cuts them."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._decode: codecs.IncrementalDecoder | None = None
        self._clean = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = self._begin()
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        """Return the next repaired bytes, and none at the end only; a size of 0 is a probe, any other a hint."""
        if size == 0:
            return b""
        while not self._ended:
            block = self._source.read(_BLOCK)
            self._ended = not block
            self._pending += self._as_utf8(block)
            settled = len(self._pending) if self._ended else _settled(self._pending)
            whole, self._pending = self._pending[:settled], self._pending[settled:]
            repaired = self._clean.decode(_repair(whole), self._ended).encode()
            if repaired:
                return repaired
        return b""

    def _begin(self) -> bytes:
        head = b""
        while len(head) < 4 and (more := self._source.read(4 - len(head))):
            head += more
        for mark, encoding in _BYTE_ORDER_MARKS:
            if head.startswith(mark):
                if encoding != "utf-8":
                    self._decode = codecs.getincrementaldecoder(encoding)("replace")
                return self._as_utf8(head[len(mark) :])
        return head

    def _as_utf8(self, block: bytes) -> bytes:
        return block if self._decode is None else self._decode.decode(block, not block).encode()


def _settled(pending: bytes) -> int:
    """Return how many of the bytes no further byte can change the meaning of."""
    last_line = pending.rfind(b"\n", max(0, len(pending) - _LONGEST_LINE))
    if last_line >= 0:
        return last_line
    backslash = pending.find(b"\\", max(0, len(pending) - _LONGEST_ESCAPE + 1))
    if backslash < 0:
        return len(pending)
    settled = backslash - _before(pending, backslash) % 2
    half = _HIGH_AT_END.search(pending, max(0, settled - _LONGEST_ESCAPE), settled)
    return half.start() if half is not None and not _before(pending, half.start()) % 2 else settled


def _before(pending: bytes, place: int) -> int:
    """How many backslashes stand before one: they pair up from the left, and an odd one does not open an escape."""
    return place - len(pending[:place].rstrip(b"\\"))


def _repair(whole: bytes) -> bytes:
    if b'"document_id": ' in whole:
        return _EVERYTHING.sub(_mend, whole)
    if b"\\x" in whole or b"\\u202" in whole or _has_half(whole):
        return _ESCAPES.sub(_mend, whole)
    return whole


def _has_half(whole: bytes) -> bool:
    return (b"\\ud" in whole or b"\\uD" in whole) and _MAYBE_HALF.search(whole) is not None


def _mend(found: re.Match[bytes]) -> bytes:
    groups = found.groupdict()
    if groups["hex"] is not None:
        return b"\\u00" + groups["hex"]
    if groups["half"] is not None:
        return b"\\ufffd"
    if groups["separator"] is not None:
        return b"\\" + groups["separator"]
    if groups.get("value") is not None:
        value = groups["value"].replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        return groups["key"] + b'"' + value + b'"' + groups["end"]
    return found[0]
