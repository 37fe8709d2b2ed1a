"""A page is cut into its groups of messages, however it arrives."""

from __future__ import annotations

import io

import pytest

from exposurewatch.parsers.discord_groups import MAX_GROUP_BYTES, TooLong, groups

_HEAD = b"<title>c</title>"
_GROUP = b'<div class="chatlog__message-group"><p>one</p></div>'
_MINIFIED = b"<div class=chatlog__message-group><p>two</p></div>"
_NONE = b'<div class="chatlog__message-group-x"></div>'


class _Slow(io.BytesIO):
    """A file that gives only so many bytes at a time."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, self._most))


@pytest.mark.parametrize("most", [1, 7, 30, 1000])
def test_however_it_arrives_the_pieces_are_the_same(most: int) -> None:
    page = _HEAD + _GROUP + _NONE + _MINIFIED + _GROUP

    assert list(groups(_Slow(page, most))) == [_HEAD, _GROUP + _NONE, _MINIFIED, _GROUP]


@pytest.mark.parametrize("page", [b"", _HEAD])
def test_a_page_without_groups_is_one_piece(page: bytes) -> None:
    assert list(groups(io.BytesIO(page))) == [page]


def test_a_page_that_begins_with_a_group() -> None:
    assert b"".join(groups(io.BytesIO(_GROUP + _GROUP))) == _GROUP + _GROUP


def test_a_group_without_end_is_refused() -> None:
    pieces = groups(io.BytesIO(_HEAD + _GROUP + bytes(MAX_GROUP_BYTES + 1)))

    assert next(pieces) == _HEAD
    with pytest.raises(TooLong):
        next(pieces)
