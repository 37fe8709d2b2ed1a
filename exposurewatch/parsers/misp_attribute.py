"""Turns what a MISP event says of a file into reports of a picture. Whatever shape it has, nothing here raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.model import Digest, Moment
from exposurewatch.parsers.digests import changed, digest, key_of
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.fields import Fields, words
from exposurewatch.parsers.misp_manifest import is_uuid
from exposurewatch.parsers.telegram_ids import whole_number

FILES: Final = "attached files, which are not opened"
OTHER_HASHES: Final = "hashes of kinds that photos are not compared by"
ADDRESSES: Final = "addresses of pages and files, which are not visited"
NO_HASHES: Final = "details that are no hashes"

_SUMS: Final = frozenset({"md5", "sha1", "sha256"})
_BEHIND_NAME: Final = "filename|"
_FILE_TYPES: Final = frozenset({"attachment", "malware-sample"})
_ADDRESS_TYPES: Final = frozenset({"url", "link", "uri"})
_OTHER_SUMS: Final = re.compile(
    r"sha(?:224|384|512|512/224|512/256|3-\d{3})|ssdeep|tlsh|imphash|impfuzzy|authentihash|vhash|pehash|cdhash|telfhash"
)
_OF_ONE_FILE: Final = frozenset({"file", "image"})
"""The objects of MISP of which all hashes are of one and the same file."""

_WORDS: Final = re.compile(r"[a-z0-9]+")
_PERCEPTUAL: Final = frozenset({"pdq", "phash"})
_NAMES: Final = (
    _PERCEPTUAL
    | _SUMS
    | {"sha", "sha224", "sha384", "sha512", "ssdeep", "tlsh", "imphash"}
    | {"ahash", "dhash", "whash", "photodna", "pdna", "vpdq", "pdqf", "tmk", "blurhash"}
)


def read_attribute(fields: Fields) -> Entry | str:
    """Return the report that one attribute is, or the words by which it is counted."""
    found = _digest(fields)
    if _deleted(fields):
        key = _uuid(fields) or ("" if isinstance(found, str) else key_of(found))
        return Entry(key, withdrawn=True) if key else NO_HASHES
    if isinstance(found, str):
        return found
    return Entry(_uuid(fields) or key_of(found), (found,), date=_date(fields))


def read_object(fields: Fields) -> Iterator[Entry | str]:
    """Yield the reports that an object holds: one where it is of one file, else one for each of its hashes."""
    given = fields.get("Attribute")
    attributes = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    deleted = _deleted(fields)
    if deleted and _uuid(fields):
        yield Entry(_uuid(fields), withdrawn=True)
    elif words(fields, "name").lower() in _OF_ONE_FILE and not deleted:
        yield from _of_one_file(fields, attributes)
    else:
        yield from (read_attribute(each | {"deleted": deleted or _deleted(each)}) for each in attributes)


def _of_one_file(fields: Fields, attributes: list[dict[str, Any]]) -> Iterator[Entry | str]:
    """Yield one report with all hashes; those that contradict each other cannot be of one file, and stand alone."""
    found = [(each, _digest(each)) for each in attributes if not _deleted(each)]
    digests = tuple(one for _, one in found if isinstance(one, Digest))
    if len({one.algorithm for one in digests}) < len(digests):
        yield from map(read_attribute, attributes)
        return
    yield from (one for _, one in found if isinstance(one, str))
    key = _uuid(fields)
    if digests:
        dates = (_date(one) for one in (fields, *(each for each, _ in found)))
        yield Entry(key or key_of(*digests), digests, date=next(filter(None, dates), None))
    elif key and len(found) < len(attributes):
        yield Entry(key, withdrawn=True)


def _digest(fields: Fields) -> Digest | str:
    """Return the hash that an attribute is, or why it is passed over."""
    kind = words(fields, "type").lower()
    value = words(fields, "value").strip()
    if kind.startswith(_BEHIND_NAME):
        kind, value = kind.removeprefix(_BEHIND_NAME), value.rpartition("|")[2].strip()
    if kind in _SUMS:
        return digest(kind, value)
    if kind == "text":
        return _perceptual(fields, value)
    if kind in _FILE_TYPES:
        return FILES
    if kind in _ADDRESS_TYPES:
        return ADDRESSES
    return OTHER_HASHES if _OTHER_SUMS.fullmatch(kind) else NO_HASHES


def _perceptual(fields: Fields, value: str) -> Digest | str:
    """Return the perceptual hash that a text is; only one that is said to be of one kind, and of no other, counts."""
    said = f"{words(fields, 'object_relation')} {words(fields, 'comment')}".lower()
    named = set(_WORDS.findall(said)) & _NAMES
    if len(named) != 1 or not named <= _PERCEPTUAL:
        return NO_HASHES
    found = digest(named.pop(), value)
    return found if isinstance(found, Digest) else NO_HASHES


def _deleted(fields: Fields) -> bool:
    return fields.get("deleted") in (True, "1")


def _uuid(fields: Fields) -> str:
    found = words(fields, "uuid")
    return found if is_uuid(found) else ""


def _date(fields: Fields) -> Moment | None:
    written = fields.get("timestamp")
    seconds = whole_number(written)
    return changed(written if seconds is None else seconds)
