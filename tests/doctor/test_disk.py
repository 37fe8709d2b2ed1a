import sys
from pathlib import Path

import pytest

from exposurewatch.doctor import disk, linux
from exposurewatch.doctor.check import State
from exposurewatch.doctor.disk import DISK, judged, key_in_memory, room
from exposurewatch.doctor.encryption import Encrypted, Encryption

GIB = 1024**3


@pytest.mark.parametrize(
    ("free", "state"),
    [
        (0, State.PROBLEM),
        (GIB // 32, State.PROBLEM),
        (GIB // 2, State.WEAK),
        (GIB, State.FINE),
        (GIB * 5000, State.FINE),
    ],
)
def test_room_is_judged(free: int, state: State) -> None:
    assert room(free).state is state


@pytest.mark.parametrize(
    ("encrypted", "state"),
    [(Encrypted.YES, State.FINE), (Encrypted.NO, State.WEAK), (Encrypted.UNTOLD, State.UNKNOWN)],
)
def test_an_encryption_is_judged(encrypted: Encrypted, state: State) -> None:
    answer = judged("Encryption", Encryption(encrypted, "It is so."), "Do this.")
    assert (answer.state, answer.what) == (state, "It is so.")
    assert bool(answer.advice) == (state is not State.FINE)


@pytest.mark.parametrize(("locked", "state"), [(True, State.FINE), (False, State.WEAK)])
def test_whether_the_key_is_kept_out_of_the_swap_is_judged(*, locked: bool, state: State) -> None:
    assert key_in_memory(locked=locked).state is state


@pytest.mark.parametrize(
    ("platform", "asked", "module"),
    [
        ("linux", ("of_folder", "of_swap"), linux),
        ("darwin", ("on_macos", "swap_on_macos"), disk),
        ("win32", ("on_windows", "swap_on_windows"), disk),
    ],
)
def test_each_system_is_asked_in_its_own_way(
    platform: str, asked: tuple[str, str], module: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in asked:
        monkeypatch.setattr(module, name, lambda *_folder: Encryption(Encrypted.YES, "Asked."))
    monkeypatch.setattr(sys, "platform", platform)
    answers = [answer.what for answer in DISK.look(tmp_path / "vault")]
    assert answers[:2] == ["Asked.", "Asked."]


def test_a_system_that_nobody_knows_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    first, second, *_ = DISK.look(tmp_path)
    assert (first.state, second.state) == (State.UNKNOWN, State.UNKNOWN)
