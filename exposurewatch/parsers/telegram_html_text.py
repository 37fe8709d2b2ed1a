"""Reads words and paths out of the tree of one message: Telegram Desktop indents its pages, and escapes no path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from exposurewatch.parsers.web_page import attribute, classes, tree, walk

MAX_BYTES: Final = 1 << 20  # of a message, which has 4,096 characters and some hundred bytes for each thing in it
MAX_TAGS: Final = 10_000  # of a message; where they are nested, twice as many take four times as long
MEDIA: Final = "media_wrap"  # the class of the frame around one medium
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "dd", "details", "div", "dt", "figcaption", "figure"),
        *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "summary"),
        *("table", "td", "th", "tr", "ul"),
    }
)
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_BACK: Final = "#allow_back"  # what a list appends to its links


def words(root: LexborNode | None) -> str:
    """Return what stands beneath a node as it is seen, without what stands in its media; not cleaned."""
    if root is None:
        return ""
    pieces: list[str] = []
    for node in walk(root, _is_media):
        if node.is_text_node:
            pieces.append(_without_indent(node.text_content or ""))
        elif node.tag in _BLOCKS:
            pieces.append("\n")
    lines = "\n".join(line.strip(" ") for line in "".join(pieces).split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip()


def own_words(node: LexborNode) -> str:
    """Return what stands in a node itself, and not in an element inside it; not cleaned."""
    return "".join(child.text_content or "" for child in node.iter(include_text=True) if child.is_text_node)


def root_of(piece: bytes) -> LexborNode | None:
    """Return the first element of a piece of a page; None for a piece that is larger than any honest one."""
    if len(piece) > MAX_BYTES or piece.count(b"<") > MAX_TAGS:
        return None
    return tree(piece.decode("utf-8", "replace")).css_first("body > *")


def link(node: LexborNode | None) -> str:
    """Return the path or address that a link leads to, as it is written, or ''."""
    return "" if node is None else attribute(node, "href").removesuffix(_BACK)


def drawn_from(root: LexborNode) -> str:
    """Return the path of the first picture that is drawn beneath a node, as it is written, or ''."""
    image = root.css_first("img[src]")
    return "" if image is None else _local(attribute(image, "src"))


def emoji_in(root: LexborNode) -> Iterator[str]:
    """Yield the path of every emoji in the words of a message: the link around it leads to its drawing."""
    for node in root.css("div.text a[href]:not([class])"):
        if path := _local(link(node)):
            yield path


def _without_indent(text: str) -> str:
    """Return a text with one space for each line break and the blanks around it: breaks in a message are tags."""
    first, *others = text.split("\n")
    if not others:
        return first
    between = filter(None, (line.strip() for line in others[:-1]))
    return " ".join((first.rstrip(), *between, others[-1].lstrip()))


def _local(place: str) -> str:
    return "" if _ADDRESS.match(place) else place


def _is_media(node: LexborNode) -> bool:
    return node.tag == "div" and MEDIA in classes(node)
