"""Versions of decoders below which a hole is known that a picture can reach, each with where that is published."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Floor:
    """The first version without the hole, and why."""

    version: str
    why: str


FLOORS = {
    "Pillow": Floor("13.0.0", "a JPEG can write beyond its buffer (CVE-2026-112403, GHSA-8g5g-8vmr-9782)"),
    "libwebp": Floor("1.3.2", "a WebP can write beyond its buffer, and was used in attacks (CVE-2023-4863)"),
    "libheif": Floor("1.22.0", "a HEIC can write beyond its buffer (CVE-2026-32741)"),
    "libde265": Floor("1.0.17", "a HEIC can write beyond its buffer (CVE-2026-33165)"),
}
"""By the name under which `images.decoder_versions` gives a decoder. Formats that are never opened are left out."""


def below(version: str, floor: str) -> bool:
    """Whether `version` is older than `floor`; False where it is no version at all."""
    numbers = _numbers(version)
    return bool(numbers) and numbers < _numbers(floor)


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"[0-9]+(\.[0-9]+)*", version)
    numbers = [int(number) for number in found[0].split(".")] if found else []
    while len(numbers) > 1 and numbers[-1] == 0:  # 13.0 is 13.0.0
        numbers.pop()
    return tuple(numbers)
