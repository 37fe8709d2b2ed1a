"""What can be said of the encryption of a disk, and how each system is asked. A question may take a few seconds."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Encrypted(Enum):
    """Whether something is."""

    YES = "yes"
    NO = "no"
    UNTOLD = "it could not be told"


@dataclass(frozen=True, slots=True)
class Encryption:
    """Whether something is encrypted, and one sentence on how that is known."""

    is_on: Encrypted
    why: str


Run = Callable[[Sequence[str]], str | None]

_SECONDS = 10
_FDESETUP = ("/usr/bin/fdesetup", "status")
_SYSCTL_SWAP = ("/usr/sbin/sysctl", "-n", "vm.swapusage")
_SHELL_PROPERTY = (  # what Explorer shows, and no administrator's rights are needed for
    "(New-Object -ComObject Shell.Application).NameSpace('{drive}').Self.ExtendedProperty"
    "('System.Volume.BitLockerProtection')"
)
_BITLOCKER = {
    "0": Encryption(Encrypted.NO, "BitLocker cannot encrypt this drive."),
    "1": Encryption(Encrypted.YES, "BitLocker is on for this drive."),
    "2": Encryption(Encrypted.NO, "BitLocker is off for this drive."),
    "3": Encryption(Encrypted.UNTOLD, "BitLocker is encrypting this drive, and has not finished."),
    "4": Encryption(Encrypted.NO, "BitLocker is being taken off this drive."),
    "5": Encryption(Encrypted.NO, "BitLocker is suspended for this drive: the key lies open on it."),
}
_NO_ANSWER = Encryption(Encrypted.UNTOLD, "The system did not say whether the disk is encrypted.")


def output_of(command: Sequence[str]) -> str | None:
    """What a command of the system prints, in a few seconds at most; None where it is missing, fails or is late."""
    try:
        done = subprocess.run(  # noqa: S603 (absolute paths, no shell)
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def on_macos(folder: Path, run: Run = output_of) -> Encryption:
    """Whether FileVault is on. It says nothing of other volumes than the one that the system starts from."""
    if Path(os.path.realpath(folder)).is_relative_to("/Volumes"):
        return Encryption(Encrypted.UNTOLD, "It lies on a volume of its own, for which FileVault does not speak.")
    said = run(_FDESETUP) or ""
    if said.startswith("FileVault is On"):
        return Encryption(Encrypted.YES, "FileVault is on.")
    if said.startswith("FileVault is Off"):
        return Encryption(Encrypted.NO, "FileVault is off.")
    return _NO_ANSWER


def swap_on_macos(run: Run = output_of) -> Encryption:
    """Whether what is swapped out of memory is encrypted, as macOS does by default."""
    if "(encrypted)" in (run(_SYSCTL_SWAP) or ""):
        return Encryption(Encrypted.YES, "macOS encrypts what it swaps out of memory.")
    return Encryption(Encrypted.UNTOLD, "macOS did not say that it encrypts what it swaps out of memory.")


def on_windows(folder: Path, run: Run = output_of) -> Encryption:
    """Whether BitLocker protects the drive of `folder`."""
    drive = os.path.splitdrive(os.path.realpath(folder))[0]
    return bitlocker(drive, run)


def swap_on_windows(run: Run = output_of) -> Encryption:
    """Whether BitLocker protects the drive of the system, on which Windows keeps its page file unless told not to."""
    return bitlocker(os.environ.get("SYSTEMDRIVE", "C:"), run)


def bitlocker(drive: str, run: Run = output_of) -> Encryption:
    """Whether BitLocker protects a drive such as ``C:``."""
    if not re.fullmatch(r"[A-Za-z]:", drive):
        return Encryption(Encrypted.UNTOLD, "It lies on another computer, or on no drive with a letter.")
    shell = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "WindowsPowerShell", "v1.0", "powershell.exe")
    asked = _SHELL_PROPERTY.format(drive=drive)
    said = run((str(shell), "-NoProfile", "-NonInteractive", "-Command", asked))
    return _BITLOCKER.get((said or "").strip(), _NO_ANSWER)
