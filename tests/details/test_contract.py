"""Every kind of details keeps to the same rules, and none is left out of the list of them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import pytest

from exposurewatch import details
from exposurewatch.details import KINDS, Detail, Finder, Kind, kind_of, read_detail
from exposurewatch.details.folding import folded
from exposurewatch.errors import WrongUsage
from exposurewatch.model import DetailKind, Spelling
from tests.details.builders import GIVEN

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def test_every_file_that_defines_a_kind_is_listed() -> None:
    modules = [import_module(f"exposurewatch.details.{module.name}") for module in iter_modules(details.__path__)]
    defined = {id(value) for module in modules for value in vars(module).values() if isinstance(value, Kind)}
    assert defined == {id(kind) for kind in KINDS}


def test_there_is_one_for_every_name_of_the_model() -> None:
    assert [kind.name for kind in KINDS] == list(DetailKind) == list(GIVEN)
    assert all(kind_of(kind.name) is kind for kind in KINDS)


@each_kind
def test_its_example_is_one_and_is_found_as_it_is_written(kind: Kind) -> None:
    detail = read_detail(kind.name.value, kind.example)
    (hit,) = Finder([detail]).find(f"look: {kind.example}!")
    assert (hit.start, hit.end) == (
        len("look: ") + kind.example.index(kind.example.split(":")[-1]),
        len(kind.example) + 6,
    )
    assert hit.spelling is Spelling.EXACT


@each_kind
def test_what_it_writes_it_reads_again_as_the_same(kind: Kind) -> None:
    for written in (kind.example, GIVEN[kind.name]):
        detail = read_detail(kind.name.value, written)
        assert read_detail(kind.name.value, detail.value) == detail


@each_kind
def test_masked_it_says_neither_its_value_nor_what_would_be_found(kind: Kind) -> None:
    detail = read_detail(kind.name.value, GIVEN[kind.name])
    masked = kind.masked(detail.value)
    assert masked
    assert detail.value not in masked
    assert Finder([detail]).find(masked) == ()


@each_kind
@pytest.mark.parametrize("words", ["", " ", "?", "\u200b", "-", "x", "\ud800", "＠", "()", "+", "0", ":" * 100])
def test_what_is_none_is_refused_without_being_repeated(kind: Kind, words: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        read_detail(kind.name.value, words)
    assert str(refused.value).startswith("That is ")
    assert refused.value.hint


@each_kind
def test_what_is_too_long_is_refused(kind: Kind) -> None:
    with pytest.raises(WrongUsage, match="too long"):
        read_detail(kind.name.value, GIVEN[kind.name] + "1" * 400)


@each_kind
@pytest.mark.parametrize("style", [str.upper, str.lower, str.title], ids=["capitals", "small", "title"])
def test_capitals_make_no_difference(kind: Kind, style: object) -> None:
    assert callable(style)
    written = style(kind.example.split(":")[-1])
    if kind.name is DetailKind.HANDLE:
        written = f"@{written}"
    (hit,) = Finder([read_detail(kind.name.value, kind.example)]).find(f"see {written} now")
    assert hit.end - hit.start == len(written)


@each_kind
def test_what_cannot_be_seen_between_its_characters_makes_no_difference(kind: Kind) -> None:
    written = kind.example.split(":")[-1]
    hidden = "\u200b\u2060".join(written)
    (hit,) = Finder([read_detail(kind.name.value, kind.example)]).find(f"see {hidden} now")
    assert f"see {hidden} now"[hit.start : hit.end].rstrip("\u200b\u2060") == hidden


def test_two_details_in_one_text_are_both_found_from_left_to_right() -> None:
    finder = Finder([Detail(DetailKind.PLATE, "VBK 1234"), Detail(DetailKind.PHONE, "+60123456789")])
    kinds = [hit.detail.kind for hit in finder.find("0123456789 drives VBK1234")]
    assert kinds == [DetailKind.PHONE, DetailKind.PLATE]


def test_the_same_detail_twice_is_searched_once() -> None:
    one = Detail(DetailKind.PHONE, "+60123456789")
    assert Finder([one, one]).details == (one,)


def test_no_details_find_nothing() -> None:
    assert Finder([]).find("0123456789") == ()
    assert Finder([]).masked("0123456789") == "0123456789"


def test_folding_leaves_small_letters_without_accents() -> None:
    assert folded("  ÀÉÎ  Ｗｉｄｅ Ⓒⓘⓡ \n 𝓜𝓪𝓽𝓱 🅐🇧 ١٢ аре ") == "aei wide cir math ab 12 ape"
