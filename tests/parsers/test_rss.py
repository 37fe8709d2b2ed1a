"""RSS and Atom become posts: every field of them, and nothing that a document may hold opens or breaks anything."""

from __future__ import annotations

import builtins
import contextlib
import io
import os
from datetime import UTC, datetime
from typing import Any, NoReturn

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import MediaKind, Moment, Permalink
from exposurewatch.parsers import rss as module
from exposurewatch.parsers.attachments import Nature
from exposurewatch.parsers.entries import PassedOver, Told
from exposurewatch.parsers.feed_entry import MOST_ENTRIES
from exposurewatch.parsers.feed_words import FEED, NEXT, NO_FEED, WEB_PAGE
from exposurewatch.parsers.job import PARSERS
from exposurewatch.parsers.posts import Ended, Post, Record, pack, pack_all, unpack
from exposurewatch.parsers.reader import Reader
from exposurewatch.parsers.rss import RSS
from exposurewatch.sandbox.worker import Limits
from tests.parsers.feeds import an_atom, an_item, an_rss


def _records(document: bytes) -> list[Record]:
    return list(RSS.read(io.BytesIO(document)))


def _posts(document: bytes) -> list[Post]:
    return [record for record in _records(document) if isinstance(record, Post)]


def _one(inner: str) -> Post:
    (post,) = _posts(an_rss(f"<item>{inner}</item>"))
    return post


def _paths(inner: str) -> list[str]:
    return [each.path for each in _one(inner).attachments]


def test_it_is_one_of_the_parsers_that_a_worker_knows() -> None:
    assert RSS in PARSERS


def test_an_item_of_rss_has_all_that_is_said_of_it() -> None:
    post = _one(
        "<title>Seen &lt;b&gt;again&lt;/b&gt;</title><guid>id-1</guid><link>https://e.org/p/1</link><dc:creator>Anon\x07</dc:creator>"
        "<pubDate>Wed, 01 May 2024 12:00:00 +0200</pubDate><description>who &lt;i&gt;is&lt;/i&gt; she</description>"
        "<enclosure url='https://e.org/a.jpg' type='image/jpeg' length='1'/>"
    )

    assert (post.id, post.sender, post.text) == ("id-1", "Anon", "Seen again\nwho is she")
    assert post.date == Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), "Wed, 01 May 2024 12:00:00 +0200")
    assert post.permalink == Permalink("https://e.org/p/1", public=True)
    assert [(each.kind, each.nature, each.path) for each in post.attachments] == [
        (MediaKind.DOCUMENT, Nature.PICTURE, "https://e.org/a.jpg")
    ]
    assert post.is_message


def test_an_entry_of_atom_has_all_that_is_said_of_it() -> None:
    entry = (
        "<entry xml:base='p/'><id>urn:1</id><title type='html'>Seen &lt;b&gt;again&lt;/b&gt;</title><link href='1'/>"
        "<link rel='enclosure' href='a.jpg'/><updated>2024-05-01T10:00:00Z</updated><author><name>Anon</name></author>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>who <img src='b.jpg'/> is she</div></content>"
        "</entry>"
    )
    (post,) = _posts(an_atom(entry, attributes="xml:base='https://e.org/x/'"))

    assert (post.id, post.sender, post.text) == ("urn:1", "Anon", "Seen again\nwho  is she")
    assert post.date == Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), "2024-05-01T10:00:00Z")
    assert post.permalink == Permalink("https://e.org/x/p/1", public=True)
    assert [(each.path, each.nature) for each in post.attachments] == [
        ("https://e.org/x/p/a.jpg", Nature.PICTURE),
        ("https://e.org/x/p/b.jpg", Nature.PICTURE),
    ]


def test_rss_1_is_read_as_well() -> None:
    document = (
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        b"<channel><title>Old</title></channel><item rdf:about='https://e.org/1'><title>x</title>"
        b"<link>https://e.org/1</link><description>&lt;img src='a.jpg'&gt;</description></item></rdf:RDF>"
    )
    told, post = _records(document)

    assert told == Told(FEED, "Old")
    assert isinstance(post, Post)
    assert [each.path for each in post.attachments] == ["https://e.org/a.jpg"]


