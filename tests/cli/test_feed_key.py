"""`feed key` shows the key that feeds are signed with, makes it once, and replaces it only after a warning."""

from __future__ import annotations

from exposurewatch.feeds.own.signing import fingerprint, fingerprint_in, public_key
from tests.cli.conftest import Kept, Typist


def _key(kept: Kept) -> str:
    with kept.opened() as vault:
        return fingerprint(public_key(vault.feeds.signing_key()))


def test_the_key_is_made_the_first_time_and_is_the_same_from_then_on(kept: Kept) -> None:
    first, again = kept.run("feed", "key"), kept.run("feed", "key")
    assert first.status == again.status == 0
    assert first.out == again.out == f"{_key(kept)}\n"
    assert fingerprint_in(first.out) == _key(kept)
    assert "by another way" in " ".join(first.err.split())


def test_the_private_key_is_never_shown(kept: Kept) -> None:
    ran = kept.run("feed", "key")
    with kept.opened() as vault:
        assert vault.feeds.signing_key().hex() not in ran.out + ran.err


def test_another_key_is_made_after_a_warning(kept: Kept, typist: Typist) -> None:
    before = _key(kept)
    typist.types("replace")
    ran = kept.run("feed", "key", "--new")
    assert ran.status == 0, ran.err
    assert ran.out == f"{_key(kept)}\n"
    assert _key(kept) != before
    assert f"WARNING: this puts another key in the place of {before}" in " ".join(ran.err.split())


def test_without_the_word_the_key_stays(kept: Kept, typist: Typist) -> None:
    before = _key(kept)
    typist.types("yes")
    ran = kept.run("feed", "key", "--new")
    assert ran.status == 2
    assert "The key is as it was" in ran.err
    assert _key(kept) == before


def test_who_is_sure_is_not_asked(kept: Kept) -> None:
    before = _key(kept)
    assert kept.run("feed", "key", "--new", "--yes").status == 0
    assert _key(kept) != before


def test_where_nobody_can_be_asked_the_key_stays(kept: Kept) -> None:
    before = _key(kept)
    assert kept.run("feed", "key", "--new").status == 2
    assert _key(kept) == before
