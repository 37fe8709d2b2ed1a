"""The progress bar, wrapped around the stream of what is being done; none where nobody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

T = TypeVar("T")


def watched(
    steps: Iterable[T],
    console: Console,
    label: str,
    total: Callable[[], int],
    counts: Callable[[T], tuple[bool, bool]],
) -> Iterator[T]:
    """Pass `steps` on and show how far they are, if `console` is a terminal.

    `counts` tells of a step whether it is one picture more, and whether it is one match more. `total` is only asked
    where there is a bar to draw.
    """
    if not console.is_terminal:
        yield from steps
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        TextColumn("{task.fields[found]}"),
    )
    with Progress(*columns, console=console, transient=True, expand=True) as progress:
        task = progress.add_task(label, total=total() or None, found="")
        matches = 0
        for step in steps:
            one_more, match = counts(step)
            if match:
                matches += 1
                progress.update(task, found=f"{matches} found")
            if one_more:
                progress.advance(task)
            yield step


class _Rate(ProgressColumn):
    """Pictures per second."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:.0f}/s")