@pytest.mark.parametrize(
    ("inner", "paths"),
    [
        ("<enclosure url='https://e.org/a.jpg'/><enclosure url='https://e.org/b.mp4'/>", ["a.jpg", "b.mp4"]),
        ("<media:content url='https://e.org/a' medium='image'/>", ["a"]),
        (
            "<media:group><media:content url='https://e.org/a' type='image/png'/>"
            "<media:content url='https://e.org/b.jpg'/></media:group><media:thumbnail url='https://e.org/t.jpg'/>",
            ["a", "b.jpg", "t.jpg"],
        ),
        ("<itunes:image href='https://e.org/a.jpg'/>", ["a.jpg"]),
        ("<atom:link rel='enclosure' href='https://e.org/a' type='image/jpeg'/>", ["a"]),
        ("<atom:link rel='enclosure' href='https://e.org/a'/>", ["a"]),
        ("<description>&lt;img src='https://e.org/a.jpg'&gt;</description>", ["a.jpg"]),
        (
            "<description>&lt;img src='https://e.org/a.jpg'&gt;</description>"
            "<content:encoded><![CDATA[<img src='https://e.org/b.jpg'><img src='https://e.org/a.jpg'>]]></content:encoded>",
            ["b.jpg", "a.jpg"],
        ),
        ("<link>https://e.org/p/1</link><enclosure url='../a.jpg'/>", ["a.jpg"]),
        ("<description>https://e.org/a.jpg</description>", []),
        ("<link>https://e.org/a.jpg</link>", []),
        ("<atom:link rel='related' href='https://e.org/a.jpg'/>", []),
        ("<enclosure/><media:content/><media:thumbnail/><itunes:image/>", []),
    ],
)
def test_pictures_are_found_wherever_feeds_put_them(inner: str, paths: list[str]) -> None:
    assert _paths(inner) == [f"https://e.org/{path}" for path in paths]


def test_content_that_lies_elsewhere_is_a_picture_where_its_type_says_so() -> None:
    content = "<content type='image/png' src='https://e.org/s'/><content type='video/mp4' src='https://e.org/v'/>"
    (post,) = _posts(an_atom(f"<entry><id>1</id>{content}</entry>"))

    assert [(each.path, each.nature) for each in post.attachments] == [
        ("https://e.org/s", Nature.PICTURE),
        ("https://e.org/v", Nature.VIDEO),
    ]


def test_a_text_that_is_no_markup_is_not_taken_for_any() -> None:
    (post,) = _posts(an_atom("<entry><id>1</id><summary type='text'>1 &lt; 2 &lt;img src='a.jpg'></summary></entry>"))

    assert post.text.startswith("1 < 2")
    assert post.attachments == () or "<img" not in post.text


def test_the_feed_itself_has_a_title_a_picture_and_a_place_where_it_goes_on() -> None:
    head = (
        "<title>Gossip &amp;amp; Co</title><link>https://e.org/</link><atom:link rel='next' href='https://e.org/2'/>"
        "<image><url>logo.png</url></image>"
    )
    told, older, picture = _records(an_rss(head=head))

    assert (told, older) == (Told(FEED, "Gossip & Co"), Told(NEXT, "https://e.org/2"))
    assert isinstance(picture, Post)
    assert not picture.is_message
    assert [(each.kind, each.path) for each in picture.attachments] == [
        (MediaKind.PROFILE_PHOTO, "https://e.org/logo.png")
    ]


def test_a_feed_of_volumes_goes_on_in_the_one_before() -> None:
    assert Told(NEXT, "https://e.org/v1") in _records(
        an_atom(head="<link rel='prev-archive' href='https://e.org/v1'/>")
    )


@pytest.mark.parametrize(
    "document", [b"<rss version='2.0'/>", an_atom(), b"<rss><channel></channel></rss>\n<!-- served -->"]
)
def test_a_feed_without_entries_is_a_feed(document: bytes) -> None:
    (told,) = _records(document)

    assert isinstance(told, Told)
    assert told.about == FEED


def test_posts_survive_the_way_out_of_a_worker() -> None:
    records = _records(an_rss(an_item(1), an_item(2)))

    assert len(records) == 3
    assert list(unpack(pack_all(map(pack, records)))) == records


def test_a_worker_parses_a_feed_within_its_limits() -> None:
    with Reader() as reader:
        records = list(reader.records("rss", io.BytesIO(an_rss(an_item(1)))))

    assert [type(record) for record in records] == [Told, Post]


