"""A handle is found behind an @, in links, and alone where it is distinctive."""

from __future__ import annotations

import pytest

from exposurewatch.details import Finder, NotOne, read_detail
from exposurewatch.model import Spelling
from tests.details.builders import stretches

JANE = read_detail("instagram", "jane_doe91")
SHORT = read_detail("handle", "instagram:sarah")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@jane_doe91", "@jane_doe91"),
        ("it is @Jane_Doe91!", "@Jane_Doe91"),
        ("jane_doe91", "jane_doe91"),
        ("ig:jane_doe91.", "jane_doe91"),
        ("https://www.instagram.com/jane_doe91/?hl=en", "jane_doe91"),
        ("t.me/jane_doe91", "jane_doe91"),
        ("tg://resolve?domain=jane_doe91", "jane_doe91"),
        ("https://www.tiktok.com/@jane_doe91", "@jane_doe91"),
    ],
)
def test_a_distinctive_one_is_found_wherever_it_stands(text: str, found: str) -> None:
    (hit,) = Finder([JANE]).find(text)
    assert (text[hit.start : hit.end], hit.spelling) == (found, Spelling.EXACT)


@pytest.mark.parametrize(
    "text",
    [
        "@j4ne_d0e91",
        "jane\u200b_doe91",
        "jаne_dое91",
        "j a n e d o e 9 1",
        "j.a.n.e.d.o.e.9.1",
        "ｊａｎｅ＿ｄｏｅ９１",
    ],
)
def test_it_is_found_where_it_is_disguised_and_told_to_be(text: str) -> None:
    (hit,) = Finder([JANE]).find(text)
    assert (text[hit.start : hit.end], hit.spelling) == (text, Spelling.ALTERED)


@pytest.mark.parametrize(
    "text",
    [
        "jane_doe912",
        "xjane_doe91",
        "@jane_doe91_backup",
        "jane_doe91.private",
        "somebody@jane_doe91.com",
        "jane doe 91 years",
        "jane_doe",
        "@jane",
    ],
)
def test_other_handles_are_none(text: str) -> None:
    assert stretches(text, JANE) == []


@pytest.mark.parametrize("text", ["@sarah", "instagram.com/sarah", "ig: sarah", "insta sarah", "IG - Sarah"])
def test_a_short_one_is_found_with_its_service_or_an_at(text: str) -> None:
    assert len(stretches(text, SHORT)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "sarah",
        "Sarah is here",
        "t.me/sarah",
        "@sarah.doe",
        "instagram.com/sarah.doe",
        "@5arah",
        "s a r a h",
        "big sarah",
    ],
)
def test_a_short_one_is_not_found_where_it_may_be_any_word(text: str) -> None:
    assert stretches(text, SHORT) == []


def test_without_a_service_links_to_all_of_them_count() -> None:
    anywhere = read_detail("handle", "sarah")
    for link in (
        "t.me/sarah",
        "x.com/sarah",
        "https://facebook.com/sarah",
        "snapchat.com/add/sarah",
        "tiktok.com/@sarah",
    ):
        assert len(stretches(link, anywhere)) == 1, link
    assert stretches("netflix.com/sarah", anywhere) == []


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("handle", "@Jane_Doe91", "jane_doe91"),
        ("handle", "https://www.instagram.com/jane_doe91/?hl=en", "instagram:jane_doe91"),
        ("handle", "t.me/jane_doe91", "telegram:jane_doe91"),
        ("handle", "https://www.tiktok.com/@jane_doe91", "tiktok:jane_doe91"),
        ("handle", "tg://resolve?domain=jane_doe91", "telegram:jane_doe91"),
        ("telegram", "jane_doe91", "telegram:jane_doe91"),
        ("IG", "@jane_doe91", "instagram:jane_doe91"),
        ("handle", "snap: jane_doe91", "snapchat:jane_doe91"),
        ("instagram", "https://instagram.com/jane_doe91", "instagram:jane_doe91"),
    ],
)
def test_however_it_is_given_it_is_the_same(kind: str, written: str, value: str) -> None:
    assert read_detail(kind, written).value == value


@pytest.mark.parametrize(
    "written", ["jane doe", "a", "jane/doe", "nowhere: jane", "@", "___", "https://example.org/jane"]
)
def test_what_is_no_handle_is_refused(written: str) -> None:
    with pytest.raises(NotOne, match="no handle"):
        read_detail("handle", written)


def test_on_a_service_without_links_a_short_one_is_found_with_its_name() -> None:
    assert stretches("discord: sarah and t.me/sarah", read_detail("discord", "sarah")) == ["sarah"]
