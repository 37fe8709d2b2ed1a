"""Shows what the doctor found: first how it stands as a whole, then each answer with what can be done."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from exposurewatch import __version__
from exposurewatch.cli.rows import print_beside
from exposurewatch.doctor import Answer, Check, State
from exposurewatch.reports.summary import counted
from exposurewatch.reports.wording import harmless

Examined = Sequence[tuple[Check, Sequence[Answer]]]

_STYLES = {State.FINE: "green", State.UNKNOWN: "cyan", State.WEAK: "yellow", State.PROBLEM: "bold red"}
_MARGIN = 11  # columns in front of the words: two, the longest state, two


def show_answers(examined: Examined, console: Console) -> None:
    """Print all that was found, wrapped to the console's width."""
    for sentence in _headline(examined):
        print_beside(console, Text(), sentence, "bold")
    for check, answers in examined:
        console.print()
        console.print(Text(check.title, "bold"))
        for answer in answers:
            state = Text(f"  {answer.state:<{_MARGIN - 2}}", _STYLES[answer.state])
            print_beside(console, state, f"{answer.about}: {answer.what}")
            if answer.advice:
                print_beside(console, Text(" " * _MARGIN), f"What to do: {answer.advice}", "italic")


def as_json(examined: Examined) -> bytes:
    """The same for programs: `version`, and `answers` with `check`, `about`, `state`, `what` and `advice`."""
    answers = [
        {
            "check": check.name,
            "about": answer.about,
            "state": answer.state.value,
            "what": harmless(answer.what),
            "advice": harmless(answer.advice),
        }
        for check, found in examined
        for answer in found
    ]
    written = json.dumps({"version": __version__, "answers": answers}, ensure_ascii=False, indent=2)
    return f"{written}\n".encode()


def _headline(examined: Examined) -> Iterator[str]:
    states = Counter(answer.state for _, answers in examined for answer in answers)
    if states[State.PROBLEM]:
        yield f"{counted(states[State.PROBLEM], 'problem')} must be solved first."
    else:
        yield "Nothing stands in the way of a scan."
    if states[State.WEAK] or states[State.UNKNOWN]:
        weak, untold = counted(states[State.WEAK], "weak point"), f"{states[State.UNKNOWN]:,} that could not be told"
        yield f"{weak}, {untold}. Under each is what you can do."