# What a document may be that is no feed, or a trap.


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Whatever is opened while this is in place."""
    seen: list[Any] = []

    def refuse(*arguments: Any, **_options: Any) -> NoReturn:
        seen.append(arguments)
        raise OSError("nothing may be opened")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr("urllib.request.urlopen", refuse)
    monkeypatch.setattr("urllib.request.OpenerDirector.open", refuse)
    return seen


@pytest.mark.parametrize(
    "words",
    [
        "/etc/passwd",
        "https://e.org/feed",
        "http://e.org/feed",
        "file:///etc/passwd",
        "feed:https://e.org/",
        "ftp://e.org/x",
        "C:\\boot.ini",
    ],
)
def test_a_document_that_is_the_name_of_a_file_or_an_address_opens_nothing(opened: list[Any], words: str) -> None:
    assert _records(words.encode()) == [Told(NO_FEED, "")]
    assert [record for record in _records(f"<rss>{words}</rss>".encode()) if isinstance(record, Post)] == []
    assert opened == []


@pytest.mark.parametrize("words", ["/etc/passwd", "file:///etc/passwd", "https://e.org/feed"])
def test_feedparser_opens_what_it_is_given_as_words_and_is_never_given_any(opened: list[Any], words: str) -> None:
    module._parsed(words)
    assert opened == []

    with contextlib.suppress(OSError):
        feedparser.parse(words)
    assert opened


_LAUGHS = "<!DOCTYPE rss [<!ENTITY a 'ha'>{}]>".format(
    "".join(f"<!ENTITY {chr(98 + level)} '{f'&{chr(97 + level)};' * 10}'>" for level in range(9))
)


@pytest.mark.parametrize(
    "declaration",
    [
        _LAUGHS,
        "<!DOCTYPE rss [<!ENTITY j SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE rss [<!ENTITY % x SYSTEM 'http://e.org/x.dtd'> %x; <!ENTITY j 'x'>]>",
        "<?xml-stylesheet href='x'?><!-- <rss> -->\n<!doctype rss [ <!ENTITY j 'x'> ]>",
    ],
)
def test_a_feed_that_declares_entities_is_refused(opened: list[Any], declaration: str) -> None:
    (ended,) = _records(declaration.encode() + b"<rss><channel><item><title>&j;</title></item></channel></rss>")

    assert isinstance(ended, Ended)
    assert "declares entities" in ended.detail
    assert opened == []


def test_entities_that_are_declared_nowhere_mean_what_they_do_on_web_pages() -> None:
    assert _one("<title>caf&eacute;&nbsp;x &j;</title>").text.startswith("café")


def test_a_document_type_that_declares_nothing_is_passed_over(opened: list[Any]) -> None:
    declaration = b"<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'http://e.org/rss-0.91.dtd'>"

    assert len(_posts(declaration + an_rss(an_item(1)).partition(b"?>")[2])) == 1
    assert opened == []


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            b"<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/feed></head>",
            Told(WEB_PAGE, "/feed"),
        ),
        (b"\n<html><body>no</body></html>", Told(WEB_PAGE, "")),
        (b"<?xml version='1.0'?><queryResult xmlns='x'/>", Told(NO_FEED, "queryresult")),
        (b'{"version": 1}', Told(NO_FEED, "")),
        (b"", Told(NO_FEED, "")),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Told(NO_FEED, "")),
        (b"< >", Told(NO_FEED, "")),
    ],
)
def test_what_is_no_feed_is_told_apart(document: bytes, told: Told) -> None:
    assert _records(document) == [told]


def test_of_a_feed_that_is_cut_off_the_whole_entries_count() -> None:
    whole = an_rss(an_item(1), an_item(2), an_item(3))
    cuts = {}
    for at in range(whole.index(b"<item>"), whole.index(b"</channel>"), 7):  # no element is as short
        posts = [record for record in _records(whole[:at]) if isinstance(record, Post)]
        assert [post.id for post in posts] == ["id-1", "id-2", "id-3"][: whole[:at].count(b"</item>")]
        assert posts == _posts(whole)[: len(posts)]
        cuts[at] = _records(whole[:at])[-1]
    assert set(cuts.values()) == {Ended("it is cut off", truncated=True)}


def test_a_feed_larger_than_any_honest_one_is_read_up_to_there(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = an_rss(*map(an_item, range(50)))
    monkeypatch.setattr(module, "MAX_FEED_BYTES", len(whole) // 2)
    *_, last = records = _records(whole)

    assert 20 < sum(isinstance(record, Post) for record in records) < 30
    assert isinstance(last, Ended)
    assert (last.detail, last.truncated) == ("it is larger than 0 MiB", False)


def test_entries_beyond_what_an_honest_feed_lists_are_counted_and_not_read() -> None:
    records = _records(an_rss("<item/>" * (MOST_ENTRIES + 7)))

    assert sum(isinstance(record, Post) for record in records) == MOST_ENTRIES
    assert records[-1] == PassedOver("entries of a document that lists more than 5,000", 7)


def test_an_endless_feed_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless:
        given = 0

        def read(self, size: int, /) -> bytes:
            self.given += size
            return b"<rss><channel>" + b"x" * (size - 14)

    source = Endless()
    monkeypatch.setattr(module, "MAX_FEED_BYTES", 1 << 20)
    told, ended = RSS.read(source)

    assert isinstance(told, Told)
    assert isinstance(ended, Ended)
    assert source.given <= (1 << 20) + (1 << 18)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "iso-8859-1", "windows-1252"])
def test_a_feed_in_another_encoding_is_read(encoding: str) -> None:
    declared = encoding.removesuffix("-le").removesuffix("-sig")
    text = f"<?xml version='1.0' encoding='{declared}'?><rss><channel><title>Café</title></channel></rss>"

    assert _records(text.encode(encoding)) == [Told(FEED, "Café")]


def test_a_feed_that_declares_the_wrong_encoding_is_read_all_the_same() -> None:
    text = "<?xml version='1.0' encoding='utf-8'?><rss><channel><title>Café</title></channel></rss>"

    assert _records(text.encode("iso-8859-1")) == [Told(FEED, "Café")]
    assert _records(text.replace("utf-8", "us-ascii").encode()) == [Told(FEED, "Café")]
    assert _records(text.replace("Caf", "Caf\x08\0").encode()) == [Told(FEED, "Café")]


def test_whatever_feedparser_raises_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any, **_options: Any) -> NoReturn:
        raise AssertionError("a parser that gives up")

    monkeypatch.setattr(feedparser, "parse", fail)

    assert _records(an_rss(an_item(1))) == [Ended("it cannot be understood", truncated=False)]


@pytest.mark.parametrize(
    "inner",
    [
        "<links>x</links><content/><media_content>y</media_content><published_parsed>z</published_parsed>",
        "<summary_detail a='1'>x</summary_detail><title_detail/><author_detail>q</author_detail><image>x</image>",
        "<id/><id>2</id><link/><link href='a'/><link href='b' rel='enclosure'/>",
        "<pubDate>99999999999-99-99T99:99:99Z</pubDate><entries>x</entries><item><item><item>",
        "<description>" + "&lt;div&gt;" * 500 + "</description>",
        "<title type='application/octet-stream' mode='base64'>!!!</title>",
    ],
)
def test_no_shape_of_an_entry_makes_it_fail(inner: str) -> None:
    for document in (an_rss(f"<item>{inner}</item>"), an_atom(f"<entry>{inner}</entry>")):
        list(unpack(pack_all(map(pack, _records(document)))))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_makes_it_fail(data: st.DataObject) -> None:
    document = bytearray(an_rss(an_item(1, "<description>&lt;img src='a.jpg'&gt;</description>"), an_item(2)))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(document) - 1))
        document[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    list(unpack(pack_all(map(pack, _records(bytes(document))))))


def test_a_hostile_feed_costs_the_worker_no_more_than_its_limits() -> None:
    nested = an_rss("<item><description>" + "<div>" * 200_000 + "</description></item>")
    with Reader(Limits(seconds=3, memory=256 << 20)) as reader:
        records = list(reader.records("rss", io.BytesIO(nested)))
        again = list(reader.records("rss", io.BytesIO(an_rss(an_item(1)))))

    assert all(isinstance(record, Told | Post | Ended) for record in records)
    assert [type(record) for record in again] == [Told, Post]
