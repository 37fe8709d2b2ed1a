from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exposurewatch.errors import (
    ExposureWatchError,
    NoRoom,
    NoVault,
    VaultDamaged,
    VaultTooNew,
    VaultUnwritable,
    WrongSecret,
    WrongUsage,
)
from exposurewatch.vault import disk, header, keys, recovery
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.keys import SlotKind
from exposurewatch.vault.location import BACKUP, DATABASE, KEY_FILES, KEYS, LOCK, OWN_FILES
from exposurewatch.vault.lock import held
from tests.vault.conftest import PASSPHRASE
from tests.vault.test_header import resealed

_OTHER = "walrus tulip cobalt fiddle"
_OTHER_CODE = "7FRVM-8PQVH-EDR81-XBPZV-R9FVN-877R5-WA9TZ"  # a real one, of no vault
_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


def opens(fresh: Path, secret: str, kind: SlotKind = SlotKind.PASSPHRASE) -> DataKey | None:
    """The data key, None where the secret does not open the vault."""
    try:
        return keys.unlock(fresh, kind, secret)
    except WrongSecret:
        return None


def opens_and_mends(fresh: Path, secret: str) -> DataKey | None:
    """The same, and what was unlocked is then held and mended."""
    data_key = opens(fresh, secret)
    if data_key is not None:
        keys.mend(fresh)
    return data_key


def test_a_new_vault_opens_with_its_passphrase(fresh: Path) -> None:
    assert not keys.exists(fresh)
    data_key = keys.create(fresh, PASSPHRASE)
    assert keys.exists(fresh)
    assert keys.unlock(fresh, SlotKind.PASSPHRASE, PASSPHRASE) == data_key
    assert keys.slots(fresh) == (SlotKind.PASSPHRASE,)
    assert re.fullmatch("[0-9a-f]{32}", keys.vault_id(fresh))
    assert keys.damage(fresh) is None


def test_no_two_vaults_are_alike(tmp_path: Path) -> None:
    one, two = (keys.create(tmp_path / name, PASSPHRASE) for name in "ab")
    assert one != two
    assert keys.vault_id(tmp_path / "a") != keys.vault_id(tmp_path / "b")


def test_the_slot_of_another_vault_does_not_open(tmp_path: Path) -> None:
    for name in "ab":
        keys.create(tmp_path / name, PASSPHRASE)
    one, two = (header.read(tmp_path / name).header for name in "ab")
    header.write(tmp_path / "a", header.Header(one.vault_id, two.slots))
    assert opens(tmp_path / "a", PASSPHRASE) is None


@_POSIX
def test_only_the_owner_may_enter_and_read(fresh: Path) -> None:
    before = os.umask(0)
    try:
        keys.create(fresh, PASSPHRASE)
    finally:
        os.umask(before)
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in fresh.iterdir()} == {0o600}


def test_a_vault_is_not_made_twice(fresh: Path) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    (fresh / DATABASE).write_bytes(b"encrypted")
    with pytest.raises(WrongUsage, match="There is a vault in"):
        keys.create(fresh, _OTHER)
    (fresh / KEYS).unlink()
    with pytest.raises(WrongUsage, match="There is a vault in"):
        keys.create(fresh, _OTHER)
    assert keys.unlock(fresh, SlotKind.PASSPHRASE, PASSPHRASE) == data_key


def test_a_beginning_without_a_database_is_told_with_the_way_to_get_rid_of_it(fresh: Path) -> None:
    keys.create(fresh, PASSPHRASE)
    for _ in range(2):
        with pytest.raises(WrongUsage, match="A vault was begun in") as raised:
            keys.create(fresh, _OTHER)
        assert "exposurewatch vault destroy" in raised.value.hint
        (fresh / DATABASE).touch()
    keys.destroy(fresh)
    assert keys.create(fresh, _OTHER)


