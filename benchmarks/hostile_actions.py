"""What code that took over a decoder would try, each as one harmless attempt; tried from inside a worker process."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exposurewatch.sandbox.kernel import call

JOB: Final = "benchmarks.hostile_actions:attempt"
DONE: Final = "done"
VICTIM: Final = "victim"  # a file in the folder that is attacked

_READ_WRITE_EXECUTE: Final = 7
_SEIZE: Final = 0x4206
_NO_SUCH_OPTION: Final = 0x7FFFFFFF
_FILES_APART: Final = 0x200  # CLONE_FS, which takes nothing from anybody
_SESSION: Final = -3 & 0xFFFFFFFF
_SET_DUMPABLE: Final = 4
_CORE_DUMPS: Final = 4  # RLIMIT_CORE
_NOWHERE: Final = "/no/such/program"
_NONE: Final = -1  # a descriptor that is none
_ROOM: Final = mmap.mmap(-1, mmap.PAGESIZE)


@dataclass(frozen=True, slots=True)
class Target:
    """What is attacked: a folder with a file in it, and the process that asks for it, with its group."""

    folder: Path
    parent: int
    group: int


@dataclass(frozen=True, slots=True)
class Action:
    """One attempt. It raises `OSError` where it fails."""

    name: str
    attempt: Callable[[Target], object]


def attempt(request: bytes) -> bytes:
    """Try the action of the request's first line on the target of the others; answer `DONE`, or the error's name."""
    name, folder, parent, group = request.decode("utf-8").split("\n")
    action = next(each for each in ACTIONS if each.name == name)
    try:
        action.attempt(Target(Path(folder), int(parent), int(group)))
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, str(error)).encode("ascii", "replace")
    return DONE.encode("ascii")


def warm_up() -> None:
    """Have the function that makes system calls ready."""
    call("prctl", _SET_DUMPABLE, 1)


def _open(flags: int) -> Callable[[Target], object]:
    return lambda target: os.open(target.folder / VICTIM, flags)


def _socket(family: int) -> Callable[[Target], object]:
    return lambda _target: call("socket", family, 1, 0)


def _fork(_target: Target) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _set_limit(_target: Target) -> None:
    unchanged = (ctypes.c_uint64 * 2)(0, 0)
    call("prlimit64", 0, _CORE_DUMPS, ctypes.addressof(unchanged), 0)


def _map_code(_target: Target) -> None:
    mmap.mmap(-1, mmap.PAGESIZE, prot=_READ_WRITE_EXECUTE).close()


def _make_executable(_target: Target) -> None:
    call("mprotect", ctypes.addressof(ctypes.c_char.from_buffer(_ROOM)), mmap.PAGESIZE, _READ_WRITE_EXECUTE)


ACTIONS: Final = (
    Action("read a file", _open(os.O_RDONLY)),
    Action("write to a file", _open(os.O_WRONLY)),
    Action("create a file", lambda target: os.open(target.folder / "new", os.O_CREAT | os.O_WRONLY, 0o600)),
    Action("list a folder", lambda target: list(target.folder.iterdir())),
    Action("ask for a file's size and date", lambda target: (target.folder / VICTIM).stat()),
    Action("read another process's memory by its file", lambda target: os.open(f"/proc/{target.parent}/mem", 0)),
    Action("cut a file short", lambda target: os.truncate(target.folder / VICTIM, 1)),
    Action("change a file's permissions", lambda target: (target.folder / VICTIM).chmod(0o600)),
    Action("rename a file", lambda target: (target.folder / VICTIM).rename(target.folder / VICTIM)),
    Action("make a hard link", lambda target: (target.folder / "link").hardlink_to(target.folder / VICTIM)),
    Action("make a symbolic link", lambda target: (target.folder / "symlink").symlink_to(VICTIM)),
    Action("make a folder", lambda target: (target.folder / "made").mkdir()),
    Action("make a pipe with a name", lambda target: os.mkfifo(target.folder / "fifo")),
    Action("delete a file", lambda target: (target.folder / VICTIM).unlink()),
    Action("go to another folder", lambda _target: os.chdir("/")),
    Action("a socket of the internet (IPv4)", _socket(2)),
    Action("a socket of the internet (IPv6)", _socket(10)),
    Action("a socket to local programs (Unix)", _socket(1)),
    Action("a socket to the kernel (netlink)", _socket(16)),
    Action("connect", lambda _target: call("connect", _NONE, 0, 0)),
    Action("wait for connections", lambda _target: call("bind", _NONE, 0, 0)),
    Action("send", lambda _target: call("sendto", _NONE, 0, 0, 0)),
    Action("start a program", lambda _target: os.execv(_NOWHERE, [_NOWHERE])),  # noqa: S606
    Action("start a program from memory", lambda _target: call("execveat", _NONE, 0, 0, 0, 0)),
    Action("start a process (fork)", _fork),
    Action("start a process (clone3)", lambda _target: call("clone3", 0, 0)),
    Action("signal the parent", lambda target: os.kill(target.parent, signal.SIGCONT)),
    Action("signal the parent's group", lambda target: os.killpg(target.group, signal.SIGCONT)),
    Action("hold on to the parent (pidfd)", lambda target: call("pidfd_open", target.parent, 0)),
    Action("take a descriptor of another process", lambda _target: call("pidfd_getfd", _NONE, 0, 0)),
    Action("trace the parent", lambda target: call("ptrace", _SEIZE, target.parent, 0, _NO_SUCH_OPTION)),
    Action("read the parent's memory", lambda target: call("process_vm_readv", target.parent, 0, 0, 0, 0, 0)),
    Action("write the parent's memory", lambda target: call("process_vm_writev", target.parent, 0, 0, 0, 0, 0)),
    Action("set limits of its own", _set_limit),
    Action("open itself to debuggers", lambda _target: call("prctl", _SET_DUMPABLE, 1)),
    Action("change its user", lambda _target: call("setresuid", _NONE, _NONE, _NONE)),
    Action("take other namespaces", lambda _target: call("unshare", _FILES_APART)),
    Action("join other namespaces", lambda _target: call("setns", _NONE, 0)),
    Action("mount", lambda _target: call("mount", 0, 0, 0, 0, 0)),
    Action("another root folder", lambda _target: os.chroot(_NOWHERE)),
    Action("memory that holds code", _map_code),
    Action("turn memory into code", _make_executable),
    Action("a file in memory (memfd)", lambda _target: os.memfd_create("hostile")),
    Action("a ring of system calls (io_uring)", lambda _target: call("io_uring_setup", 1, 0)),
    Action("a program in the kernel (bpf)", lambda _target: call("bpf", 0, 0, 0)),
    Action("performance counters", lambda _target: call("perf_event_open", 0, 0, 0, 0, 0)),
    Action("faults of its own memory (userfaultfd)", lambda _target: call("userfaultfd", _NO_SUCH_OPTION)),
    Action("the kernel's keys", lambda _target: call("keyctl", 0, _SESSION, 0)),
)
