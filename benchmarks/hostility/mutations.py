"""Changes files by chance, the same way for the same seed: what the fuzzer gives to the program."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal

from benchmarks.hostility.json_attacks import paths, value_at
from benchmarks.hostility.words import DATES, NUMBERS, PATHS, SHOWN

Chance = random.Random
Mutation = Callable[[bytes, Chance, Sequence[bytes]], bytes]
"""Changes a file; the samples are what else may be taken from."""

_CHANGES: Final = (1, 1, 1, 2, 3, 5)
_ORDERS: Final[tuple[Literal["big", "little"], ...]] = ("big", "little")
_REPLANTED: Final = 0.6  # of the cases of documents in JSON, which stay such
_LARGEST: Final = 1 << 20  # bytes; a case that has grown beyond is cut
_HEAD: Final = 512  # bytes in which most lengths stand
_TOKEN: Final = re.compile(rb"[A-Za-z_][\w:-]*|\d+|[^\w\s]|\s+")
_TOKENS: Final = (
    *(words.encode("utf-8", "surrogatepass") for words in (*SHOWN.values(), *PATHS.values(), *DATES.values())),
    *(str(number).encode() for number in NUMBERS.values()),
    *(b"NaN", b"-Infinity", b"1e999999", b"9" * 400, b"null", b"true", b"[]", b"{}", b'""', b"[" * 200, b'{"a":' * 200),
    *(b"\\ud800", b"\\u0000", b"\\x1b", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"\0"),
    *(
        b"<!--",
        b"<![CDATA[",
        b"<script>",
        b"<plaintext>",
        b"</div>",
        b"<svg>",
        b"&#x110000;",
        b"&a;",
        b"<?x",
        b"<" * 50,
    ),
    *(
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        b"\r",
        b"\n\n",
        b"\xe2\x80\xa8",
        b"\x85",
        b"--",
        b"%00",
    ),
)
_VALUES: Final = (*SHOWN.values(), *PATHS.values(), *DATES.values(), *NUMBERS.values())


def mutated(name: str, index: int, seed: int, samples: Sequence[bytes], *, textual: bool) -> bytes:
    """The case of that number: one of the samples, changed in a few ways that chance decides on."""
    chance = random.Random(f"{seed} {name} {index}")
    content = chance.choice(samples)
    if textual and chance.random() < _REPLANTED and (replanted := _replanted(content, chance)):
        return replanted[:_LARGEST]
    mutations = _TEXTUAL + _BINARY if textual else _BINARY
    weights = [4] * len(_TEXTUAL) + [1] * len(_BINARY) if textual else [1] * len(_BINARY)
    for mutation in chance.choices(mutations, weights, k=chance.choice(_CHANGES)):
        content = mutation(content, chance, samples)[:_LARGEST]
    return content


def _replanted(content: bytes, chance: Chance) -> bytes:
    """JSON in which values stand where others should, or are what nobody expects; b"" where it was no JSON."""
    try:
        root = json.loads(content)
        where = list(paths(root))
    except (ValueError, RecursionError):
        return b""
    for _ in range(chance.choice(_CHANGES) if where else 0):
        path = chance.choice(where)
        try:
            holder, other = value_at(root, path[:-1]), value_at(root, chance.choice(where))
            _replant(holder, path[-1], json.loads(json.dumps(other)), chance)
        except (LookupError, TypeError):  # what stood there is gone
            continue
    return json.dumps(root, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _replant(holder: Any, key: str | int, other: Any, chance: Chance) -> None:
    match chance.randrange(6):
        case 0:
            del holder[key]
        case 1:
            holder[key] = [holder[key]] * chance.choice((1, 2, 500))
        case 2:
            holder[key] = {str(chance.randrange(9)): holder[key]}
        case 3 | 4:
            holder[key] = chance.choice((None, True, [], {}, 0.5, *_VALUES))
        case _:
            holder[key] = other


def _place(content: bytes, chance: Chance) -> int:
    """Somewhere in a file, in its head as often as in all the rest."""
    return chance.randrange(min(len(content), _HEAD) if chance.random() < 0.5 else len(content)) if content else 0


def _run(content: bytes, chance: Chance) -> tuple[int, int]:
    begin = _place(content, chance)
    return begin, min(len(content), begin + int(chance.expovariate(1 / 40)) + 1)


def _flip_bits(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    changed = bytearray(content)
    for _times in range(chance.choice((1, 1, 2, 4, 16)) if content else 0):
        changed[_place(content, chance)] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _fill(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    begin, end = _run(content, chance)
    return (
        content[:begin]
        + bytes([chance.choice((0, 0xFF, 0x7F, 0x80, 0x20, chance.randrange(256)))]) * (end - begin)
        + content[end:]
    )


def _randomise(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    begin, end = _run(content, chance)
    return content[:begin] + chance.randbytes(end - begin) + content[end:]


def _cut(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    return content[: _place(content, chance)]


def _leave_out(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    begin, end = _run(content, chance)
    return content[:begin] + content[end:]


def _repeat(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    begin, end = _run(content, chance)
    return content[:begin] + content[begin:end] * chance.choice((2, 3, 50, 1000)) + content[end:]


def _insert(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    place = _place(content, chance)
    return content[:place] + chance.randbytes(chance.choice((1, 2, 4, 8, 100))) + content[place:]


def _splice(content: bytes, chance: Chance, samples: Sequence[bytes]) -> bytes:
    other = chance.choice(samples)
    return content[: _place(content, chance)] + other[_place(other, chance) :]


def _lie(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    """Put an extreme number where a length may stand."""
    size = chance.choice((1, 2, 4, 8))
    most = (1 << 8 * size) - 1
    number = chance.choice((0, 1, most, most >> 1, (most >> 1) + 1, len(content), len(content) - 1, len(content) + 1))
    place = _place(content, chance) & -chance.choice((1, 2, 4))
    put = (number & most).to_bytes(size, chance.choice(_ORDERS))
    return content[:place] + put + content[place + size :]


def _nudge(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    """Make a number that stands there a little larger or smaller, or twice as large."""
    size, order = chance.choice((1, 2, 4)), chance.choice(_ORDERS)
    place = _place(content, chance)
    number = int.from_bytes(content[place : place + size], order)
    number = chance.choice((number + 1, number - 1, 2 * number, number // 2, -number)) & ((1 << 8 * size) - 1)
    return content[:place] + number.to_bytes(size, order) + content[place + size :]


def _swap_tokens(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    tokens = _TOKEN.findall(content)
    for _times in range(chance.choice((1, 2, 8))):
        if len(tokens) > 1:
            one, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
            tokens[one], tokens[other] = tokens[other], tokens[one]
    return b"".join(tokens)


def _put_token(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    tokens = _TOKEN.findall(content) or [b""]
    tokens[chance.randrange(len(tokens))] = chance.choice(_TOKENS)
    return b"".join(tokens)


def _add_token(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    place = _place(content, chance)
    return content[:place] + chance.choice(_TOKENS) + content[place:]


def _repeat_tokens(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    tokens = _TOKEN.findall(content)
    begin = chance.randrange(len(tokens) + 1)
    end = begin + chance.randint(1, 12)
    return b"".join(tokens[:end]) + b"".join(tokens[begin:end]) * chance.choice((1, 2, 200)) + b"".join(tokens[end:])


_BINARY: Final[list[Mutation]] = [
    *(_flip_bits, _fill, _randomise, _cut, _leave_out, _repeat, _insert, _splice, _lie, _lie, _nudge)
]
_TEXTUAL: Final[list[Mutation]] = [_swap_tokens, _put_token, _put_token, _add_token, _repeat_tokens]
