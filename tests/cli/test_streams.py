import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from exposurewatch.cli.streams import ReaderLeft, delivered, steady_streams
from exposurewatch.errors import CouldNotFinish
from tests.cli.conftest import Small, run_apart

SCAN = ("--workers", "1", "--format")


class _Failing(io.RawIOBase):
    """A stream of a real file whose writing fails as it is told."""

    def __init__(self, error: OSError, descriptor: int) -> None:
        self._error = error
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, _data: object) -> int:
        raise self._error


@pytest.fixture
def spare() -> Iterator[int]:
    descriptor = os.open(os.devnull, os.O_WRONLY)
    yield descriptor
    os.close(descriptor)


def _broken(error: OSError, descriptor: int) -> io.TextIOWrapper:
    return io.TextIOWrapper(cast(BinaryIO, _Failing(error, descriptor)), encoding="ascii", write_through=True)


@pytest.mark.parametrize(
    ("error", "raised"),
    [(BrokenPipeError(32, "Broken pipe"), ReaderLeft), (OSError(28, "No space left on device"), CouldNotFinish)],
)
def test_what_keeps_data_from_the_output_is_an_error_of_this_program(
    monkeypatch: pytest.MonkeyPatch, spare: int, error: OSError, raised: type[Exception]
) -> None:
    monkeypatch.setattr(sys, "stdout", _broken(error, spare))
    with steady_streams():
        with pytest.raises(raised):
            print("data" * 10_000)  # noqa: T201
        with pytest.raises(raised):
            print("little", flush=True)  # noqa: T201
    with pytest.raises(raised), delivered():
        raise error


def test_words_that_nobody_can_read_stop_nothing(monkeypatch: pytest.MonkeyPatch, spare: int) -> None:
    monkeypatch.setattr(sys, "stderr", _broken(OSError(28, "No space left on device"), spare))
    with steady_streams():
        assert sys.stderr.write("words\n") == 6
        sys.stderr.flush()


def test_both_streams_speak_utf_8_whatever_the_system_does(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = io.BytesIO(), io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="cp1252"))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="ascii"))
    before = sys.stdout, sys.stderr
    with steady_streams():
        sys.stdout.write("→ 図\udce9")
        sys.stderr.write("→ 図\udce9")
    assert (sys.stdout, sys.stderr) == before
    assert out.getvalue().decode() == "→ 図?"
    assert err.getvalue().decode() == "→ 図\\udce9"


@pytest.mark.parametrize("missing", ["stdout", "stderr"])
def test_a_stream_that_was_closed_from_the_start_is_no_error(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr(sys, missing, None)
    with steady_streams():
        sys.stderr.write("words")
        assert (sys.stdout is None) is (missing == "stdout")


_OUTPUT = (
    (">&-", 2, "error: The standard output is closed"),
    (">/dev/full", 3, "error: The standard output takes nothing more: No space left on device."),
    ("| true", 3, "Reading"),
)
_OTHERS = (("2>&-", 1, ""), ("2>/dev/full", 1, ""), ("<&- 2>&- >&-", 2, ""))


@pytest.mark.parametrize(
    ("form", "shell", "status", "words"),
    [  # every format has its own way to the standard output, and none to the others
        *(("terminal", *each) for each in (*_OUTPUT, *_OTHERS)),
        *(("json", *each) for each in _OUTPUT),
    ],
)
def test_a_shell_may_close_or_fill_any_stream(small: Small, form: str, shell: str, status: int, words: str) -> None:
    """No traceback, no status that means something else, and the report comes out wherever it can."""
    if "/dev/full" in shell and not Path("/dev/full").exists():
        pytest.skip("only Linux has a device that is always full")
    ran = run_apart("scan", small.export, "--photos", small.photos, *SCAN, form, after=shell)
    assert ran.status == status, ran.err
    assert "Traceback" not in ran.err
    assert words in ran.err
    if status == 1:
        assert "own0.png" in ran.out
