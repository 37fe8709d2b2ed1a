"""What an entry links to: each picture and video once, at its address, whatever the markup around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.linked import MOST_LINKED, is_web, linked, settled, shown_in, whole, words_shown

_DOT = "data:image/png;base64,iVBORw0KGgo="


def _places(markup: str) -> list[tuple[str, Nature]]:
    return [(each.path, each.nature) for each in shown_in(markup)[1]]


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<p>x<img src=" a.jpg "></p>', [("a.jpg", Nature.PICTURE)]),
        ('<img src="//e.org/show?id=5">', [("//e.org/show?id=5", Nature.PICTURE)]),
        (f'<img src="{_DOT}" data-src="late.jpg">', [("late.jpg", Nature.PICTURE)]),
        (f'<img src="{_DOT}">', [(_DOT, Nature.PICTURE)]),
        (f'<img src="{_DOT}" srcset="s.jpg 320w, l.jpg 640w">', [("l.jpg", Nature.PICTURE)]),
        ('<img srcset="s.jpg, l.jpg 2x">', [("l.jpg", Nature.PICTURE)]),
        ('<img src="face.svg">', [("face.svg", Nature.PICTURE)]),
        ('<img src="data:image/svg+xml,<svg/>">', [("data:image/svg+xml,<svg/>", Nature.OTHER)]),
        ("<img><img src=''><img src='#x'><img srcset=' '>", []),
        ('<img src="count.gif" width="1" height="1"><img src="count.gif" height="0px">', []),
        (
            '<video src="v.mp4" poster="p.jpg"><source src="w.webm"></video>',
            [("v.mp4", Nature.VIDEO), ("p.jpg", Nature.PICTURE), ("w.webm", Nature.VIDEO)],
        ),
        ('<audio><source src="a.mp3"></audio>', []),
        (
            '<a href="big.JPG?x=1"><img src="small.jpg"></a>',
            [("big.JPG?x=1", Nature.PICTURE), ("small.jpg", Nature.PICTURE)],
        ),
        ('<a href="page.html">x</a><a href="song.mp3">y</a><a>z</a>', []),
        ("<script>'<img src=a.jpg>'</script>", []),
        ("<frameset><frame src='a.jpg'></frameset>", []),
        ("", []),
    ],
)
def test_markup_shows_these(markup: str, found: list[tuple[str, Nature]]) -> None:
    assert _places(markup) == found


def test_the_words_of_markup_come_without_it() -> None:
    assert shown_in("<p>who</p><p>is <b>she</b><br>?</p>")[0] == "who\nis she\n?"
    assert words_shown("a <b>bold</b> title &amp; more") == "a bold title & more"
    assert words_shown("1 < 2, 3 & 4") == "1 < 2, 3 & 4"


@pytest.mark.parametrize(
    ("place", "media_type", "assumed", "nature"),
    [
        ("https://e.org/a.jpg?token=x.mp3", "", Nature.UNKNOWN, Nature.PICTURE),
        ("a", "IMAGE/JPEG ", Nature.UNKNOWN, Nature.PICTURE),
        ("a", "video/mp4", Nature.UNKNOWN, Nature.VIDEO),
        ("a", "audio/mpeg", Nature.PICTURE, Nature.SOUND),
        ("a", "", Nature.PICTURE, Nature.PICTURE),
        ("a", "", Nature.UNKNOWN, Nature.UNKNOWN),
        ("a", "application/pdf", Nature.UNKNOWN, Nature.OTHER),
        ("DATA:text/plain,hello.jpg", "image/png", Nature.UNKNOWN, Nature.OTHER),
        ("data:,", "", Nature.PICTURE, Nature.OTHER),
    ],
)
def test_a_file_is_what_it_is_declared_to_be(place: str, media_type: str, assumed: Nature, nature: Nature) -> None:
    found = linked(place, MediaKind.PHOTO, media_type, assumed)

    assert found is not None
    assert found.nature is nature


def test_no_place_is_no_file() -> None:
    assert linked(" ", MediaKind.PHOTO) is None
    assert linked("#top", MediaKind.PHOTO) is None


def _files(*places: str) -> list[Attachment]:
    return [Attachment(MediaKind.PHOTO, Nature.PICTURE, place) for place in places]


def test_each_address_counts_once_wherever_it_is_written_from() -> None:
    found = settled(_files("a.jpg", "/x/a.jpg", "https://e.org/x/a.jpg", "../b.jpg"), "https://e.org/x/")

    assert [each.path for each in found] == ["https://e.org/x/a.jpg", "https://e.org/b.jpg"]


def test_what_has_no_base_stays_relative() -> None:
    assert whole("", "a.jpg") == "a.jpg"
    assert whole("file:///home/her/", "a.jpg") == "a.jpg"
    assert whole("https://e.org/", "http://[::1") == "http://[::1"
    assert whole("https://e.org/", "javascript:alert(1)") == "javascript:alert(1)"
    assert is_web("HTTP://e.org")
    assert not is_web("https:///x")


def test_an_address_longer_than_any_that_is_asked_for_is_cut_and_stays_too_long() -> None:
    assert len(whole("https://e.org/", "x" * 10_000)) == 4097


def test_there_is_an_end_to_the_pictures_of_one_entry() -> None:
    found = settled(_files(*(f"{number}.jpg" for number in range(500))), "")

    assert len(found) == MOST_LINKED + 1


def test_pictures_in_the_entry_itself_are_kept_up_to_a_size() -> None:
    small, large = f"{_DOT}{'A' * 1000}", f"{_DOT}{'A' * 300_000}"
    found = settled(_files(small, large), "https://e.org/")

    assert [(len(each.path), each.absent) for each in found] == [(len(small), None), (256, Reason.TOO_LARGE)]


@given(st.text(alphabet="<>img asrc=\"'/:.?#data,video", max_size=300))
def test_no_markup_makes_it_fail(markup: str) -> None:
    settled(shown_in(markup)[1], "https://e.org/")
    words_shown(markup)


@given(st.text(max_size=100), st.text(max_size=100))
def test_no_address_makes_it_fail(base: str, place: str) -> None:
    whole(f"https://{base}", place)
    whole("https://e.org/", f"https://{place}")
