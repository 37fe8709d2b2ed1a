from __future__ import annotations

import sys
from typing import NoReturn

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked

from exposurewatch.errors import NoKeyring
from exposurewatch.vault import keyring_slot
from tests.vault.rings import Ring


class _PlainFile(Ring):
    priority = 0.5


class _Locked(Ring):
    def get_password(self, service: str, username: str) -> NoReturn:
        raise KeyringLocked(f"the secret of {username} at {service} is marker-of-a-secret")


def _use(monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


def test_a_secret_is_kept_replaced_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, Ring())
    assert keyring_slot.load("a1") is None
    keyring_slot.store("a1", "first")
    keyring_slot.store("a1", "second")
    keyring_slot.store("b2", "other vault")
    assert keyring_slot.load("a1") == "second"
    keyring_slot.delete("a1")
    keyring_slot.delete("a1")
    assert keyring_slot.load("a1") is None
    assert keyring_slot.load("b2") == "other vault"


def test_of_several_keyrings_the_best_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    best, plain = Ring(), _PlainFile()
    chainer = ChainerBackend()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(ChainerBackend, "backends", [best, plain])
    _use(monkeypatch, chainer)
    keyring_slot.store("a1", "secret")
    assert list(best.held.values()) == ["secret"]
    assert not plain.held


@pytest.mark.parametrize("kind", [fail.Keyring, _PlainFile], ids=["none", "plain file"])
def test_a_file_that_anybody_can_read_is_no_keyring(
    monkeypatch: pytest.MonkeyPatch, kind: type[KeyringBackend]
) -> None:
    _use(monkeypatch, kind())
    with pytest.raises(NoKeyring, match="no keyring that keeps a secret") as raised:
        keyring_slot.store("a1", "secret")
    assert "passphrase" in raised.value.hint


def test_a_locked_keyring_is_said_in_words_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, _Locked())
    for ask in (keyring_slot.load, keyring_slot.delete):
        with pytest.raises(NoKeyring, match=r"does not answer \(KeyringLocked\)") as raised:
            ask("a1")
        assert "marker-of-a-secret" not in f"{raised.value} {raised.value.hint}"


def test_the_extra_that_is_lacking_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(NoKeyring, match="not installed") as raised:
        keyring_slot.load("a1")
    assert ".[keyring]" in raised.value.hint