def test_what_remains_of_a_vault_is_named(fresh: Path) -> None:
    assert keys.remains(fresh) == ()
    keys.create(fresh, PASSPHRASE)
    (fresh / "letter").touch()
    assert sorted(keys.remains(fresh)) == [KEYS, BACKUP]


def test_a_database_without_keys_is_not_built_upon(fresh: Path) -> None:
    fresh.mkdir()
    (fresh / DATABASE).write_bytes(b"encrypted")
    with pytest.raises(WrongUsage, match="There is a vault in"):
        keys.create(fresh, PASSPHRASE)


def test_a_weak_passphrase_makes_no_vault_and_replaces_none(fresh: Path) -> None:
    with pytest.raises(WrongUsage, match="too weak"):
        keys.create(fresh, "password")
    assert not fresh.exists()
    data_key = keys.create(fresh, PASSPHRASE)
    with pytest.raises(WrongUsage, match="too short"):
        keys.set_slot(fresh, data_key, SlotKind.PASSPHRASE, "otter")
    assert opens(fresh, PASSPHRASE) == data_key


@pytest.mark.parametrize("name", ["sync", "sync_folder"])
@pytest.mark.parametrize("call", range(2))
def test_a_vault_that_could_not_be_made_leaves_nothing(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, name: str, call: int
) -> None:
    real, calls = getattr(disk, name), iter(range(9))

    def fail(*arguments: Any) -> None:
        if next(calls) == call:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(*arguments)

    monkeypatch.setattr(disk, name, fail)
    with pytest.raises(NoRoom):
        keys.create(fresh, PASSPHRASE)
    assert not list(fresh.iterdir())
    assert keys.create(fresh, PASSPHRASE)


def test_each_kind_of_slot_opens_to_the_same_key(fresh: Path) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    code = recovery.new_code()
    keys.set_slot(fresh, data_key, SlotKind.KEYRING, "what the keyring keeps")
    keys.set_slot(fresh, data_key, SlotKind.RECOVERY, code)
    assert keys.slots(fresh) == tuple(SlotKind)
    assert opens(fresh, f" {PASSPHRASE}\n") == data_key
    assert opens(fresh, code.lower().replace("-", ""), SlotKind.RECOVERY) == data_key
    assert opens(fresh, "what the keyring keeps", SlotKind.KEYRING) == data_key


@pytest.mark.parametrize(
    ("kind", "secret"),
    [
        (SlotKind.PASSPHRASE, _OTHER),
        (SlotKind.PASSPHRASE, PASSPHRASE.upper()),
        (SlotKind.PASSPHRASE, ""),
        (SlotKind.PASSPHRASE, "\udcff" * 9),
        (SlotKind.PASSPHRASE, "x" * 1_000_000),
        (SlotKind.RECOVERY, _OTHER_CODE),
        (SlotKind.RECOVERY, _OTHER_CODE[:-1] + "U"),
        (SlotKind.RECOVERY, ""),
        (SlotKind.KEYRING, PASSPHRASE),
    ],
)
@pytest.mark.parametrize("with_code", [True, False])
def test_whatever_is_wrong_the_sentence_is_the_same(
    fresh: Path, kind: SlotKind, secret: str, *, with_code: bool
) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    if with_code:
        keys.set_slot(fresh, data_key, SlotKind.RECOVERY, recovery.new_code())
    with pytest.raises(WrongSecret, match=r"^That does not open this vault\.$") as raised:
        keys.unlock(fresh, kind, secret)
    assert raised.value.hint


