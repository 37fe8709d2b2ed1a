"""What is kept of how far a MISP feed was read comes back as it was, and nothing else is believed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from exposurewatch.feeds.asking import Validators
from exposurewatch.feeds.hashes.misp_known import MOST_EVENTS, Known

_EVENT = "5a3c1b2e-0000-4000-8000-0123456789ab"
_KNOWN = Known({_EVENT: 1714557600}, Validators('"7"', "Wed, 01 May 2024 10:00:00 GMT"))


def test_what_is_written_comes_back() -> None:
    assert Known.read(json.loads(json.dumps(_KNOWN.written()))) == _KNOWN
    assert Known.read(Known().written()) == Known()


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": 2},
        {"format": None},
        {"events": None},
        {"events": [_EVENT]},
        {"events": {"../x": 1}},
        {"events": {5: 1}},
        {"events": {_EVENT: "1"}},
        {"events": {_EVENT: True}},
        {"events": {f"{number:08x}{_EVENT[8:]}": 1 for number in range(MOST_EVENTS + 1)}},
        {"etag": 5},
        {"last_modified": None},
    ],
)
def test_what_is_not_understood_means_beginning_anew(wrong: dict[str, Any]) -> None:
    assert Known.read(_KNOWN.written() | wrong) == Known()


def test_an_empty_checkpoint_is_a_beginning() -> None:
    assert Known.read({}) == Known()
