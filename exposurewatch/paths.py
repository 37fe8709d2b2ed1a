"""Decides which paths written by strangers may be followed, before any disk is touched, and how a path is shown."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

from exposurewatch.text import clean

MAX_LENGTH: Final = 4096
_MAX_NAME: Final = 255
_MAX_DEPTH: Final = 64
# Windows opens these as devices in every folder and with every suffix, trailing blanks or not.
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?:\..*)?", re.IGNORECASE)
_REFUSED_CATEGORIES: Final = frozenset({"Cc", "Cs"})


def confined(claimed: str) -> str | None:
    """Return `claimed` as a plain path beneath its export, with ``/`` between names; None if it may leave it.

    Absolute paths, drives, UNC paths, addresses, home folders, streams (``a:b``), Windows devices, control characters
    and any ``..`` beyond the top are refused. What passes may still be a link: the container looks at that.
    """
    path = claimed.replace("\\", "/")
    if not path or len(path) > MAX_LENGTH or path.startswith(("/", "~")) or ":" in path:
        return None
    if not path.isprintable() and any(unicodedata.category(each) in _REFUSED_CATEGORIES for each in path):
        return None
    names: list[str] = []
    for name in path.split("/"):
        if name == "..":
            if not names:
                return None
            names.pop()
        elif not _is_plain(name):
            return None
        elif name not in ("", "."):
            names.append(name)
    return "/".join(names) if 0 < len(names) <= _MAX_DEPTH else None


def shown(path: str) -> str:
    """Return `path` as words that can be shown and that no other path shares.

    A name that had to be cleaned or cut gets a digest after two spaces. No clean name holds two spaces, so nobody can
    give one file the shown name of another and have it taken for the same.
    """
    cleaned = clean(path)
    if cleaned == path:
        return path
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return f"{cleaned}  (renamed, {digest})"


def cut(claimed: str) -> str:
    """Return a raw path no longer than any that is followed: of a longer one the beginning, and a digest of the whole.

    It is for telling what was refused. Nobody gains by giving a file that name: it stays refused.
    """
    if len(claimed) <= MAX_LENGTH:
        return claimed
    digest = hashlib.sha256(claimed.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return f"{claimed[: MAX_LENGTH - 24]}… ({digest})"


def folder_of(path: str) -> str:
    """Return the folder that a file lies in: '' or ending in ``/``."""
    folder, slash, _ = path.rpartition("/")
    return folder + slash


def comparable(path: str) -> str:
    """Return `path` so that two spellings of the same accents are one: disks and archives differ in this."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def natural(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts names as people do: ``photo_9`` before ``photo_10``."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.split(r"([0-9]+)", name)]


def is_litter(path: str) -> bool:
    """Tell whether a file is one of those that operating systems leave everywhere and no person ever put there."""
    folders, _, name = path.rpartition("/")
    if name.startswith("._") or "__MACOSX" in folders.split("/"):
        return True  # the other half of a macOS file; __MACOSX is where its zips keep them
    return name.lower() in {".ds_store", "thumbs.db", "desktop.ini", ".nomedia", "ehthumbs.db"}


def _is_plain(name: str) -> bool:
    only_dots = name not in ("", ".") and not name.strip(" .")  # Windows drops trailing dots: ".. " is ".."
    return not only_dots and len(name) <= _MAX_NAME and not _DEVICE.fullmatch(name)
