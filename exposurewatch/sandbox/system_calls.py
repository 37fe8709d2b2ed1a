"""The system calls of Linux that the lock names, with their numbers, and which of them a locked worker may make.

From the kernel's tables for x86-64 and for ARM64; None where a machine lacks a call.
"""

from __future__ import annotations

from typing import Final

Calls = dict[str, tuple[int | None, int | None]]
"""Names with their numbers on x86-64 and on ARM64."""

ALLOWED: Final[Calls] = {
    # The first are the most frequent.
    "futex": (202, 98),
    "read": (0, 63),
    "write": (1, 64),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "brk": (12, 214),
    "madvise": (28, 233),
    "setitimer": (38, 103),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getcpu": (309, 168),
    "sysinfo": (99, 179),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "membarrier": (324, 283),
    "rseq": (334, 293),
    "set_robust_list": (273, 99),
    "futex_waitv": (449, 449),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "close": (3, 57),
    "fstat": (5, 80),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
"""What a decoder needs once it is loaded: memory, time, its threads and the two pipes that are open."""

MAPPING: Final[Calls] = {"mmap": (9, 222), "mprotect": (10, 226)}
"""Memory that is never to hold code."""

SIGNALLING: Final[Calls] = {"kill": (62, 129), "tgkill": (234, 131)}
"""Signals to this very process, as `abort` sends."""

READING_LIMITS: Final[Calls] = {"prlimit64": (302, 261)}
"""Asks how large the stack is, and may not set it."""

STARTING: Final[Calls] = {"clone": (56, 220)}
"""A thread, never a process."""

UNKNOWN: Final[Calls] = {"clone3": (435, 435)}
"""Said not to exist: what it is to do cannot be seen, and the C library makes do with `clone`."""

FATAL: Final[Calls] = {
    # Programs and processes
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "kcmp": (312, 272),
    # The network
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendto": (44, 206),
    "recvfrom": (45, 207),
    "sendmsg": (46, 211),
    "recvmsg": (47, 212),
    "sendmmsg": (307, 269),
    "recvmmsg": (299, 243),
    # Ways into the kernel in which most of its holes were found
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "modify_ldt": (154, None),
    # The system as a whole
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "open_by_handle_at": (304, 265),
    "setuid": (105, 146),
    "setgid": (106, 144),
    "setreuid": (113, 145),
    "setregid": (114, 143),
    "setresuid": (117, 147),
    "setresgid": (119, 149),
    "setgroups": (116, 159),
}
"""What nothing but an attack would try here: it ends the process. All that is in no list is refused."""

PUTTING_ON: Final[Calls] = {
    "prctl": (157, 167),
    "capset": (126, 91),
    "landlock_create_ruleset": (444, 444),
    "landlock_restrict_self": (446, 446),
    "seccomp": (317, 277),
}
"""By which the lock is put on; refused from then on."""

NUMBERS: Final = ALLOWED | MAPPING | SIGNALLING | READING_LIMITS | STARTING | UNKNOWN | FATAL | PUTTING_ON
