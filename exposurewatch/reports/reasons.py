"""The plain words for why something was not looked at, and what to do about it, the same in every report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from exposurewatch.errors import installing
from exposurewatch.model import Locator, Reason


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """Why something was not looked at, as a label that follows a count, and what the reader can do about it."""

    label: str
    advice: str


_SMALLER = "Look at it yourself, or save a smaller copy and scan that. Keep the original as it is."
_AGAIN = "Export it again, or copy the whole export again, and scan that."

REASONS: Mapping[Reason, ReasonWords] = MappingProxyType(
    {
        Reason.NOT_INCLUDED: ReasonWords(
            "not included in the export", "Export again with photos switched on and a higher size limit."
        ),
        Reason.OVER_EXPORT_LIMIT: ReasonWords(
            "larger than the size limit set for the export", "Export again with a higher size limit."
        ),
        Reason.UNAVAILABLE: ReasonWords(
            "could not be had any more when the export was made",
            "It may have expired or been deleted. Open the message in the app to see whether it is still there.",
        ),
        Reason.REMOTE_ONLY: ReasonWords(
            "only linked to: the export holds an address and not the picture",
            "Export again and have the media downloaded. Opening such a link tells its host that somebody looks.",
        ),
        Reason.MISSING_FILE: ReasonWords(
            "named in the export, but the file is not there",
            "Check that the export was copied with all its folders; if it was, export again.",
        ),
        Reason.UNSAFE_PATH: ReasonWords(
            "named with a path that leads out of the export",
            "It was not opened, to protect you. A genuine export has no such paths: ask where this one comes from.",
        ),
        Reason.UNREACHABLE: ReasonWords(
            "not to be had from the host that has it", "It is asked for again the next time that the feed is pulled."
        ),
        Reason.UNSAFE_ADDRESS: ReasonWords(
            "at an address that is not on the public web",
            "It was not fetched, to protect you: an honest feed names no such addresses.",
        ),
        Reason.NO_COMMON_HASH: ReasonWords(
            "published reports with nothing that your photos can be compared by",
            "Nothing to do: they are of videos, or have kinds of fingerprint that this version does not make.",
        ),
        Reason.CANNOT_OPEN: ReasonWords(
            "could not be opened", "Check that the file is there and that you are allowed to read it, then scan again."
        ),
        Reason.ENCRYPTED: ReasonWords(
            "protected with a password", "Unpack it into a folder with its password and scan that folder."
        ),
        Reason.DUPLICATE_NAME: ReasonWords(
            "named like another file in the same archive",
            "It cannot be told which of the two is meant. Make the archive again, or ask for a new one.",
        ),
        Reason.LINK: ReasonWords(
            "only a link to another place", "Links are not followed. Scan the place it points to, if you trust it."
        ),
        Reason.NOT_A_REGULAR_FILE: ReasonWords("not an ordinary file", "Nothing to do: it holds no picture."),
        Reason.VIDEO: ReasonWords(
            "a video",
            f"Looking inside videos takes an addition: run {installing('video')}, and scan again. Or look at those that"
            " may matter yourself.",
        ),
        Reason.REST_OF_VIDEO: ReasonWords(
            "a video of which only a part was looked at",
            "It is longer than is looked at, or breaks off. Look at the rest yourself, or cut it into parts of twenty"
            " minutes at most and scan these.",
        ),
        Reason.ARCHIVE: ReasonWords(
            "an archive that stayed closed",
            "It is of a kind that is not opened, locked, damaged, or too deep in others. Unpack it into a folder of"
            " its own and scan that folder as well.",
        ),
        Reason.NOT_A_PICTURE: ReasonWords("not a picture", "Nothing to do, unless you know that it is one."),
        Reason.UNREADABLE: ReasonWords(
            "damaged, so that the picture could not be read",
            "Try to open it in another program. If it opens there, save it as PNG and scan that copy.",
        ),
        Reason.UNSUPPORTED_FORMAT: ReasonWords(
            "a kind of picture or video that this version cannot read",
            "Save it as JPEG or PNG, a video as MP4, and scan that copy. Keep the original as it is.",
        ),
        Reason.TOO_LARGE: ReasonWords("too large a file to be opened safely", _SMALLER),
        Reason.TOO_MANY_PIXELS: ReasonWords("too large a picture to be opened safely", _SMALLER),
        Reason.OUT_OF_MEMORY: ReasonWords("needed more memory than a picture may have", _SMALLER),
        Reason.TIMED_OUT: ReasonWords(
            "took too long to open", "Scan again while the computer has little else to do. If it stays, look yourself."
        ),
        Reason.DECODER_DIED: ReasonWords(
            "could not be read: the reader broke down on it",
            "It may be damaged, or made to do harm: be careful with it. The rest of the scan was not affected.",
        ),
        Reason.TOO_PLAIN: ReasonWords(
            "too plain to be recognised: almost one colour", "Nothing to do, unless you know that it shows something."
        ),
        Reason.EXPORT_TRUNCATED: ReasonWords("an export that breaks off before its end", _AGAIN),
        Reason.EXPORT_DAMAGED: ReasonWords("an export that is damaged and was not read to its end", _AGAIN),
        Reason.FEED_NOT_READ: ReasonWords(
            "a feed that could not be read to its end",
            'What was read of it counts. The command "feed list" says what is the matter.',
        ),
        Reason.EXPORT_ALTERED: ReasonWords(
            "a file that is not what the list of its archive says",
            "It was changed or damaged after the archive was made. What can be read of it was looked at all the same. "
            "As evidence, an unchanged copy is worth more: ask whoever made the archive.",
        ),
        Reason.BEFORE_SINCE: ReasonWords(
            "older than the date you gave", "As you asked. Scan without that date to look at these as well."
        ),
        Reason.SAME_FILE_TWICE: ReasonWords("given more than once", "Nothing to do: it was looked at once."),
    }
)

_LOOKS = "Opening a link tells its host that somebody looks."
_LATER = "What stands before that was looked at. If it stays so, tell whoever publishes the feed."

# Of an export one can ask for more; of a feed one has what its publisher gives out.
_OF_FEEDS: Mapping[Reason, ReasonWords] = MappingProxyType(
    {
        Reason.NOT_INCLUDED: ReasonWords(
            "not shown to readers of the feed",
            "Open the message in the app, or save an export of the channel and scan that.",
        ),
        Reason.UNAVAILABLE: ReasonWords(
            "not there any more, or not given out", f"It may have been deleted. Look there if you want to. {_LOOKS}"
        ),
        Reason.REMOTE_ONLY: ReasonWords(
            "named in the feed, without an address to fetch it from",
            f"Open the link of the message, if there is one, to look yourself. {_LOOKS}",
        ),
        Reason.CANNOT_OPEN: ReasonWords(
            "in the feed itself, and damaged", "Nothing more can be made of it. If it stays so, tell the publisher."
        ),
        Reason.VIDEO: ReasonWords(
            "a video",
            f"Looking inside videos takes an addition: run {installing('video')}, and pull the feed again with --again."
            " Or look at those that may matter yourself.",
        ),
        Reason.ARCHIVE: ReasonWords(
            "a link to an archive", "It was not fetched. Save it yourself and scan it, if it may matter."
        ),
        Reason.TIMED_OUT: ReasonWords(
            "took too long to open",
            "Pull the feed with --again while the computer has little else to do. If it stays, look yourself.",
        ),
        Reason.EXPORT_TRUNCATED: ReasonWords("a part of a feed that breaks off before its end", _LATER),
        Reason.EXPORT_DAMAGED: ReasonWords("a part of a feed that is damaged and was not read to its end", _LATER),
    }
)


def from_feed(locator: Locator) -> bool:
    """Whether something stands in a feed rather than in an export: a feed has an address, an export a path."""
    return "://" in locator.container


def why_not(reason: Reason, locators: Iterable[Locator]) -> ReasonWords:
    """Say why things were not looked at, all for one reason, in the words that fit where they are."""
    words = REASONS[reason]
    return _OF_FEEDS.get(reason, words) if all(map(from_feed, locators)) else words
