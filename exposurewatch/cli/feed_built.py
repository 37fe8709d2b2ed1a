"""What has come of building a feed, and how that is said: what was published, and what its publisher has to do now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console

from exposurewatch.feeds.own.signing import fingerprint
from exposurewatch.model import Channel, Skipped
from exposurewatch.parsers.feed_format import Manifest
from exposurewatch.reports.lines import Line, not_looked_at, print_lines, section

MOST_NAMED: Final = 20
"""Files, and chats, that are named one by one."""


@dataclass(slots=True)
class Built:
    """What has come of it. `chats` are those that new entries name, `held` the entries that are not withdrawn."""

    folder: Path
    new: int = 0
    known: int = 0
    nameless: int = 0
    only_same_bytes: int = 0
    withheld: int = 0
    withdrawn: int = 0
    chats: dict[Channel, None] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    held: int = 0
    manifest: Manifest | None = None
    interrupted: bool = False


def show(built: Built) -> None:
    """Say what came of it, how to publish the folder, and what readers need."""
    print_lines(_lines(built), Console(highlight=False))


def _lines(built: Built) -> Iterator[Line]:
    if built.interrupted:
        yield Line(words="Stopped before the end. Run the same command again: it goes on where it stopped.", bold=True)
        yield Line()
    new = _entries(built.new) if built.new else "No entry"
    yield Line(words=f"{new} {_was(built.new or 1)} added to the feed.", bold=True)
    if built.known:
        yield Line(words=f"{built.known:,} {_was(built.known)} in it already, or had been withdrawn.")
    if built.withdrawn:
        yield Line(words=f"{built.withdrawn:,} {_was(built.withdrawn)} withdrawn.")
    if built.only_same_bytes:
        yield Line(words=f"{built.only_same_bytes:,} can only be told by the very same file: too plain, or a video.")
    if built.withheld:
        yield Line(
            words=f"{built.withheld:,} {_was(built.withheld)} left out: profile pictures and stories, which belong to"
            " people and not to a chat."
        )
    yield from not_looked_at("Not published", built.skipped, MOST_NAMED)
    yield from _on_chats(built)
    if built.manifest is not None and built.manifest.sequence:
        yield from _on_the_folder(built, built.manifest)


def _on_chats(built: Built) -> Iterator[Line]:
    if not built.new:
        return
    yield from section("Where they were seen")
    if built.nameless:
        yield Line(
            words=f"{built.nameless:,} of the new ones do not say where: their chats are not known to be public."
            " --channel gives the name of a public one, --private-titles names all; both add entries that say it."
        )
    names = [channel.title or channel.username or channel.id or "" for channel in built.chats]
    more = ", and others" if len(names) > MOST_NAMED else ""
    if names:
        yield Line(words=f"They name these chats: {', '.join(f'“{name}”' for name in names[:MOST_NAMED])}{more}.")
        yield Line(words="See that none of these is the name of a person before you put the folder on the web.")


def _on_the_folder(built: Built, manifest: Manifest) -> Iterator[Line]:
    yield from section("The feed")
    holds = f"holds {_entries(built.held)}, in its state number {manifest.sequence:,}"
    yield Line(words=f"“{manifest.name}” in {built.folder} {holds}.")
    yield Line(
        words="To publish it, copy the folder to a web host as it is, again after each change: the folder entries"
        " first, then feed.sig, feed.json last. Its address is that of feed.json, as in https://example.org/feed/feed.json."
    )
    yield Line(words=f"It is signed with your key {fingerprint(manifest.key)}.")
    yield Line(
        words="Tell that to your readers by another way than the feed's own address. They add the feed with:"
        f" exposurewatch feed add ADDRESS --option key={fingerprint(manifest.key)}"
    )
    yield Line(
        words="A fingerprint is no picture, and yet whoever has the picture can tell that it is listed here, and where"
        " it was seen. docs/feed-format.md says what the feed reveals; read that before you publish."
    )


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
