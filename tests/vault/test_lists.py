"""How the codes of photos are sorted is remembered with them, grows with them, and goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from exposurewatch.errors import VaultDamaged
from exposurewatch.matching.library import Library
from exposurewatch.model import NO_LIST, Lists, Photo
from exposurewatch.vault.store import Vault
from tests.vault.builders import own, some_fingerprints
from tests.vault.conftest import reopened

POINTS = 400


def photos(numbers: Sequence[int]) -> list[Photo]:
    return [own(number, fingerprints=some_fingerprints(number, POINTS)) for number in numbers]


def add(vault: Vault, numbers: Sequence[int], pipeline: int = 1) -> None:
    for photo in photos(numbers):
        vault.photos.add(photo, pipeline)


def library(vault: Vault) -> Library:
    made = Library(vault.photos, known=vault.lists.read())
    assert made.lists is not None
    vault.lists.keep(made.lists)
    return made


def same(one: Lists | None, other: Lists | None) -> bool:
    assert one is not None
    assert other is not None
    return np.array_equal(one.centres, other.centres) and np.array_equal(one.numbers, other.numbers)


def test_there_are_none_before_they_were_worked_out(vault: Vault) -> None:
    add(vault, range(10))
    assert vault.lists.read() is None


def test_lists_come_back_as_they_were_kept(folder: Path) -> None:
    with reopened(folder) as vault:
        add(vault, range(10))
        kept = library(vault).lists
    with reopened(folder) as vault:
        assert same(vault.lists.read(), kept)
        assert same(library(vault).lists, kept)


def test_photos_added_since_are_sorted_among_the_others(vault: Vault) -> None:
    add(vault, range(10))
    before = library(vault).lists
    assert before is not None
    add(vault, range(10, 12))
    known = vault.lists.read()
    assert known is not None
    assert (known.numbers[10 * POINTS :] == NO_LIST).all()
    grown = library(vault).lists
    assert grown is not None
    assert np.array_equal(grown.centres, before.centres)
    assert np.array_equal(grown.numbers[: 10 * POINTS], before.numbers)
    assert same(vault.lists.read(), grown)


def test_a_photo_whose_fingerprints_were_taken_anew_is_sorted_anew(vault: Vault) -> None:
    add(vault, range(10))
    library(vault)
    vault.photos.add(own(4, fingerprints=some_fingerprints(99, POINTS - 50)), 2)
    known = vault.lists.read()
    assert known is not None
    assert len(known.numbers) == 10 * POINTS - 50
    assert (known.numbers == NO_LIST).sum() == POINTS - 50
    assert same(vault.lists.read(), known)
    library(vault)


def test_nothing_of_them_is_left_once_a_photo_is_forgotten(vault: Vault) -> None:
    """The centres of lists are made of all photos, those forgotten as well."""
    add(vault, range(10))
    library(vault)
    vault.photos.forget([own(3).id])
    assert vault.lists.read() is None


@pytest.mark.parametrize(
    "damage",
    ["UPDATE lists SET numbers = x'00' WHERE photo = 1", "UPDATE centres SET codes = x'0011'"],
    ids=["numbers", "centres"],
)
def test_lists_that_are_not_those_of_the_photos_are_damage(vault: Vault, damage: str) -> None:
    add(vault, range(10))
    library(vault)
    vault._database.execute(damage)
    with pytest.raises(VaultDamaged):
        vault.lists.read()
