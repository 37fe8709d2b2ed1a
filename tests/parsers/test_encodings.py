"""Pages in every encoding are read in a locked worker, which can load none any more."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from exposurewatch.parsers.job import warm_up
from exposurewatch.sandbox.worker import Limits, Worker


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    one = Worker("tests.parsers.decoding:job", Limits())
    yield one
    one.close()


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        *(("windows-1252", "größer"), ("iso-8859-15", "5 €"), ("ascii", "plain")),
        *(("windows-1251", "кто она"), ("koi8-r", "кто она"), ("koi8-u", "хто вона"), ("cp866", "кто она")),
        *(("gb18030", "她是谁"), ("gbk", "她是谁"), ("gb2312", "她是谁"), ("big5", "她是誰")),
        *(("shift_jis", "彼女は誰"), ("euc-jp", "彼女は誰"), ("euc-kr", "그녀는"), ("cp874", "เธอ")),
        *(("macroman", "größer"), ("utf-8", "กรุงเทพ")),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(encoding: str, words: str, worker: Worker) -> None:
    page = f"<meta charset={encoding}>{words}"
    assert worker.ask(page.encode(encoding)) == page.encode("utf-8")


@pytest.mark.parametrize("encoding", ["windows-99999", "cp99999", "iso-8859-99"])
def test_an_encoding_that_is_none_is_taken_for_utf_8(encoding: str, worker: Worker) -> None:
    page = f"<meta charset={encoding}>größer".encode()
    assert worker.ask(page) == page


def test_warming_up_loads_every_encoding() -> None:
    warm_up()
    assert {"encodings.koi8_u", "encodings.utf_32_be", "encodings.euc_kr"} <= sys.modules.keys()
