"""Every crafted document is read to its end or breaks off with words, and the next one is read all the same."""

from __future__ import annotations

import io

import pytest

from benchmarks.hostility.documents import documents
from benchmarks.hostility.own_feeds import interchanges
from exposurewatch.interchange import INTERCHANGES
from exposurewatch.parsers.job import PARSERS
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.parsers.reader import Reader
from tests.hostile import corpus


def _read(reader: Reader, parser: str, content: bytes) -> list[Record]:
    return list(reader.records(parser, io.BytesIO(content)))


def _check(reader: Reader, parser: str, content: bytes, name: str) -> None:
    """Read a document: what ends it early stands last, and says why."""
    found = _read(reader, parser, content)
    ended = [record for record in found if isinstance(record, Ended)]
    assert ended in ([], found[-1:]), name
    assert all(each.detail for each in ended), name


def test_every_parser_has_a_document() -> None:
    assert documents().keys() == {parser.name for parser in PARSERS}


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_each_document_ends_by_itself(parser: object, reader: Reader) -> None:
    name: str = getattr(parser, "name", "")
    for case in corpus.of_parser(name):
        _check(reader, name, case.content, case.name)
    found = _read(reader, name, documents()[name].content)
    assert found
    assert not any(isinstance(record, Ended) for record in found)


def test_every_form_of_lists_is_tried() -> None:
    assert interchanges().keys() == {form.name for form in INTERCHANGES}


@pytest.mark.parametrize("form", INTERCHANGES, ids=lambda form: form.name)
def test_each_list_that_the_program_writes_itself_ends_as_well(form: object, reader: Reader) -> None:
    name: str = getattr(form, "name", "")
    for parser in ("hash-list", "hash-list-pdq"):
        for case in corpus.of_interchange(name):
            _check(reader, parser, case.content, case.name)
