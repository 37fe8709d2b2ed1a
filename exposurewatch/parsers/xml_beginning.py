"""Looks at how an XML document begins, before anything parses it: its encoding, its root, and whether it is a trap."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

_MARKS: Final = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"<\0?\0", "utf-16-le"),  # without a mark, as the specification of XML has it in its appendix F
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s{0,8}=\s{0,8}[\"']([A-Za-z0-9_.:-]{2,24})[\"']")
# Only encodings of text: a codec of Python may also be a compression or an escape.
_KNOWN: Final = re.compile(
    r"utf-?8|us-?ascii|(?:iso-?8859|windows|cp|koi8|mac)[\w-]{1,12}|gb(?:k|2312|18030)|big5|shift_jis|euc-(?:jp|kr)",
    re.IGNORECASE,
)
_FALLBACK: Final = "windows-1252"  # what most documents are in that declare another encoding than theirs
_BLANK: Final = re.compile(r"\s*")
_DECLARATION: Final = re.compile(r"<!DOCTYPE\b\s{0,8}([\w:.-]{0,60})", re.IGNORECASE)
_ROOT: Final = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})")
_NOT_XML: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 has no place for


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a document begins: `root` is the name of its first element in lower case, without a prefix; '' if none.

    `start` is where that element stands. `declares` says that the document type has a part of its own, in which
    entities can be declared: a few lines of them grow to gigabytes, or name files of whoever reads them.
    """

    root: str
    start: int
    declares: bool = False


def beginning(text: str) -> Beginning:
    """Walk over what may stand before the root: declarations, comments, the document type."""
    at = 0
    while True:
        at = _skipped(text, at)
        if text.startswith("<?", at):
            at = _after(text, "?>", at)
        elif text.startswith("<!--", at):
            at = _after(text, "-->", at)
        elif declared := _DECLARATION.match(text, at):
            if declared[1].lower() == "html":  # whose first element need not be written
                return Beginning("html", at)
            end, inside = _after(text, ">", at), text.find("[", at)
            if at < inside < end:
                return Beginning("", at, declares=True)
            at = end
        else:
            found = _ROOT.match(text, at)
            return Beginning(found[1].lower() if found else "", at)


def decoded(document: bytes) -> str:
    """Return the text of a document: by its byte order mark, else as it declares, else as UTF-8.

    Where its bytes are not what it declares, it is taken for the encoding that such documents mostly are in. What no
    XML may hold is left out.
    """
    for mark, encoding in _MARKS:
        if document.startswith(mark):
            return _NOT_XML.sub("", document.decode(encoding, "replace").removeprefix("\ufeff"))
    declared = _DECLARED.match(document)
    named = declared[1].decode("ascii") if declared else "utf-8"
    for encoding in (named, "utf-8"):
        if _KNOWN.fullmatch(encoding):
            try:
                return _NOT_XML.sub("", document.decode(encoding))
            except (UnicodeDecodeError, LookupError):
                continue
    return _NOT_XML.sub("", document.decode(_FALLBACK, "replace"))


def _skipped(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _after(text: str, end: str, at: int) -> int:
    """Return where what follows the next `end` begins; the end of the text if there is none."""
    found = text.find(end, at)
    return len(text) if found < 0 else found + len(end)
