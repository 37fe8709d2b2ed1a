"""How an XML document begins is told before anything parses it, whatever stands there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.parsers.xml_beginning import beginning, decoded


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("<rss version='2.0'>", "rss"),
        ('\n <?xml version="1.0"?>\n<!-- <html> --><?style x?><feed>', "feed"),
        ("<rdf:RDF>", "rdf"),
        ("<!DOCTYPE html><HTML lang=en>", "html"),
        ("<!doctype HTML><title>x</title>", "html"),
        ('<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://e.org/rss.dtd"><rss>', "rss"),
        ("", ""),
        ("hello <rss>", ""),
        ("<!-- never closed <rss>", ""),
        ("<?never closed <rss>", ""),
        ("<!DOCTYPE never closed", ""),
        ("{}", ""),
        ("<1>", ""),
    ],
)
def test_the_root_is_found_behind_all_that_may_stand_before_it(text: str, root: str) -> None:
    found = beginning(text)

    assert (found.root, found.declares) == (root, False)
    assert not root or text[found.start] == "<"


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE lolz [<!ENTITY lol "lol">]><rss>&lol;</rss>',
        '<?xml version="1.0"?><!-- x --><!doctype rss [\n<!ENTITY % far SYSTEM "http://e.org/x.dtd"> %far; ]><rss>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd" [ <!ELEMENT rss ANY> ]><rss>',
    ],
)
def test_a_document_type_with_a_part_of_its_own_is_told(text: str) -> None:
    assert beginning(text).declares


@pytest.mark.parametrize(
    "text", ['<!DOCTYPE rss SYSTEM "a>b" [<!ENTITY a "b">]><rss>', "<!DOCTYPE rss ><![CDATA[ <!ENTITY a 'b'> ]]><rss>"]
)
def test_no_trick_with_brackets_leads_to_a_root_behind_declarations(text: str) -> None:
    found = beginning(text)

    assert found.declares or found.root == ""


@pytest.mark.parametrize(
    ("document", "text"),
    [
        (b"\xef\xbb\xbf<a>\xc3\xa9</a>", "<a>é</a>"),
        ("<a>é</a>".encode("utf-16"), "<a>é</a>"),
        (b"\xfe\xff" + "<a>é</a>".encode("utf-16-be"), "<a>é</a>"),
        ("\ufeff<a>é</a>".encode("utf-32-le"), "<a>é</a>"),
        ("<?xml version='1.0'?><a>é</a>".encode("utf-16-le"), "<?xml version='1.0'?><a>é</a>"),
        (b"<?xml version='1.0' encoding='ISO-8859-2'?>\xb1", "<?xml version='1.0' encoding='ISO-8859-2'?>ą"),
        (b"<?xml version='1.0' encoding='utf-8'?>caf\xe9", "<?xml version='1.0' encoding='utf-8'?>café"),
        (b"<?xml encoding='zip_codec' ?>\xc3\xa9", "<?xml encoding='zip_codec' ?>é"),
        (b"<?xml encoding='cp99999' ?>\xc3\xa9", "<?xml encoding='cp99999' ?>é"),
        (b"a\0\x08\x0b\xef\xbf\xbfb", "ab"),
    ],
)
def test_the_encoding_is_the_one_that_the_bytes_are_in(document: bytes, text: str) -> None:
    assert decoded(document) == text


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(document: bytes) -> None:
    beginning(decoded(document))
    beginning(decoded(b"<?xml encoding='" + document))


@given(st.text(alphabet="<>![]?-DOCTYPE\"' a", max_size=200))
def test_no_text_makes_it_fail_or_walk_in_circles(text: str) -> None:
    assert beginning(f"<!DOCTYPE {text}").start >= 0
