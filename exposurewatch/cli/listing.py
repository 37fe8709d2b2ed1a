"""Lists the matches of a vault where the user wants them, and takes down that they were shown once they really were."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from exposurewatch.cli.detailing import Telling
from exposurewatch.cli.found import OfPhoto, by_photo
from exposurewatch.cli.found_files import as_csv, as_json
from exposurewatch.cli.found_lines import matches, photo_block, summary
from exposurewatch.cli.output import print_bytes, write
from exposurewatch.cli.saying import say
from exposurewatch.cli.showing import Destination
from exposurewatch.model import Verdict
from exposurewatch.reports import CSV, JSON
from exposurewatch.reports.entries import meaning
from exposurewatch.reports.lines import Line, print_lines, section
from exposurewatch.reports.summary import FINDINGS, counted
from exposurewatch.vault.records import Decision, Finding
from exposurewatch.vault.store import Vault

_WIDTH = 100  # columns of a list that is written to a file


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which matches: only those that are new, or those as well that the user said are not her.

    With `show_details` her own details are not covered up in them.
    """

    new_only: bool = False
    with_not_me: bool = False
    show_details: bool = False

    def holds(self, finding: Finding) -> bool:
        """Whether a finding is one of these."""
        if finding.decision is Decision.NOT_ME and not self.with_not_me:
            return False
        return finding.new or not self.new_only


@dataclass(frozen=True, slots=True)
class _List:
    """What is to be listed, and how much else there is."""

    groups: tuple[OfPhoto, ...]
    scenes: tuple[OfPhoto, ...]
    scenes_shown: bool
    photos: int
    scans: int
    known: int  # matches, whether wanted or not, save those that are not her
    not_me: int  # left out
    wanted: Wanted

    @property
    def shown(self) -> tuple[OfPhoto, ...]:
        return self.groups + (self.scenes if self.scenes_shown else ())


def list_matches(vault: Vault, wanted: Wanted, destination: Destination) -> int:
    """Put the wanted matches where they belong, and remember that they were shown; return how many there were.

    Raises:
        CouldNotFinish: they could not be written; then they stay new.
        WrongUsage: they were to be written into an export.
    """
    them = _read(vault, wanted, scenes_shown=Verdict.SAME_SCENE in destination.verdicts)
    containers = {m.sighting.origin.locator.container for g in them.shown for one in g.found for m in one.matches}
    destination.check_apart(map(Path, sorted(containers)))
    _put(them, destination)
    sys.stdout.flush()  # what a reader has not taken was not shown
    vault.findings.mark_seen(one.finding.number for group in them.shown for one in group.found)
    return sum(len(group.found) for group in them.groups)


def nothing_remembered(photos: int, scans: int, not_me: int = 0) -> Iterator[str]:
    """Say why there is no match, save those that are not her, and what to do; it never means that all is well."""
    if not_me:
        yield "There is no match but what you said is not you."
    elif not photos:
        yield "The vault holds no photos yet, so nothing could be found."
        yield "Add yours with “exposurewatch add FOLDER”, then compare an export with “exposurewatch scan EXPORT”."
    elif not scans:
        yield f"Nothing was compared yet with {_yours(photos)}."
        yield "Do it with “exposurewatch scan EXPORT”."
    else:
        yield f"No match of {_yours(photos)} is remembered, after {counted(scans, 'scan')}."
        yield (
            f"That does not mean that {'it does' if photos == 1 else 'they do'} not circulate: only what was scanned"
            " was looked at. “exposurewatch history” lists the scans."
        )


def _read(vault: Vault, wanted: Wanted, *, scenes_shown: bool) -> _List:
    telling = Telling(vault, show=wanted.show_details)
    findings, entries = vault.findings.listed(with_not_me=True), vault.photos.listed()
    listed = [finding for finding in findings if wanted.holds(finding)]
    matched = [finding for finding in findings if finding.verdict in FINDINGS]
    not_me = sum(finding.decision is Decision.NOT_ME for finding in matched)
    return _List(
        by_photo(listed, entries, FINDINGS, telling),
        by_photo(listed, entries, (Verdict.SAME_SCENE,), telling),
        scenes_shown,
        len(entries),
        len(vault.history.listed()),
        len(matched) - not_me,
        0 if wanted.with_not_me else not_me,
        wanted,
    )


def _put(them: _List, destination: Destination) -> None:
    name, output = destination.format.name, destination.output
    if name == JSON.name:
        content = as_json(them.shown, them.photos)
    elif name == CSV.name:
        content = as_csv(them.shown)
    elif output is None:
        _show(them, Console(highlight=False))
        return
    else:
        content = _as_text(them)
    if output is None:
        print_bytes(content)
        return
    write(output, content)
    listed = matches(sum(len(group.found) for group in them.groups))
    say(
        f"{listed} {'is' if listed == '1 match' else 'are'} in {output}. It holds names and links: keep it where only"
        " you can read it."
    )


def _as_text(them: _List) -> bytes:
    into = io.StringIO()
    _show(them, Console(file=into, width=_WIDTH, color_system=None, force_terminal=False, legacy_windows=False))
    return into.getvalue().encode("utf-8")


def _show(them: _List, console: Console) -> None:
    print_lines(_beginning(them), console)
    for group in them.groups:
        print_lines(photo_block(group), console)
    print_lines(_scenes(them), console)
    if them.shown:
        found = (one for group in them.shown for one in group.found)
        print_lines(meaning(match.sighting.origin for one in found for match in one.matches), console)


def _beginning(them: _List) -> Iterator[Line]:
    if them.groups:
        yield from summary(them.groups, them.photos, new_only=them.wanted.new_only)
    elif them.known:
        are = "is" if them.known == 1 else "are"
        yield Line(words="Nothing is new since you last looked.", bold=True)
        yield Line(words=f"{matches(them.known)} {are} remembered; “exposurewatch matches” lists them.")
    else:
        first, *rest = nothing_remembered(them.photos, them.scans, them.not_me)
        yield Line(words=first, bold=True)
        yield from (Line(words=sentence) for sentence in rest)
    if them.not_me:
        are, it = ("is", "it") if them.not_me == 1 else ("are", "them")
        yield Line(words=f"{matches(them.not_me)} {are} left out that you said {are} not you; --all lists {it}.")


def _scenes(them: _List) -> Iterator[Line]:
    """Other shots of a scene: listed where they are wanted, else counted, for they may be the next of a burst."""
    pictures = len({one.finding.picture for group in them.scenes for one in group.found})
    if not pictures:
        return
    show, are, it = ("shows", "is no copy", "it") if pictures == 1 else ("show", "are no copies", "them")
    hint = "" if them.scenes_shown else f"; --show-same-scene lists {it}"
    yield from section("Not counted as found")
    words = f"{counted(pictures, 'picture')} {show} the same scene as a photo of yours, and {are} of it{hint}."
    yield Line("  ", words)
    if them.scenes_shown:
        for group in them.scenes:
            yield from photo_block(group)


def _yours(photos: int) -> str:
    return "your photo" if photos == 1 else f"your {photos:,} photos"
