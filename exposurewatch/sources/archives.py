"""Which archives can be opened as containers, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from exposurewatch.archives.reader import Reader
from exposurewatch.archives.seats import Seats
from exposurewatch.archives.supply import Supply
from exposurewatch.parsers.magic import FileType, sniff
from exposurewatch.sources.archived import Files, pages
from exposurewatch.sources.web_archive import WebArchive


@dataclass(frozen=True, slots=True)
class KindOfArchive:
    """A kind of archive. `accepts` goes by the first bytes and the name, in lower case, of a file.

    `job` is what a worker does with one, and `listed` makes a container of what the worker says.
    """

    name: str
    suffixes: tuple[str, ...]
    accepts: Callable[[bytes, str], bool]
    job: str
    listed: Callable[[str, str, Reader], Files | WebArchive]
    kind: str

    def open(self, name: str, supply: Supply, seats: Seats) -> Files | WebArchive:
        """Return the archive that `supply` hands out, called `name` when it is shown.

        Raises:
            BadArchive: it cannot be opened at all.
            CouldNotFinish: no worker can be started.
        """
        return self.listed(name, self.kind, Reader(self.job, supply, seats))


def _is_wacz(_head: bytes, name: str) -> bool:
    return name.endswith(".wacz")


def _is_warc(head: bytes, name: str) -> bool:
    return name.endswith((".warc", ".warc.gz")) or head.startswith(b"WARC/")


def _is_mht(head: bytes, name: str) -> bool:
    return name.endswith((".mht", ".mhtml")) or head.startswith(b"From: <Saved by ")


def _is_zip(head: bytes, name: str) -> bool:
    return sniff(head) is FileType.ZIP or name.endswith(".zip")


def _is_tar(head: bytes, name: str) -> bool:
    kind = sniff(head)
    packed = kind is FileType.GZIP and name.endswith((".tar.gz", ".tgz"))
    return kind is FileType.TAR or packed or (kind is None and name.endswith(".tar"))


def _is_seven_zip(head: bytes, name: str) -> bool:
    kind = sniff(head)
    return kind is FileType.SEVEN_ZIP or (kind is None and name.endswith(".7z"))


def _archive(
    name: str,
    suffixes: tuple[str, ...],
    accepts: Callable[[bytes, str], bool],
    module: str,
    listed: Callable[[str, str, Reader], Files | WebArchive] = Files,
    kind: str = "",
) -> KindOfArchive:
    return KindOfArchive(name, suffixes, accepts, f"exposurewatch.archives.{module}:READ", listed, kind or name)


ARCHIVES: Final = (
    _archive("WACZ", (".wacz",), _is_wacz, "wacz", pages),  # a zip by its first bytes
    _archive("WARC", (".warc", ".warc.gz"), _is_warc, "warcs", pages),
    _archive("MHT", (".mht", ".mhtml"), _is_mht, "mht", pages, kind="saved page"),
    _archive("zip", (".zip",), _is_zip, "zips"),
    _archive("tar", (".tar", ".tar.gz", ".tgz"), _is_tar, "tars"),
    _archive("7z", (".7z",), _is_seven_zip, "seven_zips"),
)
"""In the order in which they are asked."""


def archive_for(head: bytes, name: str) -> KindOfArchive | None:
    """Return the kind of archive that a file is, going by its first bytes and its name."""
    return next((archive for archive in ARCHIVES if archive.accepts(head, name.lower())), None)


def may_be_archive(path: str) -> bool:
    """Tell whether a file is called an archive that can be opened."""
    name = path.lower()
    return any(name.endswith(archive.suffixes) for archive in ARCHIVES)
