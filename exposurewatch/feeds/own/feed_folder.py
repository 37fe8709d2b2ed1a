"""A folder in which a feed is published: it only ever grows, and whenever the power fails it is whole and signed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from exposurewatch.errors import CouldNotFinish, WrongUsage
from exposurewatch.feeds.own.feed_files import (
    chat_written,
    chunk_file,
    entry_line,
    manifest_file,
    named,
    signature_file,
)
from exposurewatch.feeds.own.feed_on_disk import FeedOnDisk
from exposurewatch.feeds.own.lasting import alone, explained, write
from exposurewatch.feeds.own.signing import public_key, sign
from exposurewatch.model import Channel
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.feed_format import (
    CHUNK_FOLDER,
    MANIFEST_FILE,
    MOST_ABOUT,
    MOST_CHUNKS,
    MOST_ENTRIES,
    MOST_NAME,
    SIGNATURE_FILE,
    Chunk,
    Manifest,
)
from exposurewatch.parsers.feed_manifest import read_manifest
from exposurewatch.text import clean, clean_lines

FULL: Final = 16 << 20  # bytes of a chunk from which on the next one is begun: half of what readers take

_SKIPPED: Final = 1000  # numbers that states may have had which were published, and of which the folder knows no more
_UNNAMED: Final = "fingerprints of pictures"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the publisher calls the feed, and says about it; what is None stays as it is."""

    name: str | None = None
    about: str | None = None


