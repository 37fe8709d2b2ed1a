"""The words of the program as frozen values. Knows nothing of files, decoders, screens or networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Point = tuple[float, float]
Region = tuple[Point, Point, Point, Point]
"""Four corners in a picture, as fractions of its width and height: where the photo's top left, top right, bottom right
and bottom left corners lie."""

WHOLE: Region = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


class Verdict(StrEnum):
    """How sure a match is, strongest first."""

    EXACT = "exact"  # the same bytes
    CERTAIN = "certain"
    PROBABLE = "probable"
    SAME_SCENE = "same scene"  # another shot of the place, not a copy
    POSSIBLE = "possible"  # only a published hash agrees


class Reason(StrEnum):
    """Why something was not looked at. A closed list: reports, the JSON Schema and the tests run over it."""

    # what the export itself says it does not hold
    NOT_INCLUDED = "not-included"
    OVER_EXPORT_LIMIT = "over-export-limit"
    UNAVAILABLE = "unavailable"
    # what the export names and cannot be had
    MISSING_FILE = "missing-file"
    UNSAFE_PATH = "unsafe-path"
    CANNOT_OPEN = "cannot-open"
    ENCRYPTED = "encrypted"
    DUPLICATE_NAME = "duplicate-name"
    LINK = "link"
    NOT_A_REGULAR_FILE = "not-a-regular-file"
    # what is no picture that this version looks at
    VIDEO = "video"
    ARCHIVE = "archive"
    NOT_A_PICTURE = "not-a-picture"
    # pictures that could not be decoded or compared
    TOO_PLAIN = "too-plain"  # decoded, but so flat that only equal bytes could tell anything
    UNREADABLE = "unreadable"
    UNSUPPORTED_FORMAT = "unsupported-format"
    TOO_LARGE = "too-large"
    TOO_MANY_PIXELS = "too-many-pixels"
    OUT_OF_MEMORY = "out-of-memory"
    TIMED_OUT = "timed-out"
    DECODER_DIED = "decoder-died"
    # the export as a whole
    EXPORT_TRUNCATED = "export-truncated"
    EXPORT_DAMAGED = "export-damaged"
    # what the user asked for
    BEFORE_SINCE = "before-since"
    SAME_FILE_TWICE = "same-file-twice"


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a file lies: the folder or archive that the user named, and the path inside it ('' for the whole)."""

    container: str
    path: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A chat or channel as its export names it. `id` is the bare Telegram id, without the Bot API's -100 mark."""

    title: str | None = None
    id: str | None = None
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was posted. Where `utc` is None, `raw` holds the words of the export and `uncertain` says why."""

    utc: datetime | None
    raw: str | None = None
    uncertain: str | None = None


@dataclass(frozen=True, slots=True)
class Permalink:
    """A link to a message; `public` is False where only members of the chat can open it."""

    url: str
    public: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a picture or message stands, exactly enough to find it again. Names are claims, not proof."""

    source: str
    locator: Locator
    channel: Channel | None = None
    message_id: str | None = None
    date: Moment | None = None
    sender: str | None = None
    forwarded_from: str | None = None
    permalink: Permalink | None = None


class MediaKind(StrEnum):
    """What a picture was posted as."""

    PHOTO = "photo"
    DOCUMENT = "document"  # a picture sent "as a file": the best copy there is
    STICKER = "sticker"
    THUMBNAIL = "thumbnail"  # a small preview stands in for the picture or video itself
    SERVICE_PHOTO = "service-photo"  # a chat's own picture, changed by a service message
    PROFILE_PHOTO = "profile-photo"
    STORY = "story"
    LINK_PREVIEW = "link-preview"
    FILE = "file"  # a picture in a folder, tied to no message


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A picture whose bytes can be read. `read` raises `Unreadable` where they cannot be had."""

    kind: MediaKind
    read: Callable[[], bytes] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class VideoFile:
    """A video; nothing looks inside one yet."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Media that an export mentions and does not hold, or that must not be opened."""

    reason: Reason
    detail: str = ""


Media = ImageFile | VideoFile | Missing


@dataclass(frozen=True, slots=True)
class Sighting:
    """One picture in one place."""

    media: Media
    origin: Origin
    caption: str = ""

    def skipped(self, reason: Reason, detail: str = "") -> Skipped:
        """The same picture in the same place as something that was not looked at."""
        return Skipped(self.origin.locator, self.origin.message_id, reason, detail)


@dataclass(frozen=True, slots=True)
class Message:
    """One message that was read, with or without a picture."""

    origin: Origin
    text: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not looked at, and why."""

    locator: Locator
    message_id: str | None
    reason: Reason
    detail: str = ""


Item = Message | Sighting | Skipped
"""What a source yields: each message, then the pictures in it, and whatever could not be read."""


class Unreadable(Exception):
    """Bytes that could not be had; caught where pictures are read, and turned into a `Skipped`."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a copy was turned: first mirrored left to right, then rotated clockwise by a multiple of 90 degrees."""

    mirrored: bool
    rotation_degrees: int


