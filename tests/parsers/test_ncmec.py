"""What NCMEC gives out becomes reports; hostile XML is refused, and what was read before it counts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import DIGESTS, Digest, Moment
from exposurewatch.parsers.digests import CHANGED, MISSHAPEN, PHOTODNA, UNKNOWN, VIDEOS
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.exchange_json import LATEST, NEXT, REPORTS, SHAPELESS
from exposurewatch.parsers.ncmec import NAMESPACE, NCMEC
from tests.parsers.reports import end, entries, passed, records, told

_MD5: Final = "a1" * 16
_SHA1: Final = "b2" * 20
_PDQ: Final = "c3" * 32
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def _image(prints: str, name: str = "image1", member: str = 'id="42"', when: str = "2024-05-01T10:00:00Z") -> str:
    return (
        f"<image><member {member}>Example</member><timestamp>{when}</timestamp><id>{name}</id>"
        f"<classification>A1</classification><fingerprints>{prints}</fingerprints><feedback/></image>"
    )


def _document(*images: str, rest: str = "", head: str = _HEAD, namespace: str = NAMESPACE) -> bytes:
    return (
        f'{head}<queryResult xmlns="{namespace}"><images count="1" maxTimestamp="2024-05-01T10:00:00Z">'
        f"{''.join(images)}</images>{rest}</queryResult>"
    ).encode()


def test_an_image_is_known_by_its_member_and_its_name() -> None:
    prints = f"<md5>{_MD5}</md5><sha1>\n{_SHA1.upper()} </sha1><pdq>{_PDQ}</pdq><pdna>x...</pdna>"
    digests = tuple(
        Digest(name, bytes.fromhex(value)) for name, value in (("md5", _MD5), ("sha1", _SHA1), ("pdq", _PDQ))
    )
    when = Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), "2024-05-01T10:00:00Z")

    assert entries(NCMEC, _document(_image(prints))) == [Entry("42/image1", digests, date=when, note=CHANGED)]


def test_a_deleted_image_is_withdrawn_under_the_same_key() -> None:
    deleted = '<deletedImage><member id="42">E</member><id>image1</id><timestamp>x</timestamp></deletedImage>'

    assert entries(NCMEC, _document(deleted)) == [Entry("42/image1", withdrawn=True)]


def test_what_photos_are_not_compared_by_is_counted() -> None:
    videos = (
        '<videos count="2" maxTimestamp="2024-05-01T11:00:00Z">'
        f'<video><member id="42"/><id>v</id><fingerprints><md5>{_MD5}</md5></fingerprints></video>'
        '<deletedVideo><member id="42"/><id>w</id></deletedVideo></videos>'
    )
    document = _document(
        _image("<pdna>x</pdna>"),
        _image('<videntifier rel="self" href="/v2/x"/>'),
        _image("<md5>a1</md5>"),
        _image(""),
        _image(f"<md5>{_MD5}</md5>", name=""),
        _image(f"<md5>{_MD5}</md5>", member=""),
        "<image/>",
        "<deletedImage/>",
        "<drawing/>",
        rest=videos,
    )

    assert entries(NCMEC, document) == []
    assert passed(NCMEC, document) == {PHOTODNA: 1, UNKNOWN: 2, MISSHAPEN: 2, SHAPELESS: 4, VIDEOS: 1}
    assert told(NCMEC, document)[LATEST] == str(int(datetime(2024, 5, 1, 11, tzinfo=UTC).timestamp()))


def test_a_page_says_where_the_next_one_is() -> None:
    document = _document(rest="<paging><next>/v2/entries?from=a&amp;start=2001&amp;size=1000</next></paging>")

    assert told(NCMEC, document)[NEXT] == "/v2/entries?from=a&start=2001&size=1000"
    assert NEXT not in told(NCMEC, _document(rest="<paging><next/></paging>"))


@pytest.mark.parametrize("namespace", ["", "https://hashsharing.ncmec.org/hashsharing/v1", "https://example.org/"])
def test_the_namespace_tells_what_it_is(namespace: str) -> None:
    document = _document(_image(f"<md5>{_MD5}</md5>"), namespace=namespace)

    assert records(NCMEC, document) == []
    assert REPORTS in told(NCMEC, _document())


@pytest.mark.parametrize("when", ["2098-05-01T10:00:00Z", "1901-05-01T10:00:00Z", "yesterday"])
def test_a_clock_that_is_wrong_is_not_believed(when: str) -> None:
    (entry,) = entries(NCMEC, _document(_image(f"<md5>{_MD5}</md5>", when=when)))

    assert entry.date is not None
    assert (entry.date.utc, entry.date.raw) == (None, when)
    assert entry.date.uncertain


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE queryResult [<!ENTITY l0 "ha">{_LAUGHS}]>',
        '<!DOCTYPE queryResult [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE queryResult [<!ENTITY % l9 SYSTEM "https://example.org/x.dtd"> %l9;]>',
        '<!DOCTYPE queryResult SYSTEM "https://example.org/x.dtd">',
        "<!DOCTYPE queryResult []>",
    ],
)
def test_entities_and_document_types_are_refused(doctype: str) -> None:
    document = _document(_image(f"<md5>{_MD5}</md5>", name="&l9;"), head=_HEAD + doctype)

    assert entries(NCMEC, document) == []
    assert "declares entities or a document type" in end(NCMEC, document).detail
    assert not end(NCMEC, document).truncated


def test_nesting_and_giants_are_refused() -> None:
    deep = _document(_image(f"<md5>{_MD5}</md5>"), _image("<a>" * 100_000))
    wide = _document(_image(f"<md5>{_MD5}</md5>"), _image("<a/>" * 20_000))

    assert "levels deep" in end(NCMEC, deep).detail
    assert "parts" in end(NCMEC, wide).detail
    assert len(entries(NCMEC, deep)) == len(entries(NCMEC, wide)) == 1


def test_a_document_that_is_cut_off_gives_what_is_there() -> None:
    document = _document(*(_image(f"<md5>{_MD5}</md5>", name=f"i{number}") for number in range(50)))
    half = document[: len(document) // 2]

    assert 10 < len(entries(NCMEC, half)) < 50
    assert end(NCMEC, half).truncated
    assert end(NCMEC, b"").truncated


@pytest.mark.parametrize(
    "head", ['<?xml version="1.0" encoding="martian"?>', '<?xml version="1.0" encoding="utf-7"?>', "]"]
)
def test_what_is_no_xml_is_said(head: str) -> None:
    assert end(NCMEC, _document(head=head) + b" " * 200_000).detail == "it is no valid XML from there on"


def test_utf16_is_read() -> None:
    document = _document(_image(f"<md5>{_MD5}</md5>"), head='<?xml version="1.0" encoding="UTF-16"?>').decode()

    assert len(entries(NCMEC, document.encode("utf-16"))) == 1


def test_names_are_cleaned() -> None:
    (entry,) = entries(NCMEC, _document(_image(f"<md5>{_MD5}</md5>", name="a\u202eb&#x9b;" + "x" * 500)))

    assert entry.key.startswith("42/abx")
    assert len(entry.key) < 150


@given(st.binary(max_size=60), st.integers(0, 600))
def test_no_bytes_make_it_raise(junk: bytes, at: int) -> None:
    document = _document(_image(f"<md5>{_MD5}</md5><pdq>{_PDQ}</pdq>"))

    for entry in entries(NCMEC, document[:at] + junk + document[at:]):
        assert all(len(each.value) == DIGESTS[each.algorithm] for each in entry.digests)
        assert entry.key
