import os
from pathlib import Path

import pytest

from exposurewatch.cli.arguments import expanded, refuse_empty
from exposurewatch.errors import WrongUsage
from tests.cli.conftest import Run


@pytest.mark.parametrize("arguments", [("scan", ""), ("scan", "export", "--photos="), ("demo", "--folder", "")])
def test_an_empty_argument_is_refused_and_never_means_the_current_folder(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert ran.err.startswith("error: One of the arguments is empty.\nhint: ")


@pytest.mark.parametrize("value", [f"photos{os.pathsep}", f"{os.pathsep}photos", f"a{os.pathsep}{os.pathsep}b"])
def test_an_empty_path_in_an_environment_variable_is_refused(value: str) -> None:
    with pytest.raises(WrongUsage, match="EXPOSUREWATCH_PHOTOS"):
        refuse_empty(["scan", "export"], {"EXPOSUREWATCH_PHOTOS": value})


def test_what_is_not_empty_passes() -> None:
    refuse_empty(["scan", "export", "--photos=p", "--", "a="], {"EXPOSUREWATCH_PHOTOS": f"a{os.pathsep}b"})


def test_a_home_folder_is_found_and_one_that_does_not_exist_is_left_as_it_was_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setenv("USERPROFILE", "/home/somebody")
    assert expanded(Path("~/photos")) == Path("/home/somebody/photos")
    assert expanded(Path("~nobody-of-this-name/photos")) == Path("~nobody-of-this-name/photos")
