"""Each library is a job of its own, made in a worker before it is locked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exposurewatch.doctor import libraries
from exposurewatch.doctor.libraries import DECODERS, job_for
from exposurewatch.errors import CouldNotFinish
from exposurewatch.sandbox.protocol import Cause, Failure
from exposurewatch.sandbox.worker import Limits, Worker


def told(module: str) -> dict[str, str]:
    versions: dict[str, str] = json.loads(getattr(libraries, module)(b""))
    return versions


def test_libraries_say_their_versions() -> None:
    assert "Pillow" in told(DECODERS)
    assert told("numpy")[""]


def test_sqlite_is_named_with_its_ciphers_and_ffmpeg_with_pyav() -> None:
    pytest.importorskip("apsw")
    assert "Ciphers" in told("apsw")["with"]
    pytest.importorskip("av")
    assert told("av")["through PyAV"]


def test_a_library_that_is_not_there_fails_when_it_is_asked_for_its_version() -> None:
    with pytest.raises(ImportError):
        told("no_such_library")


def test_what_python_itself_asks_of_a_module_is_no_library() -> None:
    for name in ("__path__", "warm_up"):
        assert not hasattr(libraries, name)


@pytest.mark.parametrize(
    ("content", "outcome"), [("raise OSError('broken')", Failure(Cause.FAILED)), ("__version__ = '3'", b'{"": "3"}')]
)
def test_a_worker_answers_for_a_library(
    content: str, outcome: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "madeup.py").write_text(content)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    worker = Worker(job_for("madeup"), Limits())
    assert worker.ask(b"") == outcome
    worker.close()


def test_a_library_that_ends_the_process_keeps_it_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "madeup.py").write_text("import os; os.abort()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(CouldNotFinish):
        Worker(job_for("madeup"), Limits()).ask(b"")
