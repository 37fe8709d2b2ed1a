"""A feed only grows, is whole and signed whenever its writer is cut off, and holds nothing that it should not."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exposurewatch.errors import CouldNotFinish, WrongUsage
from exposurewatch.feeds.own import feed_folder
from exposurewatch.feeds.own.feed_folder import Heading
from exposurewatch.feeds.own.lasting import alone
from exposurewatch.feeds.own.signing import public_key, verifies
from exposurewatch.model import Box, Channel, Moment, Permalink
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.feed_entries import records_of
from tests.feeds.published import OTHER_SEED, SEED, an_entry, build, chunks_in, opened

_BOXES = (Box(), Box(0.1, 0.25, 0.5, 0.75))


def _schema(name: str) -> Draft202012Validator:
    schema = json.loads((resources.files("exposurewatch.feeds.own") / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _manifest(folder: Path) -> Any:
    return json.loads((folder / "feed.json").read_bytes())


def _check_whole(folder: Path) -> None:
    """The manifest is signed, and what it lists is there."""
    content = (folder / "feed.json").read_bytes()
    lines = (folder / "feed.sig").read_bytes().splitlines()
    assert any(verifies(public_key(SEED), content, base64.b64decode(line)) for line in lines)
    for chunk in json.loads(content)["chunks"]:
        found = (folder / "entries" / chunk["file"]).read_bytes()
        assert hashlib.sha256(found).hexdigest() == chunk["sha256"]


@pytest.mark.parametrize(
    "entry",
    [
        an_entry(1, _BOXES),
        an_entry(1, ()),
        an_entry(1, channel=None, message_id=None, date=None, permalink=None),
        an_entry(1, (Box(0.5, 0.5, 0.50001, 1.0), Box())),
        an_entry(1, channel=Channel("", "x" * 300, "\u200b"), message_id="7" * 300),
        an_entry(1, permalink=Permalink("https://t.me/a b", public=True)),
        an_entry(1, permalink=Permalink("https://t.me/c/1/2", public=False)),
        an_entry(1, channel=Channel("“Gossip” \u0130"), date=Moment(None, "yesterday", "it does not say when")),
    ],
)
def test_what_is_written_keeps_to_the_schemas(tmp_path: Path, entry: Any) -> None:
    build(tmp_path, entry, an_entry(2))
    build(tmp_path, withdraw=["https://t.me/gossip/2"])
    _schema("feed").validate(_manifest(tmp_path))
    for chunk in chunks_in(tmp_path):
        _schema("feed-entries").validate(json.loads(chunk.read_bytes()))
        assert chunk.read_bytes().isascii()


def test_no_object_of_the_schemas_admits_a_key_that_it_does_not_name(tmp_path: Path) -> None:
    def objects(part: Any) -> Any:
        if isinstance(part, dict):
            if part.get("type") == "object":
                yield part
            for value in part.values():
                yield from objects(value)

    for name, count in (("feed", 2), ("feed-entries", 4)):
        found = list(objects(_schema(name).schema))
        assert len(found) == count
        assert all(
            one["additionalProperties"] is False and set(one["required"]) == set(one["properties"]) for one in found
        )


def test_entries_come_out_as_they_went_in(tmp_path: Path) -> None:
    entries = [an_entry(1, _BOXES), an_entry(2, ()), an_entry(3, channel=None, message_id=None, permalink=None)]
    build(tmp_path, *entries)
    (chunk,) = chunks_in(tmp_path)
    found = list(records_of(chunk.read_bytes()))
    assert [replace(entry, key="") for entry in found if isinstance(entry, Entry)] == entries


def test_the_same_entries_at_the_same_time_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(tmp_path / name, *map(an_entry, range(5)))
    files = [path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file()]
    assert len(files) == 3
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_a_later_run_adds_a_chunk_and_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    (first,) = chunks_in(tmp_path)
    before = first.read_bytes()
    feed = build(tmp_path, an_entry(1), an_entry(2))
    assert [chunk["file"] for chunk in _manifest(tmp_path)["chunks"]] == [
        "2026-05-01-0001.json",
        "2026-05-01-0002.json",
    ]
    assert [chunk["entries"] for chunk in _manifest(tmp_path)["chunks"]] == [1, 1]
    assert _manifest(tmp_path)["sequence"] == 2
    assert first.read_bytes() == before
    assert feed.held == 2
    _check_whole(tmp_path)


def test_a_run_with_nothing_new_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    before = (tmp_path / "feed.json").read_bytes()
    feed = build(tmp_path, an_entry(1))
    assert (tmp_path / "feed.json").read_bytes() == before
    assert feed.holds(an_entry(1))
    assert not feed.holds(an_entry(2))


def test_a_name_alone_may_change(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    opened(tmp_path, heading=Heading(name="Another\u202e name")).commit()
    found = _manifest(tmp_path)
    assert (found["name"], found["about"], found["sequence"]) == ("Another name", "Write to help@ngo.example", 2)
    assert len(found["chunks"]) == 1
    _check_whole(tmp_path)


def test_a_feed_has_a_name_in_any_case(tmp_path: Path) -> None:
    feed = opened(tmp_path, heading=Heading(name="\u200b"))
    feed.add(an_entry(1))
    feed.commit()
    assert _manifest(tmp_path)["name"] == "fingerprints of pictures"


def test_a_chunk_that_is_full_is_published_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_folder, "MOST_ENTRIES", 2)
    feed = opened(tmp_path)
    for number in range(5):
        assert feed.add(an_entry(number))
    assert [chunk["entries"] for chunk in _manifest(tmp_path)["chunks"]] == [2, 2]
    feed.commit()
    assert [chunk["entries"] for chunk in _manifest(tmp_path)["chunks"]] == [2, 2, 1]


def test_a_chunk_does_not_grow_beyond_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_folder, "FULL", 700)
    build(tmp_path, *map(an_entry, range(4)))
    assert [chunk["entries"] for chunk in _manifest(tmp_path)["chunks"]] == [2, 2]


def test_a_feed_takes_no_more_chunks_than_readers_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_folder, "MOST_CHUNKS", 1)
    build(tmp_path, an_entry(1))
    with pytest.raises(CouldNotFinish, match="takes no more"):
        build(tmp_path, an_entry(2))
    _check_whole(tmp_path)


@pytest.mark.parametrize("by_link", [True, False])
def test_what_is_withdrawn_is_told_once_and_not_published_again(tmp_path: Path, by_link: bool) -> None:  # noqa: FBT001
    build(tmp_path, an_entry(1), an_entry(2))
    name = json.loads(chunks_in(tmp_path)[0].read_bytes())["entries"][1]["id"]
    words = ["https://t.me/gossip/2" if by_link else name]
    assert build(tmp_path, withdraw=words).held == 1
    assert json.loads(chunks_in(tmp_path)[1].read_bytes())["withdrawn"] == [name]
    feed = build(tmp_path, an_entry(2), withdraw=words)
    assert (len(chunks_in(tmp_path)), feed.held) == (2, 1)


def test_all_entries_with_a_link_are_withdrawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_folder, "MOST_ENTRIES", 2)
    same: dict[str, Any] = {"message_id": "1", "permalink": Permalink("https://t.me/gossip/1", public=True)}
    build(tmp_path, *(an_entry(number, **same) for number in range(3)), withdraw=["https://t.me/gossip/1"])
    assert build(tmp_path).held == 1  # the last was not published yet when the link was looked for
    assert build(tmp_path, withdraw=["https://t.me/gossip/1"]).held == 0


def test_many_are_withdrawn_in_several_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, *map(an_entry, range(3)))
    monkeypatch.setattr(feed_folder, "MOST_ENTRIES", 2)
    build(tmp_path, withdraw=[f"https://t.me/gossip/{number}" for number in range(3)])
    assert [chunk["withdrawn"] for chunk in _manifest(tmp_path)["chunks"]] == [0, 2, 1]


def test_what_is_not_there_cannot_be_withdrawn(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    with pytest.raises(WrongUsage, match="gossip/7"):
        build(tmp_path, an_entry(2), withdraw=["https://t.me/gossip/7"])
    assert len(chunks_in(tmp_path)) == 1


@pytest.mark.parametrize("fails_at", range(1, 7))
def test_a_writer_that_is_cut_off_leaves_a_whole_feed_behind_and_the_next_one_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    """Each of the three files of each of two runs is cut off, before it is put in its place."""
    replaced, real = 0, Path.replace

    def fail(part: Path, target: Path) -> Path:
        nonlocal replaced
        replaced += 1
        if replaced == fails_at:
            (target.parent / ".exposurewatch-left").write_bytes(b"half")
            raise KeyboardInterrupt
        return real(part, target)

    monkeypatch.setattr(Path, "replace", fail)
    for run in (1, 2):
        with contextlib.suppress(KeyboardInterrupt):
            build(tmp_path, *map(an_entry, range(run * 2)))
        if (tmp_path / "feed.json").exists():
            _check_whole(tmp_path)
    monkeypatch.undo()
    feed = build(tmp_path, *map(an_entry, range(4)))
    _check_whole(tmp_path)
    assert feed.held == 4
    listed = [chunk["file"] for chunk in _manifest(tmp_path)["chunks"]]
    assert [path.name for path in chunks_in(tmp_path)] == listed
    assert {path.name for path in tmp_path.iterdir()} == {"entries", "feed.json", "feed.sig"}


def _put_back(folder: Path, *files: str, count: int = 1) -> tuple[list[Path], list[bytes]]:
    """Publish `count` states, keep some files of the first, publish two more, and put those files back.

    Returns the chunks, and what is in them.
    """
    build(folder, an_entry(1))
    kept = {name: (folder / name).read_bytes() for name in files}
    for number in range(count):
        build(folder, an_entry(number + 2))
    chunks = chunks_in(folder)
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    return chunks, [chunk.read_bytes() for chunk in chunks]


@pytest.mark.parametrize("files", [("feed.json",), ("feed.json", "feed.sig")])
def test_an_older_manifest_that_was_put_back_is_gone_on_from_without_touching_what_was_published(
    tmp_path: Path, files: tuple[str, ...]
) -> None:
    """Whoever has read the newer state can read on: it lists the same chunks, under a larger number."""
    chunks, before = _put_back(tmp_path, *files)
    feed = build(tmp_path, an_entry(9))
    assert [chunk.read_bytes() for chunk in chunks] == before
    listed = [chunk["file"] for chunk in _manifest(tmp_path)["chunks"]]
    assert listed[:2] == [chunk.name for chunk in chunks]
    assert listed == [chunk.name for chunk in chunks_in(tmp_path)]
    assert len(listed) == 3
    assert _manifest(tmp_path)["sequence"] > 2
    assert feed.held == 3
    assert not feed.add(an_entry(2))
    _check_whole(tmp_path)


def test_several_chunks_that_a_manifest_put_back_does_not_list_are_listed_in_their_order(tmp_path: Path) -> None:
    chunks, before = _put_back(tmp_path, "feed.json", "feed.sig", count=3)
    build(tmp_path)
    assert [chunk["file"] for chunk in _manifest(tmp_path)["chunks"]] == [chunk.name for chunk in chunks]
    assert [chunk.read_bytes() for chunk in chunks] == before
    assert _manifest(tmp_path)["sequence"] > 4


def test_what_was_withdrawn_stays_so_where_the_manifest_was_put_back(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    kept = {name: (tmp_path / name).read_bytes() for name in ("feed.json", "feed.sig")}
    build(tmp_path, withdraw=["https://t.me/gossip/1"])
    for name, content in kept.items():
        (tmp_path / name).write_bytes(content)
    feed = build(tmp_path, an_entry(1))
    assert feed.held == 0
    assert _manifest(tmp_path)["chunks"][1]["withdrawn"] == 1


def test_with_a_signature_of_a_newer_manifest_numbers_are_left_out(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    kept = (tmp_path / "feed.json").read_bytes()
    renamed = opened(tmp_path, heading=Heading("Other"))
    renamed.commit()
    (tmp_path / "feed.json").write_bytes(kept)
    build(tmp_path, an_entry(2))
    assert _manifest(tmp_path)["sequence"] > 2
    assert len(chunks_in(tmp_path)) == 2


@pytest.mark.parametrize("strange", ["no JSON", "of another key"])
def test_a_chunk_that_is_not_of_this_feed_is_neither_listed_nor_touched(tmp_path: Path, strange: str) -> None:
    build(tmp_path / "feed", an_entry(1))
    build(tmp_path / "other", an_entry(5), seed=OTHER_SEED)
    (theirs,) = chunks_in(tmp_path / "other")
    content = b"dear" if strange == "no JSON" else theirs.read_bytes()
    path = tmp_path / "feed" / "entries" / "2026-05-01-0002.json"
    path.write_bytes(content)
    build(tmp_path / "feed", an_entry(2))
    assert path.read_bytes() == content
    assert [chunk["file"] for chunk in _manifest(tmp_path / "feed")["chunks"]] == [
        "2026-05-01-0001.json",
        "2026-05-01-0003.json",
    ]
    before = _manifest(tmp_path / "feed")
    build(tmp_path / "feed", an_entry(2))
    assert _manifest(tmp_path / "feed") == before


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_while_another_run_writes_nothing_is_written(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    feed = opened(tmp_path)
    feed.add(an_entry(2))
    with alone(tmp_path):
        with pytest.raises(CouldNotFinish, match="just now"):
            feed.commit()
        with pytest.raises(CouldNotFinish, match="just now"):
            opened(tmp_path)
    assert len(chunks_in(tmp_path)) == 1
    feed.commit()
    assert len(chunks_in(tmp_path)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_a_disk_without_locks_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl  # noqa: PLC0415 (there is none on Windows)

    def refuse(_descriptor: int, _operation: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)
    build(tmp_path, an_entry(1))
    _check_whole(tmp_path)


def test_a_chat_counts_as_named_until_that_is_taken_back(tmp_path: Path) -> None:
    chat = Channel("Gossip", "1234567890", "gossip")
    assert not opened(tmp_path).names(chat)
    build(tmp_path, an_entry(1), an_entry(2, channel=None))
    assert opened(tmp_path).names(chat)
    assert not opened(tmp_path).names(replace(chat, title="Anna Example"))
    build(tmp_path, withdraw=["https://t.me/gossip/1"])
    assert not opened(tmp_path).names(chat)


def test_a_disk_that_refuses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = opened(tmp_path)
    feed.add(an_entry(1))

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CouldNotFinish, match="No space left"):
        feed.commit()
    assert chunks_in(tmp_path) == []


def test_a_folder_with_the_feed_of_another_key_is_refused(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1), seed=OTHER_SEED)
    with pytest.raises(WrongUsage, match="not signed with your key"):
        opened(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{}", b"[", b"\xff", b'{"schema": "exposurewatch-feed/2"}'])
def test_a_folder_with_another_feed_json_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "feed.json").write_bytes(content)
    with pytest.raises(WrongUsage, match="not signed with your key"):
        opened(tmp_path)


def test_a_manifest_that_was_changed_is_refused(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    manifest = tmp_path / "feed.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"Helpline", b"Somebody"))
    with pytest.raises(CouldNotFinish, match="changed since it was signed"):
        opened(tmp_path)


@pytest.mark.parametrize("gone", [True, False])
def test_a_chunk_that_is_missing_or_was_changed_is_refused(tmp_path: Path, gone: bool) -> None:  # noqa: FBT001
    build(tmp_path, an_entry(1))
    (chunk,) = chunks_in(tmp_path)
    if gone:
        chunk.unlink()
    else:
        chunk.write_bytes(chunk.read_bytes() + b" ")
    with pytest.raises(CouldNotFinish, match="is missing" if gone else "was changed"):
        opened(tmp_path)


@pytest.mark.parametrize("strange", ["letter.txt", "entries/letter.txt", "entries/2026-05-01-0007.json"])
def test_a_folder_that_holds_something_else_is_refused_and_left_as_it_is(tmp_path: Path, strange: str) -> None:
    path = tmp_path / strange
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"dear")
    with pytest.raises(WrongUsage, match="holds other files"):
        opened(tmp_path)
    assert path.read_bytes() == b"dear"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "feed").write_bytes(b"dear")
    with pytest.raises(WrongUsage, match="is a file"):
        opened(tmp_path / "feed")


def test_what_others_keep_beside_a_feed_stays(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    (tmp_path / "index.html").write_bytes(b"hello")
    build(tmp_path, an_entry(2))
    assert (tmp_path / "index.html").read_bytes() == b"hello"


def test_two_writers_do_not_overwrite_each_other(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    feed = opened(tmp_path)
    feed.add(an_entry(2))
    build(tmp_path, an_entry(3))
    with pytest.raises(CouldNotFinish, match="Something else has written"):
        feed.commit()
    _check_whole(tmp_path)


def test_a_web_server_may_read_every_file(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    for path in [tmp_path / "feed.json", tmp_path / "feed.sig", *chunks_in(tmp_path)]:
        assert path.stat().st_mode & 0o044 == 0o044


def test_an_id_tells_nothing_to_those_without_the_key(tmp_path: Path) -> None:
    ids = set()
    for name, seed in (("a", SEED), ("b", OTHER_SEED)):
        build(tmp_path / name, an_entry(1), seed=seed)
        (chunk,) = chunks_in(tmp_path / name)
        ids.add(json.loads(chunk.read_bytes())["entries"][0]["id"])
    assert len(ids) == 2


def test_one_statement_has_one_id_whatever_the_chat_calls_itself_now(tmp_path: Path) -> None:
    feed = build(tmp_path, an_entry(1))
    assert feed.holds(an_entry(1, channel=Channel("Renamed", "1234567890")))
    assert not feed.holds(an_entry(1, channel=Channel("Gossip", "7")))
    assert not feed.holds(an_entry(1, message_id="2"))
    nowhere: dict[str, Any] = {"channel": None, "message_id": None, "permalink": None}
    feed = build(tmp_path, an_entry(1, **nowhere))
    assert feed.holds(an_entry(1, **nowhere))
    assert not feed.holds(an_entry(1, **nowhere, date=Moment(datetime(2026, 1, 1, tzinfo=UTC))))
