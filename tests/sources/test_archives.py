"""What a file is opened as goes by its first bytes before its name."""

from __future__ import annotations

import pytest

from exposurewatch.sources.archives import archive_for, may_be_archive

_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b\x08"
_SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"
_TAR = bytes(257) + b"ustar"


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (_ZIP, "a.wacz", "WACZ"),
        (_ZIP, "a.zip", "zip"),
        (_ZIP, "download", "zip"),
        (b"", "a.ZIP", "zip"),
        (b"", "a.warc", "WARC"),
        (_GZIP, "a.warc.gz", "WARC"),
        (b"WARC/1.1\r\n", "download", "WARC"),
        (b"", "a.mht", "MHT"),
        (b"", "a.mhtml", "MHT"),
        (b"From: <Saved by Blink>\r\n", "page", "MHT"),
        (_TAR, "download", "tar"),
        (b"", "a.tar", "tar"),
        (_GZIP, "a.tar.gz", "tar"),
        (_GZIP, "a.tgz", "tar"),
        (_SEVEN_ZIP, "download", "7z"),
        (b"", "a.7z", "7z"),
    ],
    ids=str,
)
def test_it_is_told_what_a_file_is(head: bytes, name: str, kind: str) -> None:
    found = archive_for(head, name)

    assert found is not None
    assert found.name == kind


@pytest.mark.parametrize(
    ("head", "name"),
    [(_GZIP, "a.gz"), (b"From: someone@example.org", "mail.eml"), (b"\xff\xd8\xff", "a.tar"), (b"{}", "result.json")],
    ids=str,
)
def test_other_files_are_no_archives(head: bytes, name: str) -> None:
    assert archive_for(head, name) is None


def test_it_is_told_by_name_what_may_be_one() -> None:
    assert may_be_archive("photos/A.TAR.GZ")
    assert not may_be_archive("a.rar")
