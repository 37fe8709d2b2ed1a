"""What the parent and the worker of an archive say to each other. The worker is told of one thing at a time."""

from __future__ import annotations

import struct
from enum import Enum
from typing import Final

MAX_BLOCK: Final = 1 << 19  # bytes of the archive, or of a file in it, that are handed over at once

SIZE: Final = struct.Struct("<Q")
"""The request with which all begins: how many bytes the archive has."""

WANTED: Final = struct.Struct("<QI")
"""From where in the archive the worker wants how many bytes."""

OPEN: Final = struct.Struct("<II")
"""The number that a file is to have, and how many of its first bytes are wanted; its token follows."""

READ: Final = struct.Struct("<IQI")
"""The number of a file, and from where in it how many bytes are wanted."""

CLOSE: Final = struct.Struct("<I")
"""The number of a file."""


class Command(Enum):
    """The first byte of what the parent says, once the archive is open."""

    LIST = b"L"
    OPEN = b"O"  # to be read from its beginning on
    OPEN_ANYWHERE = b"A"  # to be read from anywhere: the answer is its size
    READ = b"R"
    CLOSE = b"C"
    END = b"E"  # nothing more is wanted of this archive


class Says(Enum):
    """The first byte of what the worker says."""

    WANTED = b"?"  # it wants bytes of the archive, which the parent replies with
    LISTED = b"+"  # entries; more follow
    DONE = b"."  # what the command asked for; a new one is awaited
    ENDED = b"|"  # the same, and the file is at its end and closed
    UNREADABLE = b"-"  # a file cannot be read: the reason, a blank, and why; a new command is awaited
    BAD = b"!"  # nothing can be made of the archive; why
