"""Lists of hashes: one hash a line, a type and a hash, or a table with a header."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from exposurewatch.feeds.asking import Cause, Fetched, Trouble
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.hashes.heads import beginning
from exposurewatch.feeds.hashes.pieces import Piece
from exposurewatch.feeds.hashes.telling import told_anew
from exposurewatch.model import DIGESTS
from exposurewatch.parsers.digests import MISSHAPEN
from exposurewatch.parsers.hash_list import HASH_LIST as PARSER
from exposurewatch.parsers.hash_list import LINES, NOT_UNDERSTOOD, UNDECLARED, is_undeclared, resembles_list

_ALGORITHM: Final = "algorithm"
_CHOICES: Final = ", ".join(DIGESTS)
_UNDECLARED: Final = (
    "This list does not say what kind of hashes it holds, and kinds cannot be told apart by looking at them. Ask "
    f"whoever publishes it, and add it again with the option {_ALGORITHM}, which is one of {_CHOICES}."
)
_OTHER_SHAPE: Final = (
    "None of the hashes in this list looks like one of the kind that was given. Ask whoever publishes it which kind "
    f"they are, and add it again with the option {_ALGORITHM}, which is one of {_CHOICES}."
)
_UNKNOWN_ALGORITHM: Final = (
    f"The option {_ALGORITHM} of this feed is none that is known. Add it again with one of {_CHOICES}."
)
_EMPTY: Final = "What stands there is empty, which a list of hashes is not. What was known before is kept."
_NO_LIST: Final = "What stands there is no list of hashes. Look at the address, and add it again if it has changed."


def _pull(pulling: Pulling) -> Iterator[Batch]:
    declared = _declared(pulling.options)
    if _checks(pulling.options):
        raise Trouble(Cause.MALFORMED, _UNKNOWN_ALGORITHM)
    yield from told_anew(pulling, f"{PARSER.name}-{declared}" if declared else PARSER.name, _check)


def _declared(options: Mapping[str, str]) -> str:
    return options.get(_ALGORITHM, "").strip().lower()


def _checks(options: Mapping[str, str]) -> str:
    declared = _declared(options)
    return f"The option {_ALGORITHM} is one of {_CHOICES}." if declared and declared not in DIGESTS else ""


def _check(piece: Piece) -> None:
    """Look at a list without any hash that can be compared.

    Raises:
        Trouble: that is not as it should be; a list of nothing but comments, or of hashes of videos, may well be.
    """
    passed = piece.passed_over
    if UNDECLARED in passed:
        raise Trouble(Cause.MALFORMED, _UNDECLARED)
    if piece.told.get(LINES) == "0":
        raise Trouble(Cause.MALFORMED, _EMPTY)
    if MISSHAPEN in passed:
        raise Trouble(Cause.MALFORMED, _OTHER_SHAPE)
    if passed and set(passed) <= {NOT_UNDERSTOOD}:
        raise Trouble(Cause.MALFORMED, _NO_LIST)


def _resembles(found: Fetched) -> bool:
    return resembles_list(beginning(found.content))


def _lacks(found: Fetched, options: Mapping[str, str]) -> str:
    declared = options.get(_ALGORITHM, "").strip().lower()
    if declared:
        return "" if declared in DIGESTS else _UNKNOWN_ALGORITHM
    return _UNDECLARED if is_undeclared(beginning(found.content)) else ""


HASH_LIST: Final = Feed(
    "hash-list",
    "list of hashes",
    "https://example.org/hashes.txt",
    _pull,
    resembles=_resembles,
    lacks=_lacks,
    checks=_checks,
    options=MappingProxyType(
        {_ALGORITHM: f"what the hashes of a bare list are: {_CHOICES}; where the list says it itself, none is needed"}
    ),
)
