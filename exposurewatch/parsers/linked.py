"""The pictures and videos that an entry of a feed links to, or that its markup shows, wherever they lie."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature
from exposurewatch.parsers.web_page import attribute, text_of, tree, walk

MOST_LINKED: Final = 100
"""Pictures and videos of one entry; no honest one has as many."""

_MOST_MARKUP: Final = 1 << 20  # characters of one piece of markup
_MOST_ADDRESS: Final = 4096
_MOST_EMBEDDED: Final = 1 << 18  # characters of all pictures that are written into one entry itself
_EMBEDDED: Final = "data:"
_EMBEDDED_TYPE: Final = re.compile(r"data:([a-z]{1,20}/[a-z0-9.+-]{1,40})", re.IGNORECASE)
_WEB: Final = re.compile(r"https?://[^/\s?#]", re.IGNORECASE)
_LAZY: Final = ("data-src", "data-original", "data-lazy-src", "src")  # pages that load pictures late keep them aside
_ONE_PIXEL: Final = re.compile(r"\s*[01](?:px)?\s*")
_SHOWN: Final = frozenset({Nature.PICTURE, Nature.VIDEO})
_MARKUP: Final = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")


def linked(place: str, kind: MediaKind, media_type: str = "", assumed: Nature = Nature.UNKNOWN) -> Attachment | None:
    """Return the file at `place`, which may be relative; None where there is no place.

    What neither its name nor its type declares to be anything counts as what is `assumed`.
    """
    place = place.strip()
    if not place or place.startswith("#"):
        return None
    if place[: len(_EMBEDDED)].lower() == _EMBEDDED:
        found = _EMBEDDED_TYPE.match(place)
        return Attachment(kind, declared_nature("", found[1].lower() if found else "text/plain"), place)
    nature = declared_nature(re.split(r"[?#]", place, maxsplit=1)[0], media_type.strip().lower())
    return Attachment(kind, assumed if nature is Nature.UNKNOWN else nature, place)


def shown_in(markup: str) -> tuple[str, tuple[Attachment, ...]]:
    """Return the words of a fragment of HTML, not cleaned, and the pictures and videos that it shows or links to."""
    body = tree(markup[:_MOST_MARKUP]).body
    if body is None:
        return "", ()
    return text_of(body).strip(), tuple(found for node in walk(body) for found in _of_element(node))


def words_shown(words: str) -> str:
    """Return words that may be markup, as those of a title, without it; not cleaned."""
    return shown_in(words)[0] if _MARKUP.search(words) else words


def settled(attachments: Iterable[Attachment], base: str) -> tuple[Attachment, ...]:
    """Return each file once, at its whole address where `base` is one; at most `MOST_LINKED`, and one more if cut.

    Where pictures that stand in the entry itself are together larger than any entry should be, the rest are absent.
    """
    once: dict[str, Attachment] = {}
    embedded = 0
    for each in attachments:
        if each.path[: len(_EMBEDDED)].lower() == _EMBEDDED:
            embedded += len(each.path)
            kept = each if embedded <= _MOST_EMBEDDED else replace(each, path=each.path[:256], absent=Reason.TOO_LARGE)
        else:
            kept = replace(each, path=whole(base, each.path))
        once.setdefault(kept.path, kept)
        if len(once) > MOST_LINKED:
            break
    return tuple(once.values())


def whole(base: str, place: str) -> str:
    """Return the address of `place` as seen from `base`; `place` itself, shortened, where that leads nowhere."""
    try:
        joined = urljoin(base, place) if is_web(base) else place
    except ValueError:
        joined = place
    return joined[: _MOST_ADDRESS + 1]  # one more than is ever asked for: such a one is refused, and said


def is_web(address: str) -> bool:
    """Tell whether this is a whole address in the web."""
    return _WEB.match(address) is not None


def _of_element(node: LexborNode) -> Iterator[Attachment]:
    match node.tag:
        case "img":
            if not _counts_readers(node):
                yield from _found(_best(node), MediaKind.PHOTO, Nature.PICTURE)
        case "video":
            yield from _found(attribute(node, "src"), MediaKind.DOCUMENT, Nature.VIDEO)
            yield from _found(attribute(node, "poster"), MediaKind.THUMBNAIL, Nature.PICTURE)
        case "source" if node.parent is not None and node.parent.tag == "video":
            yield from _found(attribute(node, "src"), MediaKind.DOCUMENT, Nature.VIDEO)
        case "a":  # to the large picture behind a small one
            yield from (each for each in _found(attribute(node, "href"), MediaKind.PHOTO) if each.nature in _SHOWN)


def _found(place: str, kind: MediaKind, assumed: Nature = Nature.UNKNOWN) -> Iterator[Attachment]:
    if attachment := linked(place, kind, assumed=assumed):
        yield attachment


def _best(image: LexborNode) -> str:
    """Return the address of a picture: the one that is kept aside, where what stands in its place is a filler."""
    places = [place for name in _LAZY if (place := attribute(image, name).strip())]
    if candidates := re.split(r",\s+", attribute(image, "srcset").strip())[-1].split():
        places.append(candidates[0])
    outside = (place for place in places if place[: len(_EMBEDDED)].lower() != _EMBEDDED)
    return next(outside, places[0] if places else "")


def _counts_readers(image: LexborNode) -> bool:
    """Tell whether a picture is one pixel wide or high: it is there to be asked for, not to be seen."""
    return any(_ONE_PIXEL.fullmatch(attribute(image, name)) for name in ("width", "height"))
