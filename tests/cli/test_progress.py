import io
import re
from collections.abc import Iterator

import pytest
from rich.console import Console

from exposurewatch.cli.progress import watched


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _never() -> int:
    raise AssertionError("nobody watches, so nothing needs to be counted")


def _numbers(last: int) -> Iterator[int]:
    yield from range(last)


def _counts(step: int) -> tuple[bool, bool]:
    return True, step % 5 == 0


def test_the_bar_shows_pictures_rate_time_and_matches_in_80_columns_and_goes_away() -> None:
    screen = _Terminal()
    console = Console(file=screen, force_terminal=True, width=80, color_system=None)
    assert list(watched(_numbers(10), console, "Pictures", lambda: 10, _counts)) == list(range(10))
    lines = [line for line in re.split(r"\x1b\[[0-9;?]*[a-zA-Z]|[\r\n]", screen.getvalue()) if line.strip()]
    assert max(map(len, lines)) <= 76  # and room for ^C
    assert re.search(r"Pictures .* 10/10 +\d+/s +\d\d:\d\d +2 found", lines[-1])
    assert screen.getvalue().rstrip().endswith("\x1b[?25h\r\x1b[1A\x1b[2K")  # cursor back, line erased


def test_the_total_grows_where_there_turn_out_to_be_more() -> None:
    screen = _Terminal()
    console = Console(file=screen, force_terminal=True, width=80)
    list(watched(_numbers(7), console, "Pictures", lambda: 5, _counts))
    assert "7/7" in screen.getvalue()


def test_an_unknown_total_is_no_error() -> None:
    screen = _Terminal()
    assert len(list(watched(_numbers(3), Console(file=screen, force_terminal=True), "P", lambda: 0, _counts))) == 3
    assert "3/?" in screen.getvalue()


@pytest.mark.parametrize("forced", [None, "1"])
def test_there_is_no_bar_where_nobody_watches_even_with_forced_colours(
    monkeypatch: pytest.MonkeyPatch, forced: str | None
) -> None:
    if forced:
        monkeypatch.setenv("FORCE_COLOR", forced)
    log = io.StringIO()
    assert len(list(watched(_numbers(3), Console(file=log), "Pictures", _never, _counts))) == 3
    assert log.getvalue() == ""
