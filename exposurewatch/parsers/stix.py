"""Reads a bundle of STIX 2: the newest version of each report of a file that stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.parsers.digests import passed_over
from exposurewatch.parsers.encoded_files import WithoutFiles
from exposurewatch.parsers.fields import words
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BadJson, values
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.parsers.stix_object import Found, read_object

NO_BUNDLE: Final = "it is no bundle of STIX"
OLDER: Final = "reports of which a newer version stands beside them"

_LIST: Final = ("objects",)
_OBJECT: Final = ("objects", None)
_TIME: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]+)?)Z")  # STIX allows no other spelling


def _read(source: Readable) -> Iterator[Record]:
    newest: dict[str, tuple[str, Found]] = {}
    passed: Counter[str] = Counter()
    ended: list[Ended] = []
    is_bundle = False
    try:
        for path, value in values(WithoutFiles(RepairedJson(source)), _OBJECT.__eq__):
            is_bundle = is_bundle or path == _LIST
            if path == _OBJECT:
                _keep(newest, value if isinstance(value, dict) else {}, passed)
    except BadJson as error:
        ended.append(Ended(str(error), error.truncated))
    for _, found in newest.values():
        yield from found.entries
        passed.update(found.passed_over)
    yield from passed_over(passed)
    yield from ended or ([] if is_bundle else [Ended(NO_BUNDLE, truncated=False)])


def _keep(newest: dict[str, tuple[str, Found]], fields: dict[str, Any], passed: Counter[str]) -> None:
    """Put what an object reports in the place of an older version of the same, or pass it over if it is the older."""
    found = read_object(fields)
    name = words(fields, "id") or "".join(entry.key for entry in found.entries)
    if not name:
        passed.update(found.passed_over)
        return
    written = _TIME.fullmatch(words(fields, "modified"))
    version = written[1] if written else ""
    if name in newest:
        passed[OLDER] += 1
        if version < newest[name][0]:
            return
    newest[name] = (version, found)


STIX: Final = Parser("stix", _read)
