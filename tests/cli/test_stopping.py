import os
import signal
import sys

import pytest

from exposurewatch.cli.stopping import NO_REPORT, Left, leaving_in_order, stopped_saying, stopping_on_ctrl_c, until

ASKED = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else [])]


def test_the_first_ctrl_c_asks_to_stop_and_the_second_leaves(capfd: pytest.CaptureFixture[str]) -> None:
    with stopping_on_ctrl_c() as stop:
        assert not stop.is_set()
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        assert capfd.readouterr().err.startswith("Stopping. What was found so far follows")
        with pytest.raises(Left) as left:
            signal.raise_signal(signal.SIGINT)
    assert left.value.exit_status == 130


@pytest.mark.parametrize("number", ASKED)
def test_every_signal_that_asks_to_leave_does_so_in_order(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Left) as left, leaving_in_order():
        signal.raise_signal(number)
    assert left.value.exit_status == 128 + number
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("number", ASKED)
def test_a_signal_that_was_ignored_from_the_start_stays_ignored(number: signal.Signals) -> None:
    before = signal.signal(number, signal.SIG_IGN)
    try:
        with leaving_in_order(), stopping_on_ctrl_c() as stop:
            signal.raise_signal(number)
            assert not stop.is_set()
    finally:
        signal.signal(number, before)


def test_the_words_erase_a_progress_bar_only_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "isatty", lambda _descriptor: True)
    with stopping_on_ctrl_c():
        signal.raise_signal(signal.SIGINT)
    assert capfd.readouterr().err.startswith("\r\x1b[2KStopping.")


def test_nothing_more_is_taken_in_once_it_was_asked_to_stop() -> None:
    with stopping_on_ctrl_c() as stop:
        items = until(stop, iter([1, 2, 3]))
        assert next(items) == 1
        stop.set()
        assert list(items) == []


def test_what_is_said_fits_what_was_going_on() -> None:
    with pytest.raises(Left) as left, stopped_saying("Nothing was made."):
        raise Left(15)
    assert (left.value.words, left.value.exit_status) == ("Nothing was made.", 143)


def test_the_words_that_stand_nearest_are_said() -> None:
    with pytest.raises(Left) as left, stopped_saying(NO_REPORT), stopped_saying("Nothing was changed."):
        raise Left(2)
    assert left.value.words == "Nothing was changed."


def test_where_a_command_says_nothing_of_its_own_no_report_is_spoken_of() -> None:
    assert Left(2).words == "Stopped at once."


def test_what_follows_upon_ctrl_c_is_said_in_the_words_of_the_command(capfd: pytest.CaptureFixture[str]) -> None:
    with stopping_on_ctrl_c("What was added stays"):
        signal.raise_signal(signal.SIGINT)
    assert capfd.readouterr().err == "Stopping. What was added stays; press Ctrl-C again to leave at once.\n"