ORIENTATIONS: tuple[Orientation, ...] = tuple(
    Orientation(mirrored, degrees) for mirrored in (False, True) for degrees in (0, 90, 180, 270)
)
"""The eight ways to turn or flip a picture (the dihedral group), upright first."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in a picture, as fractions of its width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    @property
    def area(self) -> float:
        """The share of the picture that the box covers, 0 to 1."""
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Frame:
    """The fingerprints of one rectangle of a picture: all of it, or what is left without a plain border.

    `digests` maps an algorithm's name to one digest per form: the eight `ORIENTATIONS` of an own photo, the upright
    form alone of a picture found. It is empty where the rectangle is too flat to tell anything.
    """

    box: Box
    quality: int
    digests: Mapping[str, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class LocalFeatures:
    """Distinctive points of a picture, the strongest first.

    `points` has shape (n, 4), float32: x, y and size in pixels, and the angle in degrees; `codes` has shape (n, 32),
    uint8: one code of 256 bits a point.
    """

    points: NDArray[np.float32]
    codes: NDArray[np.uint8]


NO_LIST = 0xFFFF


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """How the codes of all own photos are sorted, one photo's after the other's, for an index of them.

    `centres` has shape (lists, 32), uint8, one code amid each list; `numbers` has shape (n,), uint16: the list of each
    code, `NO_LIST` where it is not sorted yet.
    """

    centres: NDArray[np.uint8]
    numbers: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Layout:
    """1,984 bits each: where a picture gets lighter from one cell of a grid to the next, and where that is no noise."""

    signs: bytes
    mask: bytes


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What is known of a picture after it was looked at once: its size in pixels, upright, its frames and its points.

    The points of an own photo are given in a frame of 512 pixels; it alone has a `layout`.
    """

    width: int
    height: int
    frames: tuple[Frame, ...]
    local: LocalFeatures | None = None
    layout: Layout | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture found, while it is compared and not a moment longer.

    `view` holds its grey pixels, of shape (height, width), uint8; its local features are given in these pixels.
    """

    fingerprints: Fingerprints
    view: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Photo:
    """One of the user's own photos, as remembered: never the picture itself."""

    id: str
    label: str
    sha256: bytes
    fingerprints: Fingerprints
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Alteration:
    """How the picture found differs from the own photo.

    The photo was mirrored first, then turned clockwise by `rotation_degrees`; `inverted` says that its colours were.
    `scale` is the size of the photo inside the picture found, relative to the photo's own pixels; `region` says where
    in the picture found it is; `visible_fraction` is the share of the photo that can still be seen.
    """

    mirrored: bool
    rotation_degrees: float
    scale: float
    region: Region
    visible_fraction: float
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided about one picture and one own photo, before it is known in how many places the picture stands.

    `score` grows with the evidence: standard deviations above chance, plus one for every separate point that lies
    alike; `agreement` is the share of bits alike. `alike` are other own photos that match the same place less well.
    """

    photo: Photo
    verdict: Verdict
    score: float
    agreement: float
    alteration: Alteration
    alike: tuple[Photo, ...] = ()


Outcome = tuple[Judgement, ...] | Unreadable
"""What came of looking at one file: the own photos it may show, strongest first, or why it could not be looked at."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of a file by its bytes; `spared` where another picture with the same look stood for it."""

    outcome: Outcome
    spared: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """One own photo, found in one place."""

    judgement: Judgement
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class Opened:
    """One export as it was recognised: what it is called, where it lies."""

    label: str
    container: str


@dataclass(frozen=True, slots=True)
class LookedAt:
    """How much was looked at: messages read, pictures compared (one per place), files opened (each once).

    `spared` of the pictures were the same as one compared before, by their bytes or by their hashes.
    """

    messages: int = 0
    pictures: int = 0
    files: int = 0
    spared: int = 0


@dataclass(frozen=True, slots=True)
class LibrarySummary:
    """How many own photos were compared, and which of the files given could not be."""

    photos: int
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that one scan has to say; `interrupted` where the user stopped it before its end."""

    made_at: datetime
    version: str
    library: LibrarySummary
    opened: tuple[Opened, ...]
    looked_at: LookedAt
    matches: tuple[Match, ...]
    skipped: tuple[Skipped, ...]
    interrupted: bool = False

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for was read to its end."""
        cut = (Reason.EXPORT_TRUNCATED, Reason.EXPORT_DAMAGED)
        return not self.interrupted and not any(skip.reason in cut for skip in self.skipped)
