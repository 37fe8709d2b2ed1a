from __future__ import annotations

import errno
import hashlib
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exposurewatch.errors import NoRoom, NoVault, VaultDamaged, VaultTooNew, VaultUnwritable, WrongUsage
from exposurewatch.vault import disk, header
from exposurewatch.vault.header import Header, pack, unpack
from exposurewatch.vault.location import BACKUP, DATABASE, KEYS
from exposurewatch.vault.slots import Cost, Malformed, Slot, SlotKind


def a_slot(kind: SlotKind = SlotKind.PASSPHRASE, **fields: Any) -> Slot:
    return replace(Slot(kind, Cost(8, 1, 1), bytes(16), bytes(12), bytes(48)), **fields)


_ONE = Header(bytes(range(16)), (a_slot(),))
_ALL = Header(bytes(range(16)), tuple(a_slot(kind) for kind in SlotKind))


def resealed(body: bytes) -> bytes:
    """`body` with the checksum that belongs to it, as somebody would write who knows the format."""
    return body + hashlib.sha256(body).digest()


@pytest.mark.parametrize("written", [_ONE, _ALL])
def test_a_header_is_read_back(written: Header) -> None:
    assert unpack(pack(written)) == written


def test_the_layout_is_the_documented_one() -> None:
    content = pack(_ONE)
    assert content[:8] == b"EWVAULT\x00"
    assert struct.unpack("<H", content[8:10]) == (1,)
    assert content[10:26] == bytes(range(16))
    assert content[26] == 1
    assert len(content) == 27 + 83 + 32
    assert content[-32:] == hashlib.sha256(content[:-32]).digest()


@pytest.mark.parametrize("written", [_ONE, _ALL])
def test_every_flipped_bit_is_noticed(written: Header) -> None:
    content = pack(written)
    for place in range(8 * len(content)):
        changed = bytearray(content)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(Malformed):
            unpack(bytes(changed))


def test_every_truncation_and_anything_appended_is_noticed() -> None:
    content = pack(_ALL)
    for length in range(len(content)):
        with pytest.raises(Malformed):
            unpack(content[:length])
    for more in (b"\0", b"\n", bytes(83), content, bytes(100_000)):
        with pytest.raises(Malformed):
            unpack(content + more)


@pytest.mark.parametrize(
    "body",
    [
        pack(_ONE)[:26],
        pack(_ONE)[:26] + b"\0",
        pack(_ONE)[:26] + b"\1",
        pack(_ONE)[:26] + b"\2" + a_slot().packed(),
        pack(_ONE)[:26] + b"\1" + a_slot().packed() + b"\0",
        pack(_ONE)[:26] + b"\2" + a_slot().packed() * 2,
        pack(_ONE)[:26] + b"\1" + a_slot(cost=Cost(2**21, 3, 4)).packed(),
        pack(_ONE)[:8] + b"\0\0" + pack(_ONE)[10:-32],
        b"EWVAULT\x01" + pack(_ONE)[8:-32],
        b"",
    ],
    ids=["short", "none", "lacking", "one lacking", "rest", "twice", "costly", "version 0", "magic", "nothing"],
)
def test_what_this_program_never_writes_is_refused_even_with_its_checksum(body: bytes) -> None:
    with pytest.raises(Malformed):
        unpack(resealed(body))


@pytest.mark.parametrize("rest", [b"", b"of another layout" * 40])
def test_a_newer_header_is_told_from_a_damaged_one(fresh: Path, rest: bytes) -> None:
    content = resealed(b"EWVAULT\x00" + struct.pack("<H", 2) + bytes(17) + rest)
    fresh.mkdir()
    (fresh / KEYS).write_bytes(content)
    with pytest.raises(VaultTooNew, match="newer version of exposurewatch") as raised:
        header.read(fresh)
    assert "newest" in raised.value.hint
    assert (fresh / KEYS).read_bytes() == content


def test_where_no_vault_is_the_command_that_makes_one_is_named(fresh: Path) -> None:
    for _ in range(2):
        with pytest.raises(NoVault, match="There is no vault in") as raised:
            header.read(fresh)
        assert "exposurewatch vault create" in raised.value.hint
        assert not header.exists(fresh)
        fresh.mkdir(exist_ok=True)


