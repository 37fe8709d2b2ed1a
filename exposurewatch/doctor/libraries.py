"""Loads one library in a worker and tells its versions. Runs inside the worker alone.

A worker loads what it needs before it locks itself in, so each library is a job of its own, named after its module:
``exposurewatch.doctor.libraries:cv2``. One that crashes then takes nothing else with it.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable

DECODERS = "decoders"
"""All that decodes pictures, in place of a library's module."""


def job_for(module: str) -> str:
    """Return the job whose answer to any request is the versions of a library as JSON: each by its name."""
    return f"{__name__}:{module}"


def __getattr__(module: str) -> Callable[[bytes], bytes]:
    """Make the job for a library: it fails where that library cannot be loaded."""
    if module.startswith("_") or module == "warm_up":
        raise AttributeError(module)
    try:
        versions = _decoders() if module == DECODERS else _library(module)
    except Exception as error:  # noqa: BLE001 (whatever a library raises, it cannot be loaded)
        return _failing(error)
    return lambda _request: json.dumps(versions).encode()


def _failing(error: Exception) -> Callable[[bytes], bytes]:
    def fail(_request: bytes) -> bytes:
        raise error

    return fail


def _decoders() -> dict[str, str]:
    from exposurewatch.images import decoder_versions  # noqa: PLC0415 (a decoder that cannot be loaded is an answer)

    return decoder_versions()


def _library(module: str) -> dict[str, str]:
    loaded = importlib.import_module(module)
    if module == "apsw":
        return {"": loaded.sqlite_lib_version(), "with": loaded.mc_version}  # an apsw without ciphers lacks this
    if module == "av":
        return {"": getattr(loaded, "ffmpeg_version_info", ""), "through PyAV": loaded.__version__}
    return {"": loaded.__version__}
