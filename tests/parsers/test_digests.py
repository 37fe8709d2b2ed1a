"""Names of hashes mean what their publishers mean, and nothing is told from a length that several share."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import DIGESTS, Digest
from exposurewatch.parsers.digests import (
    MISSHAPEN,
    PHOTODNA,
    TOO_PLAIN,
    UNKNOWN,
    VIDEOS,
    changed,
    digest,
    key_of,
    named,
    why_not,
)


@pytest.mark.parametrize(
    ("kind", "algorithm"),
    [
        ("pdq", "pdq"),
        ("HASH_PDQ", "pdq"),
        ("ImagePDQ", "pdq"),
        ("MD5", "md5"),
        ("HASH_MD5", "md5"),
        ("SHA-1", "sha1"),
        ("HASH_SHA256", "sha256"),
        ("pHash", "phash"),
        ("phash64", "phash64"),
        ("", ""),
        ("VideoMD5", ""),
        ("video_md5", ""),
        ("md5sum", ""),
        ("dhash", ""),
    ],
)
def test_a_kind_goes_by_many_names(kind: str, algorithm: str) -> None:
    assert named(kind) == algorithm


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("VideoMD5", VIDEOS),
        ("VideoTMK", VIDEOS),
        ("video_md5", VIDEOS),
        ("HASH_TMK", VIDEOS),
        ("HASH_VIDEO_MD5", VIDEOS),
        ("tmk-pdqf", VIDEOS),
        ("vpdq", VIDEOS),
        ("pdna", PHOTODNA),
        ("PhotoDNA", PHOTODNA),
        ("HASH_PHOTODNA", PHOTODNA),
        ("URL", UNKNOWN),
        ("\x1b[31m", UNKNOWN),
    ],
)
def test_what_is_not_compared_is_passed_over_for_a_reason(kind: str, why: str) -> None:
    assert why_not(kind) == why
    assert digest(kind, "ab" * 16) == why


@pytest.mark.parametrize("name", DIGESTS)
def test_each_algorithm_takes_hashes_of_its_own_length_alone(name: str) -> None:
    value = bytes(range(DIGESTS[name]))

    assert digest(name, value.hex().upper()) == Digest(name, value)
    assert digest(name, value.hex()[:-2]) == MISSHAPEN
    assert digest(name, "g" + value.hex()[1:]) == MISSHAPEN
    assert digest(name, 5) == MISSHAPEN


def test_a_phash_is_of_256_bits_or_of_64_as_its_length_says() -> None:
    assert digest("phash", "0f" * 32) == Digest("phash", b"\x0f" * 32)
    assert digest("phash", "0f" * 8) == Digest("phash64", b"\x0f" * 8)
    assert digest("phash64", "0f" * 32) == MISSHAPEN


def test_a_pdq_hash_of_low_quality_is_passed_over() -> None:
    assert digest("pdq", "0f" * 32, 49) == TOO_PLAIN
    assert digest("pdq", "0f" * 32, 50) == Digest("pdq", b"\x0f" * 32, 50)
    assert digest("md5", "0f" * 16, 0) == Digest("md5", b"\x0f" * 16)


def test_a_key_is_made_of_algorithm_and_value() -> None:
    assert key_of(Digest("md5", b"\x01" * 16), Digest("pdq", b"\x02" * 32, 99)) == f"md5:{'01' * 16} pdq:{'02' * 32}"


def test_a_change_in_the_future_keeps_its_words() -> None:
    past, future, never = changed(1714557600), changed("2098-05-01T10:00:00Z"), changed(-5)

    assert past is not None
    assert past.utc == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert future is not None
    assert (future.utc, future.raw, future.uncertain) == (None, "2098-05-01T10:00:00Z", "it lies in the future")
    assert never is not None
    assert (never.utc, never.raw) == (None, "-5")
    assert changed(None) is None


@given(st.text(max_size=40), st.one_of(st.text(max_size=140), st.integers(), st.none()), st.integers(0, 100))
def test_whatever_is_published_is_a_valid_hash_or_a_reason(kind: str, value: object, quality: int) -> None:
    found = digest(kind, value, quality)

    assert isinstance(found, str) or len(found.value) == DIGESTS[found.algorithm]
