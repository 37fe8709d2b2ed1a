"""Captures are found by their addresses, and none that differs from another is lost."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.containers import Member, Refused, Stream
from exposurewatch.sources.web_archive import Capture, WebArchive

_A = "https://cdn/a.jpg"
_TIME = datetime(2024, 5, 1, tzinfo=UTC)


def _capture(address: str, data: bytes = b"a") -> Capture:
    return Capture(address, data, lambda: Stream(io.BytesIO(data)), _TIME)


def _archive(*captures: Capture, refused: tuple[Refused, ...] = ()) -> WebArchive:
    return WebArchive("a.warc", "WARC", captures, refused)


def _paths(archive: WebArchive, under: str = "") -> list[str]:
    return [member.path for member in archive.members(under)]


def _read(archive: WebArchive, path: str) -> bytes:
    return archive.look_up(path).read()


def test_it_is_called_by_addresses() -> None:
    assert _archive().addresses
    assert _paths(_archive(_capture(_A), _capture("https://cdn/b.jpg"))) == [_A, "https://cdn/b.jpg"]
    assert _paths(_archive(_capture(_A)), "https://else/") == []


@pytest.mark.parametrize("spelling", [_A, "http://cdn/a.jpg", "//cdn/a.jpg", f"{_A}#x", f"{_A}?token=x", "//CDN/a.jpg"])
def test_a_capture_is_found_however_its_address_is_spelt(spelling: str) -> None:
    assert _read(_archive(_capture(_A)), spelling) == b"a"


def test_a_query_is_left_out_only_where_that_can_mean_one_thing() -> None:
    first, second = _capture(f"{_A}?id=1", b"1"), _capture(f"{_A}?id=2", b"2")

    assert _read(_archive(first, second), f"{_A}?id=2") == b"2"
    assert _read(_archive(first), f"{_A}?id=3") == b"1"
    assert _read(_archive(first, _capture(f"{_A}?id=2", b"1")), _A) == b"1"
    with pytest.raises(Unreadable) as caught:
        _archive(first, second).look_up(_A)
    assert caught.value.reason is Reason.MISSING_FILE


def test_what_was_saved_again_unchanged_counts_once() -> None:
    assert _paths(_archive(_capture(_A), _capture(_A), _capture("http://cdn/a.jpg"))) == [_A]


def test_what_had_changed_in_between_is_kept() -> None:
    archive = _archive(_capture(_A, b"1"), _capture(_A, b"2"), _capture(_A, b"1"), _capture(_A, b"3"))

    assert _paths(archive) == [_A, f"{_A} (2)", f"{_A} (3)"]
    assert [member.read() for member in archive.members() if isinstance(member, Member)] == [b"1", b"2", b"3"]
    assert _read(archive, _A) == b"1"
    assert _read(archive, f"{_A} (3)") == b"3"


def test_no_address_hides_a_capture_by_its_name() -> None:
    archive = _archive(_capture(f"{_A} (2)", b"0"), _capture(_A, b"1"), _capture(_A, b"2"))

    assert sorted(member.read() for member in archive.members() if isinstance(member, Member)) == [b"0", b"1", b"2"]
    assert len(set(_paths(archive))) == 3


def test_what_was_not_saved_says_why_unless_it_was_saved_another_time() -> None:
    refusals = (Refused(_A, Reason.UNAVAILABLE, "404"), Refused("https://cdn/b.jpg", Reason.UNAVAILABLE, "404"))
    archive = _archive(_capture(_A), refused=refusals)

    assert list(archive.members())[1:] == [refusals[1]]
    assert _read(archive, _A) == b"a"
    with pytest.raises(Unreadable) as caught:
        archive.look_up("https://cdn/b.jpg")
    assert (caught.value.reason, caught.value.detail) == (Reason.UNAVAILABLE, "404")


def test_several_things_can_be_wrong_with_one_file() -> None:
    refusals = (Refused("1.warc", Reason.EXPORT_ALTERED), Refused("1.warc", Reason.EXPORT_TRUNCATED))
    archive = _archive(refused=refusals)

    assert list(archive.members()) == list(refusals)
    with pytest.raises(Unreadable):
        archive.look_up("1.warc")


def test_buttons_and_emoji_are_no_members_and_can_be_found() -> None:
    emoji = "https://telegram.org/img/emoji/40/F09F918D.png"

    assert _paths(_archive(_capture(emoji))) == []
    assert _read(_archive(_capture(emoji)), emoji) == b"a"


def test_it_knows_when_something_was_saved() -> None:
    assert _archive(_capture(_A)).saved_at(_A) == _TIME
    assert _archive().saved_at(_A) is None
