"""Finds the file that a WhatsApp message speaks of, or what WhatsApp says it left out, whatever its language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature
from exposurewatch.parsers.suffixes import suffix
from exposurewatch.parsers.whatsapp_words import MARKS, Notice, notice

_DELETED: Final = "it was deleted before the export was made"
_EMPTY: Final = "the export leaves it empty, as it may do with a picture that could be viewed once"

_NAME: Final = r"[^<>\n]{1,250}\.\w{1,10}"
_SAID: Final = r"[^<>():\n\d]{2,60}"  # "attached", "file attached", in any language
# Names that WhatsApp gives itself: of Android, of iOS, and of iOS before 2017.
_OWN: Final = (
    r"(?:[A-Z]{3}-\d{8}-WA\d{4,8}|\d{5,10}-[A-Z]{3,8}-\d{4}(?:-\d\d){5}|\d{4}-\d\d-\d\d-[A-Z]{3,8}-\d{5,10})\.\w{2,5}"
)
_OWN_NAME: Final = re.compile(_OWN)
_ANDROID: Final = re.compile(rf"(?P<path>{_NAME})\s\((?P<said>{_SAID})\)")
_IOS: Final = re.compile(
    rf"(?P<mark>[{MARKS}]?)<[{MARKS}]?(?:{_SAID}:[\s{MARKS}]{{0,2}}(?P<path>{_NAME})|(?P<first>{_NAME})\s{_SAID})>"
    rf"|(?P<old>{_OWN})\s<[{MARKS}]?{_SAID}>"
)
_LEADING: Final = re.compile(rf"\A[\s{MARKS}]+")
_UNKNOWN_NOTICE: Final = re.compile(r"<\s?[^<>\d:@/.\s]+\s[^<>\d:@/.]{2,50}>")
_SURROUNDINGS: Final = 40  # characters beside a name of WhatsApp's own that may be its words for "attached"

_LEFT_OUT: Final = {
    Notice.MEDIA: (MediaKind.PHOTO, Nature.UNKNOWN),
    Notice.PICTURE: (MediaKind.PHOTO, Nature.PICTURE),
    Notice.VIDEO: (MediaKind.DOCUMENT, Nature.VIDEO),
    Notice.STICKER: (MediaKind.STICKER, Nature.PICTURE),
    Notice.DOCUMENT: (MediaKind.DOCUMENT, Nature.UNKNOWN),
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a message holds beside its sender and its date: raw words, a file, or why there is neither."""

    words: str
    attachments: tuple[Attachment, ...] = ()
    vanished: str = ""


@dataclass(slots=True)
class Media:
    """Reads the messages of one export; what "attached" is called in its language is learnt on the way."""

    _attached: set[str] = field(default_factory=lambda: {"file attached"})

    def content(self, body: str) -> Content:
        """Return what the body of a message says. A file comes before its caption on Android, after it on iOS."""
        first, _, following = body.partition("\n")
        first = _LEADING.sub("", first).rstrip()
        if attachment := self._announced(first):
            return Content(following if attachment.certain else body, (attachment,))
        if content := _noticed(body, first, following) or _inserted(body):
            return content
        if attachment := _named(first):
            return Content(following if attachment.certain else body, (attachment,))
        return Content("", vanished=_EMPTY) if body.strip() in ("", "null") else Content(body)

    def _announced(self, first: str) -> Attachment | None:
        found = _ANDROID.fullmatch(first) if first.endswith(")") else None
        if found is None:
            return None
        own = _OWN_NAME.fullmatch(found["path"]) is not None
        if own:
            self._attached.add(found["said"])
        return _attachment(found["path"], certain=own or found["said"] in self._attached)


def _named(first: str) -> Attachment | None:
    """Return the file whose name stands in a line in some other way, as in Tamil and Persian."""
    found = _OWN_NAME.search(first) if "-" in first else None
    if found is None:
        return None
    around = first[: found.start()] + first[found.end() :]
    return _attachment(found[0], certain=len(around) < _SURROUNDINGS and not any(map(str.isdigit, around)))


def _inserted(body: str) -> Content | None:
    """Return what a message says whose file stands in angle brackets, as on iOS."""
    found = max(_IOS.finditer(body), key=re.Match.start, default=None) if "<" in body else None
    if found is None:
        return None  # of several, those before the last are quoted
    path = found["path"] or found["first"] or found["old"]
    certain = bool(found["mark"]) or _OWN_NAME.fullmatch(path) is not None
    caption = body[: found.start()] + body[found.end() :]
    return Content(caption if certain else body, (_attachment(path, certain=certain),))


def _noticed(body: str, first: str, following: str) -> Content | None:
    """Return what a message says in which WhatsApp's own words stand for a file: before its caption, or after it."""
    found = _notice(first)
    if found is Notice.DELETED:
        return None if following else Content(body, vanished=_DELETED)
    if found is not None:
        return Content(following, _left_out(found))
    caption, mark, last = body.rpartition("\u200e")
    found = notice(last) if mark else None
    if found is None or found is Notice.DELETED:
        return None
    name = caption.partition("•")[0].strip()
    if found is Notice.DOCUMENT and suffix(name) and _nature(name) in (Nature.OTHER, Nature.SOUND):
        return Content(caption)
    return Content(caption, _left_out(found))


def _notice(words: str) -> Notice | None:
    if found := notice(words):
        return found
    # Nothing else stands alone in angle brackets: a language that is not known here.
    return Notice.MEDIA if words.startswith("<") and _UNKNOWN_NOTICE.fullmatch(words) else None


def _left_out(found: Notice) -> tuple[Attachment, ...]:
    """Return what is not in the export. Sounds and contacts are no pictures: nothing is said about them."""
    if found not in _LEFT_OUT:
        return ()
    kind, nature = _LEFT_OUT[found]
    return (Attachment(kind, nature, "", absent=Reason.NOT_INCLUDED),)


def _attachment(path: str, *, certain: bool) -> Attachment:
    nature = _nature(path)
    if path.startswith("STK-") or "-STICKER-" in path:
        kind = MediaKind.STICKER
    elif nature is Nature.PICTURE and (path.startswith("IMG-") or "-PHOTO-" in path):
        kind = MediaKind.PHOTO
    else:
        kind = MediaKind.DOCUMENT
    return Attachment(kind, nature, path, certain=certain)


def _nature(path: str) -> Nature:
    """Return what a file is by its name; what has a name of another kind is no picture without an ending."""
    declared = declared_nature(path)
    return Nature.OTHER if declared is Nature.UNKNOWN and suffix(path) else declared
