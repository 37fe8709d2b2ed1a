"""A WARC is read record by record, where each lies; what is damaged, missing or hostile in it is said."""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import sys
import zlib
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exposurewatch.archives import warc_records, warcs
from exposurewatch.archives.archive import BadArchive
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.containers import Member, Refused
from exposurewatch.sources.web_archive import WebArchive
from tests.archives.containers import opened_pages
from tests.archives.web_archives import (
    A,
    Answer,
    B,
    a_warc,
    in_one_piece,
    warc_digest,
    write_revisit,
    write_warc,
)
from tests.sources.builders import JPEG

_DAMAGED = gzip.compress(random.Random(1).randbytes(40_000))[:20_000] + b"x" * 20_000  # noqa: S311
_HTML = {"Content-Type": "text/html"}


def _paths(archive: WebArchive) -> list[str]:
    return [member.path for member in archive.members() if isinstance(member, Member)]


def _refused(archive: WebArchive) -> list[tuple[str, Reason, str]]:
    return [(each.path, each.reason, each.detail) for each in archive.members() if isinstance(each, Refused)]


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.fixture(params=["a.warc", "a.warc.gz"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / str(request.param)


def test_every_record_is_found_where_it_lies(path: Path) -> None:
    archive = opened_pages(
        "WARC", write_warc(path, Answer(A, JPEG), Answer(B, b"x" * 200_000), Answer("urn:x", b"y", kind="resource"))
    )

    assert (archive.name, archive.kind) == (str(path), "WARC")
    assert _paths(archive) == [A, B, "urn:x"]
    for _ in range(2):
        assert [archive.look_up(each).read() for each in ("urn:x", B, A)] == [b"y", b"x" * 200_000, JPEG]
    assert str(archive.saved_at(A)) == "2024-05-01 10:00:00+00:00"
    assert _refused(archive) == []


def test_a_picture_can_be_read_while_another_is_open(path: Path) -> None:
    archive = opened_pages("WARC", write_warc(path, Answer(A, JPEG), Answer(B, b"b" * 99)))
    with archive.look_up(A).open() as first:
        head = first.read(10)
        assert archive.look_up(B).read() == b"b" * 99
        assert head + first.read(1 << 20) == JPEG


def _chunked(data: bytes) -> bytes:
    half = len(data) // 2
    pieces = (data[:half], data[half:])
    return b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ({"Transfer-Encoding": "chunked"}, _chunked(JPEG)),
        ({"Content-Encoding": "gzip"}, gzip.compress(JPEG)),
        ({"Content-Encoding": "x-gzip"}, gzip.compress(JPEG)),
        ({"Content-Encoding": "deflate"}, zlib.compress(JPEG)),
        ({"Content-Encoding": "deflate"}, zlib.compress(JPEG, wbits=-15)),
        ({"Content-Encoding": "br"}, brotli.compress(JPEG)),
        ({"Content-Encoding": "gzip", "Transfer-Encoding": "Chunked"}, _chunked(gzip.compress(JPEG))),
        ({"Content-Encoding": "identity"}, JPEG),
        ({"Content-Encoding": "gzip"}, JPEG),
        ({"Transfer-Encoding": "chunked"}, JPEG),
    ],
    ids=["chunked", "gzip", "x-gzip", "zlib", "deflate", "brotli", "both", "as-it-is", "not-packed", "not-chunked"],
)
def test_what_a_server_packed_is_unpacked(path: Path, headers: dict[str, str], sent: bytes) -> None:
    archive = opened_pages("WARC", write_warc(path, Answer(A, sent, headers=headers)))

    assert archive.look_up(A).read() == JPEG


