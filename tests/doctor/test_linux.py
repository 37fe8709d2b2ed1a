"""Disks, drawn as the kernel describes them: a tree of /proc and /sys in a folder of the test."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from exposurewatch.doctor.encryption import Encrypted
from exposurewatch.doctor.linux import Roots, mount_of, of_folder, of_swap

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the tree has links and colons in its names")
LUKS = "CRYPT-LUKS2-0123456789abcdef-home"


@dataclass(frozen=True)
class Machine:
    """A machine to be described: its block devices, what is mounted, what is swapped to."""

    root: Path

    @property
    def roots(self) -> Roots:
        return Roots(self.root / "proc", self.root / "sys")

    def block(
        self, name: str, *, on: tuple[str, ...] = (), part_of: str = "", uuid: str = "", mapped: str = ""
    ) -> None:
        sys_ = self.root / "sys"
        device = sys_ / "devices" / part_of / name
        (device / "slaves").mkdir(parents=True)
        (sys_ / "class" / "block").mkdir(parents=True, exist_ok=True)
        (sys_ / "class" / "block" / name).symlink_to(device)
        (sys_ / "dev" / "block").mkdir(parents=True, exist_ok=True)
        (sys_ / "dev" / "block" / f"8:{name}").symlink_to(device)
        if part_of:
            (device / "partition").write_text("1\n")
        for under in on:
            (device / "slaves" / under).symlink_to((sys_ / "class" / "block" / under).resolve())
        if uuid or mapped:
            (device / "dm").mkdir()
            (device / "dm" / "uuid").write_text(f"{uuid}\n")
            (device / "dm" / "name").write_text(f"{mapped}\n")

    def mounted(self, *mounts: str) -> None:
        """Each mount as ``POINT NUMBER KIND SOURCE``."""
        lines = []
        for mount in mounts:
            point, number, kind, source = mount.split()
            lines.append(f"27 1 {number} / {point} rw,relatime shared:1 - {kind} {source} rw\n")
        (self.root / "proc" / "self").mkdir(parents=True)
        (self.root / "proc" / "self" / "mountinfo").write_text("".join(lines) + "torn line\n")

    def swapping(self, *places: str) -> None:
        head = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
        lines = [f"{place}  partition\t1000\t0\t-2\n" for place in places]
        (self.root / "proc").mkdir(exist_ok=True)
        (self.root / "proc" / "swaps").write_text(head + "".join(lines))

    def told(self, folder: str = "/home/me/vault") -> Encrypted:
        return of_folder(Path(folder), self.roots).is_on


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_partition_in_the_clear_is_not_encrypted(machine: Machine) -> None:
    machine.block("sda")
    machine.block("sda1", part_of="sda")
    machine.mounted("/ 8:sda1 ext4 /dev/sda1")
    assert machine.told() is Encrypted.NO


def test_what_lies_on_luks_is_encrypted_however_many_layers_are_between(machine: Machine) -> None:
    """A logical volume, on LUKS, on a partition: as most installers lay it out."""
    machine.block("nvme0n1")
    machine.block("nvme0n1p2", part_of="nvme0n1")
    machine.block("dm-0", on=("nvme0n1p2",), uuid=LUKS)
    machine.block("dm-1", on=("dm-0",), uuid="LVM-abcdef")
    machine.mounted("/ 8:nvme0n1p2 ext4 /dev/nvme0n1p2", "/home 8:dm-1 ext4 /dev/mapper/vg-home")
    assert machine.told() is Encrypted.YES
    assert machine.told("/etc") is Encrypted.NO


@pytest.mark.parametrize(("second", "told"), [(LUKS, Encrypted.YES), ("LVM-clear", Encrypted.NO)])
def test_an_array_is_encrypted_where_all_its_disks_are(machine: Machine, second: str, told: Encrypted) -> None:
    machine.block("sda")
    machine.block("sdb")
    machine.block("dm-0", on=("sda",), uuid=LUKS)
    machine.block("dm-1", on=("sdb",), uuid=second)
    machine.block("md0", on=("dm-0", "dm-1"))
    machine.block("md0p1", part_of="md0")
    (machine.root / "sys" / "class" / "block" / "md0p1").unlink()
    whole = machine.root / "sys" / "devices" / "md0"
    (machine.root / "sys" / "class" / "block" / "md0p1").symlink_to(whole / "md0p1")
    machine.mounted("/ 8:md0p1 ext4 /dev/md0p1")
    assert machine.told() is told


@pytest.mark.parametrize("uuid", ["CRYPT-VERITY-0123-root", "CRYPT-INTEGRITY-0123-root", "LVM-0123"])
def test_a_mapping_that_only_checks_or_joins_is_no_encryption(machine: Machine, uuid: str) -> None:
    machine.block("sda")
    machine.block("dm-0", on=("sda",), uuid=uuid)
    machine.mounted("/ 8:dm-0 ext4 /dev/mapper/root")
    assert machine.told() is Encrypted.NO


@pytest.mark.parametrize("name", ["vda", "xvda", "loop0", "nbd0"])
def test_the_disk_of_a_virtual_machine_is_not_seen_through(machine: Machine, name: str) -> None:
    machine.block(name)
    machine.mounted(f"/ 8:{name} ext4 /dev/{name}")
    assert machine.told() is Encrypted.UNTOLD


def test_btrfs_has_no_number_of_a_disk_and_is_found_by_name(machine: Machine) -> None:
    machine.block("sda")
    machine.block("dm-0", on=("sda",), uuid=LUKS, mapped="luks-0123")
    machine.mounted("/ 0:33 btrfs /dev/mapper/luks-0123", "/srv 0:34 btrfs /dev/sda", "/mnt 0:35 btrfs /dev/gone")
    assert machine.told() is Encrypted.YES
    assert machine.told("/srv/vault") is Encrypted.NO
    assert machine.told("/mnt/vault") is Encrypted.UNTOLD


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        *(("tmpfs", "memory"), ("nfs4", "another computer"), ("cifs", "another computer"), ("9p", "virtual")),
        *(("zfs", "by itself"), ("ecryptfs", "by itself"), ("overlay", "not to be seen"), ("fuse.sshfs", "another")),
    ],
)
def test_other_kinds_of_file_systems_are_said_to_be_unknown(machine: Machine, kind: str, word: str) -> None:
    machine.mounted(f"/ 0:20 {kind} source")
    told = of_folder(Path("/home/me"), machine.roots)
    assert told.is_on is Encrypted.UNTOLD
    assert word in told.why


def test_the_longest_mount_point_counts_and_of_two_at_one_place_the_last(machine: Machine) -> None:
    machine.mounted(
        "/ 8:1 ext4 a", "/home 8:2 ext4 b", "/home 8:3 ext4 c", "/homework 8:4 ext4 d", "/home/x\\040y 8:5 ext4 e"
    )
    sources = [
        getattr(mount_of(Path(path), machine.roots), "source", None) for path in ("/", "/home/me", "/home/x y/z")
    ]
    assert sources == ["a", "c", "e"]


def test_a_system_that_says_nothing_of_mounts_is_not_told(machine: Machine) -> None:
    machine.mounted()
    assert machine.told() is Encrypted.UNTOLD


def test_a_device_that_lies_on_itself_ends_the_walk(machine: Machine) -> None:
    machine.block("dm-0")
    device = machine.root / "sys" / "devices" / "dm-0"
    (device / "slaves" / "dm-0").symlink_to(device)
    machine.mounted("/ 8:dm-0 ext4 /dev/dm-0")
    assert machine.told() is Encrypted.UNTOLD


def test_without_swap_there_is_nothing_to_encrypt(machine: Machine) -> None:
    machine.swapping()
    assert of_swap(machine.roots).is_on is Encrypted.YES


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (("/dev/zram0",), Encrypted.YES),
        (("/dev/dm-0",), Encrypted.YES),
        (("/dev/dm-0", "/dev/sda"), Encrypted.NO),
        (("/dev/dm-0", "/dev/gone"), Encrypted.UNTOLD),
        (("/swap\\040file",), Encrypted.NO),
        (("/home/swapfile",), Encrypted.YES),
        (("/dev/gone", "/dev/sda"), Encrypted.NO),
    ],
)
def test_swap_is_as_safe_as_the_worst_place_of_it(machine: Machine, places: tuple[str, ...], told: Encrypted) -> None:
    machine.block("sda")
    machine.block("zram0")
    machine.block("dm-0", on=("sda",), uuid=LUKS)
    machine.mounted("/ 8:sda ext4 /dev/sda", "/home 8:dm-0 ext4 /dev/dm-0")
    machine.swapping(*places)
    assert of_swap(machine.roots).is_on is told
