"""Words come out of HTML as a reader would see them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from exposurewatch.parsers.markup import words_in, words_of


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("who is<br>she", "who is\nshe"),
        ("a\nb", "a\nb"),
        ('<a href="#p5" class="quotelink">&gt;&gt;5</a><br><s>she</s>', ">>5\nshe"),
        ('hi <img class="emoji" alt="🙂" src="x.svg">', "hi 🙂"),
        ("<img src=x>", ""),
        ("ok<script>alert(1)</script><style>a{}</style>", "ok"),
        ("<b>unclosed <i>tags", "unclosed tags"),
        ("a<!-- b -->c", "ac"),
        ("", ""),
    ],
)
def test_the_words_of_a_fragment(markup: str, words: str) -> None:
    assert words_of(markup) == words


def test_the_words_of_an_element_are_its_own_alone() -> None:
    node = LexborHTMLParser("<p>one</p><p id=a>two <b>three</b></p><p>four</p>").css_first("#a")

    assert node is not None
    assert words_in(node) == "two three"


def test_tags_nested_deeply_are_no_trouble() -> None:
    assert words_of("<b>" * 2000 + "she") == "she"


@settings(deadline=None)
@given(st.text())
def test_no_markup_makes_it_fail(markup: str) -> None:
    assert isinstance(words_of(markup), str)
