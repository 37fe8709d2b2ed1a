"""A watch reads what is due and tells only what is new, in every way that the user asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from exposurewatch.cli import notices, telling, watching
from exposurewatch.cli.formats import Shown
from exposurewatch.cli.news import News
from exposurewatch.errors import NoRoom, VaultDamaged
from exposurewatch.pulling import Pull
from exposurewatch.steps import Step
from exposurewatch.vault import store
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.lock import held
from tests.cli.conftest import Kept, Run, Small
from tests.cli.test_feed import added, flat, hashes, md5_of

__all__ = ["hashes"]


@pytest.fixture(autouse=True)
def notified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every notice that would have been shown."""
    shown: list[str] = []

    def notify() -> bool:
        shown.append(notices.WORDS)
        return True

    monkeypatch.setattr(notices, "notify", notify)
    return shown


@pytest.fixture
def watched(filled: Kept, hashes: Path) -> Kept:
    added(filled, hashes)
    return filled


def later(kept: Kept) -> None:
    """Let every feed become due."""
    with kept.opened() as vault:
        vault.feeds._database.execute("UPDATE feeds SET tried_at = NULL")


def test_what_is_new_is_told_once(watched: Kept, notified: list[str]) -> None:
    ran = watched.run("watch", "--once", "--workers", "1")
    assert ran.status == 1
    assert "1 match to look at." in ran.out
    assert 'Your photo "own1.png": 1 match in 1 place' in flat(ran.out)
    assert notified == ["something to look at"]
    later(watched)
    again = watched.run("watch", "--once", "--workers", "1")
    assert (again.status, again.out, notified) == (0, "", ["something to look at"])
    assert watched.run("matches", "--new").status == 1  # being told of it is not looking at it