class FeedFolder:
    """A feed as it lies in a folder, signed by the private key `seed`; `now` tells the time.

    What was added is published for good with each chunk that is full, and at last by `commit`.

    Raises:
        WrongUsage: the folder holds something else, or a feed that was signed with another key.
        CouldNotFinish: what it holds is not what was published there, or cannot be read.
    """

    def __init__(self, folder: Path, seed: bytes, heading: Heading, now: Callable[[], datetime]) -> None:
        self._folder, self._seed, self._now = folder, seed, now
        self._on_disk = FeedOnDisk(folder, seed)
        self._names: set[bytes] = set()
        self._withdrawn: set[bytes] = set()
        self._chats: set[tuple[str | None, ...]] = set()
        self._lines: list[bytes] = []
        self._size = 0
        with explained(folder):
            self._published = self._on_disk.manifest()
            self._manifest = self._headed(heading)
            self._remember()
            self._go_on()

    @property
    def manifest(self) -> Manifest:
        """The manifest as it was published last."""
        return self._manifest

    @property
    def held(self) -> int:
        """How many entries the feed has that were not withdrawn, with those that wait for their chunk."""
        return len(self._names) - len(self._withdrawn)

    def holds(self, entry: Entry) -> bool:
        """Whether the feed says the same already, or has withdrawn it."""
        return bytes.fromhex(named(self._seed, entry).key) in self._names

    def names(self, chat: Channel) -> bool:
        """Whether the feed as it was opened names this chat, by this very title, and has not taken that back."""
        return chat_written(chat) in self._chats

    def add(self, entry: Entry) -> bool:
        """Add an entry under a name of its own; return False where the feed has it, or has had it.

        Raises:
            CouldNotFinish: a chunk cannot be written.
        """
        entry = named(self._seed, entry)
        name = bytes.fromhex(entry.key)
        if name in self._names:
            return False
        self._names.add(name)
        line = entry_line(entry)
        self._lines.append(line)
        self._size += len(line)
        if len(self._lines) >= MOST_ENTRIES or self._size >= FULL:
            self.commit()
        return True

    def meant(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the names of the entries that `words` are the names or the links of, and which are not withdrawn.

        Raises:
            WrongUsage: there is none for one of them.
            CouldNotFinish: the feed cannot be read.
        """
        found: dict[str, list[str]] = {word: [] for word in words}
        with explained(self._folder):
            for document in self._on_disk.documents(self._manifest):
                for entry in document["entries"]:
                    for word in {entry["id"], entry["permalink"]} & found.keys():
                        found[word].append(entry["id"])
        for word, keys in found.items():
            if not keys:
                raise WrongUsage(
                    f"No entry of the feed is called “{clean(word)}”, nor has it as its link.",
                    "Give the id of an entry, or the link to a message, as it stands in the feed's files.",
                )
        chosen = dict.fromkeys(key for keys in found.values() for key in keys)
        return tuple(key for key in chosen if bytes.fromhex(key) not in self._withdrawn)

    def commit(self, withdrawn: Sequence[str] = ()) -> None:
        """Publish what was added, and withdraw entries by their names; nothing where there is nothing to say.

        First the chunk is written, which nobody knows of yet; then the signatures of the next manifest and of the one
        before; then the manifest. Whatever cuts this short, the manifest that is there is signed, and what it lists is
        there. No file of entries is ever written over or removed.

        Raises:
            CouldNotFinish: a file cannot be written, or somebody else has written there meanwhile.
        """
        for start in range(0, max(len(withdrawn), 1), MOST_ENTRIES):
            self._commit(withdrawn[start : start + MOST_ENTRIES])

    def _commit(self, withdrawn: Sequence[str]) -> None:
        content = b""
        if self._lines or withdrawn:
            content = chunk_file(now := self._now(), self._lines, withdrawn)
        elif self._published == manifest_file(self._manifest):
            return
        else:
            now = self._now()  # the heading alone is new
        with explained(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        with explained(self._folder), alone(self._folder):
            if self._on_disk.read(MANIFEST_FILE) != self._published:
                raise CouldNotFinish(
                    f"Something else has written to the feed in {self._folder} meanwhile.",
                    "See that nothing else does, and run the command again: it goes on where it stopped.",
                )
            chunks = self._manifest.chunks
            if content:
                chunks = (*chunks, self._write_chunk(now, content, withdrawn))
            sequence = self._manifest.sequence + 1
            self._publish(replace(self._manifest, updated=now, sequence=sequence, chunks=chunks))
        self._withdrawn.update(map(bytes.fromhex, withdrawn))
        self._lines, self._size = [], 0

    def _write_chunk(self, now: datetime, content: bytes, withdrawn: Sequence[str]) -> Chunk:
        if len(self._manifest.chunks) >= MOST_CHUNKS:
            raise CouldNotFinish(
                f"This feed has {MOST_CHUNKS:,} chunks, and takes no more.", "Begin another one in a new folder."
            )
        folder = self._folder / CHUNK_FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        number = 1 + max((len(self._manifest.chunks), *self._on_disk.unlisted(self._manifest)))
        file = f"{now:%Y-%m-%d}-{number:04}.json"
        write(folder / file, content)
        return Chunk(file, hashlib.sha256(content).digest(), len(self._lines), len(withdrawn), now)

    def _publish(self, manifest: Manifest) -> None:
        content = manifest_file(manifest)
        signatures = [sign(self._seed, each) for each in (content, self._published) if each is not None]
        write(self._folder / SIGNATURE_FILE, signature_file(signatures))
        write(self._folder / MANIFEST_FILE, content)
        self._published, self._manifest = content, manifest

    def _headed(self, heading: Heading) -> Manifest:
        if self._published is None:
            now = self._now()
            manifest = Manifest(_UNNAMED, "", public_key(self._seed), now, now, 0)
        else:
            manifest = read_manifest(self._published)
        name = manifest.name if heading.name is None else clean(heading.name, MOST_NAME)
        about = manifest.about if heading.about is None else clean_lines(heading.about, MOST_ABOUT)
        return replace(manifest, name=name or _UNNAMED, about=about)

    def _remember(self) -> None:
        """Take note of what was published."""
        chats: dict[bytes, tuple[str | None, ...]] = {}
        for document in self._on_disk.documents(self._manifest):
            for entry in document["entries"]:
                name, chat = bytes.fromhex(entry["id"]), entry["channel"]
                self._names.add(name)
                if chat is not None:
                    chats[name] = (chat["title"], chat["username"], chat["id"])
            self._withdrawn.update(map(bytes.fromhex, document["withdrawn"]))
        self._withdrawn &= self._names
        self._chats = {chat for name, chat in chats.items() if name not in self._withdrawn}

    def _go_on(self) -> None:
        """Go on from whatever was published last, where the manifest that is here may not be that.

        A run that was cut off leaves a chunk that no manifest lists, or the signature of a manifest that was not
        written. An older manifest that was put back leaves the same, and then readers have seen what came after it: so
        chunks of this feed that are here are listed again, in their order, and numbers of states are left out.
        """
        if not self._folder.exists():
            return
        with alone(self._folder):
            for path in self._on_disk.half_written():
                path.unlink()
        unlisted = sorted(self._on_disk.unlisted(self._manifest).items())
        found = [chunk for _, path in unlisted if (chunk := self._taken_up(path)) is not None]
        if found or not self._on_disk.sure:
            chunks = (*self._manifest.chunks, *found)[:MOST_CHUNKS]
            self._manifest = replace(self._manifest, sequence=self._manifest.sequence + _SKIPPED, chunks=chunks)

    def _taken_up(self, path: Path) -> Chunk | None:
        """What the manifest is to say of a chunk that it does not list; None where it is not of this feed."""
        found = self._on_disk.unlisted_chunk(path)
        if found is None:
            return None
        chunk, told, withdrawn = found
        self._names |= told
        self._withdrawn |= withdrawn & self._names
        return chunk
