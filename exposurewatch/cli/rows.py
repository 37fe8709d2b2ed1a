"""Prints words beside what leads them, wrapped under themselves."""

from __future__ import annotations

import textwrap

from rich.console import Console
from rich.text import Text

from exposurewatch.reports.wording import harmless

_WIDEST = 100  # longer lines are hard to read
_NARROWEST = 30  # columns that words are given even where the window is narrower still


def print_beside(console: Console, lead: Text, words: str, style: str = "") -> None:
    """Print words that wrap under themselves, never under what leads them. Paths stay whole, to be copied."""
    width = max(min(console.width, _WIDEST) - len(lead), _NARROWEST)
    for line in textwrap.wrap(harmless(words), width, break_long_words=False, break_on_hyphens=False):
        console.print(Text.assemble(lead, (line, style)), soft_wrap=True)
        lead = Text(" " * len(lead))
