"""Words that a stranger may choose to mislead a terminal, a spreadsheet or an eye, and a report full of them."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

from exposurewatch.model import (
    Channel,
    LibrarySummary,
    Locator,
    Moment,
    Opened,
    Permalink,
    Reason,
    Report,
    Skipped,
)
from tests.conftest import a_judgement, a_match, a_photo, a_report, a_sighting, an_origin

HOSTILE = (
    "\x1b[2J\x1b[1;1Hall is well",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]0;title\x07bell\x08\x08",
    "\x9b31mred\x90q\x9c",
    "above\r\nbelow\rover\x0b\x0c\x85\u2028\u2029more",
    "photo\u202egpj.exe\u2066\u2069\u200f",
    "in\u200bvis\u2060i\ufeffble\U000e0041",
    "nul\x00 del\x7f",
    "lone \udcff surrogate \ud800",
    "[bold red]not found[/bold red] [link=https://evil.example]x[/link] :warning: [/]",
    "private \ue000 use",
)
FORMULAS = (
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\tx",
    "  =1",
    '"=1"',
    " '  \"@x",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "“=1”",
    "\u200b=1",
    "\ufeff=1",
    "\u3000=1",
    "harmless; =HYPERLINK(1)",
    'harmless;"=1',
    "a;b;-1",
    ";;=1",
    "=1\n=2",
)


def a_report_of(words: str) -> Report:
    """A report in which everything that a stranger or a path can name is `words`."""
    locator = Locator(words, words)
    date = Moment(None, words, words)
    origin = an_origin(
        source=words,
        locator=locator,
        channel=Channel(words, words, words),
        message_id=words,
        date=date,
        sender=words,
        forwarded_from=words,
        permalink=Permalink(words, public=True),
    )
    photo = a_photo(label=words, path=words)
    judgement = a_judgement(photo=photo, alike=(photo, photo))
    match = a_match(judgement=judgement, sighting=a_sighting(origin=origin, caption=words))
    dated = replace(origin, date=Moment(datetime(2024, 5, 1, tzinfo=UTC), words, words))
    other = a_match(judgement=a_judgement(photo=photo), sighting=a_sighting(origin=dated, caption=words))
    cut = Skipped(locator, words, Reason.EXPORT_TRUNCATED, words)
    return a_report(
        library=LibrarySummary(2, (Skipped(locator, words, Reason.UNREADABLE, words),)),
        opened=(Opened(words, words),),
        matches=(match, other),
        skipped=(cut,),
    )


def misleading(text: str) -> set[str]:
    """The characters of `text` that can move a cursor, change an order or cannot be seen; line feeds apart."""
    return {one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}