def test_a_database_that_lost_its_keys_is_no_missing_vault(fresh: Path) -> None:
    fresh.mkdir()
    (fresh / DATABASE).write_bytes(b"encrypted")
    assert header.is_orphaned(fresh)
    with pytest.raises(VaultDamaged, match="lost its keys") as raised:
        header.read(fresh)
    assert "vault destroy" in raised.value.hint


def test_both_copies_are_alike_and_nothing_else_is_there(fresh: Path) -> None:
    fresh.mkdir()
    header.write(fresh, _ONE)
    assert header.read(fresh) == header.Found(_ONE, None)
    assert (fresh / KEYS).read_bytes() == (fresh / BACKUP).read_bytes() == pack(_ONE)
    assert sorted(path.name for path in fresh.iterdir()) == [KEYS, BACKUP]
    assert not header.is_orphaned(fresh)


@pytest.mark.parametrize("name", [KEYS, BACKUP])
@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "missing"), (b"", "damaged"), (pack(_ONE)[:-1], "damaged"), (bytes(200_000), "damaged")],
)
def test_one_copy_is_enough_and_what_is_wrong_with_the_other_is_said(
    fresh: Path, name: str, content: bytes | None, words: str
) -> None:
    fresh.mkdir()
    header.write(fresh, _ONE)
    if content is None:
        (fresh / name).unlink()
    else:
        (fresh / name).write_bytes(content)
    assert header.read(fresh) == header.Found(_ONE, f"{fresh / name} is {words}.")


def test_the_first_copy_counts_where_both_are_whole(fresh: Path) -> None:
    fresh.mkdir()
    header.write(fresh, _ONE)
    (fresh / KEYS).write_bytes(pack(_ALL))
    assert header.read(fresh) == header.Found(_ALL, f"{fresh / BACKUP} is not up to date.")


@pytest.mark.parametrize("name", [KEYS, BACKUP])
def test_a_bad_sector_in_one_copy_is_damage_to_that_one(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    real = disk.read

    def fail(path: Path, limit: int) -> bytes | None:
        if path.name == name:
            raise OSError(errno.EIO, "Input/output error")
        return real(path, limit)

    fresh.mkdir()
    header.write(fresh, _ONE)
    monkeypatch.setattr(disk, "read", fail)
    assert header.read(fresh) == header.Found(_ONE, f"{fresh / name} is damaged.")


def test_a_drive_that_was_pulled_out_is_no_damage(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> NoReturn:
        raise OSError(errno.EIO, "Input/output error")

    fresh.mkdir()
    header.write(fresh, _ONE)
    monkeypatch.setattr(disk, "read", fail)
    with pytest.raises(VaultUnwritable, match="cannot be reached: Input/output error") as raised:
        header.read(fresh)
    assert "drive" in raised.value.hint


@pytest.mark.parametrize("lost", [KEYS, BACKUP])
def test_the_copy_at_fault_is_mended_and_a_whole_header_left_alone(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    fresh.mkdir()
    header.write(fresh, _ONE)
    (fresh / lost).unlink()
    header.mend(fresh)
    assert header.read(fresh) == header.Found(_ONE, None)
    monkeypatch.setattr(disk, "write", None)
    header.mend(fresh)


def test_two_damaged_copies_are_damage(fresh: Path) -> None:
    fresh.mkdir()
    (fresh / KEYS).write_bytes(b"no header")
    (fresh / BACKUP).mkdir()
    assert header.exists(fresh)
    with pytest.raises(VaultDamaged, match="and so is their copy") as raised:
        header.read(fresh)
    assert "copy" in raised.value.hint


@pytest.mark.parametrize(
    ("code", "expected"), [(errno.ENOSPC, NoRoom), (errno.EROFS, VaultUnwritable), (errno.ENODEV, VaultUnwritable)]
)
def test_what_the_disk_refuses_is_said(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, code: int, expected: type[Exception]
) -> None:
    def fail(*_arguments: Any) -> NoReturn:
        raise OSError(code, "refused")

    fresh.mkdir()
    monkeypatch.setattr(disk, "create", fail)
    with pytest.raises(expected):
        header.write(fresh, _ONE)


def test_a_folder_that_is_a_file_or_closed_is_said(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    fresh.touch()
    for ask in (header.read, header.exists, header.is_orphaned):
        with pytest.raises(WrongUsage, match="is not a folder"):
            ask(fresh)
    monkeypatch.setattr("os.open", fail)
    with pytest.raises(VaultUnwritable, match="Permission denied"):
        header.read(fresh)
