"""What every format keeps to."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import exposurewatch.reports
from exposurewatch.reports import FORMATS
from exposurewatch.reports.format import Format
from exposurewatch.text import clean
from tests.conftest import a_report
from tests.reports.strangers import HOSTILE, a_report_of, misleading

every_format = pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)


def test_every_module_that_holds_a_format_is_listed() -> None:
    modules = [
        importlib.import_module(f"exposurewatch.reports.{module.name}")
        for module in pkgutil.iter_modules(exposurewatch.reports.__path__)
    ]
    held = [value for module in modules for value in vars(module).values() if isinstance(value, Format)]
    assert sorted(one.name for one in held) == sorted(one.name for one in FORMATS)


def test_names_and_suffixes() -> None:
    assert [(one.name, one.suffix) for one in FORMATS] == [
        ("terminal", ".txt"),
        ("json", ".json"),
        ("csv", ".csv"),
    ]


@every_format
def test_the_same_report_gives_the_same_bytes_ending_in_a_line_feed(one: Format) -> None:
    first, second = one.render(a_report()), one.render(a_report())
    assert first == second
    assert first.endswith(b"\n")


@every_format
def test_a_match_can_be_found_again(one: Format) -> None:
    text = one.render(a_report()).decode("utf-8")
    for words in ("beach.jpg", "Gossip Corner", "Anon", "who is she", "https://t.me/c/1234567890/7", "photo_7@01-05"):
        assert words in text


@every_format
@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_cleaned_words_of_strangers_mislead_nobody(one: Format, words: str) -> None:
    text = one.render(a_report_of(clean(words))).decode("utf-8-sig")
    assert misleading(text.replace("\r\n", "\n")) == set()


@every_format
@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_words_that_nobody_cleaned_mislead_nobody_either(one: Format, words: str) -> None:
    text = one.render(a_report_of(words)).decode("utf-8-sig")
    assert misleading(text.replace("\r\n", "\n")) == set()
