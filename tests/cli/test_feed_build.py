"""`feed build` publishes fingerprints and nothing else, goes on where it stopped, and says what readers need."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from PIL import Image

from exposurewatch.cli import feed_building, feed_built, feed_naming
from exposurewatch.errors import CouldNotFinish
from exposurewatch.feeds.feed import Pulling
from exposurewatch.feeds.own import feed_folder
from exposurewatch.feeds.own.exposurewatch_feed import EXPOSUREWATCH_FEED
from exposurewatch.feeds.own.signing import fingerprint, public_key
from exposurewatch.matching.library import Library
from exposurewatch.model import Channel, ImageFile, MediaKind, PublishedHash, Verdict
from exposurewatch.parsers.entries import Entry
from exposurewatch.publishing import publish
from tests.cli.conftest import Kept, Ran, Run, Small, run_apart
from tests.conftest import a_drawing, a_sighting, an_origin, encoded
from tests.feeds.fakes import FakeGet, read
from tests.feeds.published import ADDRESS, chunks_in, served


def build(kept: Kept, export: Path, folder: Path, *options: str | Path) -> Ran:
    return kept.run("feed", "build", export, "--output", folder, "--workers", "1", "--yes", *options)


def pulled(folder: Path, **options: str) -> list[Entry]:
    """What somebody reads who is served the folder."""
    pulling = Pulling(ADDRESS, FakeGet(served(folder)), read, options=options)
    return [entry for batch in EXPOSUREWATCH_FEED.pull(pulling) for entry in batch.entries]


def words_of(ran: Ran) -> str:
    return " ".join(ran.out.split())


def key_of(kept: Kept) -> str:
    with kept.opened() as vault:
        return fingerprint(public_key(vault.feeds.signing_key()))


def test_an_export_becomes_a_feed_that_others_can_read(kept: Kept, small: Small, tmp_path: Path) -> None:
    ran = build(kept, small.export, tmp_path / "feed", "--channel", "gossip", "--name", "Helpline", "--about", "Write!")
    assert ran.status == 0, ran.err
    entries = pulled(tmp_path / "feed", key=key_of(kept))
    assert [entry.message_id for entry in entries] == ["1", "2", "4", "5", "6"]
    assert {entry.permalink.url for entry in entries if entry.permalink} == {
        f"https://t.me/gossip/{number}" for number in (1, 2, 4, 5, 6)
    }
    assert all(entry.channel and entry.channel.title == "Small Channel" for entry in entries)
    assert all(entry.date and entry.date.utc for entry in entries)
    assert all([digest.algorithm for digest in entry.digests[:3]] == ["sha256", "pdq", "phash"] for entry in entries)
    own = hashlib.sha256((small.photos / "own0.png").read_bytes()).digest()
    assert [entry.message_id for entry in entries if entry.digests[0].value == own] == ["2"]
    words = words_of(ran)
    assert "5 entries were added" in words
    assert "“Helpline”" in words
    assert "“Small Channel”" in words
    assert key_of(kept) in ran.out
    assert "Not published" in words
    assert json.loads((tmp_path / "feed" / "feed.json").read_bytes())["about"] == "Write!"


def test_whoever_reads_the_feed_finds_her_photo_by_it(filled: Kept, small: Small, tmp_path: Path) -> None:
    """The very file is exact; a smaller copy, and a screenshot with the photo in it, are possible."""
    shutil.copytree(small.export, tmp_path / "export")
    page = Image.new("RGB", (600, 900), (250, 250, 250))
    page.paste(a_drawing(0).resize((480, 360)), (60, 250))
    (tmp_path / "export" / "photos" / "photo_3.jpg").write_bytes(encoded(page, quality=85))
    build(filled, tmp_path / "export", tmp_path / "feed", "--channel", "gossip")
    entries = pulled(tmp_path / "feed")
    with filled.opened() as vault:
        library = Library(vault.photos.all())
    found = library.published([PublishedHash(MediaKind.PUBLISHED_HASH, entry.digests) for entry in entries])
    verdicts = {
        entry.message_id: [(judgement.photo.label, judgement.verdict) for judgement in judgements]
        for entry, judgements in zip(entries, found, strict=True)
    }
    assert verdicts == {
        "1": [("own0.png", Verdict.POSSIBLE)],
        "2": [("own0.png", Verdict.EXACT)],
        "3": [("own0.png", Verdict.POSSIBLE)],
        **{number: [] for number in ("4", "5", "6")},
    }


@pytest.mark.parametrize("options", [(), ("--channel", "gossip"), ("--private-titles",)])
def test_nothing_private_is_in_any_file(kept: Kept, small: Small, tmp_path: Path, options: tuple[str, ...]) -> None:
    build(kept, small.export, tmp_path / "feed", *options)
    written = b"".join(served(tmp_path / "feed").values())
    for private in ("Anon", "look", "photo_", ".jpg", "result.json", str(small.export), small.export.name, "export"):
        assert private.encode() not in written
    assert (b"Small Channel" in written) is bool(options)
    for picture in (small.export / "photos").iterdir():
        assert picture.read_bytes()[:24] not in written
    assert {path.suffix for path in (tmp_path / "feed").rglob("*") if path.is_file()} == {".json", ".sig"}


def test_where_nothing_shows_that_a_chat_is_public_it_is_not_named(kept: Kept, small: Small, tmp_path: Path) -> None:
    ran = build(kept, small.export, tmp_path / "feed")
    assert all(entry.channel is None and entry.permalink is None for entry in pulled(tmp_path / "feed"))
    assert "5 of the new ones do not say where" in words_of(ran)
    assert "Small Channel" not in ran.out


def test_chats_are_listed_before_anything_is_published_and_without_a_terminal_refused(
    kept: Kept, small: Small, tmp_path: Path
) -> None:
    ran = kept.run("feed", "build", small.export, "--output", tmp_path / "feed", "--channel", "gossip")
    assert ran.status == 2
    assert "“Small Channel” (@gossip, number " in ran.err
    assert "nobody can be asked" in ran.err
    assert "--yes" in ran.err
    assert not (tmp_path / "feed").exists()


def test_only_chats_that_the_feed_does_not_name_yet_are_asked_about(kept: Kept, small: Small, tmp_path: Path) -> None:
    build(kept, small.export, tmp_path / "feed", "--channel", "gossip")
    command = ("feed", "build", small.export, "--output", tmp_path / "feed", "--workers", "1")
    ran = kept.run(*command, "--channel", "gossip")
    assert ran.status == 0, ran.err
    assert "for the first time" not in ran.err
    ran = kept.run(*command, "--channel", "elsewhere")
    assert ran.status == 2
    assert "@elsewhere" in ran.err
    for entry in pulled(tmp_path / "feed"):
        kept.run("feed", "build", "--output", tmp_path / "feed", "--withdraw", entry.key)
    ran = kept.run(*command, "--channel", "gossip")
    assert ran.status == 2
    assert "“Small Channel” (@gossip" in ran.err


@pytest.mark.parametrize("answer", ["y", "Yes", "", "n"])
def test_whoever_is_asked_decides(
    kept: Kept, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    asked = []

    def ask(words: str, instead: str) -> str:
        asked.append((words, instead, (tmp_path / "feed").exists()))
        return answer

    monkeypatch.setattr(feed_naming, "ask_openly", ask)
    command = ("feed", "build", small.export, "--output", tmp_path / "feed", "--workers", "1", "--private-titles")
    ran = kept.run(*command)
    assert ran.status == 0
    assert asked == [("Name them? [y/N]", "--yes", False)]
    assert "“Small Channel”" in ran.err
    assert (tmp_path / "feed" / "feed.json").exists() is (answer in ("y", "Yes"))
    assert ("Nothing was published" in ran.err) is (answer not in ("y", "Yes"))


def test_all_chats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    chats = [Channel(f"Chat {number}", str(number)) for number in range(40)] + [Channel(username="gossip")]
    media = ImageFile(MediaKind.PHOTO, bytes)
    items = [a_sighting(media=media, origin=an_origin(channel=chat)) for chat in chats]

    class Empty:
        def names(self, _chat: Channel) -> bool:
            return False

    assert feed_naming.agreed_chats(items, Empty(), private=True, yes=True) == frozenset(chats)
    said = " ".join(capsys.readouterr().err.split())
    assert "these 41 chats for the first time" in said
    assert all(f"“Chat {number}” (number {number})" in said for number in range(40))
    assert "a chat without a title (@gossip)" in said


def test_the_same_command_again_adds_nothing(kept: Kept, small: Small, tmp_path: Path) -> None:
    build(kept, small.export, tmp_path / "feed")
    before = served(tmp_path / "feed")
    ran = build(kept, small.export, tmp_path / "feed")
    assert ran.status == 0
    assert "No entry was added" in words_of(ran)
    assert "5 were in it already" in words_of(ran)
    assert served(tmp_path / "feed") == before


def test_a_newer_export_adds_what_is_new(kept: Kept, small: Small, tmp_path: Path) -> None:
    shutil.copytree(small.export, tmp_path / "newer")
    chat = json.loads((tmp_path / "newer" / "result.json").read_text())
    older = chat | {"messages": chat["messages"][:4]}
    shutil.copytree(tmp_path / "newer", tmp_path / "older")
    (tmp_path / "older" / "result.json").write_text(json.dumps(older))
    for name in ("photo_5.jpg", "photo_6.jpg"):
        (tmp_path / "older" / "photos" / name).unlink()
    build(kept, tmp_path / "older", tmp_path / "feed", "--channel", "gossip")
    assert len(pulled(tmp_path / "feed")) == 3
    ran = build(kept, tmp_path / "newer", tmp_path / "feed", "--channel", "gossip")
    assert "2 entries were added" in words_of(ran)
    assert [entry.message_id for entry in pulled(tmp_path / "feed")] == ["1", "2", "4", "5", "6"]
    assert len(chunks_in(tmp_path / "feed")) == 2


def test_the_same_exports_and_key_make_the_same_chunks(kept: Kept, small: Small, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(kept, small.export, tmp_path / name)
    (first,), (second,) = chunks_in(tmp_path / "a"), chunks_in(tmp_path / "b")
    lines = [path.read_bytes().split(b"\n", 1)[1] for path in (first, second)]  # the first line tells the time
    assert lines[0] == lines[1]


@pytest.mark.parametrize("by_link", [True, False])
def test_an_entry_is_withdrawn_without_an_export(kept: Kept, small: Small, tmp_path: Path, by_link: bool) -> None:  # noqa: FBT001
    build(kept, small.export, tmp_path / "feed", "--channel", "gossip")
    name = pulled(tmp_path / "feed")[1].key
    word = "https://t.me/gossip/2" if by_link else name
    ran = kept.run("feed", "build", "--output", tmp_path / "feed", "--withdraw", word)
    assert ran.status == 0, ran.err
    assert "1 was withdrawn" in words_of(ran)
    assert "holds 4 entries, in its state number 2" in words_of(ran)
    assert pulled(tmp_path / "feed")[-1] == Entry(name, withdrawn=True)


def test_the_feed_of_another_vault_is_refused(kept: Kept, small: Small, tmp_path: Path) -> None:
    build(kept, small.export, tmp_path / "feed")
    with kept.opened() as vault:
        vault.feeds.replace_signing_key()
    ran = build(kept, small.export, tmp_path / "feed")
    assert ran.status == 2
    assert "not signed with your key" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--output", "feed"), "nothing to publish"),
        (("{export}", "--output", "{export}/feed"), "lie in each other"),
        (("{export}", "--output", "{around}"), "lie in each other"),
        (("{export}", "--output", "{vault}/feed"), "vault's folder"),
        (("--output", "feed", "--withdraw", "https://t.me/gossip/1"), "No entry of the feed"),
        (("missing", "--output", "feed"), "missing"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    kept: Kept, small: Small, arguments: tuple[str, ...], words: str
) -> None:
    places: dict[str, Any] = {"export": small.export, "around": small.export.parent, "vault": kept.folder}
    ran = kept.run("feed", "build", *(argument.format(**places) for argument in arguments))
    assert ran.status == 2
    assert words in ran.err
    assert not Path("feed").exists()


def test_without_a_picture_that_can_be_read_no_feed_is_begun(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "torn.jpg").write_bytes(b"\xff\xd8\xff torn")
    ran = build(kept, tmp_path / "pictures", tmp_path / "feed")
    assert ran.status == 2
    assert "no feed was begun" in ran.err
    assert not (tmp_path / "feed").exists()


def test_a_folder_of_pictures_is_published_without_places(kept: Kept, small: Small, tmp_path: Path) -> None:
    ran = build(kept, small.photos, tmp_path / "feed", "--private-titles")
    assert ran.status == 0, ran.err
    entries = pulled(tmp_path / "feed")
    assert len(entries) == 3
    assert all((entry.channel, entry.message_id, entry.permalink) == (None, None, None) for entry in entries)


def test_a_name_that_was_given_for_no_chat_is_said(kept: Kept, small: Small, tmp_path: Path) -> None:
    ran = build(kept, small.export, tmp_path / "feed", "--channel", "77=gossip")
    assert "was not used" in ran.err


def test_ctrl_c_publishes_what_was_looked_at(
    kept: Kept, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publish

    @contextmanager
    def stopping(_what_follows: str) -> Iterator[threading.Event]:
        yield stop

    def press(*arguments: Any, **options: Any) -> Iterator[Any]:
        for result in real(*arguments, **options):
            yield result
            stop.set()

    stop = threading.Event()
    monkeypatch.setattr(feed_building, "stopping_on_ctrl_c", stopping)
    monkeypatch.setattr(feed_building, "publish", press)
    ran = build(kept, small.export, tmp_path / "feed")
    assert ran.status == 130
    assert "Stopped before the end" in words_of(ran)
    some = pulled(tmp_path / "feed")
    assert 0 < len(some) < 5
    stop.clear()
    monkeypatch.undo()
    build(kept, small.export, tmp_path / "feed")
    assert len(pulled(tmp_path / "feed")) == 5


def test_what_breaks_down_on_its_way_has_published_what_came_before(
    kept: Kept, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publish

    def break_down(*arguments: Any, **options: Any) -> Iterator[Any]:
        yield next(real(*arguments, **options))
        raise CouldNotFinish("No worker can be started.", "Try again.")

    monkeypatch.setattr(feed_building, "publish", break_down)
    ran = build(kept, small.export, tmp_path / "feed")
    assert ran.status == 3
    assert "No worker can be started" in ran.err
    assert "1 entry was added" in words_of(ran)
    assert len(pulled(tmp_path / "feed")) == 1


def test_a_folder_that_takes_nothing_more_is_said(
    kept: Kept, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _content: bytes) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(feed_folder, "write", refuse)
    ran = build(kept, small.export, tmp_path / "feed")
    assert ran.status == 3
    assert "No space left" in ran.err
    assert "Traceback" not in ran.err


def test_what_was_left_out_and_which_chats_are_named_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    built = feed_built.Built(Path("feed"), new=30, known=1, only_same_bytes=2, withheld=1, withdrawn=2)
    built.chats = {Channel(f"Chat {number}"): None for number in range(21)}
    built.chats[Channel(username="gossip")] = None
    feed_built.show(built)
    words = " ".join(capsys.readouterr().out.split())
    for sentence in (
        "30 entries were added to the feed.",
        "1 was in it already, or had been withdrawn.",
        "2 were withdrawn.",
        "2 can only be told by the very same file",
        "1 was left out: profile pictures and stories",
        "“Chat 0”, “Chat 1”",
        "“Chat 19”, and others.",
    ):
        assert sentence in words


def test_profile_pictures_are_counted_and_left_out(kept: Kept, small: Small, tmp_path: Path) -> None:
    shutil.copytree(small.export, tmp_path / "account")
    chat = json.loads((tmp_path / "account" / "result.json").read_text())
    mine = [{"date": "2026-05-01T10:00:00", "photo": "photos/photo_2.jpg"}]
    account = {"profile_pictures": mine, "chats": {"list": [chat | {"messages": chat["messages"][3:]}]}}
    (tmp_path / "account" / "result.json").write_text(json.dumps(account))
    ran = build(kept, tmp_path / "account", tmp_path / "feed")
    assert ran.status == 0, ran.err
    assert "1 was left out: profile pictures" in words_of(ran)


@pytest.mark.parametrize("command", ["build", "key"])
def test_help_fits_80_columns_and_loads_nothing_heavy(run: Run, command: str) -> None:
    ran = run("feed", command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    program = f"import sys\nsys.argv[1:] = ['feed', '{command}', '--help']\n"
    program += "from exposurewatch.cli.main import main\nmain()\n"
    program += (
        "print([name for name in ('numpy', 'rich.progress', 'cryptography') if name in sys.modules], file=sys.stderr)"
    )
    apart = run_apart(after=f'--version; "{sys.executable}" -c "{program}"')
    assert (apart.status, apart.err.strip()) == (0, "[]")
