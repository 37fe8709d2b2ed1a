"""What a worker says that an archive holds is checked before it is believed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from exposurewatch.archives.entries import Entry, pack, pack_all, unpack
from exposurewatch.model import Reason
from exposurewatch.sandbox.protocol import Malformed

_WHOLE = Entry("a/\u00e9\ud800.jpg", b"\0\xff", 9, None, "", b"\1" * 32, datetime(2024, 5, 1, tzinfo=UTC))


def test_entries_travel_whole() -> None:
    entries = [_WHOLE, Entry("b", refused=Reason.LINK, detail="it leads out"), Entry("")]

    assert list(unpack(pack_all(map(pack, entries)))) == entries


def test_a_name_longer_than_any_that_is_followed_is_cut_and_refused() -> None:
    (entry,) = unpack(pack_all([pack(Entry("a" * 9_000_000))]))

    assert len(entry.name) == 4096
    assert entry.refused is Reason.UNSAFE_PATH


def test_words_are_cleaned() -> None:
    (entry,) = unpack(pack_all([pack(Entry("a", refused=Reason.LINK, detail="\x1b[31mred\n"))]))

    assert entry.detail == "[31mred"


@pytest.mark.parametrize(
    "changed",
    [
        {0: 5},
        {1: "xyz"},
        {1: None},
        {2: -1},
        {2: True},
        {2: 1.5},
        {2: "9"},
        {3: "because"},
        {4: None},
        {5: "0"},
        {6: "yesterday"},
        {6: "2024-05-01T00:00:00"},
        {6: 5},
    ],
    ids=str,
)
def test_what_is_no_entry_is_refused(changed: dict[int, object]) -> None:
    fields = json.loads(pack(_WHOLE))
    for place, value in changed.items():
        fields[place] = value

    with pytest.raises(Malformed):
        unpack(json.dumps([fields]).encode())


@pytest.mark.parametrize("answer", [b"", b"{}", b"[5]", b"[[]]", b"[" * 100_000, b"\xff", b"[[1,2,3,4,5,6,7,8]]"])
def test_what_is_no_list_of_entries_is_refused(answer: bytes) -> None:
    with pytest.raises(Malformed):
        unpack(answer)
