"""Hashes of own photos are written as other programs take them, and nothing beside the hashes is."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from exposurewatch import interchange
from exposurewatch.interchange import (
    A_VIDEO,
    INTERCHANGES,
    LEAST_QUALITY,
    NO_SUM,
    PDQ,
    STOPNCII_CSV,
    THREATEXCHANGE,
    TOO_PLAIN,
    Hash,
    Interchange,
    hashes_of,
    written,
)
from exposurewatch.model import Box, Digest, Frame, Photo
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.hash_list import HASH_LIST, HASH_LISTS
from tests.vault.builders import own

_ONE, _TWO = own(1), own(2)


def _pdq(photo: Photo) -> str:
    return photo.fingerprints.frames[0].digests["pdq"][0].hex()


def _of_quality(photo: Photo, quality: int) -> Photo:
    (frame,) = photo.fingerprints.frames
    return replace(photo, fingerprints=replace(photo.fingerprints, frames=(replace(frame, quality=quality),)))


def _video(number: int, md5: bytes = b"\x07" * 16) -> Photo:
    return own(number, seconds=12.0, md5=md5)


def test_every_form_that_is_defined_is_listed() -> None:
    assert {id(each) for each in vars(interchange).values() if isinstance(each, Interchange)} == set(
        map(id, INTERCHANGES)
    )
    assert len({each.name for each in INTERCHANGES}) == len(INTERCHANGES)


def test_a_list_of_pdq_has_one_hash_a_line() -> None:
    found = written([_ONE, _TWO], PDQ)

    assert found.content.decode("ascii").splitlines() == sorted([_pdq(_ONE), _pdq(_TWO)])
    assert found.content.endswith(b"\n")
    assert (found.hashes, found.photos, found.left_out) == (2, 2, {})


def test_a_list_of_threatexchange_has_a_kind_and_a_hash_a_line() -> None:
    lines = written([_ONE], THREATEXCHANGE).content.decode("ascii").splitlines()

    assert lines == [f"md5 {_ONE.md5.hex()}", f"pdq {_pdq(_ONE)}", f"sha256 {_ONE.sha256.hex()}"]


def test_a_table_has_a_header_and_the_quality_of_each_hash() -> None:
    content = written([_ONE, _video(3)], STOPNCII_CSV).content.decode("ascii")

    assert list(csv.reader(io.StringIO(content, newline=""))) == [
        ["signalType", "hashValue", "quality"],
        ["ImagePDQ", _pdq(_ONE), "100"],
        ["VideoMD5", "07" * 16, ""],
    ]
    assert content.count("\r\n") == 3


def test_the_upright_form_of_the_whole_picture_counts() -> None:
    inner = Frame(Box(0.1, 0.1, 0.9, 0.9), 90, {"pdq": (bytes(32),) * 8})
    whole = _ONE.fingerprints.frames[0]
    photo = replace(_ONE, fingerprints=replace(_ONE.fingerprints, frames=(inner, whole)))

    assert Hash("pdq", _pdq(_ONE), 100) in hashes_of(photo)
    assert sum(each.kind == "pdq" for each in hashes_of(photo)) == 1


@pytest.mark.parametrize(("quality", "counts"), [(LEAST_QUALITY, True), (LEAST_QUALITY - 1, False), (0, False)])
def test_no_hash_of_a_picture_too_plain_is_given_out(quality: int, counts: bool) -> None:  # noqa: FBT001
    found = written([_of_quality(_ONE, quality)], PDQ)

    assert found.hashes == counts
    assert found.left_out == ({} if counts else {TOO_PLAIN: 1})
    assert found.content.count(b"\n") == counts


def test_a_picture_without_digests_is_left_out_and_counted() -> None:
    plain = replace(_ONE, fingerprints=replace(_ONE.fingerprints, frames=(Frame(Box(), 3, {}),)))

    assert written([plain, _TWO], PDQ).left_out == {TOO_PLAIN: 1}
    typed = written([plain], THREATEXCHANGE)
    assert (typed.hashes, typed.photos, typed.left_out) == (2, 1, {TOO_PLAIN: 1})


@pytest.mark.parametrize(
    ("form", "md5", "hashes", "left_out"),
    [
        (PDQ, b"\x07" * 16, 0, {A_VIDEO: 1}),
        (THREATEXCHANGE, b"\x07" * 16, 2, {}),
        (THREATEXCHANGE, b"", 1, {}),
        (STOPNCII_CSV, b"\x07" * 16, 1, {}),
        (STOPNCII_CSV, b"", 0, {NO_SUM: 1}),
    ],
)
def test_of_a_video_the_sums_of_its_file_are_given_out(
    form: Interchange, md5: bytes, hashes: int, left_out: dict[str, int]
) -> None:
    found = written([_video(1, md5)], form)

    assert (found.hashes, found.photos, found.left_out) == (hashes, bool(hashes), left_out)


def test_the_same_hash_is_written_once_and_no_order_tells_which_belong_together() -> None:
    twin = replace(_TWO, fingerprints=_of_quality(_ONE, 60).fingerprints)

    for form in INTERCHANGES:
        assert written([_ONE, twin], form).content == written([twin, _ONE], form).content
    found = written([_ONE, twin], PDQ)
    assert (found.hashes, found.photos) == (1, 2)


@pytest.mark.parametrize("form", INTERCHANGES, ids=lambda form: form.name)
def test_nothing_but_hashes_is_in_a_list(form: Interchange) -> None:
    photo = own(1, label="SECRETLABEL", path="/home/SECRETPATH.jpg", id="feedfacebeef")

    content = written([photo], form).content
    assert b"SECRET" not in content
    assert b"feedface" not in content


@pytest.mark.parametrize("form", INTERCHANGES, ids=lambda form: form.name)
def test_no_photos_make_an_empty_list(form: Interchange) -> None:
    found = written([], form)

    assert (found.hashes, found.photos, found.left_out) == (0, 0, {})
    assert found.content.count(b"\n") == (form is STOPNCII_CSV)


@pytest.mark.parametrize("form", INTERCHANGES, ids=lambda form: form.name)
def test_what_is_written_is_read_again_as_a_feed(form: Interchange) -> None:
    parser = next(each for each in HASH_LISTS if each.name == "hash-list-pdq") if form is PDQ else HASH_LIST
    records = list(parser.read(io.BytesIO(written([_ONE, _TWO], form).content)))
    digests = {digest for record in records if isinstance(record, Entry) for digest in record.digests}

    pdq = {(each.algorithm, each.value) for each in digests if each.algorithm == "pdq"}
    assert pdq == {("pdq", bytes.fromhex(_pdq(photo))) for photo in (_ONE, _TWO)}
    if form is THREATEXCHANGE:
        assert {Digest("md5", _ONE.md5), Digest("sha256", _TWO.sha256)} <= digests
