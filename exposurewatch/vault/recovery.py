"""The recovery code: a printed secret of 140 bits, in groups that each tell when one of their letters is wrong."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Final

from exposurewatch.errors import WrongSecret

# Crockford's digits: none looks like another. What people type instead of a 0 or a 1 is taken for it.
_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans("OIL", "011")
_VALUES: Final = {digit: value for value, digit in enumerate(_DIGITS)}
_GROUPS: Final = 7
_RANDOM: Final = 4  # digits of a group that were drawn; one more checks them
_GROUP: Final = _RANDOM + 1
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


def new_code() -> str:
    """Return a new code, seven groups of five digits joined by dashes."""
    return "-".join(_checked(number, [secrets.randbelow(32) for _ in range(_RANDOM)]) for number in range(_GROUPS))


def parsed(code: str) -> str:
    """Return a code as it was printed, whatever the case, the dashes and the blanks it was typed with.

    Raises:
        WrongSecret: it was mistyped, the hint says where.
    """
    typed = [character for character in unicodedata.normalize("NFKC", code).upper() if not _is_between(character)]
    digits = "".join(typed).translate(_MISREAD)
    strange = any(digit not in _VALUES for digit in digits)
    if len(digits) != _GROUPS * _GROUP:
        raise WrongSecret(
            f"A recovery code has {_GROUPS} groups of {_GROUP} letters and digits, {_GROUPS * _GROUP} in all;"
            f" {len(digits)} were typed."
        )
    groups = [digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP)]
    wrong = [_ORDINALS[number] for number, group in enumerate(groups) if not _is_right(number, group)]
    if wrong:
        beside = " No code has a letter U, or a sign that is neither letter nor digit." if strange else ""
        raise WrongSecret(f"Look at the {' and the '.join(wrong)} group of the code: something is mistyped.{beside}")
    return "-".join(groups)


def _is_between(character: str) -> bool:
    return unicodedata.category(character) in ("Pd", "Zs", "Cc", "Cf", "Pc")


def _is_right(number: int, group: str) -> bool:
    values = [_VALUES.get(digit) for digit in group]
    known = [value for value in values if value is not None]
    return len(known) == _GROUP and _checked(number, known[:_RANDOM]) == group


def _checked(number: int, values: list[int]) -> str:
    """Return the group of the given number with its check digit.

    The check is a polynomial over GF(32): digits weigh a^4, a^3, a^2, a and the check 1, all different and none zero,
    so that any one wrong digit and any two that changed places are noticed. The number of the group is added, so that
    groups that changed places are noticed as well.
    """
    check = 0
    for value in values:
        check = _doubled(check ^ value)
    return "".join(_DIGITS[value] for value in (*values, check ^ number))


def _doubled(value: int) -> int:
    """Multiply by a, the root of x^5 + x^2 + 1."""
    return (value << 1) ^ (0b100101 if value & 0b10000 else 0)
