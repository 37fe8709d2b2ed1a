"""The fuzzer gives the same cases for the same seed, and loses none of them: not even where the program dies."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import hostile
from benchmarks.hostility import fuzzing
from benchmarks.hostility.documents import documents
from benchmarks.hostility.fuzzing import Figures, Gone, Program, give
from benchmarks.hostility.mutations import mutated
from benchmarks.hostility.trials import Cases, trials

_JSON = [documents()["stix"].content]
_BINARY = [bytes(range(256)) * 8, b"another"]
_KINDS = ("pictures/png", "documents/whatsapp", "archives/zip", "feeds/misp/misp-event", "vault/header", "bundles/pdq")

Answer = dict[str, Any]


@pytest.mark.parametrize("textual", [True, False])
@pytest.mark.parametrize("samples", [_JSON, _BINARY, [b""]], ids=["JSON", "numbers", "nothing"])
def test_a_case_is_the_same_for_the_same_seed_and_number(*, samples: list[bytes], textual: bool) -> None:
    made = [[mutated("x", index, seed, samples, textual=textual) for index in range(60)] for seed in (1, 1, 2)]
    assert made[0] == made[1]
    if samples != [b""]:
        assert made[0] != made[2]
        assert len(set(made[0])) > 40


def test_documents_in_json_often_stay_such_and_change_all_the_same() -> None:
    made = [mutated("x", index, 1, _JSON, textual=True) for index in range(200)]
    assert 80 < sum(_is_json(content) for content in made) < 200
    assert sum(content in _JSON for content in made) < 20


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def test_every_kind_that_the_suite_has_is_fuzzed_as_well() -> None:
    names = trials()
    assert {name.partition("/")[0] for name in names} == {
        *("pictures", "videos", "packed", "documents", "exports", "archives", "feeds", "vault", "bundles")
    }
    assert set(_KINDS) <= set(names)


@pytest.mark.parametrize("kind", _KINDS)
def test_the_cases_of_a_kind_are_the_same_each_time(kind: str) -> None:
    first, second = (Cases(trials()[kind], 5) for _ in range(2))
    assert [first.made(number) for number in range(9)] == [second.made(number) for number in reversed(range(9))][::-1]
    assert first.made(3).name == f"{kind}:3"


# --- counting


class _Played(Program):
    """A program that answers as a test says, or dies."""

    def __init__(self, answer: Callable[[range], Answer]) -> None:
        super().__init__()
        self._answer = answer

    def ask(self, kind: str, seed: int, start: int, count: int) -> Answer:  # noqa: ARG002
        return self._answer(range(start, start + count))


def _well(numbers: range) -> Answer:
    names = [f"x:{number}" for number in numbers]
    seconds = dict.fromkeys(names, 0.1)
    return {"outcomes": dict.fromkeys(names, "matched"), "faults": [], "seconds": seconds, "deaths": {"timed out": 1}}


def _given(answer: Callable[[range], Answer], count: int = 5) -> Figures:
    figures = Figures("x")
    give(_Played(answer), figures, 1, 0, count)
    return figures


def test_what_adds_up_is_counted() -> None:
    figures = _given(_well)
    assert (figures.cases, figures.accounted, figures.good, figures.lost) == (5, 5, 5, {})
    assert figures.deaths == {"timed out": 1}
    assert figures.slowest == (0.1, "x:4")


def _dies_at_three(numbers: range) -> Answer:
    if 3 in numbers:
        raise Gone("it ended with status -6")
    return _well(numbers)


def _raises_at_three(numbers: range) -> Answer:
    return {"raised": "ValueError: no"} if 3 in numbers else _well(numbers)


def _says_so_of_three(numbers: range) -> Answer:
    return _well(numbers) | ({"faults": ["x:3: an exception: no"]} if 3 in numbers else {})


def _forgets_three(numbers: range) -> Answer:
    answer = _well(numbers)
    answer["outcomes"].pop("x:3", None)
    return answer


@pytest.mark.parametrize(
    ("answer", "words", "parents", "raised"),
    [
        (_dies_at_three, "it ended with status -6", 1, 0),
        (_raises_at_three, "ValueError: no", 0, 1),
        (_says_so_of_three, "x:3: an exception: no", 0, 1),
        (_forgets_three, "nothing was told of it", 0, 0),
    ],
    ids=["dies", "raises", "tells", "forgets"],
)
def test_the_case_that_is_to_blame_is_named_and_the_others_are_counted(
    answer: Callable[[range], Answer], words: str, parents: int, raised: int
) -> None:
    figures = _given(answer)
    assert figures.lost == {"x:3": words}
    assert (figures.cases, figures.accounted) == (5, 4)
    assert (figures.parents, figures.raised) == (parents, raised)


def test_cases_that_do_not_add_up_in_company_alone_are_not_passed_over() -> None:
    figures = _given(lambda numbers: _well(numbers) | {"faults": ["odd"] if len(numbers) > 1 else []})
    assert figures.lost == {"x:0 to x:4": "in company alone: odd"}
    assert not figures.parents


# --- the process that plays the program


@pytest.mark.parametrize(("kind", "words"), [("die", "it ended with status"), ("hang", "it went on without end")])
def test_a_program_that_dies_or_hangs_is_noticed(kind: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "_TRIAL", "tests.hostile.dying_program")
    monkeypatch.setattr(fuzzing, "_MOST", 2.0)
    with Program() as program:
        for _ in range(2):
            with pytest.raises(Gone, match=words):
                program.ask(kind, 1, 0, 1)


def test_the_command_prints_a_table_and_ends_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["hostile", "--cases", "3", "--seed", "4", "--only", "vault/header", "pictures/bmp"]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as ended:
        hostile.main()
    assert ended.value.code is False
    said = capsys.readouterr().out
    assert "vault/header" in said
    assert "pictures/bmp" in said
    assert "6 of 6 cases accounted for" in said
    assert "ended early 0 times, and 0 cases raised an exception" in said


def test_ctrl_c_ends_it_with_what_was_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.argv", ["hostile", "--only", "vault"])
    monkeypatch.setattr(hostile, "give", interrupted)
    with pytest.raises(SystemExit) as ended:
        hostile.main()
    assert ended.value.code == 130
    assert "0 of 0 cases accounted for" in capsys.readouterr().out


def test_a_loss_is_told_and_is_the_status(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def losing(_: object, figures: Figures, *__: object) -> None:
        figures.cases += 1
        figures.lost["vault/header:0"] = "it ended with status -6"

    monkeypatch.setattr("sys.argv", ["hostile", "--only", "vault/header", "--cases", "1"])
    monkeypatch.setattr(hostile, "give", losing)
    with pytest.raises(SystemExit) as ended:
        hostile.main()
    assert ended.value.code is True
    assert "vault/header:0  it ended with status -6" in capsys.readouterr().out


def test_a_case_can_be_written_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    to = tmp_path / "case"
    monkeypatch.setattr("sys.argv", ["hostile", "--again", "vault/header:7", "--seed", "5", "--to", str(to)])
    hostile.main()
    assert to.read_bytes() == Cases(trials()["vault/header"], 5).made(7).content


@pytest.mark.parametrize("arguments", [["--again", "nothing:1"], ["--again", "vault/header:x"], ["--only", "nothing"]])
def test_what_is_not_there_is_said(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["hostile", *arguments])
    with pytest.raises(SystemExit, match=r"There is no such kind|names no case"):
        hostile.main()
