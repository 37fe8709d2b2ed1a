"""The count itself: what is dropped, told of twice, or told of and not given is a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from benchmarks.hostility import scanning
from benchmarks.hostility.accounts import (
    LOOKED_AT,
    MATCHED,
    RAISED,
    READ,
    REFUSED,
    Accounts,
    Given,
    of_exports,
    of_files,
)
from benchmarks.hostility.case import Case, distinct, spread
from benchmarks.hostility.drawings import pictures
from benchmarks.hostility.layouts import LAYOUTS
from benchmarks.hostility.scanning import CONTROL, LookedOutside, Workers, own, scanned_exports, scanned_files
from exposurewatch.model import Locator, Match, Message, Reason, Skipped
from exposurewatch.parsers.magic import FileType
from exposurewatch.scan import scan
from exposurewatch.sources.source import Export
from exposurewatch.steps import Looked, Step
from tests.conftest import a_judgement, a_sighting, an_origin


def _at(path: str, container: str = "x") -> Locator:
    return Locator(container, path)


def _looked(path: str, container: str = "x") -> Looked:
    return Looked(a_sighting(origin=an_origin(locator=_at(path, container))), anew=True)


def _match(path: str, container: str = "x") -> Match:
    return Match(a_judgement(), a_sighting(origin=an_origin(locator=_at(path, container))))


def _skipped(path: str, reason: Reason = Reason.UNREADABLE, container: str = "x") -> Skipped:
    return Skipped(_at(path, container), None, reason)


def _message(path: str, container: str = "x") -> Message:
    return Message(an_origin(locator=_at(path, container)))


def test_each_file_is_counted_by_what_came_of_it() -> None:
    steps: list[Step] = [_looked("a"), _skipped("b"), _looked("c"), _match("c"), _looked("d")]
    steps.append(_skipped("d", Reason.REST_OF_VIDEO))
    accounts = of_files(steps, {path: f"case {path}" for path in "abcd"})
    assert accounts == Accounts(
        {"case a": LOOKED_AT, "case b": "unreadable", "case c": MATCHED, "case d": LOOKED_AT}, ()
    )
    assert accounts.counted() == {LOOKED_AT: 2, "unreadable": 1, MATCHED: 1}


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ([], "nothing was told of it"),
        ([_skipped("a", Reason.REST_OF_VIDEO)], "nothing was told of it"),
        ([_looked("a"), _skipped("a")], "looked at, unreadable"),
        ([_skipped("a"), _skipped("a")], "unreadable, unreadable"),
        ([_looked("a"), _looked("b")], "b was told of, and not given"),
        ([_match("a"), _skipped("a")], "a match, and not looked at"),
    ],
    ids=["dropped", "its rest alone", "both", "twice", "from nowhere", "a match of nothing"],
)
def test_what_does_not_add_up_is_a_fault(steps: list[Step], fault: str) -> None:
    (said,) = of_files(steps, {"a": "case"}).faults
    assert fault in said


def test_exports_are_counted_by_what_came_of_their_documents() -> None:
    given = {place: Given(f"case {place}", "doc", "pic") for place in "ab"} | {
        "c": Given("case c"),
        "d": Given("case d"),
    }
    steps: list[Step] = [_message("doc", "a"), _looked("pic", "a"), _skipped("doc", container="b")]
    steps += [_looked("pic", "b"), _match("pic", "b"), _looked("z", "d/in.zip/in.zip"), _match("z", "d/in.zip/in.zip")]
    assert of_exports(steps, given, {"c": "no"}, {}) == Accounts(
        {"case a": READ, "case b": "unreadable", "case c": REFUSED, "case d": MATCHED}, ()
    )


@pytest.mark.parametrize(
    ("steps", "refused", "raised", "fault"),
    [
        ([], {}, {}, "nothing was told of it"),
        ([_looked("pic")], {}, {}, "doc was neither read nor skipped"),
        ([_message("doc"), _skipped("pic")], {}, {}, "pic was not looked at"),
        ([], {"x": "no"}, {}, "it was refused"),
        ([_message("doc"), _looked("pic"), _message("doc", "y")], {}, {}, "y was told of, and not given"),
        ([], {}, {"x": "ValueError: no"}, "an exception: ValueError: no"),
    ],
    ids=["dropped", "document dropped", "picture dropped", "refused with a picture", "from nowhere", "raised"],
)
def test_an_export_that_does_not_add_up_is_a_fault(
    steps: list[Step], refused: dict[str, str], raised: dict[str, str], fault: str
) -> None:
    found = of_exports(steps, {"x": Given("case", "doc", "pic")}, refused, raised).faults
    assert any(fault in said for said in found)


def _dropping(which: Callable[[Step], bool]) -> Callable[..., Iterator[Step]]:
    """A scan that says nothing of some of what it was given."""

    def dropping(*given: object) -> Iterator[Step]:
        return (step for step in scan(*given) if not which(step))  # type: ignore[arg-type]

    return dropping


def _given() -> list[Case]:
    return [Case("well.jpg", pictures()[FileType.JPEG]), Case("cut.jpg", pictures()[FileType.JPEG][:99])]


@pytest.mark.parametrize("kind", [Looked, Skipped])
def test_a_scan_that_drops_something_is_noticed(kind: type[Step], workers: Workers, tmp_path: Path) -> None:
    with patch.object(scanning, "scan", _dropping(lambda step: isinstance(step, kind))):
        faults = scanned_files(_given(), tmp_path, ".jpg", workers).faults
    assert any("nothing was told of it" in fault for fault in faults)


def test_a_scan_of_exports_that_drops_messages_is_noticed(workers: Workers, tmp_path: Path) -> None:
    with patch.object(scanning, "scan", _dropping(lambda step: not isinstance(step, Looked))):
        faults = scanned_exports([], tmp_path, LAYOUTS["whatsapp"], workers).faults
    assert any("neither read nor skipped" in fault for fault in faults)


def test_a_source_that_raises_is_noticed(workers: Workers, tmp_path: Path) -> None:
    def broken(_: Export) -> Iterator[Step]:
        raise ArithmeticError("no")

    with patch.object(Export, "read", broken):
        accounts = scanned_exports([], tmp_path, LAYOUTS["whatsapp"], workers)
    assert accounts.outcomes == {CONTROL: RAISED}
    assert accounts.faults == (f"{CONTROL}: an exception: ArithmeticError: no",)


def test_a_look_outside_is_noticed(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(LookedOutside):
        scanned_files([Case("outside.png", own(1))], tmp_path, ".png", workers)


def test_cases_are_told_apart_by_their_bytes_and_have_a_name_each() -> None:
    cases = [Case("a", b"1"), Case("b", b"1"), Case("a", b"2"), Case("a", b"3")]
    assert distinct(cases) == [Case("a", b"1"), Case("a (2)", b"2"), Case("a (3)", b"3")]
    assert spread(cases, 2) == [cases[0], cases[2]]
    assert spread(cases, 9) == cases
