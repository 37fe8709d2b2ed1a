from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exposurewatch.errors import WrongSecret
from exposurewatch.vault import recovery
from exposurewatch.vault.recovery import new_code, parsed

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_codes = st.lists(st.lists(st.integers(0, 31), min_size=4, max_size=4), min_size=7, max_size=7).map(
    lambda groups: "-".join(recovery._checked(number, group) for number, group in enumerate(groups))
)


def test_a_code_is_seven_groups_that_cannot_be_misread() -> None:
    code = new_code()
    groups = code.split("-")
    assert [len(group) for group in groups] == [5] * 7
    assert set(code) <= set(_DIGITS + "-")
    assert parsed(code) == code


def test_codes_are_drawn_by_the_system_and_hold_at_least_128_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    bits = []

    def below(limit: int) -> int:
        bits.append((limit - 1).bit_length())
        return 0

    monkeypatch.setattr("secrets.randbelow", below)
    new_code()
    assert sum(bits) >= 128


def test_no_two_codes_are_alike() -> None:
    assert len({new_code() for _ in range(200)}) == 200


@settings(deadline=None)
@given(_codes)
def test_a_code_is_read_back(code: str) -> None:
    assert parsed(code) == code


@settings(deadline=None)
@given(_codes)
def test_case_dashes_blanks_and_likenesses_do_not_matter(code: str) -> None:
    alike = code.translate(str.maketrans("01", "OI"))
    for typed in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("-", "\u2013"),
        f"\n {code}\t",
        alike,
        alike.lower(),
        code.replace("1", "l"),
        code.replace("0", "o"),
    ):
        assert parsed(typed) == code


@settings(deadline=None)
@given(_codes, st.integers(0, 34), st.sampled_from(_DIGITS))
def test_any_one_wrong_digit_is_noticed_and_its_group_named(code: str, place: int, digit: str) -> None:
    digits = code.replace("-", "")
    assume(digits[place] != digit)
    ordinal = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")[place // 5]
    with pytest.raises(WrongSecret) as raised:
        parsed(digits[:place] + digit + digits[place + 1 :])
    assert f"the {ordinal} group of the code" in raised.value.hint


def test_every_wrong_digit_of_one_code_is_noticed() -> None:
    digits = new_code().replace("-", "")
    for place, digit in itertools.product(range(35), _DIGITS):
        if digits[place] != digit:
            with pytest.raises(WrongSecret):
                parsed(digits[:place] + digit + digits[place + 1 :])


@settings(deadline=None)
@given(_codes, st.integers(0, 6), st.integers(0, 4), st.integers(0, 4))
def test_two_digits_of_a_group_that_changed_places_are_noticed(code: str, group: int, one: int, two: int) -> None:
    digits = list(code.replace("-", ""))
    one, two = group * 5 + one, group * 5 + two
    assume(digits[one] != digits[two])
    digits[one], digits[two] = digits[two], digits[one]
    with pytest.raises(WrongSecret):
        parsed("".join(digits))


@settings(deadline=None)
@given(_codes, st.integers(0, 6), st.integers(0, 6))
def test_groups_that_changed_places_are_noticed(code: str, one: int, two: int) -> None:
    assume(one != two)
    groups = code.split("-")
    groups[one], groups[two] = groups[two], groups[one]
    with pytest.raises(WrongSecret):
        parsed("-".join(groups))


@pytest.mark.parametrize(("cut", "count"), [(slice(1), 1), (slice(-1), 34), (slice(0), 0)])
def test_a_code_of_another_length_is_told_so(cut: slice, count: int) -> None:
    with pytest.raises(WrongSecret) as raised:
        parsed(new_code().replace("-", "")[cut])
    assert f"35 in all; {count} were typed" in raised.value.hint


@pytest.mark.parametrize("sign", ["U", "u", "*", "é", "ß", "\udcff", "😀", "\u0130"])
def test_a_sign_that_no_code_has_is_named_by_its_group(sign: str) -> None:
    with pytest.raises(WrongSecret) as raised:
        parsed(new_code()[:-1] + sign)
    assert raised.value.hint


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60))
def test_anything_else_is_refused_with_the_same_sentence(typed: str) -> None:
    with pytest.raises(WrongSecret, match=r"^That does not open this vault\.$"):
        parsed(typed)