@pytest.mark.parametrize(
    ("headers", "sent", "reason"),
    [
        ({"Content-Encoding": "zstd"}, JPEG, Reason.UNSUPPORTED_FORMAT),
        ({"Content-Encoding": "gzip"}, gzip.compress(bytes(60 << 20)), Reason.TOO_LARGE),
        ({"Content-Encoding": "br"}, brotli.compress(bytes(200 << 20), quality=1), Reason.TOO_LARGE),
        ({"Transfer-Encoding": "chunked"}, b"7fffffff\r\n" + JPEG, Reason.TOO_LARGE),
        ({"Content-Encoding": "gzip"}, _DAMAGED, Reason.CANNOT_OPEN),
        ({"Content-Encoding": "gzip"}, _DAMAGED[:400] + b"x" * 20_000, Reason.CANNOT_OPEN),
    ],
    ids=["unknown", "bomb", "brotli-bomb", "endless-chunk", "damaged", "damaged-early"],
)
def test_what_cannot_be_unpacked_says_why(
    tmp_path: Path, headers: dict[str, str], sent: bytes, reason: Reason, capfd: pytest.CaptureFixture[str]
) -> None:
    archive = opened_pages("WARC", write_warc(tmp_path / "a.warc", Answer(A, sent, headers=headers)))

    with pytest.raises(Unreadable) as caught:
        archive.look_up(A).read()
    assert caught.value.reason is reason
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (Answer(A, b"gone", "404 Not Found", _HTML), "the server answered 404 when it was to be saved"),
        (Answer("https://cdn/a", JPEG, "500 X", {"Content-Type": "image/jpeg"}), "the server answered 500"),
        (Answer(A, JPEG, "206 X", {"Content-Range": "bytes 0-9/100"}), "the server answered 206"),
        (Answer(A, b"", "hello"), "the server gave no proper answer"),
        (Answer("https://cdn/page", b"gone", "404 Not Found", _HTML), ""),
        (Answer("https://t.me/gossipcorner", b"", "302 Found", {"Location": A}), ""),
    ],
)
def test_an_answer_that_is_no_picture_counts_where_it_would_have_been_one(
    path: Path, answer: Answer, refused: str
) -> None:
    archive = opened_pages("WARC", write_warc(path, Answer(B, JPEG), answer))

    assert _paths(archive) == [B]
    if refused:
        ((where, reason, detail),) = _refused(archive)
        assert (where, reason) == (answer.address, Reason.UNAVAILABLE)
        assert detail.startswith(refused)
    else:
        assert _refused(archive) == []


def test_a_part_of_a_file_that_is_all_of_it_is_a_file(path: Path) -> None:
    headers = {"Content-Range": f"bytes 0-{len(JPEG) - 1}/{len(JPEG)}"}

    assert _paths(opened_pages("WARC", write_warc(path, Answer(A, JPEG, "206 Partial Content", headers)))) == [A]


def test_a_revisit_leads_to_what_was_saved_before(path: Path) -> None:
    write_warc(path, Answer(A, JPEG))
    write_revisit(path, B, warc_digest(JPEG), A)
    write_revisit(path, A, warc_digest(JPEG), A)
    archive = opened_pages("WARC", path)

    assert _paths(archive) == [A, B]
    assert archive.look_up(B).read() == JPEG


def test_a_revisit_of_an_address_leads_there_where_its_digest_is_not_known(path: Path) -> None:
    write_warc(path, Answer(A, JPEG))
    write_revisit(path, B, "sha1:UNKNOWN", A)

    assert opened_pages("WARC", path).look_up(B).read() == JPEG


def test_a_revisit_of_what_another_archive_holds_is_missing(path: Path) -> None:
    write_warc(path, Answer(A, JPEG))
    write_revisit(path, B, "sha1:UNKNOWN", "https://cdn/other.jpg")
    ((where, reason, detail),) = _refused(opened_pages("WARC", path))

    assert (where, reason) == (B, Reason.MISSING_FILE)
    assert "earlier archive" in detail


def test_what_had_changed_between_two_captures_is_kept(path: Path) -> None:
    archive = opened_pages("WARC", write_warc(path, Answer(A, JPEG), Answer(A, b"other"), Answer(A, JPEG)))

    assert _paths(archive) == [A, f"{A} (2)"]


def test_a_warc_that_was_cut_off_keeps_what_came_before(path: Path) -> None:
    whole = write_warc(path, Answer(A, JPEG), Answer(B, JPEG[::-1])).read_bytes()
    archive = opened_pages("WARC", _written(path, whole[:-200]))

    assert _paths(archive)[0] == A
    assert archive.look_up(A).read() == JPEG
    ((where, reason, detail),) = _refused(archive)
    assert (where, reason) == (path.name, Reason.EXPORT_TRUNCATED)
    assert detail.endswith("then it is cut off")


def test_wherever_a_warc_was_cut_off_that_is_said(path: Path) -> None:
    whole = write_warc(path, Answer(A, JPEG), Answer(B, JPEG[::-1])).read_bytes()
    with path.open("rb") as file:
        _, second = warc_records.records(file)
    for end in range(second.offset + 1, second.offset + second.length - 8, 7):
        archive = opened_pages("WARC", _written(path, whole[:end]))
        assert _paths(archive)[0] == A
        assert Reason.EXPORT_TRUNCATED in [reason for _, reason, _ in _refused(archive)]


