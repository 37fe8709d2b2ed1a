"""The disk that the vault lies on, or would: whether it and the swap are encrypted, and how much room there is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from exposurewatch.doctor import linux
from exposurewatch.doctor.check import Answer, Check, fine, problem, unknown, weak
from exposurewatch.doctor.encryption import Encrypted, Encryption, on_macos, on_windows, swap_on_macos, swap_on_windows
from exposurewatch.doctor.folder import nearest
from exposurewatch.vault.data_key import KEY_BYTES, DataKey

_MIB = 1024 * 1024
_TOO_LITTLE = 50 * _MIB
_LITTLE = 1024 * _MIB

_ENCRYPT = (
    "Whoever gets hold of the computer can read your photos, exports and reports. Switch the encryption of the system"
    " on: FileVault on macOS, BitLocker or device encryption on Windows, LUKS on Linux (most offer it when they are"
    " installed)."
)
_FIND_OUT = "Look into the settings of the system, or ask somebody who knows this computer."
_ENCRYPT_SWAP = "Encrypt the swap as well, or switch it off: pieces of what was in memory stay in it."


def _look(vault: Path) -> Iterator[Answer]:
    folder = nearest(vault)
    yield judged("Encryption", _of_folder(folder), _ENCRYPT)
    yield judged("Swap", _of_swap(), _ENCRYPT_SWAP)
    if sys.platform != "win32":
        with DataKey(bytes(KEY_BYTES)) as key:
            yield key_in_memory(locked=key.is_locked)
    yield room(shutil.disk_usage(folder).free)


def _of_folder(folder: Path) -> Encryption:
    match sys.platform:
        case "linux":
            return linux.of_folder(folder)
        case "darwin":
            return on_macos(folder)
        case "win32":
            return on_windows(folder)
        case other:
            return Encryption(Encrypted.UNTOLD, f"It is not known how to ask this system ({other}).")


def _of_swap() -> Encryption:
    match sys.platform:
        case "linux":
            return linux.of_swap()
        case "darwin":
            return swap_on_macos()
        case "win32":
            return swap_on_windows()
        case other:
            return Encryption(Encrypted.UNTOLD, f"It is not known how to ask this system ({other}).")


def judged(about: str, encryption: Encryption, advice: str) -> Answer:
    """Turn what is known of an encryption into an answer."""
    match encryption.is_on:
        case Encrypted.YES:
            return fine(about, encryption.why)
        case Encrypted.NO:
            return weak(about, encryption.why, advice)
        case Encrypted.UNTOLD:
            return unknown(about, encryption.why, _FIND_OUT)


def key_in_memory(*, locked: bool) -> Answer:
    """Judge whether the page in which the vault's key lies may be kept out of the swap."""
    if locked:
        return fine("The vault's key", "It is kept out of the swap. What it opens, fingerprints and names, is not.")
    return weak(
        "The vault's key",
        "This system does not let it be kept out of the swap: its limit on locked memory is too low.",
        "Raise that limit (“ulimit -l”) to 64 KiB or more, or encrypt the swap or switch it off.",
    )


def room(free: int) -> Answer:
    """Judge how many bytes are free."""
    what = f"{free / 1024 / _MIB:,.1f} GiB are free." if free >= _LITTLE else f"{free // _MIB:,} MiB are free."
    if free >= _LITTLE:
        return fine("Room", what)
    judge = problem if free < _TOO_LITTLE else weak
    return judge("Room", what, "Make room, or choose a folder on another disk with --vault.")


DISK = Check("disk", "The disk under the vault", _look)
