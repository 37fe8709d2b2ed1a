"""Crafted JSON made of a document that is well: of another shape, of other types, without end, or not JSON at all."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, Final

from benchmarks.hostility.case import Case
from benchmarks.hostility.words import DATES, NUMBERS, PATHS, SHOWN

Path = tuple[str | int, ...]

_HERE: Final = "\ue000here\ue000"  # where something is put that is no JSON
_DEPTH: Final = 100_000
_MANY: Final = 20_000
_LONG: Final = 1 << 20
_TYPES: Final[dict[str, Any]] = {
    "null": None,
    "true": True,
    "a word": "x",
    "a list": [],
    "an object": {},
    "lists": [[[]], {"x": [None]}],
}
_TOKENS: Final = {
    "not a number": b"NaN",
    "without end": b"-Infinity",
    "thousands of digits": b"9" * 5000,
    "a huge exponent": b"1e999999",
    "minus zero": b"-0.0e-0",
    "no UTF-8": b'"a\xff\xfe\x80b"',
    "too long UTF-8": b'"\xc0\xaf\xe0\x80\xaf"',
    "half a character": b'"\\ud800"',
    "half characters": b'"\\udc00\\ud800\\udbff"',
    "a raw line end": b'"a\nb"',
    "a raw zero": b'"a\0b"',
    "an escape that is none": b'"\\x41\\q\\u12"',
    "nothing": b"",
    "a word": b"undefined",
    "a quote": b"'x'",
    "brackets without end": b"[" * _DEPTH,
    "objects without end": b'{"a":' * _DEPTH,
    "brackets, closed": b"[" * 200 + b"]" * 200,
    "many brackets, closed": b"[" * 3000 + b"]" * 3000,
    "a megabyte": b'"' + b"x" * _LONG + b'"',
    "a megabyte of escapes": b'"' + b"\\u0041" * (_LONG // 6) + b'"',
    "thousands of parts": b"[" + b"0," * _MANY + b"0]",
    "thousands of keys": b"{" + b",".join(b'"%d":0' % number for number in range(_MANY)) + b"}",
    "the same key": b"{" + b",".join([b'"id":1'] * _MANY) + b"}",
    "objects in a list": b"[" + b"{}," * _MANY + b"{}]",
    "a string without end": b'"' + b"x" * 1000,
}


def families(sample: bytes) -> Iterator[Case]:
    """All crafted documents."""
    yield from _around(sample)
    root = json.loads(sample)
    yield from _roots(root)
    for path in paths(root):
        yield from _at(root, path)


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where each value stands, but the whole."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*path, key)
        yield from paths(each, (*path, key))


def _around(sample: bytes) -> Iterator[Case]:
    for part in range(1, 24):
        yield Case(f"cut at {part} of 24", sample[: len(sample) * part // 24])
    text = sample.decode()
    for coding in ("utf-16", "utf-16-be", "utf-32", "utf-7"):
        yield Case(f"in {coding}", text.encode(coding))
    yield Case("a mark of the byte order", b"\xef\xbb\xbf" + sample)
    yield Case("marks of the byte order", b"\xef\xbb\xbf" * 3 + sample)
    yield Case("zeros between", b"\0".join(sample[at : at + 1] for at in range(len(sample))))
    yield Case("a zero before it", b"\0" + sample)
    yield Case("blanks before it", b" \t\r\n" * (_LONG // 4) + sample)
    yield Case("blanks behind it", sample + b" " * _LONG)
    yield Case("garbage behind it", sample + b"}]garbage")
    yield Case("twice", sample + sample)
    yield Case("a comma at the end", sample.rstrip()[:-1] + b",}" + b"]" * sample.startswith(b"["))
    yield Case("with comments", b"/* x */ // y\n" + sample)
    yield Case("single quotes", sample.replace(b'"', b"'"))
    yield Case("without commas", sample.replace(b",", b" "))
    yield Case("without quotes", sample.replace(b'"', b""))
    yield Case("colons doubled", sample.replace(b":", b"::"))
    yield Case("each key twice", text.replace("{", '{"id": {"a": [1]}, "id": null, ', 99).encode())
    yield Case("no UTF-8 anywhere", sample.replace(b'": "', b'": "\xff\xed\xa0\x80'))
    yield Case("control characters", sample.replace(b'": "', b'": "\x01\x1b\x7f'))
    yield Case("half escapes of Telegram", sample.replace(b'": "', b'": "\\x1b\\u2028\x80\xa8'))
    yield Case("a page", b"<!doctype html><title>Log in</title>" + sample)
    yield Case("a call", b"callback(" + sample + b");")


def _roots(root: Any) -> Iterator[Case]:
    for name, token in _TOKENS.items():
        yield Case(f"the whole: {name}", token)
    for name, value in _TYPES.items():
        yield Case(f"the whole: {name}", _packed(value))
    yield Case("in a list", _packed([root]))
    yield Case("in an object", _packed({"x": root}))
    inner = root
    for _ in range(70):
        inner = {"x": [inner]}
    yield Case("deep inside", _packed(inner))


def _at(root: Any, path: Path) -> Iterator[Case]:
    """Change the one value at a path in every way that its type has."""
    where = ".".join(map(str, path))
    there = value_at(root, path)
    yield Case(f"{where} left out", _packed(_changed(root, path, None, leave_out=True)))
    for name, value in _TYPES.items():
        yield Case(f"{where}: {name}", _packed(_changed(root, path, value)))
    words = SHOWN | PATHS | DATES if isinstance(there, str) else {}
    for name, put in (NUMBERS | words).items():
        yield Case(f"{where}: {name}", _packed(_changed(root, path, put)))
    marked = _packed(_changed(root, path, _HERE))
    for name, token in _TOKENS.items():
        yield Case(f"{where}: {name}", marked.replace(_packed(_HERE), token))
    if isinstance(there, list):
        yield Case(f"{where}: a thousand times", _packed(_changed(root, path, there * 1000)))


def _packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def value_at(root: Any, path: Path) -> Any:
    """The value at a path."""
    for key in path:
        root = root[key]
    return root


def _changed(root: Any, path: Path, value: Any, *, leave_out: bool = False) -> Any:
    changed = copy.deepcopy(root)
    holder = value_at(changed, path[:-1])
    if leave_out:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return changed