def test_a_warc_that_is_damaged_keeps_what_came_before(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    good = write_warc(path, Answer(A, JPEG)).read_bytes()
    archive = opened_pages("WARC", _written(path, good + b"\x1b[31mnonsense\r\n\r\n" * 20))

    assert archive.look_up(A).read() == JPEG
    assert [reason for _, reason, _ in _refused(archive)] == [Reason.EXPORT_DAMAGED]
    assert capfd.readouterr() == ("", "")


def _bad(path: Path, data: bytes) -> str:
    with pytest.raises(BadArchive) as caught:
        opened_pages("WARC", _written(path, data))
    return str(caught.value)


def test_a_warc_that_was_packed_as_one_piece_is_refused_with_what_to_do(tmp_path: Path) -> None:
    whole = in_one_piece(a_warc(Answer(A, JPEG), Answer(B, JPEG), packed=False))

    assert "unpack the .gz" in _bad(tmp_path / "a.warc.gz", whole)


def test_what_is_no_warc_is_refused(path: Path) -> None:
    assert _bad(path, b"") == "it holds nothing that was saved"
    assert _bad(path, a_warc(packed=path.suffix == ".gz")) == "it holds nothing that was saved"
    assert "nothing stands before that" in _bad(path, b"no warc at all\r\n" * 9)
    assert "nothing stands before that" in _bad(path, b"WARC/1.0\r\nWARC-Type: " + b"x" * 100_000)
    assert "longer than any honest" in _bad(path, b"WARC/1.0\r\n" + b"A: b\r\n" * 300_000)
    with pytest.raises(BadArchive):
        opened_pages("WARC", path.parent / "missing.warc")


def test_too_many_records_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warcs, "MAX_RECORDS", 1)

    assert "more than 1 records" in _bad(path, a_warc(Answer(A, b"1"), Answer(B, b"2")))


def test_an_address_that_is_far_too_long_is_refused_with_its_beginning(path: Path) -> None:
    long = "https://cdn/" + "a" * 5000
    archive = opened_pages(
        "WARC", write_warc(path, Answer(f"{long}1", JPEG), Answer(f"{long}2", JPEG), Answer(A, JPEG))
    )

    assert _paths(archive) == [A]
    refused = _refused(archive)
    assert [(len(where), reason) for where, reason, _ in refused] == [(4096, Reason.UNSAFE_PATH)] * 2
    assert all(where.startswith("https://cdn/aaa") for where, _, _ in refused)


def test_addresses_that_fill_the_memory_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warcs, "_MAX_ADDRESSES", len(A) + 1)

    assert _bad(path, a_warc(Answer(A, b"1"), Answer(B, b"2"))) == "the addresses in it are too long"


def test_a_media_type_that_is_far_too_long_says_nothing(path: Path) -> None:
    headers = {"Content-Type": "image/jpeg;" + "a" * 5000}
    archive = opened_pages(
        "WARC", write_warc(path, Answer("https://cdn/a", b"", status="404 Not Found", headers=headers))
    )

    assert _refused(archive) == []


def test_a_record_that_unpacks_without_end_stops_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_records, "_RATIO_FREE", 1 << 20)
    monkeypatch.setattr(warc_records, "_BLOCK", 1 << 12)
    path = tmp_path / "a.warc.gz"
    archive = opened_pages("WARC", write_warc(path, Answer(B, JPEG), Answer(A, bytes(64 << 20))))

    assert _paths(archive) == [B]
    assert "250 times its size" in _refused(archive)[0][2]


def test_without_the_library_it_is_said_how_to_install_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_warc(path, Answer(A, JPEG))
    monkeypatch.setitem(sys.modules, "exposurewatch.archives.warc_records", None)

    with pytest.raises(BadArchive, match=r"pip install '\.\[web\]'"):
        opened_pages("WARC", path)


def test_an_archive_that_goes_away_is_unreadable_and_nothing_else(path: Path) -> None:
    archive = opened_pages("WARC", write_warc(path, Answer(A, JPEG)))
    path.write_bytes(b"x" * 40)
    with pytest.raises(Unreadable):
        archive.look_up(A).read()
    path.unlink()
    with pytest.raises(Unreadable):
        archive.look_up(A).read()


_WHOLE = a_warc(Answer(A, JPEG, headers=_HTML), Answer(B, gzip.compress(JPEG), headers={"Content-Encoding": "gzip"}))
_PLAIN = a_warc(Answer(A, JPEG), Answer(B, _chunked(JPEG), headers={"Transfer-Encoding": "chunked"}), packed=False)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([_WHOLE, _PLAIN]), st.integers(0, 3000), st.binary(max_size=6), st.integers(0, 3000))
def test_no_damage_makes_reading_fail(tmp_path: Path, whole: bytes, at: int, junk: bytes, end: int) -> None:
    path = _written(tmp_path / "a.warc.gz", (whole[:at] + junk + whole[at + len(junk) :])[: len(whole) - end])
    with contextlib.suppress(BadArchive):
        for member in opened_pages("WARC", path).members():
            if isinstance(member, Member):
                with contextlib.suppress(Unreadable):
                    assert len(member.read()) < 1 << 20


def test_reading_stops_at_the_end_of_a_record(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc", Answer(A, JPEG), Answer(B, b"secret"))
    with path.open("rb") as file:
        first = next(warc_records.records(file))
    body = warc_records.body(io.BytesIO(path.read_bytes()), first.offset)

    assert body.read(1 << 20) == JPEG
    assert body.read(1 << 20) == b""
