"""Makes words from strangers harmless, once, where they enter: no control, bidi or invisible characters remain."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 256  # characters of a title, a sender or a path that are kept
MAX_CAPTION = 4096  # Telegram's own limit for a message

_LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
# Cc holds ESC, the C0 and the C1 controls; Cf the bidi overrides, zero-width and tag characters; Cs lone surrogates;
# Zl and Zp the line and paragraph separators; Co private-use characters, which look like anything at all.
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})
# What is drawn as nothing at all although it counts as a letter or an accent: fillers, joiners, variation selectors.
_BLANK = frozenset(
    (
        *"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0",
        *map(chr, range(0xFE00, 0xFE10)),
        *map(chr, range(0xE0100, 0xE01F0)),
    )
)
_HARMLESS = re.compile(r"[\n -~]*")  # most words are such: nothing in them needs a closer look
_MAX_MARKS = 4  # accents stacked on one letter; more is a way to scribble over the lines around


def clean(words: str, limit: int = MAX_NAME) -> str:
    """Return `words` on one line, with nothing in it that a terminal, a browser or an eye could be misled by."""
    return " ".join(clean_lines(words, limit).split())


def clean_lines(words: str, limit: int = MAX_CAPTION) -> str:
    """Return `words` with its line breaks as line feeds, and without control, bidi and invisible characters.

    At most `limit` characters are kept; where words were cut, an ellipsis says so.
    """
    beginning = words[: 4 * limit]
    cleaned = (beginning if _HARMLESS.fullmatch(beginning) else _without_harm(beginning)).strip()
    if len(cleaned) > limit or len(words) > 4 * limit:
        return cleaned[: limit - 1].rstrip() + "…"
    return cleaned


def minutes(seconds: float) -> str:
    """A moment of a video, or its length, as players show it: 0:43, 12:05, 1:02:03."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _without_harm(words: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in words.replace("\r\n", "\n"):
        if character in _LINE_BREAKS:
            kept.append("\n")
            continue
        if character == "\t":
            kept.append(" ")
            continue
        category = unicodedata.category(character)
        if category in _REFUSED or character in _BLANK:
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)
