import json
from pathlib import Path

import pytest

from exposurewatch.doctor.check import State
from exposurewatch.doctor.floors import FLOORS
from exposurewatch.doctor.versions import VERSIONS, decoders
from exposurewatch.images import decoder_versions
from exposurewatch.sandbox.protocol import Cause, Failure, Outcome, Refusal


def test_this_installation_is_named_part_by_part(tmp_path: Path) -> None:
    answers = {answer.about: answer for answer in VERSIONS.look(tmp_path)}
    assert {"exposurewatch", "Python", "Pillow", "libwebp", "libheif", "OpenCV", "faiss"} <= answers.keys()
    for name, version in decoder_versions().items():
        assert answers[name].what.startswith(version)


def test_a_decoder_with_a_known_hole_is_weak_and_says_which() -> None:
    (answer,) = decoders(json.dumps({"libwebp": "1.3.1"}).encode())
    assert answer.state is State.WEAK
    assert "CVE-2023-4863" in answer.what
    assert "pip install --upgrade" in answer.advice


def test_a_decoder_from_the_floor_on_is_fine() -> None:
    answers = decoders(json.dumps({name: floor.version for name, floor in FLOORS.items()}).encode())
    assert {answer.state for answer in answers} == {State.FINE}


def test_a_decoder_that_is_missing_is_weak() -> None:
    (answer,) = decoders(b'{"libavif": ""}')
    assert answer.state is State.WEAK
    assert "missing" in answer.what


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        (Failure(Cause.FAILED), "not installed or cannot be loaded"),
        (Failure(Cause.DIED), "the worker died"),
        (Refusal("no"), "makes no sense"),
    ],
)
def test_without_decoders_there_is_a_problem(outcome: Outcome, why: str) -> None:
    (answer,) = decoders(outcome)
    assert answer.state is State.PROBLEM
    assert why in answer.what


def test_a_library_that_cannot_be_loaded_is_a_problem_where_a_scan_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The libraries are loaded by a worker, from a folder that holds a broken one of that name."""
    for name in ("faiss", "cryptography"):
        (tmp_path / f"{name}.py").write_text("raise OSError('no such library')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answers = {answer.about: answer for answer in VERSIONS.look(tmp_path)}
    assert answers["OpenCV"].state is State.FINE
    assert answers["faiss"].state is State.PROBLEM
    assert answers["cryptography"].state is State.WEAK
    assert "protects the vault's key" in answers["cryptography"].what


def test_a_library_that_ends_its_process_takes_nothing_else_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "faiss.py").write_text("import os; os.abort()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answers = {answer.about: answer for answer in VERSIONS.look(tmp_path)}
    assert answers["faiss"].state is State.PROBLEM
    assert "the worker died" in answers["faiss"].what
    assert answers["OpenCV"].state is answers["Pillow"].state is State.FINE
