"""A passphrase: how it is spelt as bytes, how soon it could be guessed, and one that is suggested."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from exposurewatch.errors import WrongUsage

MIN_LENGTH: Final = 8  # characters
SUGGESTED_WORDS: Final = 6  # of 7,776: 77 bits
ATTACKER: Final = "somebody with a copy of the vault and ten strong graphics cards"
# One try moves 1 GiB through the memory (128 MiB; each block is written and another read in the first pass, two are
# read in the two later ones), so that a card which moves 2 TB/s makes less than 2,000 tries a second, however fast it
# calculates. Rounded in the attacker's favour.
_TRIES_PER_SECOND: Final = 20_000
_LONGEST_WEIGHED: Final = 72  # characters; zxcvbn takes quadratic time and by itself refuses more
_DAY: Final = 86_400
_YEAR: Final = 365 * _DAY
_SPANS: Final = (
    (60, "could be guessed in seconds"),
    (3600, "could be guessed in minutes"),
    (_DAY, "could be guessed in hours"),
    (30 * _DAY, "could be guessed in days"),
    (_YEAR, "could be guessed in months"),
    (10 * _YEAR, "would take years to guess"),
    (100 * _YEAR, "would take decades to guess"),
)
_LONGEST_SPAN: Final = "would take centuries to guess"
_STRONGER: Final = (
    f"Take a longer one: {SUGGESTED_WORDS} words that chance put together are hard to guess and can be remembered."
)


@dataclass(frozen=True, slots=True)
class Strength:
    """How soon `ATTACKER` would guess a passphrase, as the end of a sentence; weak: within a year."""

    words: str
    weak: bool


def normalised(passphrase: str) -> bytes:
    """Return the bytes of a passphrase: the same however its accents were typed, without blanks around it."""
    # A lone surrogate stands for a byte that the terminal could not read; an error about it would show the passphrase.
    return _normal(passphrase).encode("utf-8", "surrogatepass")


def strength(passphrase: str) -> Strength:
    """Return in words how soon a passphrase could be guessed.

    An estimate, by what zxcvbn knows of words and habits, most of it English: a saying or a song in another language
    is guessed sooner than it says.
    """
    seconds = _weighed(_normal(passphrase))[0] // _TRIES_PER_SECOND
    words = next((words for limit, words in _SPANS if seconds < limit), _LONGEST_SPAN)
    return Strength(words, weak=seconds < _YEAR)


def refuse_weak(passphrase: str) -> None:
    """Let only a passphrase pass that is worth having.

    Raises:
        WrongUsage: it is shorter than `MIN_LENGTH` characters, or zxcvbn gives it less than 2 of its 4 points.
    """
    normal = _normal(passphrase)
    if len(normal) < MIN_LENGTH:
        raise WrongUsage(f"The passphrase is too short: {MIN_LENGTH} characters are the least.", _STRONGER)
    if _weighed(normal)[1] < 2:
        raise WrongUsage(f"The passphrase is too weak: it {strength(passphrase).words}.", _STRONGER)


def suggested() -> str:
    """Return six words, drawn by the system's own randomness from the long list of the EFF."""
    return " ".join(secrets.choice(_words()) for _ in range(SUGGESTED_WORDS))


def _normal(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase).strip()


def _weighed(normal: str) -> tuple[int, int]:
    """Guesses that would be needed, and points from 0 to 4, for the first 72 characters."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 (large word lists, and --help must be quick)

    if not normal:
        return 0, 0  # zxcvbn fails on nothing
    result = zxcvbn(normal[:_LONGEST_WEIGHED], user_inputs=["exposurewatch", "vault"])
    return int(result["guesses"]), int(result["score"])


@cache
def _words() -> tuple[str, ...]:
    from xkcdpass import xkcd_password  # noqa: PLC0415 (only asked for where a vault is made)

    path = xkcd_password.locate_wordfile("eff-long")
    return tuple(sorted(xkcd_password.generate_wordlist(path, min_length=3, max_length=9)))
