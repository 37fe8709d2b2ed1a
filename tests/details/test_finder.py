"""Whatever a text is, the search ends with places inside it, and what is covered up is not found any more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.details import Detail, Finder
from exposurewatch.details.finder import COVER
from exposurewatch.model import DetailKind, Spelling
from tests.details.builders import FINDER, GIVEN, HERS

_PIECES = st.one_of(
    st.sampled_from([*GIVEN.values(), *(detail.value for detail in HERS)]),
    st.sampled_from(
        ["0", "1", "2", "60", "12", "jalan", "mawar", "siti", "nurhaliza", "@", "jane", "doe", ".", " ", "-"]
    ),
    st.text(max_size=6),
)
_TEXTS = st.lists(_PIECES, max_size=12).map("".join)
_DISGUISES = st.sampled_from(["\u200b", "\u2060", "\u0301", "\ufe0f", "\u202e", "\u00ad"])


@given(_TEXTS)
def test_every_place_lies_inside_the_text_and_they_come_from_left_to_right(text: str) -> None:
    hits = FINDER.find(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
    assert {hit.detail for hit in hits} <= set(HERS)


@given(_TEXTS)
def test_nothing_is_found_in_what_was_covered_up(text: str) -> None:
    covered = FINDER.masked(text)
    assert FINDER.find(covered) == ()
    assert (covered == text) == (not FINDER.find(text))


@given(st.text(max_size=4000))
def test_no_text_breaks_it(text: str) -> None:
    FINDER.find(text)
    FINDER.masked(text)


@given(st.sampled_from(list(GIVEN)), _DISGUISES, st.data())
def test_what_is_drawn_as_nothing_hides_no_detail_and_leaves_none_behind(
    kind: DetailKind, disguise: str, data: st.DataObject
) -> None:
    written = GIVEN[kind].split(":")[-1]
    at = data.draw(st.integers(1, len(written) - 1))
    text = f"see {written[:at]}{disguise}{written[at:]} now"
    covered = FINDER.masked(text)
    assert kind in {hit.detail.kind for hit in FINDER.find(text)}
    assert covered.startswith("see ")
    assert covered.endswith(" now")
    assert COVER in covered
    assert written[-3:] not in covered


def test_what_overlaps_is_covered_up_as_one() -> None:
    finder = Finder([Detail(DetailKind.HANDLE, "jane_doe91"), Detail(DetailKind.EMAIL, "jane_doe91@example.org")])
    assert finder.masked("to jane_doe91@example.org!") == f"to {COVER}!"


def test_a_name_is_exact_with_the_accents_that_it_was_given_with() -> None:
    finder = Finder([Detail(DetailKind.NAME, "zoe muller")])
    assert [hit.spelling for hit in finder.find("zoe muller")] == [Spelling.EXACT]


def test_nested_copies_are_all_covered() -> None:
    assert "siti" not in FINDER.masked("siti siti nurhaliza nurhaliza siti").lower()
