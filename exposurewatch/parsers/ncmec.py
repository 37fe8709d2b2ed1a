"""Reads what NCMEC gives out to vetted members: entries of its hash sharing, version 2, in XML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from exposurewatch.model import Digest
from exposurewatch.parsers.digests import CHANGED, MISSHAPEN, UNKNOWN, VIDEOS, changed, digest, passed_over
from exposurewatch.parsers.entries import Entry, Told
from exposurewatch.parsers.exchange_json import LATEST, NEXT, REPORTS, SHAPELESS, told
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.json_values import MAX_DEPTH
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.text import clean

NAMESPACE: Final = "https://hashsharing.ncmec.org/hashsharing/v2"
_PREFIX: Final = f"{{{NAMESPACE}}}"
_RECORD_DEPTH: Final = 3  # queryResult / images / image
_MAX_PARTS: Final = 10_000  # elements of one report
_MAX_ID: Final = 128
_ENDED: Final = Ended("it is cut off", truncated=True)
_DAMAGED: Final = Ended("it is no valid XML from there on", truncated=False)
_REFUSED: Final = Ended("it declares entities or a document type, which no honest answer does", truncated=False)


class _TooMuch(Exception):
    """More than any honest answer holds."""


class _Gauge:
    """The document as a readable that remembers whether it was read to its end."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.ended = False

    def read(self, size: int = 1 << 16, /) -> bytes:
        block = self._source.read(size)
        self.ended = self.ended or not block
        return block


def _read(source: Readable) -> Iterator[Record]:
    passed: Counter[str] = Counter()
    gauge = _Gauge(source)
    ended: list[Ended] = []
    try:
        for record in _records(gauge):
            if isinstance(record, str):
                passed[record] += 1
            else:
                yield record
    except _TooMuch as error:
        ended.append(Ended(str(error), truncated=False))
    except ParseError:
        ended.append(_ENDED if gauge.ended else _DAMAGED)
    except DefusedXmlException:
        ended.append(_REFUSED)
    except (ValueError, LookupError):  # an encoding that there is not, or that expat does not read
        ended.append(_DAMAGED)
    yield from passed_over(passed)
    yield from ended


def _records(gauge: _Gauge) -> Iterator[Record | str]:
    """Yield what stands in a document, and for each report that is passed over, why. Read elements are let go of."""
    above: list[Element] = []
    parts = latest = 0
    for event, element in iterparse(gauge, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            if not above and element.tag == f"{_PREFIX}queryResult":
                yield Told(REPORTS, "")
            if len(above) == 1 and (changed_at := _latest(element)) > latest:
                latest = changed_at
                yield Told(LATEST, str(latest))
            above.append(element)
            parts += 1
            if len(above) > MAX_DEPTH:
                raise _TooMuch(f"it is nested more than {MAX_DEPTH} levels deep")
            if parts > _MAX_PARTS:
                raise _TooMuch(f"one report in it has more than {_MAX_PARTS:,} parts")
            continue
        above.pop()
        if len(above) < _RECORD_DEPTH:
            yield from _finished([_name(each) for each in above], element)
            parts = 0
            if above:
                above[-1].clear()


def _finished(above: list[str], element: Element) -> Iterator[Record | str]:
    match [*above, _name(element)]:
        case ["queryResult", "images", "image"]:
            yield _image(element)
        case ["queryResult", "images", "deletedImage"]:
            yield _withdrawn(element)
        case ["queryResult", "videos", "video"]:
            yield VIDEOS
        case ["queryResult", "videos", "deletedVideo"]:
            return
        case ["queryResult", "images" | "videos", _]:
            yield UNKNOWN
        case ["queryResult", "paging", "next"]:
            yield from told(NEXT, (element.text or "").strip())


def _latest(element: Element) -> int:
    """Return the time of the last change in a list of reports, in seconds since 1970; 0 where it is not said."""
    when = changed(element.get("maxTimestamp")) if _name(element) in ("images", "videos") else None
    return 0 if when is None or when.utc is None else int(when.utc.timestamp())


def _image(element: Element) -> Entry | str:
    key = _key(element)
    prints = element.find(f"{_PREFIX}fingerprints")
    found = [] if prints is None else [digest(_name(each), (each.text or "").strip()) for each in prints]
    digests = tuple(dict.fromkeys(each for each in found if isinstance(each, Digest)))
    if not key or not digests:
        return next((each for each in found if isinstance(each, str)), MISSHAPEN) if key else SHAPELESS
    return Entry(key, digests, date=changed(_text(element, "timestamp")), note=CHANGED)


def _withdrawn(element: Element) -> Entry | str:
    key = _key(element)
    return Entry(key, withdrawn=True) if key else SHAPELESS


def _key(element: Element) -> str:
    """Return what a report is called: the number of its member, and its name there; '' if it has none."""
    member = element.find(f"{_PREFIX}member")
    by, name = "" if member is None else member.get("id") or "", _text(element, "id")
    return f"{clean(by, _MAX_ID)}/{clean(name, _MAX_ID)}" if by and name else ""


def _text(element: Element, name: str) -> str:
    found = element.find(f"{_PREFIX}{name}")
    return "" if found is None else (found.text or "").strip()


def _name(element: Element) -> str:
    """Return what an element is called without its namespace; '' where it is of another one."""
    tag = element.tag
    return tag.removeprefix(_PREFIX) if isinstance(tag, str) and tag.startswith(_PREFIX) else ""


NCMEC: Final = Parser("ncmec", _read)
