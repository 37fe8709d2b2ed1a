"""Finds the media in one post of a public Telegram page, and its emoji."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature
from exposurewatch.parsers.web_page import attribute, classes, style_urls, text_of, walk
from exposurewatch.text import clean

EMBEDDED: Final = "data:"  # begins the address of a picture that the page holds itself, as some programs save them
_EMBEDDED: Final = re.compile(r"data:image/(?!svg)[a-z0-9.+-]{2,20};base64,")
_PAGES: Final = "https://t.me"
_ALBUM: Final = "tgme_widget_message_grouped_wrap"
_WITHHELD: Final = "message_media_not_supported_wrap"
_SERVICE: Final = "service message"
# Faces of senders, maps, the buttons below a post, and words that only show if the rest of it does not.
_PASSED_OVER: Final = frozenset(
    {
        "emoji",
        "media_not_supported_cont",
        "tgme_widget_message_contact_wrap",
        "tgme_widget_message_forwarded_from",
        "tgme_widget_message_inline_keyboard",
        "tgme_widget_message_location_wrap",
        "tgme_widget_message_reactions",
        "tgme_widget_message_user",
    }
)
_NO_MEDIA: Final = frozenset({"script", "iframe", "embed", "input", "link"})
_ADDRESSES: Final = ("src", "data-webp", "srcset", "poster")
_SINGLE: Final = re.compile(r"(?:https?:)?//t\.me/(?:s/)?(\w{3,32})/([0-9]{1,18})(?:[?#].*)?", re.ASCII)

Found = tuple[str | None, Attachment]
"""One medium, and the id of its own that it has as a part of an album."""


def media_in(message: LexborNode, username: str) -> Iterator[Found]:
    """Yield the media of a post in its order; `username` is that of the chat the post stands in."""
    album: LexborNode | None = None
    for node in walk(message, _is_closed):
        names = classes(node)
        if names & _PASSED_OVER:
            continue
        if _ALBUM in names:
            album = node
        read = next((reader for name, reader in _READERS.items() if name in names), _other)
        own = _own_id(node, username) if album is not None and _is_within(node, album) else None
        for attachment in read(node):
            yield own, attachment


def addresses_in(*roots: LexborNode) -> Iterator[str]:
    """Yield the address of every file that is drawn beneath these nodes, shown as a medium or not.

    A node that stands beneath one before it is not walked through again: in a page made to be slow each is within
    the one before.
    """
    met: set[int] = set()
    for root in roots:
        for node in walk(root) if root.mem_id not in met else ():
            met.add(node.mem_id)
            if node.is_element_node:
                yield from (address for address in _addresses(node) if not address.startswith(EMBEDDED))


def emoji_in(message: LexborNode) -> Iterator[str]:
    """Yield the address of every emoji in a post."""
    for node in message.css(".emoji"):
        yield from _addresses(node)


def _addresses(node: LexborNode) -> Iterator[str]:
    for written in (*style_urls(node), *(attribute(node, name) for name in _ADDRESSES)):
        if address := _absolute(written.strip()):
            yield address


def _absolute(written: str) -> str:
    """Return an address with all that the page left out; '' for one that holds a drawing of lines itself."""
    if written[:5].lower() == "data:":
        return written if _EMBEDDED.match(written) else ""
    if written.startswith("//"):
        return f"https:{written}"
    return f"{_PAGES}{written}" if written.startswith("/") else written


def _is_closed(node: LexborNode) -> bool:
    names = classes(node)
    return bool(names & _PASSED_OVER) or any(name in names for name in _READERS)


def _is_within(node: LexborNode, album: LexborNode) -> bool:
    above = node.parent
    for _ in range(8):  # the parts of an album stand three levels beneath it
        if above is None:
            return False
        if above.mem_id == album.mem_id:
            return True
        above = above.parent
    return False


def _own_id(node: LexborNode, username: str) -> str | None:
    found = _SINGLE.fullmatch(attribute(node, "href"))
    return found[2] if found and found[1].lower() == username.lower() else None


def _first(root: LexborNode, *names: str) -> LexborNode | None:
    for node in (root, *walk(root)):
        if not classes(node).isdisjoint(names):
            return node
    return None


def _drawn(root: LexborNode) -> Iterator[str]:
    """Yield the address of each picture at or beneath a node, each once."""
    seen = set()
    for node in (root, *walk(root)):
        if node.is_element_node and node.tag not in ("video", "audio", "source") and "emoji" not in classes(node):
            for address in _addresses(node):
                if address not in seen:
                    seen.add(address)
                    yield address


def _played(root: LexborNode, tag: str) -> str:
    for node in walk(root):
        if node.tag in (tag, "source") and (address := _absolute(attribute(node, "src").strip())):
            return address
    return ""


def _photo(node: LexborNode) -> Iterator[Attachment]:
    yield from _pictures(MediaKind.PHOTO, node)


def _pictures(kind: MediaKind, node: LexborNode) -> Iterator[Attachment]:
    none = True
    for address in _drawn(node):
        none = False
        yield Attachment(kind, Nature.PICTURE, address)
    if none:
        yield Attachment(kind, Nature.PICTURE, "", absent=Reason.NOT_INCLUDED)


def _video(node: LexborNode) -> Iterator[Attachment]:
    address = _played(node, "video")
    absent = None if address else Reason.NOT_INCLUDED
    yield Attachment(MediaKind.DOCUMENT, Nature.VIDEO, address, next(_drawn(node), ""), absent)


def _voice(node: LexborNode) -> Iterator[Attachment]:
    address = _played(node, "audio")
    yield Attachment(MediaKind.DOCUMENT, Nature.SOUND, address, absent=None if address else Reason.NOT_INCLUDED)


def _document(node: LexborNode) -> Iterator[Attachment]:
    title = _first(node, "tgme_widget_message_document_title")
    icon = _first(node, "tgme_widget_message_document_icon")
    name = clean(text_of(title)) if title is not None else ""
    is_sound = icon is not None and "audio" in classes(icon)
    nature = Nature.SOUND if is_sound else declared_nature(name)
    yield Attachment(MediaKind.DOCUMENT, nature, "", next(_drawn(node), ""), Reason.NOT_INCLUDED)


def _sticker(node: LexborNode) -> Iterator[Attachment]:
    picture = _absolute(attribute(node, "data-webp").strip()) or next(_drawn(node), "")
    if picture:
        yield Attachment(MediaKind.STICKER, Nature.PICTURE, picture)


def _drawn_sticker(node: LexborNode) -> Iterator[Attachment]:
    for each in walk(node):
        if each.tag == "source" and (address := _absolute(attribute(each, "srcset").strip())):
            yield Attachment(MediaKind.STICKER, declared_nature(address.partition("?")[0]), address)


def _video_sticker(node: LexborNode) -> Iterator[Attachment]:
    if address := _played(node, "video"):
        yield Attachment(MediaKind.STICKER, Nature.VIDEO, address, next(_drawn(node), ""))


def _link_preview(node: LexborNode) -> Iterator[Attachment]:
    pictures = tuple(_drawn(node))
    if video := _played(node, "video"):
        yield Attachment(MediaKind.LINK_PREVIEW, Nature.VIDEO, video, pictures[0] if pictures else "")
        pictures = pictures[1:]
    for address in pictures:
        yield Attachment(MediaKind.LINK_PREVIEW, Nature.PICTURE, address)


def _answered(node: LexborNode) -> Iterator[Attachment]:
    for address in _drawn(node):
        yield Attachment(MediaKind.THUMBNAIL, Nature.PICTURE, address)


def _service_photo(node: LexborNode) -> Iterator[Attachment]:
    yield from _pictures(MediaKind.SERVICE_PHOTO, node)


def _withheld(node: LexborNode) -> Iterator[Attachment]:
    """Yield what Telegram shows in its own program alone; its notes about events look the same."""
    if not clean(text_of(node)).lower().startswith(_SERVICE):
        yield Attachment(MediaKind.PHOTO, Nature.UNKNOWN, "", absent=Reason.NOT_INCLUDED)


def _other(node: LexborNode) -> Iterator[Attachment]:
    """Yield a picture that stands in a kind of element that is not known."""
    if node.is_element_node and node.tag not in _NO_MEDIA:
        nature = Nature.VIDEO if node.tag == "video" else Nature.SOUND if node.tag == "audio" else Nature.PICTURE
        for address in _addresses(node):
            yield Attachment(MediaKind.PHOTO, nature, address)


_READERS: Final[dict[str, Callable[[LexborNode], Iterator[Attachment]]]] = {
    "tgme_widget_message_photo_wrap": _photo,
    "tgme_widget_message_video_player": _video,
    "tgme_widget_message_roundvideo_player": _video,
    "tgme_widget_message_voice_player": _voice,
    "tgme_widget_message_document_wrap": _document,
    "tgme_widget_message_tgsticker": _drawn_sticker,
    "tgme_widget_message_videosticker": _video_sticker,
    "tgme_widget_message_sticker": _sticker,
    "tgme_widget_message_link_preview": _link_preview,
    "tgme_widget_message_reply": _answered,
    "tgme_widget_message_service_photo": _service_photo,
    _WITHHELD: _withheld,
}
