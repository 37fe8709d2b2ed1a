"""The progress bar, wrapped around the stream of what is being done; none where nobody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from exposurewatch.model import Reason

T = TypeVar("T")

# Files that are called pictures and are passed over: the bar counts them as well, or it would never reach its end.
PASSED = frozenset(Reason) - {
    Reason.NOT_INCLUDED,
    Reason.OVER_EXPORT_LIMIT,
    Reason.UNAVAILABLE,
    Reason.MISSING_FILE,
    Reason.UNSAFE_PATH,
    Reason.VIDEO,
    Reason.REST_OF_VIDEO,
    Reason.ARCHIVE,
    Reason.EXPORT_TRUNCATED,
    Reason.EXPORT_DAMAGED,
    Reason.EXPORT_ALTERED,
}


def watched(
    steps: Iterable[T],
    console: Console,
    label: str,
    total: Callable[[], int],
    counts: Callable[[T], tuple[bool, bool]],
) -> Iterator[T]:
    """Pass `steps` on and show how far they are, if `console` is a terminal.

    `counts` tells of a step whether it is one picture more, and whether it is one match more. `total` is only asked
    where there is a bar to draw; it is a guess, and grows where there turn out to be more.
    """
    if not (console.is_interactive and console.file.isatty()):  # the first alone can be forced by the environment
        yield from steps
        return
    with _Bar(*_columns(), console=console, transient=True, expand=True) as progress:
        task = progress.add_task(label, total=total() or None, found="")
        done = matches = 0
        for step in steps:
            one_more, match = counts(step)
            if match:
                matches += 1
                progress.update(task, found=f"{matches} found")
            if one_more:
                done += 1
                guess = progress.tasks[0].total
                progress.update(task, completed=done, total=None if guess is None else max(guess, done))
            yield step


class _Bar(Progress):
    def get_renderable(self) -> RenderableType:
        return _Narrower(super().get_renderable())


class _Narrower:
    """Leaves room for the ^C that a terminal shows: were that to wrap, the bar would stay behind."""

    def __init__(self, bar: RenderableType) -> None:
        self._bar = bar

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from console.render(self._bar, options.update_width(max(options.max_width - 4, 1)))


def _columns() -> tuple[ProgressColumn, ...]:
    return (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        TextColumn("{task.fields[found]}"),
    )


class _Rate(ProgressColumn):
    """Pictures per second."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:.0f}/s")
