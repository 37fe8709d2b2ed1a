"""Puts the posts of one album together: several pictures that were posted at once and share one caption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exposurewatch.parsers.posts import Post

_MAX_ALBUM = 10  # pictures, Telegram's own limit


def albums(posts: Iterable[Post]) -> Iterator[tuple[Post, ...]]:
    """Yield the posts in groups: those of one album together, every other alone."""
    group: list[Post] = []
    for post in posts:
        if group and (post.album is None or post.album != group[0].album or len(group) == _MAX_ALBUM):
            yield tuple(group)
            group = []
        group.append(post)
    if group:
        yield tuple(group)


def caption(album: tuple[Post, ...], post: Post) -> str:
    """Return what is said about the pictures of a post: its own text, or the one caption of its album."""
    captions = [each.text for each in album if each.text]
    return post.text or (captions[0] if len(captions) == 1 else "")
