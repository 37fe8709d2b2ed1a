"""Pages of strangers become trees and words within limits, in whatever encoding they come."""

from __future__ import annotations

import io

import pytest

from exposurewatch.parsers import web_page
from exposurewatch.parsers.web_page import attribute, classes, decoded, style_urls, text_of, tree, walk, whole


def test_no_more_than_the_limit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_page, "MAX_PAGE_BYTES", 5)

    assert whole(io.BytesIO(b"12345")) == (b"12345", False)
    assert whole(io.BytesIO(b"123456")) == (b"12345", True)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("é".encode(), "é"),
        (b"\xe9", "\ufffd"),
        ("\ufeffé".encode(), "é"),
        ("\ufeffé".encode("utf-16-le"), "é"),
        ("\ufeffé".encode("utf-16-be"), "é"),
        (b"<meta charset=windows-1252>\xe9", "<meta charset=windows-1252>é"),
        (b"<META content='text/html; CHARSET=iso-8859-1'>\xe9", "<META content='text/html; CHARSET=iso-8859-1'>é"),
        (b"<meta charset='hex'>ff", "<meta charset='hex'>ff"),
        (b"<meta charset='windows-99999'>a", "<meta charset='windows-99999'>a"),
    ],
)
def test_an_encoding_is_told_by_its_mark_then_as_declared_then_it_is_utf_8(page: bytes, text: str) -> None:
    assert decoded(page) == text


def test_what_stands_beneath_a_closed_node_is_passed_over_and_the_rest_comes_in_order() -> None:
    (root,) = tree("<div id=r><a>1</a><b class='x  y'><i>2</i></b>3<!-- 4 --></div>").css("#r")
    tags = [node.tag for node in walk(root)]

    assert tags == ["a", "-text", "b", "i", "-text", "-text", "-comment"]
    assert [node.tag for node in walk(root, lambda node: "x" in classes(node))] == [
        "a",
        "-text",
        "b",
        "-text",
        "-comment",
    ]
    assert [classes(node) for node in walk(root) if node.tag == "b"] == [frozenset({"x", "y"})]
    assert attribute(root, "id") == "r"
    assert attribute(root, "style") == ""


def test_an_element_without_a_value_has_no_attribute() -> None:
    (root,) = tree("<div hidden class></div>").css("div")

    assert (attribute(root, "hidden"), classes(root)) == ("", frozenset())


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("a<br>b", "a\nb"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<br>a", "\na"),
        ("<!-- x -->a", "a"),
        ("a&amp;b\xa0c", "a&b\xa0c"),
    ],
)
def test_words_have_their_line_breaks(inner: str, text: str) -> None:
    assert text_of(tree(f"<div>{inner}</div>").css("div")[0]) == text


@pytest.mark.parametrize(
    ("style", "urls"),
    [
        ("background-image:url('a')", ["a"]),
        ("background:url( b ) , URL(&quot;c d&quot;)", ["b", "c d"]),
        ("background:url('a", []),
        ("width:800px", []),
        ("width:calc(1px)", []),
        ("background:url()", [""]),
    ],
)
def test_addresses_in_a_style_are_found(style: str, urls: list[str]) -> None:
    assert list(style_urls(tree(f'<i style="{style}"></i>').css("i")[0])) == urls


def test_a_style_without_end_is_cut() -> None:
    style = "x" * (1 << 20) + "url(a)"

    assert list(style_urls(tree(f'<i style="{style}"></i>').css("i")[0])) == []
