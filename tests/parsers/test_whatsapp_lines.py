"""The start of a message is found in any language, and nothing else is taken for one."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.whatsapp_lines import (
    Raw,
    has_brackets,
    lines,
    looks_exported,
    messages,
    start_of,
    written,
)


class _Trickle:
    """A readable that gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data = io.BytesIO(data)
        self._size = size

    def read(self, size: int, /) -> bytes:
        return self._data.read(min(size, self._size))


def _split(text: str) -> list[Raw]:
    source: Readable = io.BytesIO(text.encode())
    first = next(start for line in text.split("\n") if (start := start_of(line)))
    return list(messages(lines(source), first.shape))


@pytest.mark.parametrize(
    ("line", "numbers", "clock"),
    [
        ("[31/12/2022, 11:40:26] Ana: hi", (31, 12, 2022), (11, 40, 26)),
        ("\u200e[31/12/2022, 11:40:26] Ana: \u200eimage omitted", (31, 12, 2022), (11, 40, 26)),
        ("\ufeff[31/12/2022 11:40:26] Ana: hi", (31, 12, 2022), (11, 40, 26)),
        ("[12/31/22, 3:40:26\u202fPM] Ana: hi", (12, 31, 22), (3, 40, 26)),
        ("12/12/2020, 15:37 - Ana: hi", (12, 12, 2020), (15, 37, None)),
        ("12/12/20 15.37 - Ana: hi", (12, 12, 20), (15, 37, None)),
        ("31.12.20, 15:37 - Ana: hi", (31, 12, 20), (15, 37, None)),
        ("31.12.20 г., 15:37 ч. - Ana: hi", (31, 12, 20), (15, 37, None)),
        ("2020-12-31 15:37 - Ana: hi", (2020, 12, 31), (15, 37, None)),
        ("2020-12-31 15 h 37 - Ana: hi", (2020, 12, 31), (15, 37, None)),
        ("[12.3.2022 klo 14.08.18] Ana: hi", (12, 3, 2022), (14, 8, 18)),
        ("2020. 12. 31. 오후 3:37 - Ana: hi", (2020, 12, 31), (3, 37, None)),
        ("[2020/12/31 下午3:37:12] Ana: hi", (2020, 12, 31), (3, 37, 12)),
        ("31/12/20 à 15:37 - Ana: hi", (31, 12, 20), (15, 37, None)),
        ("31/12/20, 3:37 p.\u00a0m. - Ana: hi", (31, 12, 20), (3, 37, None)),
        ("٣١\u200f/١٢\u200f/٢٠٢٠، ٣:٣٧ م - Ana: hi", (31, 12, 2020), (3, 37, None)),
        ("31/12/2563 15:37 - Ana: hi", (31, 12, 2563), (15, 37, None)),
        ("31/12/2015, 11:40:26: Ana: hi", (31, 12, 2015), (11, 40, 26)),
    ],
)
def test_a_message_starts_with_a_date_and_a_time(
    line: str, numbers: tuple[int, int, int], clock: tuple[int, int, int | None]
) -> None:
    start = start_of(line)

    assert start is not None
    assert start.numbers == numbers
    assert (start.hour, start.minute, start.second) == clock
    assert start.rest.startswith("Ana: ")
    assert start.marked is line.startswith(("\u200e", "\ufeff"))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "hi",
        "31/12/2022",
        "31/12/2022 is when it happened",
        "at 31/12/2022, 11:40 - hi",
        "[31/12, 11:40] Ana: a message copied from another chat",
        "[31/12/2022, 11:40:26 Ana: hi",
        "31/12/2022, 11:40:26] Ana: hi",
        "31/12.2022, 11:40 - Ana: hi",
        "31/12/2022, 11 - Ana: hi",
        "1/2/3/4, 11:40 - Ana: hi",
        "[" * 1000,
        "9" * 1000,
        "31/12/2022" + " " * 1000 + "11:40 - Ana: hi",
    ],
)
def test_nothing_else_starts_a_message(line: str) -> None:
    assert start_of(line) is None


def test_a_message_goes_on_until_the_next_one_starts() -> None:
    one, two = _split("1/2/22, 15:37 - Ana: first\n\nsecond\n1/2/22, 15:38 - Budi: hi\n")

    assert (one.body, two.body) == ("Ana: first\n\nsecond", "Budi: hi")


