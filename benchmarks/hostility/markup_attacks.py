"""Crafted HTML and XML made of a page that is well: tags without end, entities that grow, words that lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case
from benchmarks.hostility.words import DATES, PATHS, SHOWN

_DEPTH: Final = 3000  # a page nested deeper costs the HTML parser time that grows with the square
_MANY: Final = 6_000
_TAG: Final = re.compile(rb"<(/?)([a-zA-Z][\w:]*)([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb"""\s([\w:]+)=(["'])([^"']*)\2""")
_WORDS: Final = re.compile(rb">([^<>]*[^<>\s][^<>]*)<")
_MOST_PLACES: Final = 24

_ENTITIES: Final = (
    b"<!DOCTYPE x [<!ENTITY a 'lol'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
_DOCTYPES: Final = {
    "entities that grow": (_ENTITIES, b"&j;"),
    "one long entity": (b"<!DOCTYPE x [<!ENTITY a '" + b"a" * 50_000 + b"'>]>", b"&a;" * 5000),
    "an entity that is itself": (b"<!DOCTYPE x [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>", b"&a;"),
    "a file": (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", b"&a;"),
    "an address": (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'http://127.0.0.1:9/'>]>", b"&a;"),
    "entities from elsewhere": (b"<!DOCTYPE x [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x.dtd'> %a;]>", b"&b;"),
    "a type from elsewhere": (b"<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>", b"&b;"),
    "a type from a file": (b"<!DOCTYPE x PUBLIC '-//x' 'file:///etc/passwd'>", b""),
    "a type without end": (b"<!DOCTYPE x [" + b"<!ELEMENT a ANY>" * 3000, b""),
    "defaults": (b"<!DOCTYPE rss [<!ATTLIST rss version CDATA '" + b"v" * 9000 + b"'>]>", b""),
}


def families(sample: bytes) -> Iterator[Case]:
    """All crafted pages, be it HTML or XML."""
    yield from _around(sample)
    yield from _nested(sample)
    yield from _unclosed(sample)
    yield from _entities(sample)
    yield from _tags(sample)
    yield from _values(sample)


def _around(sample: bytes) -> Iterator[Case]:
    for part in range(1, 24):
        yield Case(f"cut at {part} of 24", sample[: len(sample) * part // 24])
    text = sample.decode()
    for coding in ("utf-16", "utf-16-be", "utf-32", "utf-7", "cp037"):
        yield Case(f"in {coding}", text.encode(coding, "replace"))
    for said in (b"utf-16", b"utf-7", b"iso-2022-jp", b"x-user-defined", b"rot13", b"idna", b"undefined", b"\xff", b""):
        told = re.sub(rb"(?i)(charset|encoding)=([\"']?)[\w-]+", rb"\1=\2" + said.replace(b"\\", b""), sample, count=1)
        begun = b"<?xml version='1.0' encoding='" + said + b"'?>"
        yield Case(f"says {said!r}", told)
        yield Case(f"begins with {said!r}", begun + sample)
    yield Case("a mark of the byte order", b"\xef\xbb\xbf" + sample)
    yield Case("no UTF-8", sample.replace(b">", b">\xff\xc0\xaf\xed\xa0\x80"))
    yield Case("zeros", sample.replace(b">", b">\0"))
    yield Case("control characters", sample.replace(b">", b">\x01\x0b\x1b\x7f"))
    yield Case("twice", sample * 2)
    yield Case("a megabyte of blanks", b" \n" * (1 << 19) + sample)
    yield Case("a megabyte of words", sample.replace(b"who", b"who" * 300_000, 1))
    yield Case("in one line", sample.replace(b"\n", b""))


def _nested(sample: bytes) -> Iterator[Case]:
    middle = len(sample) // 2
    at = sample.rfind(b"<", 0, middle)
    for name in (
        b"div",
        b"b",
        b"a",
        b"table",
        b"svg",
        b"math",
        b"template",
        b"select",
        b"form",
        b"item",
        b"p",
        b"nobr",
    ):
        deep = b"<" + name + b">"
        yield Case(f"{name.decode()} in itself", sample[:at] + deep * _DEPTH + sample[at:])
        yield Case(f"{name.decode()} closed that is not open", sample[:at] + b"</" + name + b">" * _DEPTH + sample[at:])
    yield Case("wrongly nested", sample[:at] + b"<b><a><i><p>" * 300 + b"</b></a>" * 300 + sample[at:])
    yield Case("rows without a table", sample[:at] + b"<tr><td><table>" * 300 + sample[at:])
    yield Case("thousands of neighbours", sample[:at] + b"<div></div>" * _MANY + sample[at:])
    yield Case("names without end", sample[:at] + b"<" + b"x" * 500_000 + b">" + sample[at:])
    yield Case("thousands of attributes", sample[:at] + b"<x " + b" ".join(_numbered()) + b">" + sample[at:])
    yield Case("the same attribute", sample[:at] + b"<x " + b"a=1 " * _MANY + b">" + sample[at:])
    spaces = b" ".join(b"xmlns:n%d='u'" % number for number in range(3000))
    yield Case("thousands of namespaces", sample[:at] + b"<x " + spaces + b">" + sample[at:])


def _numbered() -> Iterator[bytes]:
    return (b"a%d=1" % number for number in range(_MANY))


def _unclosed(sample: bytes) -> Iterator[Case]:
    at = sample.rfind(b"<", 0, len(sample) // 2)
    openings = {
        "a comment": b"<!--",
        "a section": b"<![CDATA[",
        "an instruction": b"<?x",
        "a type": b"<!DOCTYPE x [",
        "a script": b"<script>",
        "a style": b"<style>",
        "a title": b"<title>",
        "a text field": b"<textarea>",
        "plain text": b"<plaintext>",
        "a frame": b"<iframe>",
        "a tag": b"<div class=",
        "a value": b'<a href="',
        "a value in single quotes": b"<a href='",
        "an entity": b"&#x",
        "a closing tag": b"</",
        "brackets": b"<<<<>>>><<",
        "a frameset": b"<frameset>",
        "a drawing": b"<svg><foreignObject><math><mi>",
    }
    for name, opening in openings.items():
        yield Case(f"{name} without end", sample[:at] + opening + sample[at:])
        yield Case(f"{name} at the end", sample + opening)
        yield Case(f"{name}, often", sample[:at] + opening * 2000 + sample[at:])


def _entities(sample: bytes) -> Iterator[Case]:
    head = re.match(rb"\s*<\?xml[^>]*>", sample)
    at = head.end() if head else 0
    for name, (doctype, used) in _DOCTYPES.items():
        yield Case(name, sample[:at] + doctype + sample[at:].replace(b"who", used + b"who"))
        yield Case(f"{name}, not used", sample[:at] + doctype + sample[at:])
    for entity in (b"&#0;", b"&#x110000;", b"&#xD800;", b"&#99999999999999999999;", b"&#-1;", b"&nbsp", b"&nosuch;"):
        yield Case(f"{entity.decode()}", re.sub(_WORDS, b">" + entity * 50 + b"<", sample))


def _places(pattern: re.Pattern[bytes], sample: bytes) -> list[re.Match[bytes]]:
    found = list(pattern.finditer(sample))
    step = max(1, len(found) // _MOST_PLACES)
    return found[::step]


def _tags(sample: bytes) -> Iterator[Case]:
    for found in _places(_TAG, sample):
        name = f"{found[0][:24].decode('utf-8', 'replace')} at {found.start()}"
        before, tag, behind = sample[: found.start()], found[0], sample[found.end() :]
        yield Case(f"without {name}", before + behind)
        yield Case(f"{name} twice", before + tag * 2 + behind)
        yield Case(f"{name} unclosed", before + tag[:-1] + behind)
        yield Case(f"{name} cut", before + tag[: len(tag) // 2])


def _values(sample: bytes) -> Iterator[Case]:
    for found in _places(_ATTRIBUTE, sample):
        for name, words in (SHOWN | PATHS | DATES).items():
            put = words.replace('"', "&quot;").replace("'", "&#39;").encode()
            content = sample[: found.start(3)] + put + sample[found.end(3) :]
            yield Case(f"{found[1].decode()} at {found.start()}: {name}", content)
    for found in _places(_WORDS, sample):
        for name, words in (SHOWN | DATES).items():
            content = sample[: found.start(1)] + words.encode() + sample[found.end(1) :]
            yield Case(f"words at {found.start()}: {name}", content)
