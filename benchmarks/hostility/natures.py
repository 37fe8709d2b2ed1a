"""Which families are made of which kind of document: that of its nature, and those of any file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from benchmarks.hostility import database_attacks, json_attacks, markup_attacks, text_attacks
from benchmarks.hostility.anything import of_anything
from benchmarks.hostility.case import Case, Family, distinct, spread
from benchmarks.hostility.document import Nature
from benchmarks.hostility.documents import documents

FAMILIES: Final[Mapping[Nature, Family]] = {
    Nature.JSON: json_attacks.families,
    Nature.MARKUP: markup_attacks.families,
    Nature.XML: markup_attacks.families,
    Nature.TEXT: text_attacks.families,
    Nature.DATABASE: database_attacks.families,
}


def crafted(parser: str, most: int) -> list[Case]:
    """Crafted documents for a parser, at most so many of each sort, from all over what its nature suggests."""
    sample = documents()[parser]
    own = spread(distinct(FAMILIES[sample.nature](sample.content)), most)
    return distinct([*own, *spread(list(of_anything(sample.content)), most // 3)])
