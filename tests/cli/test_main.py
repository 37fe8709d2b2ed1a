import sys
from typing import Any, NoReturn

import pytest
import typer

import exposurewatch
from exposurewatch.cli import comparing
from exposurewatch.cli.stopping import Left
from exposurewatch.errors import CouldNotFinish, WrongUsage
from tests.cli.conftest import Run, run_apart

HEAVY = (
    *("numpy", "cv2", "faiss", "PIL", "imagehash", "pillow_heif", "scipy", "ijson"),
    *("exposurewatch.scan", "exposurewatch.demo", "exposurewatch.doctor", "platformdirs"),
    *("apsw", "cryptography", "keyring", "filelock", "zxcvbn", "xkcdpass"),
)
VAULT = tuple(
    ("vault", command) for command in ("create", "status", "passphrase", "recovery", "lock-to-keyring", "destroy")
)
SCAN = ("scan", "export", "--photos", "mine")


def _raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_arguments: Any) -> NoReturn:
        raise error

    monkeypatch.setattr(comparing, "compare", fail)


def test_without_a_command_the_help_is_shown_and_nothing_else(run: Run) -> None:
    ran = run()
    assert ran.status == 2
    assert "demo" in ran.out + ran.err
    assert "error:" not in ran.err


def test_a_group_without_a_command_shows_its_help(run: Run) -> None:
    ran = run("vault")
    assert ran.status == 2
    assert "lock-to-keyring" in ran.out + ran.err
    assert "error:" not in ran.err


def test_the_version_is_the_package_s(run: Run) -> None:
    ran = run("--version")
    assert (ran.status, ran.out) == (0, f"exposurewatch {exposurewatch.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        *(
            (),
            ("scan",),
            ("add",),
            ("photos",),
            ("photos", "export"),
            ("forget",),
            ("matches",),
            ("review",),
            ("history",),
        ),
        *(("demo",), ("doctor",), ("vault",), *VAULT),
    ],
)
def test_help_fits_80_columns_and_is_no_error(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert run(*arguments, "-h").out == ran.out


@pytest.mark.parametrize("command", ["'scan'", "'vault', 'create'"])
def test_help_loads_nothing_heavy(command: str) -> None:
    """What takes long to load is loaded where it is used; that is what keeps --help quick."""
    program = f"import sys\nsys.argv[1:] = [{command}, '--help']\nfrom exposurewatch.cli.main import main\nmain()\n"
    program += f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    ran = run_apart(after=f'--version; "{sys.executable}" -c "{program}"')
    assert (ran.status, ran.err.strip()) == (0, "[]")


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (("bogus",), "No such command 'bogus'", "exposurewatch --help"),
        (("--bogus",), "No such option: --bogus", "exposurewatch --help"),
        (("scan",), "Missing argument", "exposurewatch scan --help"),
        (("add",), "Missing argument", "exposurewatch add --help"),
        (("photos", "--format", "csv"), "'csv' is not one of 'terminal', 'json'", "exposurewatch photos --help"),
        ((*SCAN, "--format", "xml"), "'xml' is not one of 'terminal', 'json', 'csv'", "exposurewatch scan --help"),
        (("doctor", "--format", "csv"), "'csv' is not one of 'terminal', 'json'", "exposurewatch doctor --help"),
        (("vault", "open"), "No such command 'open'", "exposurewatch vault --help"),
        (("vault", "create", "words"), "unexpected extra argument", "exposurewatch vault create --help"),
        (
            ("vault", "status", "--passphrase-fd", "-1"),
            "Invalid value for '--passphrase-fd'",
            "exposurewatch vault status --help",
        ),
        (("demo", "extra"), "unexpected extra argument", "exposurewatch demo --help"),
    ],
)
def test_wrong_usage_is_status_2_with_an_error_and_a_hint(
    run: Run, arguments: tuple[str, ...], error: str, hint: str
) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    first, second = ran.err.splitlines()
    assert first.startswith("error: ")
    assert error in first
    assert "Value error" not in first
    assert second == f"hint: {hint} says how it is used."


@pytest.mark.parametrize(("error", "status"), [(WrongUsage, 2), (CouldNotFinish, 3)])
def test_an_error_of_this_program_is_told_without_what_could_mislead(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: type[WrongUsage | CouldNotFinish], status: int
) -> None:
    _raising(monkeypatch, error("It \x1b[31mbroke\u202e.", "Mend it\x07."))
    ran = run(*SCAN)
    assert (ran.status, ran.out, ran.err) == (status, "", "error: It [31mbroke.\nhint: Mend it.\n")


def test_a_fault_of_its_own_is_owned_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, ZeroDivisionError("a secret path"))
    ran = run(*SCAN)
    assert ran.status == 3
    assert ran.err.startswith("error: exposurewatch itself went wrong (ZeroDivisionError)")
    assert "secret" not in ran.err
    assert "Traceback" not in ran.err


def test_a_developer_may_ask_for_the_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPOSUREWATCH_DEBUG", "1")
    _raising(monkeypatch, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        run(*SCAN)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (Left(2), 130, "\nStopped at once; there is no report.\n"),
        (Left(15), 143, "\nStopped at once; there is no report.\n"),
        (KeyboardInterrupt(), 130, ""),
        (typer.Abort(), 130, ""),
    ],
)
def test_leaving_at_once_has_its_own_status(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, words: str
) -> None:
    _raising(monkeypatch, error)
    ran = run(*SCAN)
    assert (ran.status, ran.out, ran.err) == (status, "", words)


def test_a_closed_pipe_ends_even_the_help_quietly() -> None:
    ran = run_apart("--help", after="| true")
    assert ran.err == ""
    assert ran.status in {0, 3}  # 0 where all was written before the other end closed


@pytest.mark.parametrize(
    ("words", "position", "offered"),
    [("exposurewatch sc", 1, ["scan"]), ("exposurewatch scan --format ", 3, ["terminal", "json", "csv"])],
)
def test_the_shell_s_completion_works(words: str, position: int, offered: list[str]) -> None:
    environment = {"_EXPOSUREWATCH_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(position)}
    ran = run_apart(**environment)
    assert (ran.status, ran.out.split(), ran.err) == (0, offered, "")
