"""Writes the hashes of own photos to a file, after saying what they give away, and asking twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from exposurewatch.cli.arguments import expanded
from exposurewatch.cli.asking import ask_openly, check_terminal
from exposurewatch.cli.forget import named
from exposurewatch.cli.formats import InterchangeName
from exposurewatch.cli.output import check_outside, check_writable, write
from exposurewatch.cli.saying import say
from exposurewatch.cli.unlocking import Access, unlocked
from exposurewatch.errors import WrongUsage
from exposurewatch.interchange import INTERCHANGES, Interchange, Written, written
from exposurewatch.reports.summary import counted

_GIVES_AWAY = (
    "Whoever has the hash of a photo can tell whether any picture that they hold is that photo, and can draw a rough"
    " thumbnail of it, 16 by 16 dots, out of a PDQ hash.",
    "What was given away cannot be taken back. Give it only to somebody whom you would trust with the photo itself,"
    " over a way that nobody else reads, and never publish it.",
)
_NOTHING_WRITTEN = "Nothing was written."


def export_hashes(access: Access, ids: Sequence[str], name: InterchangeName, output: Path, instead: str | None) -> None:
    """Write the hashes of the photos with these `ids`, or of all; `instead` is the option that makes asking needless.

    Where that was given, it is None.

    Raises:
        WrongUsage: nothing can be written there, there is no such photo, or nobody can be asked.
        CouldNotFinish: the list could not be written.
    """
    path = _checked(output, access)
    if instead is not None:
        check_terminal(instead)
    form = next(each for each in INTERCHANGES if each.name == name)
    with unlocked(access) as vault:
        listed = vault.photos.listed()
        chosen = {entry.id for entry in (named(ids, listed) if ids else listed)}
        found = written((photo for photo in vault.photos if photo.id in chosen), form)
    say(*_what_is_in(found, len(chosen), form))
    if not found.hashes:
        say(_NOTHING_WRITTEN)
        return
    say(*_GIVES_AWAY)
    if instead is not None and not _agreed_twice(found, path, instead):
        say(_NOTHING_WRITTEN)
        return
    write(path, found.content, "list")
    say(f"{_hashes(found.hashes)} in {path}. Only you can read the file; delete it once it has arrived.")


def _checked(output: Path, access: Access) -> Path:
    if str(output) == "-":
        raise WrongUsage(
            "Hashes are written to a file alone.", "Name one with --output: what stands on a screen is soon elsewhere."
        )
    path = expanded(output)
    check_outside(path, access.folder)
    check_writable(path)
    return path


def _what_is_in(found: Written, chosen: int, form: Interchange) -> Iterator[str]:
    of = f"{found.photos:,} of {counted(chosen, 'photo')}"
    yield f"To be written, in the form {form.name}: {_hashes(found.hashes)} of {of}."
    yield from (f"{counted(number, 'photo')} {why}." for why, number in found.left_out.items())


def _agreed_twice(found: Written, path: Path, instead: str) -> bool:
    """Ask whether it is wanted, then whether it is understood: the second time a single letter is not enough."""
    if ask_openly(f"Write {_hashes(found.hashes)} to {path}? [y/N]", instead).lower() not in ("y", "yes"):
        return False
    question = "Have you read what this gives away, and can it go to whom you have in mind? Type “yes” in full"
    return ask_openly(question, instead).lower() == "yes"


def _hashes(number: int) -> str:
    return f"{number:,} hash{'' if number == 1 else 'es'}"
