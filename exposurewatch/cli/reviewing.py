"""Goes through matches one by one: shows each in words, asks what it is, and keeps the answer at once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto

from rich.console import Console

from exposurewatch.cli.answering import CHOICES, Answer, NoMore, answer_in, as_note, ask
from exposurewatch.cli.detailing import Telling
from exposurewatch.cli.found import Found, by_photo
from exposurewatch.cli.found_lines import found_lines, matches
from exposurewatch.cli.listing import nothing_remembered
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import Left
from exposurewatch.errors import ExitStatus, WrongUsage
from exposurewatch.model import Verdict
from exposurewatch.reports.entries import path_line
from exposurewatch.reports.lines import Line, print_lines, section
from exposurewatch.reports.summary import FINDINGS
from exposurewatch.reports.wording import noun
from exposurewatch.vault.records import Decision, Finding
from exposurewatch.vault.store import Vault

_WARNING = (
    "No picture is shown here. Each match says where its picture lies: the file in your export, and the link where"
    " there is one. Whether and when you open it is up to you. What you see there, and the words below, can be"
    " upsetting; you need not do this alone, and not all at once.",
    "What you say is kept at once, in the vault. Ctrl-C stops at any moment.",
)
_MOST_PLACES = 10  # of one picture; what is asked must not scroll what it is asked of out of sight
_DECISIONS = {
    Answer.CONFIRM: Decision.CONFIRMED,
    Answer.NOT_ME: Decision.NOT_ME,
    Answer.UNDECIDED: Decision.UNDECIDED,
}
_ORDER = (None, Decision.UNDECIDED, Decision.CONFIRMED, Decision.NOT_ME)


class Stopped(Enum):
    """How a review ended."""

    AT_THE_END = auto()
    BY_CHOICE = auto()
    BY_CTRL_C = auto()


def take_down(vault: Vault, number: int, decision: Decision | None, note: str | None) -> None:
    """Keep a decision or a note without asking; what is not given stays as it is.

    Raises:
        WrongUsage: there is no such match.
    """
    finding = _numbered(vault, number)
    said = decision or finding.decision or Decision.UNDECIDED
    vault.findings.decide(number, said, finding.note if note is None else as_note(note))
    say(f"Match {number} is kept as: {said}{'' if note is None else ', with your note'}.")


def go_through(vault: Vault, number: int | None, *, everything: bool, same_scene: bool) -> Stopped:
    """Show each match that is to be decided on, and keep what the user says of it.

    Raises:
        WrongUsage: there is no match with this number.
    """
    console = Console(highlight=False)
    them = _chosen(vault, number, everything=everything, same_scene=same_scene)
    if not them:
        print_lines(_nothing(vault, everything=everything), console)
        return Stopped.AT_THE_END
    print_lines(_beginning(len(them)), console)
    return _Review(vault, console).run(them)


class _Review:
    """One round through matches, and what was said in it."""

    def __init__(self, vault: Vault, console: Console) -> None:
        self._vault = vault
        self._console = console
        self._said: dict[int, Decision] = {}

    def run(self, them: Sequence[Found]) -> Stopped:
        """Ask of each what it is, until the end or until the user leaves."""
        stopped = Stopped.AT_THE_END
        try:
            for place, found in enumerate(them, start=1):
                self._show(found, f"{place:,} of {len(them):,}")
                if self._answered(found.finding) is Answer.QUIT:
                    stopped = Stopped.BY_CHOICE
                    break
        except NoMore:
            stopped = Stopped.BY_CHOICE
            self._print(Line())
        except Left as left:
            if left.exit_status != ExitStatus.INTERRUPTED:
                raise Left(left.number, "Stopped. What you decided is kept.") from None
            stopped = Stopped.BY_CTRL_C
            self._print(Line())
        self._print(*self._summary(them))
        return stopped

    def _show(self, found: Found, place: str) -> None:
        photo = found.judgement.photo
        self._print(
            *section(f'{place}: your {noun(photo)} "{photo.label}"'),
            *path_line(photo),
            *found_lines(found, _MOST_PLACES),
        )
        sys.stdout.flush()
        self._vault.findings.mark_seen((found.finding.number,))

    def _answered(self, finding: Finding) -> Answer:
        """Ask until there is an answer that leads on, and keep it."""
        self._print(Line(), Line("  ", CHOICES))
        while True:
            answer = answer_in(ask("  > "))
            if answer is None:
                self._print(*(Line(f"  {each.letter}  {each.word:<14}", each.meaning) for each in Answer))
            elif answer is Answer.NOTE:
                finding = self._noted(finding)
            else:
                self._keep(finding, answer)
                return answer

    def _noted(self, finding: Finding) -> Finding:
        self._print(Line("  ", "Your note, in one line. Enter alone leaves it as it was; a single - removes it."))
        words = ask("  note > ")
        if not words:
            return finding
        noted = replace(finding, note=as_note(words))
        self._vault.findings.decide(finding.number, finding.decision or Decision.UNDECIDED, noted.note)
        self._print(Line("  ", "The note is kept. And what is this match?" if noted.note else "The note is removed."))
        return noted

    def _keep(self, finding: Finding, answer: Answer) -> None:
        decision = _DECISIONS.get(answer)
        if decision is None:
            return
        self._vault.findings.decide(finding.number, decision, finding.note)
        self._said[finding.number] = decision
        again = f" “exposurewatch review --number {finding.number}” shows it again, if that was a slip."
        self._print(Line("  ", f"Kept: {decision}.{again if decision is Decision.NOT_ME else ''}"))

    def _summary(self, them: Sequence[Found]) -> Iterator[Line]:
        yield Line()
        if self._said:
            counts = Counter(self._said.values())
            words = ", ".join(f"{counts[each]:,} {each}" for each in Decision if counts[each])
            yield Line(words=f"What you said of {matches(len(self._said))} is kept: {words}.")
        else:
            yield Line(words="Nothing was decided.")
        left = sum(not one.decided and one.finding.number not in self._said for one in them)
        if left:
            are, them_too = ("is", "it") if left == 1 else ("are", "them")
            yield Line(words=f"{matches(left)} {are} not decided yet; “exposurewatch review” goes on with {them_too}.")

    def _print(self, *lines: Line) -> None:
        print_lines(lines, self._console)


def _numbered(vault: Vault, number: int) -> Finding:
    for finding in vault.findings.listed(with_not_me=True):
        if finding.number == number:
            return finding
    raise WrongUsage(f"There is no match with the number {number}.", "“exposurewatch matches” lists them with theirs.")


def _chosen(vault: Vault, number: int | None, *, everything: bool, same_scene: bool) -> tuple[Found, ...]:
    """The matches to go through: first those of which nothing was said, then the undecided, then what was decided."""
    if number is None:
        findings = vault.findings.listed(with_not_me=True)
    else:
        findings, everything, same_scene = (_numbered(vault, number),), True, True
    verdicts = tuple(Verdict) if same_scene else FINDINGS
    groups = by_photo(findings, vault.photos.listed(), verdicts, Telling(vault, show=False))
    them = (one for group in groups for one in group.found if everything or not one.decided)
    return tuple(sorted(them, key=lambda one: _ORDER.index(one.finding.decision)))


def _beginning(number: int) -> Iterator[Line]:
    yield Line(words=f"{matches(number)} to look through.", bold=True)
    for sentence in _WARNING:
        yield Line()
        yield Line(words=sentence)


def _nothing(vault: Vault, *, everything: bool) -> Iterator[Line]:
    decided = sum(finding.verdict in FINDINGS for finding in vault.findings.listed(with_not_me=True))
    if decided and not everything:
        them = "the match" if decided == 1 else f"all {decided:,} matches"
        yield Line(words=f"You have decided on {them}.", bold=True)
        yield Line(words="“exposurewatch review --all” goes through again.")
        return
    for sentence in nothing_remembered(len(vault.photos.listed()), len(vault.history.listed())):
        yield Line(words=sentence)