def test_a_start_in_another_spelling_is_quoted() -> None:
    (one,) = _split("[1/2/22, 15:37:01] Ana: see\n1/2/22, 15:37 - Budi: hi\n[1/2/22 15:37] Siti: hi")

    assert one.body.endswith("\n1/2/22, 15:37 - Budi: hi\n[1/2/22 15:37] Siti: hi")


def test_what_stands_before_the_first_message_is_kept() -> None:
    torn, one = _split("the end of a message\n1/2/22, 15:37 - Ana: hi")

    assert (torn.start, torn.body) == (None, "the end of a message")
    assert one.start is not None
    assert [raw.body for raw in _split("\n \n1/2/22, 15:37 - Ana: hi")] == ["Ana: hi"]


def test_a_text_without_a_start_is_one_piece() -> None:
    assert list(messages(["a", "b"], None)) == [Raw(None, "a\nb")]
    assert list(messages([], None)) == []


def test_no_message_grows_without_end() -> None:
    (one,) = _split("1/2/22, 15:37 - Ana: hi\n" + "more of it\n" * 100_000)

    assert one.body.startswith("Ana: hi\nmore of it\n")
    assert len(one.body) < 200_000


def test_a_line_longer_than_any_message_is_cut() -> None:
    long, short = lines(io.BytesIO(b"a" * 3_000_000 + b"\nb"))

    assert (len(long), short) == (1 << 18, "b")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_lines_are_the_same_however_they_are_encoded_and_cut(encoding: str, size: int) -> None:
    text = "سلام\r\nhé\n\nthe end"
    found = list(lines(_Trickle(text.encode(encoding), size)))

    assert [line.removeprefix("\ufeff") for line in found] == ["سلام", "hé", "", "the end"]


def test_a_text_in_utf_16_of_either_kind_is_read() -> None:
    assert list(lines(io.BytesIO(codecs.BOM_UTF16_BE + "hé\n".encode("utf-16-be")))) == ["\ufeffhé"]


def test_broken_bytes_do_not_stop_the_reading() -> None:
    assert list(lines(io.BytesIO(b"a\xff\n\x00\xc3"))) == ["a�", "\x00�"]
    assert list(lines(io.BytesIO(b""))) == []


@given(st.binary(max_size=300), st.integers(1, 50))
def test_the_cuts_of_a_source_do_not_show(data: bytes, size: int) -> None:
    assert list(lines(_Trickle(data, size))) == list(lines(io.BytesIO(data)))


def test_a_date_is_kept_in_the_words_of_the_export() -> None:
    start = start_of("[2020/12/31 下午3:07:12] Ana: hi")
    other = start_of("\u200e31\u200f/12/20, 3:37\u202fp. m. - Ana: hi")

    assert start is not None
    assert other is not None
    assert written(start) == "2020/12/31 下午 3:07:12"
    assert written(other) == "31 /12/20 3:37 p. m."


_TALK = "".join(f"1/2/22, 15:3{minute} - Ana: hi\n" for minute in range(5))
_SYSTEM = "1/2/22, 15:37 - Mesej dan panggilan disulitkan hujung ke hujung, walaupun WhatsApp sendiri.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_TALK, True),
        ("\ufeff" + _TALK, True),
        ("the end of a message\n" + _TALK, True),
        (_SYSTEM, True),
        (_SYSTEM + _SYSTEM.replace("WhatsApp", "You") * 5, True),
        ("[1/2/22, 15:37:00] Ana: hi\n", True),
        ("\n[1/2/22, 15:37:00] Ana: hi\nsecond line", True),
        ("", False),
        ("Dear diary, 1/2/22, 15:37 - today: nothing", False),
        ("1/2/22, 15:37 - call the dentist", False),
        ("1/2/22, 15:37 - call the dentist\n" * 5, False),
        ("shopping list\n1/2/22, 15:37 - Ana: hi\n", False),
        ("\x00\x01" * 5000, False),
    ],
)
def test_an_export_is_known_by_its_beginning(text: str, expected: bool) -> None:  # noqa: FBT001
    assert looks_exported(text.encode()) is expected
    assert looks_exported(codecs.BOM_UTF16_LE + text.encode("utf-16-le")) is expected


def test_dates_in_brackets_come_from_an_iphone() -> None:
    assert has_brackets(b"[1/2/22, 15:37:00] Ana: hi\n")
    assert not has_brackets(_TALK.encode())
