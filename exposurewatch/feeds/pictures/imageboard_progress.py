"""How far the threads of a board were read, as a value and as the checkpoint that it is kept as."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from exposurewatch.feeds.asking import Validators
from exposurewatch.feeds.feed import Checkpoint


@dataclass(frozen=True, slots=True)
class Thread:
    """How far one thread was read: up to the post `last`, when the list of threads had `mark` for it."""

    mark: str = ""
    last: int = 0
    validators: Validators = field(default_factory=Validators)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the threads of a board were read, by their numbers.

    `list` says which of the two places of a list the board has it at, `validators` are those of the list.
    """

    threads: Mapping[str, Thread] = field(default_factory=lambda: MappingProxyType({}))
    validators: Validators = field(default_factory=Validators)
    list: int = 0

    def with_thread(self, number: str, thread: Thread) -> Progress:
        """Return it with a thread that was read further."""
        return replace(self, threads={**self.threads, number: thread})

    def with_none_but(self, numbers: Collection[str]) -> Progress:
        """Return it without the threads that are no more."""
        return replace(self, threads={number: each for number, each in self.threads.items() if number in numbers})


def checkpoint_of(progress: Progress) -> Checkpoint:
    """Return progress as plain values."""
    return {
        "list": [progress.list, *_written(progress.validators)],
        "threads": {
            number: [thread.mark, thread.last, *_written(thread.validators)]
            for number, thread in progress.threads.items()
        },
    }


def progress_of(checkpoint: Checkpoint) -> Progress:
    """Return the progress that plain values say; what is not understood counts as not read."""
    threads = checkpoint.get("threads")
    found = {
        number: thread
        for number, fields in (threads.items() if isinstance(threads, dict) else ())
        if (thread := _thread(fields)) is not None
    }
    match checkpoint.get("list"):
        case [0 | 1 as at, str(etag), str(last_modified)]:
            return Progress(found, Validators(etag, last_modified), int(at))
    return Progress(found)


def _thread(fields: Any) -> Thread | None:
    match fields:
        case [str(mark), int(last), str(etag), str(last_modified)]:
            return Thread(mark, last, Validators(etag, last_modified))
    return None


def _written(validators: Validators) -> list[str]:
    return [validators.etag, validators.last_modified]
