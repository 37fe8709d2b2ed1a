"""What lies in the folder of a feed: its manifest, what that lists, and what runs that were cut off have left there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from exposurewatch.errors import CouldNotFinish, WrongUsage
from exposurewatch.feeds.own.feed_files import named, signature_file
from exposurewatch.feeds.own.lasting import TEMPORARY
from exposurewatch.feeds.own.signing import public_key, sign
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.feed_entries import records_of
from exposurewatch.parsers.feed_format import (
    CHUNK_FOLDER,
    MANIFEST_FILE,
    SIGNATURE_FILE,
    Chunk,
    Manifest,
    read_time,
)
from exposurewatch.parsers.feed_manifest import Newer, read_manifest
from exposurewatch.parsers.whole import NotRead, json_object

_OWN_CHUNK: Final = re.compile(r"\d{4}-\d\d-\d\d-(\d{4,5})\.json", re.ASCII)
_BACKUP: Final = (
    "Put back the folder as it was, from a backup or from where it is published, and run the command again."
)


class FeedOnDisk:
    """The files in a feed's folder, which are read and never written here; the feed is signed by the key `seed`.

    `sure` says whether the manifest that was read last is also the one that was published last.
    """

    def __init__(self, folder: Path, seed: bytes) -> None:
        self.folder, self._seed = folder, seed
        self.sure = True

    def read(self, path: str) -> bytes | None:
        """Return what is in a file; None where there is none."""
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            return None

    def manifest(self) -> bytes | None:
        """The manifest that lies in the folder; None where a feed can be begun there.

        Raises:
            WrongUsage: the folder holds something else, or a feed that was signed with another key.
            CouldNotFinish: it is not what was published there.
        """
        if not self.folder.exists():
            return None
        if not self.folder.is_dir():
            raise WrongUsage(f"{self.folder} is a file.", "Name a folder for the feed that is new or empty.")
        content = self.read(MANIFEST_FILE)
        if content is None:
            known = (CHUNK_FOLDER, SIGNATURE_FILE)
            strange = [path for path in self.folder.iterdir() if path.name not in known and path.name[0] != "."]
            if strange or any(not _is_left_over(path, chunks=0) for path in self._chunks()):
                raise WrongUsage(
                    f"{self.folder} holds other files already.",
                    "Name a folder for the feed that is new or empty; one that has lost its feed.json needs it back.",
                )
            return None
        signed = (self.read(SIGNATURE_FILE) or b"").split()
        ours = signature_file([sign(self._seed, content)]).strip()  # Ed25519 signs the same bytes in the same way
        if ours not in signed:
            raise self._not_ours(content)
        self.sure = signed[0] == ours
        return content

    def _not_ours(self, content: bytes) -> WrongUsage | CouldNotFinish:
        try:
            key = read_manifest(content).key
        except (NotRead, Newer):
            key = b""
        if key == public_key(self._seed):
            return CouldNotFinish(f"The feed in {self.folder} was changed since it was signed.", _BACKUP)
        return WrongUsage(
            f"{self.folder} holds a feed that was not signed with your key.",
            "Name another folder, or open the vault that has the key of this feed.",
        )

    def documents(self, manifest: Manifest) -> Iterator[dict[str, Any]]:
        """The chunks that a manifest lists: as this program has written them, for it has signed their sums.

        Raises:
            CouldNotFinish: one is missing, or is another one now.
        """
        for chunk in manifest.chunks:
            content = self.read(f"{CHUNK_FOLDER}/{chunk.file}")
            if content is None or hashlib.sha256(content).digest() != chunk.sha256:
                what = "is missing" if content is None else "was changed since it was published"
                raise CouldNotFinish(f"{chunk.file} in {self.folder / CHUNK_FOLDER} {what}.", _BACKUP)
            yield json_object(content)

    def unlisted(self, manifest: Manifest) -> dict[int, Path]:
        """Files that are called like chunks, and that the manifest does not list, by their numbers."""
        listed = {chunk.file for chunk in manifest.chunks}
        named_so = ((_OWN_CHUNK.fullmatch(path.name), path) for path in self._chunks())
        return {int(found[1]): path for found, path in named_so if found is not None and path.name not in listed}

    def unlisted_chunk(self, path: Path) -> tuple[Chunk, set[bytes], set[bytes]] | None:
        """What a manifest would say of a chunk, and the names of what it adds and what it withdraws.

        None where its entries do not have the names that this feed gives them.
        """
        content = path.read_bytes()
        try:
            document = json_object(content)
            records = list(records_of(content))
        except NotRead:
            return None
        entries = [one for one in records if isinstance(one, Entry)]
        told = [one for one in entries if not one.withdrawn]
        withdrawn = [one for one in entries if one.withdrawn]
        created = read_time(document.get("created"))
        if len(entries) < len(records) or created is None or any(named(self._seed, one).key != one.key for one in told):
            return None
        chunk = Chunk(path.name, hashlib.sha256(content).digest(), len(told), len(withdrawn), created)
        return chunk, {bytes.fromhex(one.key) for one in told}, {bytes.fromhex(one.key) for one in withdrawn}

    def half_written(self) -> Iterator[Path]:
        """Yield the files of runs that were cut off while they wrote."""
        for path in (*self._chunks(), *self.folder.glob(f"{TEMPORARY}*")):
            if path.name.startswith(TEMPORARY):
                yield path

    def _chunks(self) -> tuple[Path, ...]:
        folder = self.folder / CHUNK_FOLDER
        return tuple(folder.iterdir()) if folder.is_dir() else ()


def _is_left_over(path: Path, chunks: int) -> bool:
    """Whether a run that was cut off may have left this behind a feed of so many chunks."""
    found = _OWN_CHUNK.fullmatch(path.name)
    return path.name.startswith(TEMPORARY) or (found is not None and int(found[1]) == chunks + 1)
