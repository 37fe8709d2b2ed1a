"""What is said in a request, all of it, and what is taken from an answer, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Validators, Wanted
from exposurewatch.feeds.fetching.troubles import broken_off, no_web_server
from exposurewatch.feeds.fetching.unpacking import ENCODINGS, Body, CutOff, Damaged, OverLimit
from exposurewatch.text import clean

USER_AGENT: Final = "Mozilla/5.0"
"""What nearly every program says of itself, and nothing else: a name of its own would tell whoever publishes pictures
that a victim has come to look, and a version or a system would tell one visitor from another."""

MAX_HEADERS: Final = 64 << 10
"""Bytes of the names and values in one answer; servers take 8 KiB as their own limit."""

_MAX_ETAG: Final = 68  # characters: a weak one of SHA-256 in hexadecimal; longer ones are there to tell visitors apart
_MAX_TYPE: Final = 100
_LENGTH: Final = re.compile(r"[0-9]{1,15}")
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a header's name (RFC 9110, 5.6.2)
_DATE: Final = re.compile(r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT")
_VALUE: Final = re.compile(r"[!-~](?:[ -~]*[!-~])?")


def request_headers(wanted: Wanted) -> list[tuple[str, str]]:
    """Return all that is said besides the address; it depends on what is wanted and on nothing else.

    Raises:
        Trouble: `REFUSED`, where a key cannot be sent.
    """
    if not all(_TOKEN.fullmatch(name) and _VALUE.fullmatch(value) for name, value in wanted.headers.items()):
        raise Trouble(Cause.REFUSED, "The feed's key holds characters that no key has; copy it once more.")
    conditions = {
        "If-None-Match": _etag(wanted.validators.etag),
        "If-Modified-Since": _date(wanted.validators.last_modified),
    }
    return [
        ("User-Agent", USER_AGENT),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip"),
        *((name, value) for name, value in conditions.items() if value),
        *wanted.headers.items(),
    ]


def document(url: str, host: str, headers: Mapping[str, str], pieces: Iterable[bytes], most: int) -> Fetched:
    """Return the document in an answer of `host`, of at most `most` bytes.

    Raises:
        Trouble: `TOO_LARGE`, `UNREACHABLE` where it was cut off, `HOST_BROKEN` where it is damaged.
    """
    encoding = headers.get("content-encoding", "").strip().lower()
    declared = headers.get("content-length", "0")
    if encoding not in ENCODINGS or not _LENGTH.fullmatch(declared):
        raise no_web_server(host)
    body = Body(most, packed=ENCODINGS[encoding])
    try:
        if int(declared) > most:
            raise OverLimit
        for data in pieces:
            body.add(data)
        content = body.end()
    except OverLimit as error:
        raise Trouble(Cause.TOO_LARGE, f"What {host} gives out is larger than it may be.") from error
    except Damaged as error:
        raise Trouble(Cause.HOST_BROKEN, f"What {host} gives out is damaged.") from error
    except CutOff as error:
        raise broken_off(host) from error
    kind = clean(headers.get("content-type", "").partition(";")[0].lower(), _MAX_TYPE)
    validators = Validators(_etag(headers.get("etag", "")), _date(headers.get("last-modified", "")))
    return Fetched(url, content, kind, validators)


def without_etag(validators: Validators) -> Validators:
    """Return what may be said to a host that must not know its visitor again: a date, which many documents share."""
    return replace(validators, etag="")


def _etag(written: str) -> str:
    """Return an ETag where it can be sent back as it came, else nothing."""
    return written if len(written) <= _MAX_ETAG and _VALUE.fullmatch(written) else ""


def _date(written: str) -> str:
    """Return a date where it is written as one (RFC 9110, 5.6.7) and can be sent back as it came, else nothing."""
    return written if _DATE.fullmatch(written) else ""