def test_the_hint_says_what_could_be_done_about_it(fresh: Path) -> None:
    def hint(kind: SlotKind, secret: str) -> str:
        with pytest.raises(WrongSecret) as raised:
            keys.unlock(fresh, kind, secret)
        return raised.value.hint

    data_key = keys.create(fresh, PASSPHRASE)
    code = recovery.new_code()
    assert "capital letters" in hint(SlotKind.PASSPHRASE, _OTHER)
    assert "has no recovery code" in hint(SlotKind.RECOVERY, code)
    assert "not opened by the keyring" in hint(SlotKind.KEYRING, "kept")
    keys.set_slot(fresh, data_key, SlotKind.RECOVERY, code)
    keys.set_slot(fresh, data_key, SlotKind.KEYRING, "kept")
    assert "another vault" in hint(SlotKind.RECOVERY, recovery.new_code())
    assert "first group" in hint(SlotKind.RECOVERY, ("0" if code[0] != "0" else "2") + code[1:])
    assert "out of date" in hint(SlotKind.KEYRING, "kept before")


def test_the_old_passphrase_opens_neither_copy_once_there_is_a_new_one(fresh: Path) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    keys.set_slot(fresh, data_key, SlotKind.PASSPHRASE, _OTHER)
    assert (fresh / KEYS).read_bytes() == (fresh / BACKUP).read_bytes()
    for name in ("", KEYS):
        if name:
            (fresh / name).unlink()
        assert opens(fresh, PASSPHRASE) is None
        assert opens(fresh, _OTHER) == data_key


def test_a_slot_is_removed_but_never_the_last(fresh: Path) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    code = recovery.new_code()
    keys.remove_slot(fresh, data_key, SlotKind.RECOVERY)  # was not there
    keys.set_slot(fresh, data_key, SlotKind.RECOVERY, code)
    keys.remove_slot(fresh, data_key, SlotKind.RECOVERY)
    assert opens(fresh, code, SlotKind.RECOVERY) is None
    with pytest.raises(WrongUsage, match="Nothing else opens"):
        keys.remove_slot(fresh, data_key, SlotKind.PASSPHRASE)
    assert opens(fresh, PASSPHRASE) == data_key


@pytest.mark.parametrize(
    "ask",
    [
        lambda fresh: keys.unlock(fresh, SlotKind.PASSPHRASE, PASSPHRASE),
        keys.slots,
        keys.vault_id,
        keys.damage,
        lambda fresh: keys.set_slot(fresh, DataKey(bytes(32)), SlotKind.PASSPHRASE, PASSPHRASE),
        lambda fresh: keys.remove_slot(fresh, DataKey(bytes(32)), SlotKind.PASSPHRASE),
        keys.destroy,
    ],
)
def test_without_a_vault_that_is_said(fresh: Path, ask: Callable[[Path], object]) -> None:
    with pytest.raises(NoVault, match="There is no vault in"):
        ask(fresh)
    assert not fresh.exists()


# Damage


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The vault's files in memory, by name: thousands of headers are damaged here, and no power is cut."""
    held: dict[str, bytes] = {}

    def write(path: Path, content: bytes) -> None:
        held[path.name] = content

    def read(path: Path, limit: int) -> bytes | None:
        return held[path.name][:limit] if path.name in held else None

    monkeypatch.setattr(disk, "write", write)
    monkeypatch.setattr(disk, "read", read)
    return held


