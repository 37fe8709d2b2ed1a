"""Signatures hold for exact bytes and one key, and people can compare keys."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exposurewatch.feeds.own.signing import fingerprint, fingerprint_in, name_of, public_key, sign, verifies
from tests.feeds.published import OTHER_SEED, SEED

_KEY = public_key(SEED)


def test_what_is_signed_is_verified_by_the_key_that_belongs_to_it() -> None:
    assert verifies(_KEY, b"manifest", sign(SEED, b"manifest"))
    assert not verifies(public_key(OTHER_SEED), b"manifest", sign(SEED, b"manifest"))
    assert not verifies(_KEY, b"manifesu", sign(SEED, b"manifest"))


def test_every_bit_of_a_signature_counts() -> None:
    signature = sign(SEED, b"manifest")
    for at in range(len(signature)):
        torn = bytes([*signature[:at], signature[at] ^ 1, *signature[at + 1 :]])
        assert not verifies(_KEY, b"manifest", torn)


@pytest.mark.parametrize("signature", [b"", bytes(64), bytes(63), bytes(65)])
@pytest.mark.parametrize("key", [_KEY, b"", bytes(31), b"\xff" * 32])
def test_what_is_no_key_or_signature_verifies_nothing(key: bytes, signature: bytes) -> None:
    assert not verifies(key, b"manifest", signature)


def test_a_signature_of_the_same_bytes_for_another_purpose_does_not_fit() -> None:
    bare = Ed25519PrivateKey.from_private_bytes(SEED).sign(b"manifest")
    assert not verifies(_KEY, b"manifest", bare)


def test_the_public_key_is_that_of_rfc_8032() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")  # 7.1, test 1
    assert public_key(seed).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def test_a_fingerprint_has_eight_groups_of_four_and_tells_keys_apart() -> None:
    shown = fingerprint(_KEY)
    assert [len(group) for group in shown.split("-")] == [4] * 8
    assert shown != fingerprint(public_key(OTHER_SEED))


@pytest.mark.parametrize("change", [str.lower, lambda words: words.replace("-", " "), lambda words: f" {words}\n"])
def test_a_fingerprint_is_recognised_as_people_type_it(change: type[str]) -> None:
    assert fingerprint_in(change(fingerprint(_KEY))) == fingerprint(_KEY)


@pytest.mark.parametrize("words", ["", "hello", fingerprint(_KEY)[:-1], fingerprint(_KEY) + "A", "1" * 32])
def test_what_is_no_fingerprint_is_none(words: str) -> None:
    assert fingerprint_in(words) is None


def test_a_name_is_the_same_for_the_same_statement_and_key_alone() -> None:
    assert name_of(SEED, b"a") == name_of(SEED, b"a")
    assert len({name_of(SEED, b"a"), name_of(SEED, b"b"), name_of(OTHER_SEED, b"a")}) == 3
    assert len(base64.b16decode(name_of(SEED, b"a"), casefold=True)) == 16