def test_what_a_watch_was_killed_before_telling_is_told_by_the_next(
    watched: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(watching, "tell", killed)
        assert watched.run("watch", "--once", "--workers", "1").status == 130
    ran = watched.run("watch", "--once")
    assert (ran.status, "1 match to look at." in ran.out) == (1, True)


def test_what_was_shown_by_a_pull_is_not_told_again(watched: Kept) -> None:
    assert watched.run("feed", "pull", "--workers", "1").status == 1
    assert watched.run("watch", "--once").status == 0


def test_a_pull_of_one_feed_does_not_hide_what_a_watch_has_still_to_tell_of(
    watched: Kept, hashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = hashes.with_name("other.txt")
    other.write_bytes(hashes.read_bytes())
    added(watched, other)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(watching, "tell", killed)
        assert watched.run("watch", "--once", "--workers", "1").status == 130
    watched.run("feed", "pull", "hashes")
    ran = watched.run("watch", "--once")
    assert (ran.status, "1 match in 2 places" in flat(ran.out)) == (1, True)


def test_of_a_feed_that_is_removed_nothing_is_remembered_but_what_was_found(watched: Kept) -> None:
    watched.run("watch", "--once", "--workers", "1")
    watched.run("feed", "remove", "hashes", "--yes")
    with watched.opened() as vault:
        names = [name for (name,) in vault.feeds._database.execute("SELECT name FROM marks")]
    assert not any("hashes" in name for name in names)


def test_what_stands_in_a_new_place_is_told(watched: Kept, hashes: Path) -> None:
    watched.run("watch", "--once", "--workers", "1")
    copy = hashes.with_name("elsewhere.txt")
    copy.write_bytes(hashes.read_bytes())
    added(watched, copy)
    ran = watched.run("watch", "--once", "--workers", "1")
    assert (ran.status, "1 match in 2 places" in flat(ran.out)) == (1, True)


def test_programs_get_a_line_for_each(watched: Kept, hashes: Path) -> None:
    added(watched, hashes.parent.as_uri() + "/gone.txt", "--kind", "hash-list")
    ran = watched.run("watch", "--once", "--format", "json", "--workers", "1")
    match, trouble = map(json.loads, ran.out.splitlines())
    assert match["schema"] == trouble["schema"] == "exposurewatch-news/1"
    assert (match["what"], match["match"]["photo"]["label"], match["match"]["verdict"]) == (
        "match",
        "own1.png",
        "exact",
    )
    assert (trouble["what"], trouble["feed"]) == ("trouble", "gone")
    assert trouble["words"]
    assert (trouble["cause"], trouble["not_before"]) == ("no-file", None)


def test_pictures_that_cannot_be_had_are_told_once(filled: Kept, tmp_path: Path) -> None:
    item = {"id": "1", "image": "https://10.0.0.1/a.jpg"}
    feed = tmp_path / "feed.json"
    feed.write_text(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Weekly", "items": [item]}))
    added(filled, feed)
    words = "1 picture of feed could not be looked at: 1 × at an address that is not on the public web."
    ran = filled.run("watch", "--once", "--workers", "1")
    assert (ran.status, words in flat(ran.out)) == (0, True)
    later(filled)
    assert filled.run("watch", "--once", "--workers", "1").out == ""
    filled.run("feed", "remove", "feed", "--yes")
    added(filled, feed)
    (line,) = filled.run("watch", "--once", "--workers", "1", "--format", "json").out.splitlines()
    told = json.loads(line)
    assert (told["what"], told["feed"], told["counts"]) == ("skipped", "feed", {"unsafe-address": 1})


def test_a_feed_that_cannot_be_read_is_told_in_a_sentence(filled: Kept, hashes: Path, notified: list[str]) -> None:
    added(filled, hashes.parent.as_uri() + "/gone.txt", "--kind", "hash-list")
    ran = filled.run("watch", "--once")
    assert ran.status == 3
    assert "gone could not be read to its end: " in flat(ran.out)
    assert notified == ["something to look at"]
    later(filled)
    assert filled.run("watch", "--once").status == 3
    assert len(notified) == 1  # a notice is shown when it breaks, and not each round again


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The standard output is the null device, as under a scheduler."""
    monkeypatch.setattr(telling, "_leads_nowhere", lambda _: True)


@pytest.mark.usefixtures("nowhere")
def test_what_nobody_was_told_is_told_by_the_next_round(watched: Kept, notified: list[str]) -> None:
    for command in ("false", "/no/such/program"):
        ran = watched.run("watch", "--once", "--no-notice", "--workers", "1", "--exec", command)
        assert (ran.status, "Nobody could be told" in flat(ran.err)) == (1, True)
    assert watched.run("watch", "--once").status == 1
    assert notified == ["something to look at"]
    assert watched.run("watch", "--once").status == 0


@pytest.mark.usefixtures("nowhere")
def test_a_notice_that_cannot_be_shown_has_told_nobody(watched: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "notify", lambda: False)
    for _ in range(2):
        assert watched.run("watch", "--once", "--workers", "1").status == 1
    assert watched.run("watch", "--once", "--exec", "true").status == 1
    assert watched.run("watch", "--once").status == 0


def test_only_the_null_device_and_a_closed_stream_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(os.devnull, "w") as null, (tmp_path / "out").open("w") as file, open(writing, "w") as pipe:  # noqa: PTH123
        assert [telling._leads_nowhere(stream) for stream in (null, file, pipe)] == [True, False, False]
    monkeypatch.setattr(sys, "stdout", None)
    assert not telling._write(News(), Shown.TERMINAL)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, "key-changed", "told"),
        ("unreachable", "gone", "told"),
        ("refused", "gone", "told"),
        ("gone", "gone", "not told"),
        (None, "unreachable", "not told"),
        ("gone", None, "not told"),
    ],
)
def test_what_does_not_pass_by_itself_is_told_when_it_begins(
    watched: Kept, before: str | None, after: str | None, told: str
) -> None:
    with watched.opened() as vault:
        (feed,) = vault.feeds.listed()
        for cause in (before, after):
            if cause is None:
                vault.feeds.ended_well(feed.number)
            else:
                vault.feeds.ended(feed.number, cause, "It is not well.")
            feed, previous = vault.feeds.named(feed.name), feed
        assert watching._has_broken(vault, previous) is (told == "told")


@pytest.mark.skipif(sys.platform == "win32", reason="the command is one of a POSIX system")
def test_a_command_of_the_users_gets_what_is_new(watched: Kept, tmp_path: Path) -> None:
    out = tmp_path / "news.txt"
    program = f"import os, sys; open({str(out)!r}, 'w').write(os.environ['EXPOSUREWATCH_NEW'] + sys.stdin.read())"
    ran = watched.run("watch", "--once", "--no-notice", "--workers", "1", "--exec", f'{sys.executable} -c "{program}"')
    assert ran.status == 1
    said = out.read_text()
    assert said[0] == "1"
    assert json.loads(said[1:])["match"]["photo"]["label"] == "own1.png"


@pytest.mark.parametrize(
    ("command", "words"),
    [("/no/such/program", "could not be run (FileNotFoundError)"), ("false", "ended with the status 1")],
)
def test_a_command_that_fails_is_said_and_nothing_is_lost(watched: Kept, command: str, words: str) -> None:
    ran = watched.run("watch", "--once", "--workers", "1", "--exec", command)
    assert ran.status == 1
    assert words in flat(ran.err)
    assert "1 match to look at." in ran.out


def test_on_windows_a_command_is_handed_on_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []

    def run(words: str, **_: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(words)
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "run", run)
    command = r'"C:\Program Files\a bell.exe" "my sound.wav"'
    ways = telling.Ways(command=command, notice=False)
    assert telling.tell(News(), ways, at_once=True)
    assert ran == [command]


def test_on_windows_the_system_starts_it_without_a_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pythonw.exe").touch()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    assert watching._program() == (str(tmp_path / "pythonw.exe"), "-m", "exposurewatch")
    (tmp_path / "pythonw.exe").unlink()
    assert watching._program() == (str(tmp_path / "python.exe"), "-m", "exposurewatch")


@pytest.mark.parametrize("command", ["", "   ", 'echo "half'])
def test_a_command_that_is_none_is_refused_before_anything_is_read(watched: Kept, command: str) -> None:
    ran = watched.run("watch", "--once", "--exec", command)
    assert ran.status == 2


def test_there_must_be_something_to_watch(kept: Kept) -> None:
    ran = kept.run("watch", "--once")
    assert (ran.status, "There is no feed to watch." in ran.err) == (2, True)


def _ticking(monkeypatch: pytest.MonkeyPatch, *then: Callable[[], None]) -> list[timedelta]:
    """In place of each sleep one of these happens; after the last the user presses Ctrl-C."""
    slept: list[timedelta] = []

    def sleep(stop: object, duration: timedelta) -> None:
        slept.append(duration)
        if len(slept) <= len(then):
            then[len(slept) - 1]()
        else:
            stop.set()  # type: ignore[attr-defined]

    monkeypatch.setattr(watching, "_sleep", sleep)
    return slept


def test_it_goes_on_until_it_is_stopped(
    watched: Kept, small: Small, hashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def published() -> None:
        with hashes.open("a") as file:
            file.write(f"md5 {md5_of(small.photos / 'own2.png')}\n")
        later(watched)

    slept = _ticking(monkeypatch, published, lambda: None)
    ran = watched.run("watch", "--workers", "1")
    assert ran.status == 130
    assert ran.out.count("1 match to look at.") == 2
    assert "own2.png" in ran.out.partition("own1.png")[2]
    assert "nothing new. The next feed is due in" in flat(ran.err)
    assert all(timedelta() < each <= timedelta(minutes=15) for each in slept)


def test_it_waits_while_another_command_has_the_vault(watched: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = store.opened
    tries = []

    def busy(folder: Path, key: DataKey) -> object:
        tries.append(folder)
        if len(tries) > 1:
            return honest(folder, key)
        with held(folder):
            return honest(folder, key).__enter__()

    monkeypatch.setattr(store, "opened", busy)
    slept = _ticking(monkeypatch, lambda: None)
    ran = watched.run("watch", "--workers", "1")
    assert "Another command has the vault open" in flat(ran.err)
    assert "1 match to look at." in ran.out
    assert slept[0] == timedelta(minutes=1)


def test_it_goes_on_once_the_disk_has_room_again(watched: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    honest, tries = store.opened, []

    def full(folder: Path, key: DataKey) -> object:
        tries.append(folder)
        if len(tries) == 1:
            raise NoRoom("The disk is full.", "Make room.")
        return honest(folder, key)

    monkeypatch.setattr(store, "opened", full)
    slept = _ticking(monkeypatch, lambda: None)
    ran = watched.run("watch", "--workers", "1")
    assert "The disk is full. Make room." in flat(ran.err)
    assert "1 match to look at." in ran.out
    assert slept[0] == timedelta(minutes=15)


def test_it_goes_on_after_a_pull_that_broke_down_and_tells_what_that_found(
    watched: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, tries = Pull.steps, []

    def breaking(self: Pull) -> Iterator[Step]:
        tries.append(self)
        yield from honest(self)
        if len(tries) == 1:
            raise NoRoom("The disk is full.", "Make room.")

    monkeypatch.setattr(Pull, "steps", breaking)
    _ticking(monkeypatch, lambda: None)
    ran = watched.run("watch", "--workers", "1")
    assert "The disk is full. Make room." in flat(ran.err)
    assert "1 match to look at." in ran.out


def test_a_vault_that_is_damaged_ends_it(watched: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> object:
        raise VaultDamaged("The vault is damaged.", "Put it back.")

    monkeypatch.setattr(store, "opened", damaged)
    ran = watched.run("watch")
    assert (ran.status, "The vault is damaged." in ran.err) == (3, True)


def test_a_command_of_the_users_may_open_the_vault(watched: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(*_: object, **__: object) -> bool:
        with watched.opened() as vault:
            assert vault.photos.listed()
        return True

    monkeypatch.setattr(watching, "tell", told)
    assert watched.run("watch", "--once", "--workers", "1").status == 1


def test_sleep_ends_when_the_user_wants_to_stop() -> None:
    stop = threading.Event()
    stop.set()
    before = datetime.now(UTC)
    watching._sleep(stop, timedelta(hours=1))
    assert datetime.now(UTC) - before < timedelta(minutes=1)


def test_ready_files_are_printed_for_the_system(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    ran = run("watch", "--install-hint", "--vault", tmp_path / "a vault", "--exec", "say it", "--no-notice")
    assert '"--exec" "say it" "--no-notice"' in ran.out
    assert "--exec 'say it' --no-notice" in ran.out
    assert ran.status == 0
    assert "exposurewatch.timer" in ran.out
    assert "crontab -e" in ran.out
    assert f"{tmp_path / 'a vault'}" in ran.out
    assert "vault lock-to-keyring" in flat(ran.err)


def test_at_80_columns_no_name_in_the_help_is_cut(run: Run) -> None:
    for command in ("watch", "feed", "feed add", "feed pull", "feed list", "feed show", "feed remove", "feed kinds"):
        shown = run(*command.split(), "--help").out
        assert "Usage:" in shown
        assert "…" not in shown
