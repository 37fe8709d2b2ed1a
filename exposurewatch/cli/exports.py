"""Opens the exports that are to be scanned, and says what they were taken for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from exposurewatch.cli.arguments import expanded
from exposurewatch.cli.channels import usernames
from exposurewatch.cli.overlaps import without_repeats
from exposurewatch.model import Item, Opened
from exposurewatch.sources import Export, open_exports

_MANY_CHATS = (
    "  This export holds many chats, so --channel {name} was not used for it. Give it as --channel NUMBER={name}, with"
    " the number of the chat it belongs to, which stands in result.json as “id” beside the name of the chat."
)


def opened(paths: Sequence[Path], channels: Sequence[str] = ()) -> tuple[tuple[Export, ...], tuple[str, ...]]:
    """Return the exports at `paths`, each once, and a sentence for each path that is left out for that.

    Raises:
        WrongUsage: a path or a name is wrong.
    """
    named = usernames(channels)
    kept, notes = without_repeats(tuple(map(expanded, paths)))
    return tuple(export for path in kept for export in open_exports(path, named)), notes


def announced(exports: Sequence[Export]) -> Iterator[str]:
    """Yield what each export was taken for."""
    for export in exports:
        yield f"Reading {export.container}: {export.label}"
        if export.ignored_username is not None:
            yield _MANY_CHATS.format(name=export.ignored_username)


def names_given(exports: Sequence[Export]) -> dict[str, str]:
    """The names given, by the numbers of chats; without the one for the only chat, where it was said to be unused."""
    names = {number: name for export in exports for number, name in export.usernames.items()}
    if any(export.ignored_username is not None for export in exports):
        names.pop("", None)
    return names


def summaries(exports: Sequence[Export]) -> tuple[Opened, ...]:
    """What a report and the vault say of exports."""
    return tuple(Opened(export.label, export.container) for export in exports)


def items_of(exports: Sequence[Export]) -> Iterator[Item]:
    """All that is in the exports, one after the other."""
    return chain.from_iterable(export.read() for export in exports)


def pictures_in(exports: Sequence[Export]) -> int:
    """How many pictures there are by their names, for a progress bar."""
    return sum(export.picture_count() for export in exports)
