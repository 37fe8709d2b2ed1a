"""The plain words for verdicts, details and places, the same in every report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from exposurewatch.model import (
    DetailKind,
    Exposure,
    Judgement,
    Locator,
    Nearness,
    Part,
    Photo,
    Span,
    Spelling,
    Verdict,
)
from exposurewatch.reports.alteration import describe, in_common, published
from exposurewatch.reports.reasons import from_feed
from exposurewatch.text import MAX_CAPTION, clean_lines, minutes

__all__ = [
    "DETAILS",
    "VERDICTS",
    "describe",
    "exposed",
    "harmless",
    "how_found",
    "near",
    "noun",
    "place",
    "sureness",
    "utc",
    "when",
]

VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.EXACT: "this is your photo, unchanged",
        Verdict.CERTAIN: "this is almost certainly a copy of your photo",
        Verdict.PROBABLE: "this is probably a copy of your photo; compare the two yourself",
        Verdict.SAME_SCENE: "this shows the same scene, and is another picture, not a copy of your photo",
        Verdict.POSSIBLE: "this may be a copy of your photo; the picture itself could not be compared",
    }
)


def noun(photo: Photo) -> str:
    """What an own photo is called: a photo or a video."""
    return "photo" if photo.seconds is None else "video"


def sureness(judgement: Judgement) -> str:
    """What the verdict means, of a photo or a video, in a picture or a video."""
    words = VERDICTS[judgement.verdict].replace("your photo", f"your {noun(judgement.photo)}")
    return f"{words}; found inside a video" if judgement.spans else words


def when(judgement: Judgement) -> str:
    """Which moments of a video show the photo, and which moment of an own video is shown; empty for pictures."""
    found = f"at {_stretch(judgement.spans[0])}" if judgement.spans else ""
    more = len(judgement.spans) - 1
    if more > 0:
        found += f", and {more:,} more time{'' if more == 1 else 's'}"
    if judgement.own is None:
        return found
    own = f"your video from {minutes(judgement.own.start)}"
    return f"{found}: {own}" if found else own


def _stretch(span: Span) -> str:
    return f"{minutes(span.start)}, for {_lasting(span.end - span.start)}"


def _lasting(seconds: float) -> str:
    return f"{max(1, round(seconds))} s" if seconds < 60 else minutes(seconds)


def how_found(judgement: Judgement) -> str:
    """Say what the picture found is, compared with the own photo."""
    match judgement.verdict:
        case Verdict.EXACT:
            return "the same file, byte for byte"
        case Verdict.POSSIBLE:
            agrees, which = "only a published fingerprint agrees", published(judgement.alteration)
            return f"{agrees}: {which}" if which else agrees
        case Verdict.SAME_SCENE:  # no part of the photo is in the picture, so it was not altered either
            return in_common(judgement.alteration)
        case _:
            return describe(judgement.alteration)


DETAILS: Mapping[DetailKind, str] = MappingProxyType(
    {
        DetailKind.PHONE: "phone number",
        DetailKind.HANDLE: "handle",
        DetailKind.EMAIL: "e-mail address",
        DetailKind.NAME: "name",
        DetailKind.ADDRESS: "address",
        DetailKind.IDENTITY_CARD: "identity card number",
        DetailKind.PLATE: "number plate",
    }
)
_PARTS: Mapping[Part, str] = MappingProxyType(
    {
        Part.TEXT: "",
        Part.SENDER: "in the sender's name",
        Part.FORWARDED_FROM: "in the name of whom it was forwarded from",
        Part.CHANNEL: "in the name of the chat",
    }
)


def exposed(exposure: Exposure) -> str:
    """Say which of the user's details stands in a message, and how."""
    how = "spelt otherwise" if exposure.spelling is Spelling.ALTERED else ""
    return ", ".join(filter(None, (f"your {DETAILS[exposure.kind]} ({exposure.shown})", _PARTS[exposure.part], how)))


def near(exposure: Exposure) -> str:
    """Say how the message in which a detail stands is tied to the picture; nothing where it is the same."""
    which = f"message {exposure.origin.message_id}" if exposure.origin.message_id else "another message"
    match exposure.nearness:
        case Nearness.REPLY:
            return f"in {which}, joined to it by a reply"
        case Nearness.NEARBY:
            away = "the message next to it" if exposure.away == 1 else f"{exposure.away} messages away"
            return f"in {which}, {away}"
        case Nearness.SAME_SENDER:
            return f"in {which}, by the same sender"
        case Nearness.SAME_MESSAGE | None:
            return ""


def harmless(words: str) -> str:
    """Return `words` on one line, without anything that misleads a terminal or an eye.

    Strangers' words were cleaned where they entered; the user's own paths were not, and may hold bytes that are no
    text. Spaces are left as they are: a path must be found again.
    """
    if words.isascii() and words.isprintable():
        return words
    text = words.encode("utf-8", "backslashreplace").decode("utf-8")
    return clean_lines(text, MAX_CAPTION).replace("\n", " ")


def place(locator: Locator) -> str:
    """Say where a file lies, in one piece: of what a feed has published, the link to it, or the feed and its report."""
    container, path = locator.container, locator.path
    if path and from_feed(locator):
        return harmless(path if "://" in path else f"{container} (report {path})")
    return harmless(f"{container}/{path}" if path else container)


def utc(moment: datetime) -> str:
    """Return the moment in UTC, to the second, as it is sorted and as it is read."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
