"""Makes the standard streams fit for use: UTF-8 everywhere, closed ones filled, and failures told in one way."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from exposurewatch.errors import CouldNotFinish


class ReaderLeft(CouldNotFinish):
    """Whoever read the standard output, such as ``head``, has read enough: there is nobody to tell."""

    def __init__(self) -> None:
        super().__init__("Nobody reads the standard output any more.", "Nothing to do.")


@contextmanager
def steady_streams() -> Iterator[None]:
    """Put streams in place that speak UTF-8, raise errors of this program alone, and give back what was there."""
    _fill_closed()
    stdout, stderr = sys.stdout, sys.stderr
    heard = open(os.devnull, "w", encoding="utf-8") if is_closed(stderr) else stderr  # noqa: PTH123, SIM115
    data = None if is_closed(stdout) else _Data(stdout.buffer, encoding="utf-8", errors="replace")
    words = _Words(heard.buffer, encoding="utf-8", errors="backslashreplace", line_buffering=True)
    sys.stdout, sys.stderr = data or stdout, words
    try:
        yield
    finally:
        sys.stdout, sys.stderr = stdout, stderr
        for stream in filter(None, (data, words)):
            with contextlib.suppress(CouldNotFinish):
                stream.flush()
            stream.detach()
        if heard is not stderr:
            heard.close()


def is_closed(stream: TextIO | None) -> bool:
    """Whether the program was started without this stream, as by ``>&-``."""
    return stream is None


@contextmanager
def delivered() -> Iterator[None]:
    """Tell what kept data from the standard output.

    Raises:
        ReaderLeft: whoever read it is gone.
        CouldNotFinish: it takes nothing more, as where a disk is full.
    """
    try:
        yield
    except BrokenPipeError:
        _lead_nowhere(sys.stdout)
        raise ReaderLeft from None
    except OSError as error:
        _lead_nowhere(sys.stdout)
        raise CouldNotFinish(
            f"The standard output takes nothing more: {error.strerror}.",
            "Make room, or name a file on another disk with --output; then try again.",
        ) from error


class _Data(io.TextIOWrapper):
    """The standard output. Its errors are none of the system's, with which libraries would deal in their own ways."""

    def write(self, words: str, /) -> int:
        with delivered():
            return super().write(words)

    def flush(self) -> None:
        with delivered():
            super().flush()


class _Words(io.TextIOWrapper):
    """The standard error. Words that nobody can read must not cost the report: they go nowhere from then on."""

    def write(self, words: str, /) -> int:
        try:
            return super().write(words)
        except OSError:
            _lead_nowhere(self)
            return len(words)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            _lead_nowhere(self)


def _fill_closed() -> None:
    """Open the null device where a standard stream is closed: the next file to be opened would take its place."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _lead_nowhere(stream: TextIO) -> None:
    """Let what is still kept for a stream, and all that follows, vanish: it would fail again at the very end."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)
