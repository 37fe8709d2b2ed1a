"""What Linux tells of the disk under a folder, by /proc and /sys alone; both can be others, for the tests."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from exposurewatch.doctor.encryption import Encrypted, Encryption

_IN_MEMORY = ("tmpfs", "ramfs")
_ELSEWHERE = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "virtiofs",
    "vboxsf",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.vmhgfs",
)
_BY_THEMSELVES = ("zfs", "ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs")
_NOT_TO_BE_SEEN_THROUGH = ("vd", "xvd", "loop", "nbd", "rbd")  # disks of virtual machines, files, other computers
_ENCRYPTED = re.compile(r"CRYPT-(?!VERITY-|INTEGRITY-)")  # as cryptsetup marks what it maps; those two hide nothing
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Roots:
    """Where the system describes itself."""

    proc: Path = Path("/proc")
    sys: Path = Path("/sys")


HERE = Roots()


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of /proc/self/mountinfo: where, the device's number, the kind of file system, and its source."""

    point: Path
    number: str
    kind: str
    source: str


def of_folder(folder: Path, roots: Roots = HERE) -> Encryption:
    """Whether the disk that `folder` lies on, or would, is encrypted."""
    mount = mount_of(Path(os.path.realpath(folder)), roots)
    if mount is None:
        return Encryption(Encrypted.UNTOLD, "The system did not say on which disk it lies.")
    if mount.kind in _IN_MEMORY:
        return Encryption(Encrypted.UNTOLD, "It lies in memory, and is gone when the computer is switched off.")
    if mount.kind.startswith(_ELSEWHERE):
        why = f"It lies on another computer, or outside of this virtual one ({mount.kind})."
        return Encryption(Encrypted.UNTOLD, why)
    if mount.kind in _BY_THEMSELVES:
        why = f"Its file system ({mount.kind}) can encrypt by itself; whether it does is not known here."
        return Encryption(Encrypted.UNTOLD, why)
    device = _device(mount, roots)
    if device is None:
        return Encryption(Encrypted.UNTOLD, f"The disk under its file system ({mount.kind}) is not to be seen.")
    return _said(_encrypted(device), device.name)


def of_swap(roots: Roots = HERE) -> Encryption:
    """Whether all that is swapped out of memory is encrypted, or stays in memory."""
    lines = (roots.proc / "swaps").read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    places = [_plain(line.split()[0]) for line in lines if line.strip()]
    if not places:
        return Encryption(Encrypted.YES, "There is none on this system.")
    found = [_of_swap_in(place, roots) for place in places]
    worst = next((one for worse in (Encrypted.NO, Encrypted.UNTOLD) for one in found if one.is_on is worse), None)
    return worst or Encryption(Encrypted.YES, "What is swapped out is encrypted, or stays in memory.")


def mount_of(folder: Path, roots: Roots) -> Mount | None:
    """The file system that `folder` lies on; of several mounted at one place, the last."""
    lines = (roots.proc / "self" / "mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    mounts = (_mount(line) for line in lines)
    above = [mount for mount in mounts if mount is not None and folder.is_relative_to(mount.point)]
    return max(reversed(above), key=lambda mount: len(mount.point.parts), default=None)


def _mount(line: str) -> Mount | None:
    """Read one line, as proc_pid_mountinfo(5) lays it out: optional fields end with a single hyphen."""
    left, _, right = line.partition(" - ")
    before, after = left.split(), right.split()
    if len(before) < 5 or len(after) < 2:
        return None
    return Mount(Path(_plain(before[4])), before[2], after[0], _plain(after[1]))


def _plain(words: str) -> str:
    """Undo how the kernel writes blanks and backslashes: as three octal digits."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), words)


def _device(mount: Mount, roots: Roots) -> Path | None:
    """The folder that describes the disk; by its name where file systems, such as btrfs, have no number of a disk."""
    by_number = roots.sys / "dev" / "block" / mount.number
    if by_number.exists():
        return by_number.resolve()
    return _named(mount.source, roots) if mount.source.startswith("/dev/") else None


def _named(source: str, roots: Roots) -> Path | None:
    blocks = roots.sys / "class" / "block"
    for name in (Path(source).name, Path(os.path.realpath(source)).name):
        if (blocks / name).exists():
            return (blocks / name).resolve()
    for mapped in sorted(blocks.glob("dm-*")):  # /dev/mapper/NAME
        if _text(mapped / "dm" / "name") == Path(source).name:
            return mapped.resolve()
    return None


def _of_swap_in(place: str, roots: Roots) -> Encryption:
    if not place.startswith("/dev/"):
        return of_folder(Path(place), roots)
    device = _named(place, roots)
    if device is not None and device.name.startswith("zram"):
        return Encryption(Encrypted.YES, "What is swapped out stays in memory.")
    return _said(Encrypted.UNTOLD if device is None else _encrypted(device), Path(place).name)


def _encrypted(device: Path, depth: int = 0) -> Encrypted:
    """Walk from a block device down to the disks under it: encrypted where each way down passes an encryption."""
    if _ENCRYPTED.match(_text(device / "dm" / "uuid")):
        return Encrypted.YES
    if depth == _DEEPEST:
        return Encrypted.UNTOLD
    under = sorted((device / "slaves").iterdir()) if (device / "slaves").is_dir() else []
    if under:
        found = {_encrypted(one.resolve(), depth + 1) for one in under}
        return next(worst for worst in (Encrypted.NO, Encrypted.UNTOLD, Encrypted.YES) if worst in found)
    if (device / "partition").exists():
        return _encrypted(device.parent, depth + 1)
    return Encrypted.UNTOLD if device.name.startswith(_NOT_TO_BE_SEEN_THROUGH) else Encrypted.NO


def _said(encrypted: Encrypted, name: str) -> Encryption:
    match encrypted:
        case Encrypted.YES:
            why = f"It is encrypted (dm-crypt, {name})."
        case Encrypted.NO:
            why = (
                f"It does not seem to be encrypted ({name}). A disk that encrypts itself, or a single folder encrypted"
                " with fscrypt, is not noticed here."
            )
        case Encrypted.UNTOLD:
            why = f"What lies under {name} is not to be seen from here, as in a virtual machine."
    return Encryption(encrypted, why)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
