"""Tells details apart where, masked, they would be told of alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from exposurewatch.details.detail import Detail
from exposurewatch.details.kinds import kind_of
from exposurewatch.model import DetailKind


def told_apart(details: Sequence[Detail]) -> dict[Detail, str]:
    """What is told of each detail, masked: no two of one kind alike, so that none is taken for another.

    Of those that end alike, such as "ending 89", each is told by its place among them: "ending 89, 1 of 2".
    """
    masks = {detail: kind_of(detail.kind).masked(detail.value) for detail in details}
    alike = Counter((detail.kind, mask) for detail, mask in masks.items())
    met: Counter[tuple[DetailKind, str]] = Counter()
    names: dict[Detail, str] = {}
    for detail, mask in masks.items():
        met[detail.kind, mask] += 1
        several = alike[detail.kind, mask]
        names[detail] = mask if several == 1 else f"{mask}, {met[detail.kind, mask]:,} of {several:,}"
    return names
