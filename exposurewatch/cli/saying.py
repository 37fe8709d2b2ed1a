"""Says sentences on the standard error: wrapped between words on a screen, a line each where a program reads them."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from exposurewatch.reports.wording import harmless


def say(*sentences: str) -> None:
    """Print sentences, in which nothing misleads a terminal."""
    console = Console(stderr=True, highlight=False)
    for sentence in sentences:
        text = Text(harmless(sentence))
        for line in text.wrap(console, console.width) if console.file.isatty() else [text]:
            line.rstrip()
            console.print(line, soft_wrap=True)
