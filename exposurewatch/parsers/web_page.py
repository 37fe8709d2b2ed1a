"""Reads web pages into trees, within limits that hold for hostile pages too."""

from __future__ import annotations

import codecs
import contextlib
import encodings
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from exposurewatch.parsers.json_repair import Readable

MAX_PAGE_BYTES: Final = 64 << 20
_BLOCK: Final = 1 << 18
_MAX_STYLE: Final = 1 << 20  # characters of a style attribute that are read; it may hold a picture
_DECLARATION: Final = 1024  # bytes at the beginning that may declare an encoding (HTML standard, 13.2.3.2)
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s{0,8}=\s{0,8}[\"']?([A-Za-z0-9_:-]{2,24})", re.IGNORECASE)
# Only encodings of web pages: a codec of Python may also be a compression or an escape.
_KNOWN: Final = re.compile(
    r"utf-?8|us-?ascii|(?:iso-?8859|windows|cp|koi8|mac)[\w-]{1,12}|gb(?:k|2312|18030)|big5|shift_jis|euc-(?:jp|kr)",
    re.IGNORECASE,
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_URL: Final = re.compile(r"\burl\(\s{0,8}(?:'([^']*)'|\"([^\"]*)\"|([^()'\"\s]*))\s{0,8}\)", re.IGNORECASE)
_NEW_LINE_BEFORE: Final = frozenset({"br", "p", "div", "blockquote", "pre", "li"})


def whole(source: Readable) -> tuple[bytes, bool]:
    """Return the bytes of a page, and whether there are more of them than `MAX_PAGE_BYTES`."""
    blocks: list[bytes] = []
    size = 0
    while size <= MAX_PAGE_BYTES and (block := source.read(_BLOCK)):
        blocks.append(block)
        size += len(block)
    return b"".join(blocks)[:MAX_PAGE_BYTES], size > MAX_PAGE_BYTES


def load_encodings() -> None:
    """Load every encoding that Python has: which of them a page declares is not known before it is read."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(LookupError):  # one of another system, and what is no encoding
            codecs.lookup(module.name)


def decoded(page: bytes) -> str:
    """Return the text of a page: by its byte order mark, else by what it declares, else as UTF-8."""
    for mark, encoding in _MARKS:
        if page.startswith(mark):
            return page[len(mark) :].decode(encoding, "replace")
    declared = _CHARSET.search(page[:_DECLARATION])
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        return page.decode(encoding if _KNOWN.fullmatch(encoding) else "utf-8", "replace")
    except LookupError:
        return page.decode("utf-8", "replace")


def tree(text: str) -> LexborHTMLParser:
    """Return the tree of a page."""
    return LexborHTMLParser(text.encode("utf-8", "replace"))


def classes(node: LexborNode) -> frozenset[str]:
    """Return the classes of an element; none for anything else."""
    return frozenset(attribute(node, "class").split()) if node.is_element_node else frozenset()


def attribute(node: LexborNode, name: str) -> str:
    """Return an attribute of an element, or '' where it has none of that name."""
    return node.attributes.get(name) or ""


def walk(root: LexborNode, closed: Callable[[LexborNode], bool] = lambda _: False) -> Iterator[LexborNode]:
    """Yield all that stands beneath `root`, in its order; what stands beneath a `closed` node is passed over."""
    pending = [root.child]
    while pending:
        node = pending.pop()
        if node is None:
            continue
        pending.append(node.next)
        yield node
        if node.is_element_node and not closed(node):
            pending.append(node.child)


def text_of(root: LexborNode) -> str:
    """Return the words beneath a node, with a line break where one is seen; not cleaned."""
    pieces: list[str] = []
    for node in walk(root):
        if node.is_text_node:
            pieces.append(node.text_content or "")
        elif node.tag in _NEW_LINE_BEFORE and (pieces or node.tag == "br"):
            pieces.append("\n")
    return "".join(pieces)


def style_urls(node: LexborNode) -> Iterator[str]:
    """Yield each address in the style attribute of an element, as it is written."""
    style = attribute(node, "style")[:_MAX_STYLE]
    if "(" in style:
        for found in _URL.finditer(style):
            yield found[1] or found[2] or found[3] or ""
