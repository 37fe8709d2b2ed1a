"""How strong the worker processes are here: each limit is tried on a real one, none is taken for granted."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from exposurewatch.doctor.asking import asking
from exposurewatch.doctor.check import Answer, Check, fine, problem, unknown, weak
from exposurewatch.doctor.probe import NO, YES, Order
from exposurewatch.errors import CouldNotFinish
from exposurewatch.fingerprints.tasks import JOB, PHOTO, TASKS
from exposurewatch.sandbox.lock import ON_WINDOWS, Held, Lock, Part
from exposurewatch.sandbox.protocol import Cause, Failure, Outcome
from exposurewatch.sandbox.worker import Limits, Worker

_MIB = 1024 * 1024
_SMALL = Limits(seconds=10, memory=64 * _MIB)
_TOO_MUCH = 192 * _MIB
_SHORT = Limits(seconds=0.3)
_TOO_LONG = 20  # seconds
_DOT = bytes.fromhex(  # a grey PNG of 1 × 1 pixels
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da6368000000820081da45083b0000000049454e44ae426082"
)
_ACTIONS = (
    (Order.LIST, "read your files"),
    (Order.START, "start programs"),
    (Order.SOCKET, "use the network"),
)
_AGAIN = "Install exposurewatch again in a fresh virtual environment; if that does not help, report it."
_APART = (
    "Keep the system and the libraries up to date. Scan an export that you distrust under another user account of this"
    " computer, or in a virtual machine."
)
_NEWER = f"Linux has all of it, from version 6.12 on. {_APART}"


def _look(_vault: Path) -> Iterator[Answer]:
    yield from _start()
    yield _memory()
    yield _time()
    yield _reach()


def _start() -> Iterator[Answer]:
    """Have a worker of a scan look at a picture of one pixel, and ask it what holds of its lock."""
    worker = Worker(JOB, Limits())
    try:
        yield started(worker.ask(bytes([TASKS.index(PHOTO)]) + _DOT))
        yield locked(worker.lock)
    except CouldNotFinish as error:
        yield problem("Start", str(error), error.hint)
    finally:
        worker.close()


def started(outcome: Outcome) -> Answer:
    """Judge what a worker of a scan made of its first picture."""
    if isinstance(outcome, bytes):
        return fine("Start", "The separate process that opens pictures starts, and opened one.")
    return problem("Start", "The separate process that opens pictures starts, and cannot open any.", _AGAIN)


def _memory() -> Answer:
    with asking(_SMALL) as ask:
        return memory(ask(Order.RESERVE, str(_TOO_MUCH)))


def memory(outcome: Outcome) -> Answer:
    """Judge what came of asking for more memory than is allowed."""
    if outcome == Failure(Cause.OUT_OF_MEMORY):
        return fine("Memory", "The limit holds: more memory than is allowed was asked for, and refused.")
    return weak(
        "Memory",
        "There is no limit on this system: a picture made for it can use up the computer's memory.",
        "Close other programs before a long scan, and give it fewer workers: --workers 1",
    )


def _time() -> Answer:
    with asking(_SHORT) as ask:
        return time(ask(Order.LINGER, str(_TOO_LONG)))


def time(outcome: Outcome) -> Answer:
    """Judge what came of taking longer than is allowed."""
    if outcome == Failure(Cause.TIMED_OUT):
        return fine("Time", "The limit holds: a process that took too long was ended.")
    return problem("Time", "The limit does not hold: a picture made for it can stop a scan.", _AGAIN)


def locked(lock: Lock) -> Answer:
    """Judge what holds of the lock that a worker of a scan put on itself."""
    held = [part for part in Part if lock[part] is Held.YES]
    refused = [part for part in Part if lock[part] is Held.REFUSED]
    lacking = [part for part in Part if part not in (*held, *refused, *ON_WINDOWS)]
    if not lacking and not refused:
        return fine("Lock", f"It holds in all its parts: {_listed(held)}.")
    said = [f"This system has nothing for {_listed(lacking, 'or')}."] if lacking else []
    said += [f"It was asked for these, and refused: {_listed(refused)}."] if refused else []
    said += [f"There are: {_listed(held)}." if held else "The limit on time is all that there is."]
    return weak("Lock", " ".join(said), _NEWER)


def _reach() -> Answer:
    with asking(_SMALL) as ask:
        return reach({what: ask(order, _own_folder()) for order, what in _ACTIONS})


def _own_folder() -> str:
    """A folder that may be opened by whoever is not locked away."""
    home = os.path.expanduser("~")  # noqa: PTH111 (pathlib raises where there is no home)
    return home if os.access(home, os.R_OK | os.X_OK) else os.sep


def reach(tried: dict[str, Outcome]) -> Answer:
    """Judge what a worker could do that no decoder needs. One that dies of trying was kept from it as well."""
    could = [what for what, outcome in tried.items() if outcome == YES]
    kept = [what for what, outcome in tried.items() if outcome == NO or outcome == Failure(Cause.DIED)]
    untold = [what for what in tried if what not in (*could, *kept)]
    if could:
        return weak(
            "Locked away",
            "No. The process that opens pictures is limited, and not locked away: a picture that takes over a decoder"
            f" could {_listed(could)}, as you can."
            + (f" It could not {_listed(kept, 'or')}." if kept else "")
            + (f" Assume that it could {_listed(untold)} as well: that could not be tried." if untold else ""),
            _APART,
        )
    if len(kept) == len(tried):
        return fine("Locked away", f"Yes. The process that opens pictures could not {_listed(kept, 'or')}.")
    return unknown("Locked away", "What the process that opens pictures can reach could not be told.", _APART)


def _listed(words: Sequence[str], joint: str = "and") -> str:
    *most, last = words
    return f"{', '.join(most)} {joint} {last}" if most else last


WORKER = Check("worker", "The process that opens pictures", _look)
