"""Takes the words out of HTML that strangers wrote. Loads the parser of HTML, so only workers import this."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SILENT: Final = frozenset({"script", "style", "template"})


def words_in(node: LexborNode) -> str:
    """Return the words of an element: with its line breaks, and each emoji that is a picture by its name."""
    return "".join(_pieces(node))


def words_of(markup: str) -> str:
    """Return the words of a fragment of HTML."""
    body = LexborHTMLParser(markup).body
    return "" if body is None else words_in(body)


def _pieces(node: LexborNode) -> Iterator[str]:
    for each in node.traverse(include_text=True):
        if each.tag == "-text":
            if each.parent is None or each.parent.tag not in _SILENT:
                yield each.text_content or ""
        elif each.tag == "br":
            yield "\n"
        elif each.tag == "img":
            yield each.attributes.get("alt") or ""
