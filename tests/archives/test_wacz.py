"""A WACZ is its WARCs, read where they lie; a file that was changed afterwards is said aloud, and looked at."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from exposurewatch.archives import wacz
from exposurewatch.archives.archive import BadArchive
from exposurewatch.model import Reason
from exposurewatch.sources.containers import Member, Refused
from exposurewatch.sources.web_archive import WebArchive
from tests.archives.containers import opened_pages
from tests.archives.web_archives import A, Answer, B, a_warc, in_one_piece, write_wacz
from tests.sources.builders import JPEG, write_zip

_ONE = a_warc(Answer(A, JPEG))


def _paths(archive: WebArchive) -> list[str]:
    return [member.path for member in archive.members() if isinstance(member, Member)]


def _refused(archive: WebArchive) -> list[tuple[str, Reason]]:
    return [(each.path, each.reason) for each in archive.members() if isinstance(each, Refused)]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "packed"])
@pytest.mark.parametrize("packed", [True, False])
def test_every_warc_in_it_is_read(tmp_path: Path, compression: int, packed: bool) -> None:  # noqa: FBT001
    end = ".gz" if packed else ""
    warcs = {
        f"1.warc{end}": a_warc(Answer(A, JPEG), packed=packed),
        f"2.warc{end}": a_warc(Answer(B, JPEG * 2), packed=packed),
    }
    archive = opened_pages("WACZ", write_wacz(tmp_path / "a.wacz", warcs, compression=compression))

    assert (archive.kind, archive.addresses) == ("WACZ", True)
    assert _paths(archive) == [A, B]
    for _ in range(2):
        assert [archive.look_up(each).read() for each in (B, A)] == [JPEG * 2, JPEG]
    assert _refused(archive) == []


def test_a_file_that_was_changed_is_said_and_looked_at_all_the_same(tmp_path: Path) -> None:
    listed = {"resources": [{"path": "archive/1.warc.gz", "hash": f"sha256:{'0' * 64}"}]}
    archive = opened_pages("WACZ", write_wacz(tmp_path / "a.wacz", {"1.warc.gz": _ONE}, listed=listed))

    assert _paths(archive) == [A]
    ((path, reason),) = _refused(archive)
    assert (path, reason) == ("archive/1.warc.gz", Reason.EXPORT_ALTERED)


def test_a_file_that_the_list_names_and_is_not_there_is_said(tmp_path: Path) -> None:
    listed: dict[str, list[dict[str, str]]] = {
        "resources": [
            {"path": "archive/1.warc.gz"},
            *({"path": name, "hash": f"sha256:{'0' * 64}"} for name in ("pages/pages.jsonl", "../../x")),
        ]
    }
    archive = opened_pages("WACZ", write_wacz(tmp_path / "a.wacz", {"1.warc.gz": _ONE}, listed=listed))

    assert _refused(archive) == [("pages/pages.jsonl", Reason.EXPORT_ALTERED), ("../../x", Reason.EXPORT_ALTERED)]


@pytest.mark.parametrize(
    "listed",
    [["resources"], {"resources": "x"}, {"resources": [5, {"path": 5}, {"path": "a", "hash": "md5:x"}]}],
)
def test_a_warc_that_the_list_does_not_name_is_said_and_looked_at(tmp_path: Path, listed: object) -> None:
    archive = opened_pages("WACZ", write_wacz(tmp_path / "a.wacz", {"1.warc.gz": _ONE}, listed=listed))

    assert _paths(archive) == [A]
    assert _refused(archive) == [("archive/1.warc.gz", Reason.EXPORT_ALTERED)]


def test_a_list_that_gives_no_digests_says_nothing(tmp_path: Path) -> None:
    listed = {"resources": [{"path": "archive/1.warc.gz", "hash": "md5:x"}, {"path": "archive/2.warc.gz"}]}

    assert _refused(opened_pages("WACZ", write_wacz(tmp_path / "a.wacz", {"1.warc.gz": _ONE}, listed=listed))) == []


def test_a_file_that_was_changed_and_is_cut_off_is_said_to_be_both(tmp_path: Path) -> None:
    listed = {"resources": [{"path": "archive/1.warc.gz", "hash": f"sha256:{'0' * 64}"}]}
    cut_off = a_warc(Answer(A, JPEG), Answer(B, JPEG))[:-99]
    archive = opened_pages("WACZ", write_wacz(tmp_path / "a.wacz", {"1.warc.gz": cut_off}, listed=listed))

    assert _refused(archive) == [
        ("archive/1.warc.gz", Reason.EXPORT_ALTERED),
        ("archive/1.warc.gz", Reason.EXPORT_TRUNCATED),
    ]


def test_the_list_itself_is_held_against_its_own(tmp_path: Path) -> None:
    changed = write_zip(
        tmp_path / "a.wacz",
        {
            "archive/1.warc.gz": _ONE,
            "datapackage.json": b'{"resources": [{"path": "archive/1.warc.gz"}]}',
            "datapackage-digest.json": b'{"path": "datapackage.json", "hash": "sha256:%s"}' % (b"0" * 64),
        },
    )

    assert _refused(opened_pages("WACZ", changed)) == [("datapackage.json", Reason.EXPORT_ALTERED)]


@pytest.mark.parametrize("data", [b"{", b"[" * 100_000, b" " * 300])
def test_a_list_that_cannot_be_read_is_said(tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz, "_MAX_LIST", 200_000 if data[:1] != b" " else 200)
    path = write_zip(tmp_path / "a.wacz", {"archive/1.warc.gz": _ONE, "datapackage.json": data})

    assert _refused(opened_pages("WACZ", path)) == [("datapackage.json", Reason.EXPORT_ALTERED)]


def test_an_archive_without_lists_is_taken_as_it_is(tmp_path: Path) -> None:
    assert _refused(opened_pages("WACZ", write_zip(tmp_path / "a.wacz", {"archive/1.warc.gz": _ONE}))) == []


def test_a_warc_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    one_piece = in_one_piece(a_warc(Answer(A, JPEG), Answer(B, JPEG), packed=False))
    warcs = {"1.warc.gz": one_piece, "2.warc.gz": _ONE, "3.warc.gz": a_warc(Answer(B, JPEG))[:-99]}
    archive = opened_pages("WACZ", write_wacz(tmp_path / "a.wacz", warcs))

    assert _paths(archive) == [A, B]
    assert _refused(archive) == [
        ("archive/1.warc.gz", Reason.EXPORT_DAMAGED),
        ("archive/3.warc.gz", Reason.EXPORT_TRUNCATED),
    ]


def test_a_zip_without_warcs_is_no_wacz(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="it holds no WARC"):
        opened_pages("WACZ", write_zip(tmp_path / "a.wacz", {"a.jpg": JPEG}))
    (tmp_path / "b.wacz").write_bytes(b"PK\x03\x04")
    with pytest.raises(BadArchive, match="its end is missing"):
        opened_pages("WACZ", tmp_path / "b.wacz")
