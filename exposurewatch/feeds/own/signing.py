"""Signs the feeds that this program publishes, and checks the signatures of those that it reads (Ed25519, RFC 8032)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_PREFIX: Final = b"exposurewatch-feed/1 signature of feed.json\0"  # no signature made for anything else fits
_NAMES: Final = b"exposurewatch-feed/1 names of entries\0"
_FINGERPRINT_BYTES: Final = 20  # 160 bits: nobody finds a second key with the same
_GROUP: Final = 4
_FINGERPRINT: Final = re.compile(r"[A-Z2-7]{32}")
_NAME_BYTES: Final = 16


def public_key(seed: bytes) -> bytes:
    """Return the raw public key, of 32 bytes, that belongs to a private one."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, manifest: bytes) -> bytes:
    """Return the signature of a manifest's exact bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_PREFIX + manifest)


def verifies(key: bytes, manifest: bytes, signature: bytes) -> bool:
    """Whether this is a signature of a manifest's exact bytes by whoever has the private key to `key`."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _PREFIX + manifest)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(key: bytes) -> str:
    """Return what people compare of a public key: eight groups of four letters and digits.

    It is the beginning of the key's SHA-256, 160 bits, in the base 32 of RFC 4648.
    """
    short = base64.b32encode(hashlib.sha256(key).digest()[:_FINGERPRINT_BYTES]).decode("ascii")
    return "-".join(short[at : at + _GROUP] for at in range(0, len(short), _GROUP))


def fingerprint_in(words: str) -> str | None:
    """Return the fingerprint that somebody has typed, in whatever case and grouping; None where it is none."""
    bare = re.sub(r"[\s-]+", "", words).upper()
    if not _FINGERPRINT.fullmatch(bare):
        return None
    return "-".join(bare[at : at + _GROUP] for at in range(0, len(bare), _GROUP))


def name_of(seed: bytes, statement: bytes) -> str:
    """Return what the entry that says `statement` is called: 32 hexadecimal digits.

    The same statement has the same name, and without the private key nobody can tell from a name what it stands for,
    nor try out whether it stands for something.
    """
    secret = hmac.digest(seed, _NAMES, "sha256")
    return hmac.digest(secret, statement, "sha256")[:_NAME_BYTES].hex()