def _damaged(content: bytes) -> Iterator[bytes]:
    for place in range(8 * len(content)):
        changed = bytearray(content)
        changed[place // 8] ^= 1 << place % 8
        yield bytes(changed)
    yield from (content[:length] for length in range(len(content)))
    yield from (content + more for more in (b"\0", b"\n", content, bytes(100_000)))


@pytest.mark.parametrize("name", [KEYS, BACKUP])
def test_any_damage_to_one_copy_is_healed_from_the_other(fresh: Path, files: dict[str, bytes], name: str) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    sound = files[name]
    for content in _damaged(sound):
        files[name] = content
        assert keys.damage(fresh) == f"{fresh / name} is damaged."
        assert opens(fresh, _OTHER) is None
        assert opens(fresh, PASSPHRASE) == data_key
        assert files[name] == content  # nobody heals what they do not hold
        keys.mend(fresh)
        assert files == {KEYS: sound, BACKUP: sound}
        assert keys.damage(fresh) is None


@pytest.mark.parametrize("name", [KEYS, BACKUP])
def test_damage_is_healed_on_the_disk(fresh: Path, name: str) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    sound = (fresh / name).read_bytes()
    for content in (b"", sound[:-1], sound[:40] + b"x" + sound[41:], sound + bytes(100_000), None):
        (fresh / name).unlink() if content is None else (fresh / name).write_bytes(content)
        assert keys.damage(fresh)
        assert opens_and_mends(fresh, PASSPHRASE) == data_key
        assert (fresh / name).read_bytes() == sound
        assert keys.damage(fresh) is None


def test_any_damage_to_both_copies_is_refused_and_left_as_it_is(fresh: Path, files: dict[str, bytes]) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    for content in _damaged(files[KEYS]):
        files |= {KEYS: content, BACKUP: content}
        with pytest.raises(VaultDamaged, match=r"The keys of the vault in .* are damaged"):
            keys.unlock(fresh, SlotKind.PASSPHRASE, PASSPHRASE)
        with pytest.raises(VaultDamaged):
            keys.remove_slot(fresh, data_key, SlotKind.RECOVERY)
        assert files == {KEYS: content, BACKUP: content}
    with pytest.raises(VaultDamaged):
        keys.set_slot(fresh, data_key, SlotKind.PASSPHRASE, _OTHER)
    assert "and so is their copy" in (keys.damage(fresh) or "")


def test_no_changed_bit_opens_the_vault_even_under_a_checksum_of_its_own(fresh: Path, files: dict[str, bytes]) -> None:
    keys.create(fresh, PASSPHRASE)
    body = files[KEYS][:-32]
    del files[BACKUP]
    refused: set[type[Exception]] = set()
    for place in range(8 * len(body)):
        changed = bytearray(body)
        changed[place // 8] ^= 1 << place % 8
        files[KEYS] = resealed(bytes(changed))
        with pytest.raises(ExposureWatchError) as raised:
            keys.unlock(fresh, SlotKind.PASSPHRASE, PASSPHRASE)
        refused.add(raised.type)
    assert refused == {WrongSecret, VaultDamaged, VaultTooNew}


def test_a_copy_that_cannot_be_healed_does_not_keep_the_vault_closed(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> NoReturn:
        raise OSError(errno.EROFS, "Read-only file system")

    data_key = keys.create(fresh, PASSPHRASE)
    (fresh / KEYS).write_bytes(b"")
    monkeypatch.setattr(disk, "create", fail)
    assert opens_and_mends(fresh, PASSPHRASE) == data_key
    assert keys.damage(fresh) == f"{fresh / KEYS} is damaged."
    with pytest.raises(VaultUnwritable):
        keys.set_slot(fresh, data_key, SlotKind.PASSPHRASE, _OTHER)


def test_unlocking_writes_nothing(fresh: Path) -> None:
    """Whoever holds the vault at that moment may be changing its passphrase."""
    data_key = keys.create(fresh, PASSPHRASE)
    (fresh / KEYS).write_bytes(b"")
    assert opens(fresh, _OTHER) is None
    assert opens(fresh, PASSPHRASE) == data_key
    assert (fresh / KEYS).read_bytes() == b""


@pytest.mark.parametrize("copies", [None, b"?"])
def test_where_nothing_can_be_mended_nothing_is_said(fresh: Path, copies: bytes | None) -> None:
    fresh.mkdir()
    for name in (KEYS, BACKUP) if copies else ():
        (fresh / name).write_bytes(copies or b"")
    keys.mend(fresh)
    assert {path.read_bytes() for path in fresh.iterdir()} == ({copies} if copies else set())


# Interruption


class _Killed(BaseException):
    pass


class _Killer:
    """Stops the program before its nth step on the disk, for good: not even cleaning up is done any more."""

    def __init__(self, patch: pytest.MonkeyPatch, step: int, error: OSError | None = None) -> None:
        self.left, self._error = step, error
        for of, name in ((disk, "create"), (disk, "sync"), (Path, "replace"), (disk, "sync_folder"), (Path, "unlink")):
            patch.setattr(of, name, self._counted(getattr(of, name)))

    def _counted(self, real: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: Any, **options: Any) -> object:
            self.left -= 1
            if self.left < 0:
                raise self._error or _Killed
            return real(*arguments, **options)

        return counted


@pytest.mark.parametrize("step", range(11))
def test_a_change_that_is_killed_leaves_one_passphrase_and_a_vault_that_works(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    with monkeypatch.context() as patch:
        killer = _Killer(patch, step)
        if step == 10:
            keys.set_slot(fresh, data_key, SlotKind.PASSPHRASE, _OTHER)  # all steps were done
            assert killer.left == 0
        else:
            with pytest.raises(_Killed):
                keys.set_slot(fresh, data_key, SlotKind.PASSPHRASE, _OTHER)
    valid, void = (PASSPHRASE, _OTHER) if step < 4 else (_OTHER, PASSPHRASE)
    assert opens_and_mends(fresh, void) is None
    assert opens_and_mends(fresh, valid) == data_key
    assert keys.damage(fresh) is None
    (fresh / KEYS).unlink()  # and what has been healed does not fall back
    assert opens(fresh, void) is None
    assert opens(fresh, valid) == data_key


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("step", range(10))
def test_a_change_that_the_disk_refuses_says_so_and_loses_nothing(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, step: int, code: int
) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    with monkeypatch.context() as patch:
        _Killer(patch, step, OSError(code, "refused"))
        with pytest.raises(NoRoom if code == errno.ENOSPC else VaultUnwritable):
            keys.set_slot(fresh, data_key, SlotKind.PASSPHRASE, _OTHER)
    assert [opens(fresh, PASSPHRASE), opens(fresh, _OTHER)].count(data_key) == 1


# Destruction


def _a_full_vault(fresh: Path) -> None:
    keys.create(fresh, PASSPHRASE)
    for name in OWN_FILES:
        if not (fresh / name).exists():
            (fresh / name).write_bytes(b"something")


def test_nothing_of_a_destroyed_vault_is_left(fresh: Path) -> None:
    _a_full_vault(fresh)
    keys.destroy(fresh)
    assert not fresh.exists()
    assert keys.create(fresh, PASSPHRASE)


def test_the_keys_go_first_and_for_good_before_anything_else(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _a_full_vault(fresh)
    os.link(fresh / KEYS, fresh.parent / "keys")  # shows what became of the bytes
    before = (fresh.parent / "keys").read_bytes()
    with monkeypatch.context() as patch:
        _Killer(patch, 2 * len(KEY_FILES) + 1)
        with pytest.raises(_Killed):
            keys.destroy(fresh)
    assert not any((fresh / name).exists() for name in KEY_FILES)
    assert all((fresh / name).exists() for name in (DATABASE, LOCK))
    after = (fresh.parent / "keys").read_bytes()
    assert len(after) == len(before)
    assert after[:32] != before[:32]
    with pytest.raises(VaultDamaged, match="lost its keys"):
        keys.unlock(fresh, SlotKind.PASSPHRASE, PASSPHRASE)
    keys.destroy(fresh)
    assert not fresh.exists()


@pytest.mark.parametrize("lost", OWN_FILES)
def test_what_is_missing_already_does_not_matter(fresh: Path, lost: str) -> None:
    _a_full_vault(fresh)
    (fresh / lost).unlink()
    keys.destroy(fresh)
    assert not fresh.exists()


def test_damaged_keys_are_destroyed_as_well(fresh: Path) -> None:
    _a_full_vault(fresh)
    (fresh / KEYS).write_bytes(b"no header")
    (fresh / BACKUP).write_bytes(b"")
    keys.destroy(fresh)
    assert not fresh.exists()


def test_nothing_but_the_vault_s_own_goes_and_no_link_is_followed(fresh: Path, tmp_path: Path) -> None:
    keys.create(fresh, PASSPHRASE)
    (tmp_path / "letter").write_bytes(b"not the vault's")
    (fresh / "letter").write_bytes(b"not the vault's")
    for name in (BACKUP, DATABASE):
        (fresh / name).unlink(missing_ok=True)
        (fresh / name).symlink_to(tmp_path / "letter")
    keys.destroy(fresh)
    assert [path.name for path in fresh.iterdir()] == ["letter"]
    assert (tmp_path / "letter").read_bytes() == (fresh / "letter").read_bytes() == b"not the vault's"
    with pytest.raises(NoVault):
        keys.destroy(fresh)


def test_what_cannot_be_removed_is_said(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _a_full_vault(fresh)
    with monkeypatch.context() as patch:
        _Killer(patch, 0, OSError(errno.EROFS, "Read-only file system"))
        with pytest.raises(VaultUnwritable):
            keys.destroy(fresh)


def test_what_can_be_removed_goes_even_where_something_cannot(fresh: Path) -> None:
    _a_full_vault(fresh)
    (fresh / KEYS).unlink()
    (fresh / KEYS).mkdir()
    with pytest.raises(VaultUnwritable):
        keys.destroy(fresh)
    assert [path.name for path in fresh.iterdir()] == [KEYS]


def test_a_vault_is_destroyed_while_its_lock_is_held(fresh: Path) -> None:
    _a_full_vault(fresh)
    with held(fresh):
        keys.destroy(fresh)
        assert not (fresh / KEYS).exists()
        assert not (fresh / DATABASE).exists()
    if sys.platform != "win32":  # where a file that is open stays
        assert not fresh.exists()


# Secrets


def test_no_error_and_no_value_shows_a_secret(fresh: Path) -> None:
    shown: list[str] = []
    secret = "marker-otter-marker-otter"  # noqa: S105 (one to look for)
    data_key = keys.create(fresh, secret)
    code = recovery.new_code()
    keys.set_slot(fresh, data_key, SlotKind.RECOVERY, code)
    shown.append(repr(header.read(fresh)))
    mistyped = code[:-1] + ("0" if code[-1] != "0" else "2")
    for attempt in (
        lambda: keys.unlock(fresh, SlotKind.PASSPHRASE, secret + "!"),
        lambda: keys.unlock(fresh, SlotKind.PASSPHRASE, "\udcff" + secret),
        lambda: keys.unlock(fresh, SlotKind.RECOVERY, mistyped),
        lambda: keys.unlock(fresh, SlotKind.RECOVERY, secret),
        lambda: keys.unlock(fresh, SlotKind.KEYRING, secret),
        lambda: keys.set_slot(fresh, data_key, SlotKind.PASSPHRASE, secret[:6]),
        lambda: keys.set_slot(fresh, data_key, SlotKind.PASSPHRASE, secret[:6] * 9),
        lambda: keys.create(fresh, secret),
    ):
        with pytest.raises(ExposureWatchError) as raised:
            attempt()
        error = raised.value
        shown += [str(error), repr(error), error.hint, *traceback.format_exception(error)]
    with data_key.shown() as content:
        digits, bytes_shown = content.hex(), repr(content.tobytes())[2:-1]
    for marker in (secret[:6], code, code.replace("-", ""), code[:5], digits, bytes_shown):
        assert not [words for words in shown if marker in words]


def test_importing_the_vault_imports_nothing_heavy() -> None:
    code = (
        "import sys, exposurewatch.vault.keys, exposurewatch.vault.lock, exposurewatch.vault.keyring_slot;"
        "print(*{'cryptography', 'keyring', 'filelock', 'platformdirs', 'zxcvbn', 'xkcdpass'}"
        " & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert answer.stdout.strip() == ""
