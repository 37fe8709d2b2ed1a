from __future__ import annotations

from collections import Counter

from exposurewatch.demo.alter import WAYS
from exposurewatch.demo.plan import HIDDEN, OWN, STRANGERS, Copy, Stranger, posts

CHANNEL = tuple(posts())


def test_every_way_of_altering_hides_another_own_picture() -> None:
    copies = [post.content for post in CHANNEL if isinstance(post.content, Copy)]
    assert {copy.way for copy in copies} == set(WAYS)
    assert len({copy.scene for copy in copies}) == len(WAYS)
    assert {copy.scene for copy in copies} == {scene for scene, _ in HIDDEN.values()}


def test_some_own_pictures_were_never_posted() -> None:
    assert set(OWN) - {scene for scene, _ in HIDDEN.values()} == {"mosaic", "night-sky"}


def test_strangers_are_many_and_each_is_posted_first_once() -> None:
    numbers = [post.content.number for post in CHANNEL if isinstance(post.content, Stranger)]
    assert numbers == list(range(STRANGERS))


def test_one_picture_is_posted_twice_from_one_file() -> None:
    counts = Counter(post.path for post in CHANNEL if post.path)
    assert sorted(counts.values())[-2:] == [1, 2]
