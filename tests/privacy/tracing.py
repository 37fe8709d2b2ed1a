"""What a program and all that it starts ask of Linux, as strace tells: calls to the network, and files written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_NETWORK = "%network,io_uring_setup"  # by which a program reaches the network, or could without any other call
_FILES = (
    *("open", "openat", "openat2", "creat", "rename", "renameat", "renameat2", "link", "linkat", "symlink"),
    *("symlinkat", "mkdir", "mkdirat", "mknod", "mknodat", "unlink", "unlinkat", "rmdir", "truncate", "chmod"),
    *("fchmodat", "chown", "lchown", "fchownat", "utime", "utimes", "futimesat", "utimensat", "setxattr"),
    *("lsetxattr", "removexattr", "lremovexattr", "mount", "swapon", "memfd_create", "open_by_handle_at"),
)
_OPENING = ("open", "openat", "openat2")
_WRITING = re.compile(r"\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b")
_CALL = re.compile(r"(\w+)\((.*)")
_NAMED = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
_CLOSED_OFF = (
    "import ctypes; ctypes.CDLL(None).prctl(4, 0, 0, 0, 0); open('/dev/null', 'w')"  # as the program closes itself off
)


@dataclass(frozen=True)
class Call:
    """One call of one process: its name, what it was given and returned, and the files that it names, in full."""

    name: str
    words: str
    paths: tuple[str, ...]

    @property
    def is_of_network(self) -> bool:
        return self.name not in _FILES

    @property
    def writes(self) -> bool:
        """Whether it makes, changes, moves or removes a file or a folder, or opens one to do so, or tries to."""
        if self.name in _OPENING:
            return _WRITING.search(self.words) is not None
        return self.name in _FILES


def command(into: Path) -> list[str]:
    """The beginning of a command that is to be watched, with all that it starts; a file for each process is written."""
    return [
        *(_rights() or ()),
        "strace",
        "-ff",
        "-qq",
        "-y",
        "-e",
        f"trace={_NETWORK},{','.join(_FILES)}",
        "-o",
        str(into),
    ]


def calls(into: Path) -> list[Call]:
    """All the calls that were written down."""
    return [call for path in sorted(into.parent.glob(f"{into.name}.*")) for call in _read(path)]


def processes(into: Path) -> int:
    """How many processes and threads were watched."""
    return len(list(into.parent.glob(f"{into.name}.*")))


def why_not() -> str:
    """Why nothing can be watched here, if so."""
    if sys.platform != "linux":
        return "strace watches programs on Linux"
    if shutil.which("strace") is None:
        return "strace is not installed"
    return "" if _rights() is not None else "strace may not look into programs here (ptrace)"


@cache
def _rights() -> tuple[str, ...] | None:
    """What gives strace the right to read the paths of a process that is closed off, if anything does."""
    return next((rights for rights in ((), ("unshare", "--user", "--map-root-user")) if _reads_paths(rights)), None)


def _reads_paths(rights: Sequence[str]) -> bool:
    words = [*rights, "strace", "-f", "-e", "trace=openat", sys.executable, "-c", _CLOSED_OFF]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    except OSError:
        return False
    return done.returncode == 0 and any(
        '"/dev/null"' in line and "O_WRONLY" in line for line in done.stderr.split("\n")
    )


def _read(path: Path) -> Iterator[Call]:
    for line in path.read_text("utf-8", "replace").splitlines():
        if found := _CALL.match(line):
            name, words = found.groups()
            paths = tuple(os.path.normpath(Path(folder, file)) for folder, file in _NAMED.findall(words))
            yield Call(name, line, paths)
