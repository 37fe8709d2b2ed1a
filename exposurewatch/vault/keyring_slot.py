"""A secret of the vault in the operating system's keyring: the optional extra `keyring`.

On Linux the keyring is another program, spoken to over a local socket (D-Bus); nothing leaves the computer.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from exposurewatch.errors import NoKeyring, installing

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE: Final = "exposurewatch vault"
_LEAST_PRIORITY: Final = 1  # the keyring package's own line; beneath it are files that anybody can read
_PASSPHRASE: Final = "The vault opens with its passphrase all the same."  # noqa: S105 (a hint)


def store(vault_id: str, secret: str) -> None:
    """Keep a secret in the keyring, in place of an earlier one.

    Raises:
        NoKeyring: the extra is not installed, or the system has no keyring, or it refuses.
    """
    with _explained():
        _keyring().set_password(_SERVICE, vault_id, secret)


def load(vault_id: str) -> str | None:
    """Return the secret of a vault, None where the keyring holds none.

    Raises:
        NoKeyring: as `store`.
    """
    with _explained():
        return _keyring().get_password(_SERVICE, vault_id)


def delete(vault_id: str) -> None:
    """Remove the secret of a vault, if the keyring holds one.

    Raises:
        NoKeyring: as `store`.
    """
    with _explained():
        keyring = _keyring()
        if keyring.get_password(_SERVICE, vault_id) is not None:
            keyring.delete_password(_SERVICE, vault_id)


def _keyring() -> KeyringBackend:
    import keyring  # noqa: PLC0415 (an extra, and slow to import)
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415

    backend = keyring.get_keyring()
    if isinstance(backend, ChainerBackend):  # several at once: the first is the best of them
        backend = backend.backends[0]
    if backend.priority < _LEAST_PRIORITY:
        raise NoKeyring("This system has no keyring that keeps a secret.", _PASSPHRASE)
    return backend


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise NoKeyring(
            "The part that speaks to keyrings is not installed.",
            f"Install it: run {installing('keyring')}. {_PASSPHRASE}",
        ) from None
    except NoKeyring:
        raise
    except Exception as error:  # noqa: BLE001 (each system's keyring fails in its own way, and its words may tell secrets)
        raise NoKeyring(
            f"The keyring of this system does not answer ({type(error).__name__}).", "Unlock it. " + _PASSPHRASE
        ) from None
