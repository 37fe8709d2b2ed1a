"""Every error that is shown says what is the case and what to do now, and has its exit status."""

from __future__ import annotations

import pytest

from exposurewatch.errors import (
    CouldNotFinish,
    ExitStatus,
    ExposureWatchError,
    NoRoom,
    NoVault,
    VaultBusy,
    VaultDamaged,
    VaultTooNew,
    VaultUnwritable,
    WrongSecret,
    WrongUsage,
)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ExposureWatchError, ExitStatus.COULD_NOT_FINISH),
        (CouldNotFinish, ExitStatus.COULD_NOT_FINISH),
        (WrongUsage, ExitStatus.WRONG_USAGE),
        (NoVault, ExitStatus.WRONG_USAGE),
        (WrongSecret, ExitStatus.WRONG_USAGE),
        (VaultDamaged, ExitStatus.COULD_NOT_FINISH),
        (VaultTooNew, ExitStatus.COULD_NOT_FINISH),
        (VaultBusy, ExitStatus.COULD_NOT_FINISH),
        (NoRoom, ExitStatus.COULD_NOT_FINISH),
        (VaultUnwritable, ExitStatus.COULD_NOT_FINISH),
    ],
)
def test_an_error_has_words_a_hint_and_a_status(error: type[ExposureWatchError], status: ExitStatus) -> None:
    raised = error("There is no such folder.", "Look at how it is spelt.")
    assert str(raised) == "There is no such folder."
    assert raised.hint == "Look at how it is spelt."
    assert raised.exit_status is status


def test_one_base_catches_every_error_that_is_shown() -> None:
    with pytest.raises(ExposureWatchError):
        raise WrongUsage("words", "hint")


def test_the_statuses_are_those_that_scripts_rely_on() -> None:
    assert {status.name: status.value for status in ExitStatus} == {
        "NOTHING_FOUND": 0,
        "MATCHES_FOUND": 1,
        "WRONG_USAGE": 2,
        "COULD_NOT_FINISH": 3,
        "INTERRUPTED": 130,
    }
