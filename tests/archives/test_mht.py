"""A page saved as one file: its parts are found by their addresses or ids."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exposurewatch.archives import mht
from exposurewatch.archives.archive import BadArchive
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.containers import Refused
from tests.archives.containers import opened_pages
from tests.archives.web_archives import PAGE, A, write_mht
from tests.sources.builders import JPEG

_PARTS = {PAGE: ("text/html", b"<html>"), A: ("image/jpeg", JPEG)}


def _written(tmp_path: Path, data: bytes) -> Path:
    (tmp_path / "a.mht").write_bytes(data)
    return tmp_path / "a.mht"


def test_parts_are_found_by_address_and_by_id(tmp_path: Path) -> None:
    path = write_mht(tmp_path / "a.mht", {**_PARTS, "cid:frame-1@mhtml.blink": ("text/html", b"<b>")})
    archive = opened_pages("MHT", path)

    assert (archive.name, archive.kind) == (str(path), "saved page")
    assert [member.path for member in archive.members()] == [PAGE, A, "cid:frame-1@mhtml.blink"]
    assert archive.look_up(A).read() == archive.look_up(A).read() == JPEG
    assert archive.look_up("cid:frame-1@mhtml.blink").read() == b"<b>"
    assert str(archive.saved_at(PAGE)) == "2024-05-01 10:00:00+00:00"
    with pytest.raises(Unreadable) as caught:
        archive.look_up("https://cdn/other.jpg")
    assert caught.value.reason is Reason.MISSING_FILE


def _raw(transfer: str, body: bytes, location: str = A) -> bytes:
    return (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\nDate: nonsense\r\n\r\n--x\r\n'
        b"Content-Type: image/jpeg\r\nContent-Transfer-Encoding: %s\r\nContent-Location: %s\r\n\r\n%s\r\n--x--\r\n"
    ) % (transfer.encode(), location.encode(), body)


@pytest.mark.parametrize(
    ("transfer", "body", "data"),
    [
        ("quoted-printable", b"a=3Db=\r\nc", b"a=bc"),
        ("8bit", b"\xff\xd8\xff", b"\xff\xd8\xff"),
        ("binary", b"\xff\xd8\xff", b"\xff\xd8\xff"),
        ("base64", b"/9j/", b"\xff\xd8\xff"),
    ],
)
def test_every_way_to_pack_a_part_is_read(tmp_path: Path, transfer: str, body: bytes, data: bytes) -> None:
    archive = opened_pages("MHT", _written(tmp_path, _raw(transfer, body)))

    assert archive.look_up(A).read() == data
    assert archive.saved_at(A) is None


def test_an_address_may_be_folded_or_missing(tmp_path: Path) -> None:
    folded = opened_pages("MHT", _written(tmp_path, _raw("base64", b"/9j/", "https://cdn4.telesco.pe/\r\n file/a.jpg")))
    nameless = opened_pages("MHT", _written(tmp_path, _raw("base64", b"/9j/").replace(b"Content-Location", b"X-Other")))

    assert [member.path for member in folded.members()] == [A]
    assert [member.path for member in nameless.members()] == ["part 1"]


def test_a_page_that_draws_on_nothing_else_may_have_no_parts(tmp_path: Path) -> None:
    archive = opened_pages(
        "MHT", _written(tmp_path, f"Content-Type: text/html\r\nContent-Location: {PAGE}\r\n\r\n<b>".encode())
    )

    assert archive.look_up(PAGE).read() == b"<b>"


def _bad(path: Path) -> str:
    with pytest.raises(BadArchive) as caught:
        opened_pages("MHT", path)
    return str(caught.value)


def test_what_is_no_saved_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3_000))

    assert _bad(tmp_path / "missing.mht")
    assert _bad(_written(tmp_path, b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x--\r\n'))
    assert _bad(_written(tmp_path, JPEG))
    assert _bad(_written(tmp_path, b"plain words"))
    assert _bad(_written(tmp_path, deep)) == "it has more than 16 parts that hold other parts"
    monkeypatch.setattr(mht, "_MAX_NESTED", 5_000)
    assert _bad(_written(tmp_path, deep)) == "it cannot be understood"
    monkeypatch.setattr(mht, "_MAX_PARTS", 1)
    assert "more than 1 parts" in _bad(write_mht(tmp_path / "a.mht", _PARTS))
    monkeypatch.setattr(mht, "_MAX_BYTES", 9)
    assert "larger than" in _bad(write_mht(tmp_path / "a.mht", _PARTS))


@pytest.mark.parametrize("line", [b"a\n", b"a\r", b"a\r\n"])
def test_more_lines_than_can_be_kept_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: bytes) -> None:
    monkeypatch.setattr(mht, "_MAX_LINES", 50)

    assert opened_pages("MHT", _written(tmp_path, _raw("8bit", line * 39))).look_up(A).read()
    assert _bad(_written(tmp_path, _raw("8bit", line * 40))) == "it has more than 50 lines"


@pytest.mark.parametrize("kind", [b"Multipart/mixed", b"\r\n message/rfc822"])
def test_parts_in_parts_in_parts_are_refused(tmp_path: Path, kind: bytes) -> None:
    nested = b"".join(b'Content-type: %s; boundary="%d"\r\n\r\n--%d\r\n' % (kind, n, n) for n in range(17))

    assert "hold other parts" in _bad(_written(tmp_path, nested))


def test_a_page_that_is_cut_off_is_read_so_far_and_said_to_be(tmp_path: Path) -> None:
    whole = write_mht(tmp_path / "a.mht", _PARTS).read_bytes()
    first, *_, last = opened_pages("MHT", _written(tmp_path, whole[: whole.index(A.encode())])).members()

    assert first.path == PAGE
    assert isinstance(last, Refused)
    assert (last.path, last.reason) == ("a.mht", Reason.EXPORT_TRUNCATED)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 1500), st.binary(max_size=9), st.integers(0, 1500))
def test_no_damage_makes_reading_fail(tmp_path: Path, at: int, junk: bytes, end: int) -> None:
    whole = write_mht(tmp_path / "a.mht", _PARTS).read_bytes()
    path = _written(tmp_path, (whole[:at] + junk + whole[at:])[: len(whole) - end])
    with contextlib.suppress(BadArchive):
        for member in opened_pages("MHT", path).members():
            if isinstance(member, Refused):
                assert member.reason is Reason.EXPORT_TRUNCATED
            else:
                assert len(member.read()) <= len(whole)
