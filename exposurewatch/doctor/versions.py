"""Which versions of Python, decoders and libraries are at work, and which of them should not be."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exposurewatch import __version__
from exposurewatch.doctor.check import Answer, Check, fine, problem, weak
from exposurewatch.doctor.floors import FLOORS, below
from exposurewatch.doctor.libraries import DECODERS, job_for
from exposurewatch.errors import CouldNotFinish, installing
from exposurewatch.sandbox.protocol import Cause, Failure, Outcome
from exposurewatch.sandbox.worker import Limits, Worker

_LOADING = Limits(seconds=30)
_AGAIN = "Install exposurewatch again, in a fresh virtual environment."
_UPDATE = "Update it: run “pip install --upgrade Pillow pillow-heif” with the pip of this installation."


@dataclass(frozen=True, slots=True)
class _Library:
    """One library, and what the program does with it. Without one that is `needed`, no scan runs."""

    name: str
    module: str
    purpose: str
    needed: bool = True
    addition: str = ""  # what is installed to have it, where it does not come with the program


_LIBRARIES = (
    _Library("OpenCV", "cv2", "compares pictures by their points"),
    _Library("faiss", "faiss", "searches among many fingerprints"),
    _Library("FFmpeg", "av", "looks inside videos", needed=False, addition="video"),
    _Library("SQLite", "apsw", "keeps the vault, encrypted", needed=False),
    _Library("cryptography", "cryptography", "protects the vault's key", needed=False),
)


def _look(_vault: Path) -> Iterator[Answer]:
    yield fine("exposurewatch", __version__)
    yield fine("Python", f"{platform.python_version()}, {platform.system()} {platform.machine()}")
    yield from decoders(_told(DECODERS))
    for library in _LIBRARIES:
        yield _library(library, _told(library.module))


def _told(module: str) -> Outcome:
    """What a worker of its own says of a library; one that it dies of before it is ready counts as having died."""
    worker = Worker(job_for(module), _LOADING)
    try:
        return worker.ask(b"")
    except CouldNotFinish:
        return Failure(Cause.DIED)
    finally:
        worker.close()


def decoders(outcome: Outcome) -> Iterator[Answer]:
    """Judge what a worker said of its decoders."""
    if not isinstance(outcome, bytes):
        yield problem("Pillow", f"Pictures cannot be decoded: {_why(outcome)}.", _AGAIN)
        return
    for name, version in json.loads(outcome).items():
        yield _decoder(name, version)


def _decoder(name: str, version: str) -> Answer:
    floor = FLOORS.get(name)
    if not version:
        return weak(name, "It is missing, so some pictures cannot be read.", _AGAIN)
    if floor is not None and below(version, floor.version):
        return weak(name, f"{version} has a known hole: {floor.why}. {floor.version} closed it.", _UPDATE)
    return fine(name, version)


def _library(library: _Library, outcome: Outcome) -> Answer:
    if isinstance(outcome, bytes):
        versions = json.loads(outcome).items()
        return fine(library.name, ", ".join(f"{name} {version}".strip() for name, version in versions if version))
    if library.addition and outcome == Failure(Cause.FAILED):
        what = f"It {library.purpose}, and is not installed: videos are counted, and not looked at."
        return weak(library.name, what, f"Install it: run {installing(library.addition)}.")
    what = f"It {library.purpose}, and {_why(outcome)}."
    return (problem if library.needed else weak)(library.name, what, _AGAIN)


def _why(outcome: Outcome) -> str:
    match outcome:
        case Failure(Cause.FAILED):
            return "it is not installed or cannot be loaded"
        case Failure(cause):
            return f"it could not be loaded ({cause.value})"
        case _:
            return "what it answered makes no sense"


VERSIONS = Check("versions", "Program and libraries", _look)
