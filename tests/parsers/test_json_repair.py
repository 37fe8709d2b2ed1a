"""What exporters write almost right becomes JSON, however the file is cut into blocks."""

from __future__ import annotations

import codecs
import io
import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exposurewatch.parsers.json_repair import RepairedJson


class InBlocks:
    """A file that gives at most `size` bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self._file = io.BytesIO(data)
        self._size = size

    def read(self, size: int, /) -> bytes:
        return self._file.read(min(size, self._size))


def repaired(data: bytes, size: int = 1 << 16) -> bytes:
    stream = RepairedJson(InBlocks(data, size))
    return b"".join(iter(lambda: stream.read(1 << 16), b""))


def as_the_exporter_writes(text: str) -> bytes:
    """A string as Telegram Desktop serialises it, faults included."""
    written = bytearray(b'"')
    plain = {0x0A: b"\\n", 0x0D: b"\\r", 0x09: b"\\t", 0x22: b'\\"', 0x5C: b"\\\\"}
    for byte in text.encode():
        if byte in plain:
            written += plain[byte]
        elif byte < 0x20:
            written += b"\\x%02X" % byte
        else:
            written.append(byte)
    # The first byte of these separators becomes the escape, the other two stay where they are.
    separators = re.compile(rb"\xe2\x80([\xa8\xa9])")
    return separators.sub(lambda found: b"\\u202" + bytes([found[1][0] - 0x70]) + b"\x80" + found[1], written) + b'"'


@settings(deadline=None)
@given(
    st.lists(
        st.text(st.sampled_from('\\x41u202\u2028\u2029\x00\x0b\x1f"\n \u00e9\U0001f600') | st.characters(codec="utf-8"))
    ),
    st.integers(1, 40),
)
@example(["\\x41", "\\\\x0b", "\u2028\\", "\u2029\u2029"], 1)
def test_what_the_exporter_wrote_is_read_as_it_was_meant(texts: list[str], size: int) -> None:
    written = b"[" + b", ".join(map(as_the_exporter_writes, texts)) + b"]"

    assert json.loads(repaired(written, size)) == texts


_pieces = st.sampled_from(
    [
        b"\\",
        b"\\\\",
        b"\\x0",
        b"\\x1F",
        b"\\u2028",
        b"\\u2028\x80\xa8",
        b"\x80\xa9",
        b"\n",
        b'\n   "document_id": ',
        b'"document_id": ',
        b"video_files/sticker (2).webm",
        b"(File not included.)",
        b'"quoted"',
        b",",
        b"\r",
        b"null",
        b"\xe2\x80",
        b"\xff",
        b"plain words ",
        b"y" * 4000,
        b"\\" * 101,
        b"\\ud83d",
        b"\\uDE00",
        b"\\ud83d\\ude00",
        b"ud83d",
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(_pieces | st.binary(max_size=6), max_size=40), st.integers(1, 9000))
def test_every_way_to_cut_the_file_gives_the_same(pieces: list[bytes], size: int) -> None:
    data = b"".join(pieces)

    assert repaired(data, size) == repaired(data, len(data) + 8)


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=5)))
def test_valid_json_stays_as_it_is(value: object) -> None:
    data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")

    assert repaired(data, 7) == data


@pytest.mark.parametrize("size", [1, 2, 5, 7, 11, 12, 13, 64])
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\uD83D\uDE00 \ud83d\ude00\ud83d\ude00", "\U0001f600 \U0001f600\U0001f600"),
        (r"\ud83d", "\ufffd"),
        (r"\ude00", "\ufffd"),
        (r"\ud83d\ud83d\ude00", "\ufffd\U0001f600"),
        (r"\ude00\ud83d", "\ufffd\ufffd"),
        (r"\ud83d\\ude00", "\ufffd\\ude00"),
        (r"\\ud83d\ude00", "\\ud83d\ufffd"),
        (r"\\\ud83d\ude00", "\\\U0001f600"),
        (r"\\ud83d", "\\ud83d"),
        (r"\u0439\ud7ff\ue000\ud83d", "\u0439\ud7ff\ue000\ufffd"),
    ],
)
def test_half_a_character_is_replaced_and_no_whole_one(written: str, meant: str, size: int) -> None:
    assert json.loads(repaired(f'"{written}"'.encode(), size)) == meant


@pytest.mark.parametrize("size", [1, 5, 64, 1 << 16])
@pytest.mark.parametrize(
    "path", ["video_files/sticker (2).webm", "(File not included. Change data exporting settings to download.)"]
)
def test_an_unquoted_emoji_file_gets_its_quotes(path: str, size: int) -> None:
    """Telegram Desktop 4.0 to 4.1.1 forgot them."""
    emoji = f' {{\n  "type": "custom_emoji",\n  "document_id": {path},\n  "text": "\\\\"\n }}'
    written = f'[\n{emoji},\n {{\n  "document_id": {path}\n }}\n]'

    first, second = json.loads(repaired(written.encode(), size))

    assert first == {"type": "custom_emoji", "document_id": path, "text": "\\"}
    assert second == {"document_id": path}


@pytest.mark.parametrize("value", ["null", "true", "5368324170671202286", '"a/b.webm"', '{"a": 1}'])
def test_a_document_id_that_is_json_already_is_left_alone(value: str) -> None:
    written = f'{{\n "document_id": {value},\n "b": 1\n}}'.encode()

    assert repaired(written, 3) == written


def test_quotes_within_an_unquoted_path_are_escaped() -> None:
    assert json.loads(repaired(b'{\n "document_id": a"b\\c\n}')) == {"document_id": 'a"b\\c'}


def test_words_of_a_message_are_never_taken_for_a_key() -> None:
    text = ' "document_id": video_files/a.webm'

    assert json.loads(repaired(b"[" + as_the_exporter_writes(text) + b"]")) == [text]


@pytest.mark.parametrize("size", [1, 3, 1 << 16])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding(mark: bytes, encoding: str, size: int) -> None:
    text = '{"name": "Ünïcödé 😀"}'

    assert repaired(mark + text.encode(encoding), size).decode() == text


def test_bytes_that_are_no_utf8_are_replaced() -> None:
    assert json.loads(repaired(b'["a\xffb", "\xed\xa0\x80"]', 2)) == ["a\ufffdb", "\ufffd" * 3]


def test_an_escape_of_a_single_letter_is_left_to_the_parser() -> None:
    assert repaired(b'["\\q", "\\xZZ", "\\u20', 4) == b'["\\q", "\\xZZ", "\\u20'


def test_an_empty_file_stays_empty_and_a_probe_reads_nothing() -> None:
    assert repaired(b"") == b""
    stream = RepairedJson(io.BytesIO(b"[]"))
    assert stream.read(0) == b""
    assert stream.read(10) == b"[]"
