import os
import stat
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exposurewatch.cli.output import check_writable, write
from exposurewatch.errors import CouldNotFinish, WrongUsage


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("folder", "is a folder"),
        ("nowhere/report.json", "There is no folder nowhere"),
        ("file/report.json", "Nothing can be written to file/report.json: Not a directory"),
        ("x" * 300 + ".json", "name too long"),
        ("fifo", "is no plain file"),
        ("dangling", "There is no folder"),
        ("-", "is not the name of a file"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_beforehand(path: str, words: str) -> None:
    Path("folder").mkdir()
    Path("file").touch()
    if sys.platform != "win32":
        os.mkfifo("fifo")
    Path("dangling").symlink_to("nowhere/report.json")
    with pytest.raises(WrongUsage, match=words):
        check_writable(Path(path))
    assert not [name for name in Path().iterdir() if name.name.startswith(".exposurewatch")]


def test_a_protected_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("report.json").touch()
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)  # root may write to any
    with pytest.raises(WrongUsage, match="protected against writing"):
        check_writable(Path("report.json"))


def test_checking_leaves_an_existing_file_as_it_is_and_nothing_else_behind() -> None:
    Path("report.json").write_text("before")
    check_writable(Path("report.json"))
    check_writable(Path("new.json"))
    assert [(path.name, path.read_text()) for path in Path().iterdir()] == [("report.json", "before")]


def test_a_report_replaces_what_was_there_and_only_its_owner_may_read_it() -> None:
    Path("report.json").write_text("before, and longer than after")
    Path("report.json").chmod(0o644)
    write(Path("report.json"), b"after")
    assert Path("report.json").read_bytes() == b"after"
    assert stat.S_IMODE(Path("report.json").stat().st_mode) == 0o600
    assert len(list(Path().iterdir())) == 1


def test_a_link_stays_a_link_and_the_file_behind_it_is_replaced() -> None:
    Path("real.json").write_text("before")
    Path("link.json").symlink_to("real.json")
    write(Path("link.json"), b"after")
    assert Path("link.json").is_symlink()
    assert Path("real.json").read_bytes() == b"after"


@pytest.mark.parametrize("raised", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_where_writing_fails_the_old_report_stays_and_no_part_is_left(
    monkeypatch: pytest.MonkeyPatch, raised: BaseException
) -> None:
    Path("report.json").write_text("before")

    def fail(*_arguments: Any) -> NoReturn:
        raise raised

    monkeypatch.setattr(os, "fsync", fail)
    expected = CouldNotFinish if isinstance(raised, OSError) else KeyboardInterrupt
    with pytest.raises(expected, match="No space left on device" if isinstance(raised, OSError) else None):
        write(Path("report.json"), b"after")
    assert [(path.name, path.read_text()) for path in Path().iterdir()] == [("report.json", "before")]


def test_a_folder_that_vanished_meanwhile_is_said() -> None:
    with pytest.raises(CouldNotFinish, match=r"could not be written to gone/report\.json: No such file"):
        write(Path("gone/report.json"), b"after")
