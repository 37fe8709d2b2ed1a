"""The words for the lock that a worker puts on itself: its parts, and how the worker tells the parent which hold."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Final

from exposurewatch.sandbox.protocol import Malformed


class Part(StrEnum):
    """The parts, in words for the user. Each stands by itself: one that a system lacks costs no other."""

    LIMITS = "limits of the system on what it writes and opens"  # setrlimit, wherever it is
    PRIVILEGES = "no privileges"  # Linux
    FILES = "no files"  # Landlock, from Linux 5.13
    NETWORK = "no connections"  # Landlock, from Linux 6.7
    SIGNALS = "no signals to other programs"  # Landlock, from Linux 6.12
    CALLS = "no system calls but those of a decoder"  # seccomp, from Linux 4.14
    JOB = "limits of Windows on its memory and time, and no other process"  # a job object
    UNCHANGED = "no changes to your files or other programs"  # a low integrity level
    SCREEN = "no windows and no clipboard"  # restrictions of a job object


ON_WINDOWS: Final = (Part.JOB, Part.UNCHANGED, Part.SCREEN)
"""What Windows has, and nothing else: elsewhere the other parts hold what these do, and more."""


class Held(Enum):
    """Whether a part of the lock holds."""

    YES = b"+"
    ABSENT = b"-"  # this system has nothing of the kind
    REFUSED = b"~"  # the system has it, and did not grant it; the worker is used without, and `doctor` tells
    FAILED = b"!"  # the system has it, and it could not be put on: the worker is not used


Lock = Mapping[Part, Held]

UNLOCKED: Final[dict[Part, Held]] = dict.fromkeys(Part, Held.ABSENT)
LENGTH: Final = len(Part)  # bytes that tell of a lock


def pack(lock: Lock) -> bytes:
    """Put a lock into `LENGTH` bytes: one for each part, in their order."""
    return b"".join(lock[part].value for part in Part)


def unpack(told: bytes) -> Lock:
    """Return the lock that some bytes tell of.

    Raises:
        Malformed: they tell of none.
    """
    if len(told) != LENGTH:
        raise Malformed
    try:
        return {part: Held(told[at : at + 1]) for at, part in enumerate(Part)}
    except ValueError as error:
        raise Malformed from error
