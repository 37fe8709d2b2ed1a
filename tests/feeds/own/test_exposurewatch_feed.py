"""What was published comes out at the reader's, as long as nobody has touched it; whatever else is a plain sentence."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.feed import Batch, Checkpoint, Pulling, Signer
from exposurewatch.feeds.own.exposurewatch_feed import EXPOSUREWATCH_FEED
from exposurewatch.feeds.own.signing import fingerprint, public_key, sign
from exposurewatch.model import Box, Locator, Reason, Skipped
from exposurewatch.parsers.entries import Entry
from tests.feeds.fakes import FakeGet, Held, read
from tests.feeds.published import ADDRESS, OTHER_SEED, SEED, an_entry, build, chunks_in, served

_BASE = ADDRESS.removesuffix("feed.json")
_FILES = [ADDRESS, f"{_BASE}feed.sig"]
_KEY, _OTHER_KEY = fingerprint(public_key(SEED)), fingerprint(public_key(OTHER_SEED))


def _chunk_url(number: int) -> str:
    return f"{_BASE}entries/2026-05-01-{number:04}.json"


class Reader:
    """Somebody who reads the feed, and remembers how far as the vault does: as JSON."""

    def __init__(self, address: str = ADDRESS, **options: str) -> None:
        self.address, self.options = address, options
        self.checkpoint: Checkpoint = {}
        self.entries: dict[str, Entry] = {}
        self.asked: list[str] = []

    def pull(self, held: Mapping[str, Held], since: date | None = None, most: int = 99) -> list[Batch]:
        get = FakeGet(held)
        batches: list[Batch] = []
        pulling = Pulling(self.address, get, read, self.checkpoint, since, self.options)
        try:
            for batch in EXPOSUREWATCH_FEED.pull(pulling):
                batches.append(batch)
                self.checkpoint = json.loads(json.dumps(batch.checkpoint))
                for entry in batch.entries:
                    if entry.withdrawn:
                        self.entries.pop(entry.key, None)
                    else:
                        self.entries[entry.key] = entry
                if len(batches) == most:
                    break
        finally:
            self.asked = get.urls
        return batches

    def refuses(self, held: Mapping[str, Held]) -> Trouble:
        before = dict(self.checkpoint)
        with pytest.raises(Trouble) as told:
            self.pull(held)
        assert self.checkpoint == before
        assert told.value.words.endswith(".")
        return told.value

    @property
    def read(self) -> list[Entry]:
        return [replace(entry, key="") for entry in self.entries.values()]


def _signed(manifest: Any, seed: bytes = SEED) -> dict[str, bytes]:
    """A manifest of whatever shape, with a signature that fits."""
    content = json.dumps(manifest).encode()
    return dict(zip(_FILES, (content, base64.b64encode(sign(seed, content)) + b"\n"), strict=True))


def _manifest(folder: Path) -> Any:
    return json.loads((folder / "feed.json").read_bytes())


@pytest.mark.parametrize(
    "address",
    [ADDRESS, _BASE, _BASE.rstrip("/"), "file:///home/her/feed/", "https://ngo.example", f"{ADDRESS}?token=7"],
)
def test_what_was_built_is_pulled(tmp_path: Path, address: str) -> None:
    entries = [an_entry(1, (Box(), Box(0.1, 0.2, 0.5, 0.75))), an_entry(2, ()), an_entry(3, channel=None)]
    build(tmp_path, *entries)
    bare, _, query = address.partition("?")
    base = bare.removesuffix("feed.json").rstrip("/") + "/"
    held = {
        f"{url}?{query}" if query else url: content for url, content in served(tmp_path, base + "feed.json").items()
    }
    reader = Reader(address)
    (batch,) = reader.pull(held)
    assert reader.read == entries
    assert batch.items == ()
    assert batch.passed_over == {}
    assert len(reader.asked) == 3


def test_with_nothing_new_there_is_one_request(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    reader = Reader()
    reader.pull(served(tmp_path))
    assert reader.pull(served(tmp_path)) == []
    assert reader.asked == [ADDRESS]


def test_where_the_host_knows_no_validators_there_is_one_request_as_well(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    reader = Reader()
    held: dict[str, Held] = {url: Fetched(url, content) for url, content in served(tmp_path).items()}
    reader.pull(held)
    (batch,) = reader.pull(held)
    assert (batch.entries, reader.asked) == ((), [ADDRESS])


def test_only_new_chunks_are_asked_for(tmp_path: Path) -> None:
    reader = Reader()
    for number in (1, 2, 3):
        build(tmp_path, an_entry(number))
        reader.pull(served(tmp_path))
        assert reader.asked == [*_FILES, _chunk_url(number)]
    assert reader.read == [an_entry(1), an_entry(2), an_entry(3)]


def test_a_new_name_needs_no_chunk(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    reader = Reader()
    reader.pull(served(tmp_path))
    reader.pull(_signed(_manifest(tmp_path) | {"name": "Another", "sequence": 2}))
    assert reader.asked == _FILES
    assert reader.pull(_signed(_manifest(tmp_path) | {"name": "Another", "sequence": 2})) == []


def test_an_empty_feed_is_one(tmp_path: Path) -> None:
    build(tmp_path)
    reader = Reader()
    assert [batch.entries for batch in reader.pull(served(tmp_path))] == [()]
    assert reader.pull(served(tmp_path)) == []


def test_a_pull_that_is_cut_off_goes_on_at_the_next_chunk(tmp_path: Path) -> None:
    for number in range(4):
        build(tmp_path, an_entry(number))
    reader = Reader()
    reader.pull(served(tmp_path), most=2)
    assert reader.read == [an_entry(0), an_entry(1)]
    build(tmp_path, an_entry(4))
    reader.pull(served(tmp_path))
    assert reader.asked == [*_FILES, *map(_chunk_url, (3, 4, 5))]
    assert reader.read == [an_entry(number) for number in range(5)]
    assert reader.pull(served(tmp_path)) == []


def test_a_host_that_fails_half_way_is_asked_for_the_rest_later(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    build(tmp_path, an_entry(2))
    reader = Reader()
    with pytest.raises(Trouble, match="busy"):
        reader.pull(served(tmp_path) | {_chunk_url(2): Trouble(Cause.HOST_BROKEN, "It is busy.")})
    assert reader.read == [an_entry(1)]
    reader.pull(served(tmp_path))
    assert reader.asked == [*_FILES, _chunk_url(2)]
    assert reader.read == [an_entry(1), an_entry(2)]


@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        (b"{}", Reason.UNREACHABLE),
        (b"", Reason.UNREACHABLE),
        (Trouble(Cause.GONE, "It is not there."), Reason.UNREACHABLE),
        (Trouble(Cause.TOO_LARGE, "It is too large."), Reason.TOO_LARGE),
    ],
)
def test_a_chunk_that_cannot_be_had_stops_no_other_and_is_tried_again(
    tmp_path: Path, instead: Held, reason: Reason
) -> None:
    for number in (1, 2, 3):
        build(tmp_path, an_entry(number))
    reader = Reader()
    batches = reader.pull(served(tmp_path) | {_chunk_url(2): instead})
    assert reader.read == [an_entry(1), an_entry(3)]
    (skipped,) = (item for batch in batches for item in batch.items)
    assert isinstance(skipped, Skipped)
    assert (skipped.locator, skipped.reason) == (Locator(ADDRESS, _chunk_url(2)), reason)
    assert skipped.detail
    reader.pull(served(tmp_path))
    assert reader.asked == [*_FILES, _chunk_url(2)]
    assert len(reader.read) == 3
    assert reader.pull(served(tmp_path)) == []


def test_what_was_withdrawn_does_not_come_back_with_a_chunk_that_is_late(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1), an_entry(2))
    build(tmp_path, an_entry(3), withdraw=["https://t.me/gossip/1"])
    build(tmp_path, an_entry(4))
    reader = Reader()
    reader.pull(served(tmp_path) | {_chunk_url(1): b"torn"})
    assert reader.read == [an_entry(3), an_entry(4)]
    reader.pull(served(tmp_path))
    assert reader.asked == [*_FILES, _chunk_url(1), _chunk_url(2)]
    assert sorted(entry.message_id or "" for entry in reader.read) == ["2", "3", "4"]
    assert reader.pull(served(tmp_path)) == []


def test_what_is_withdrawn_is_told(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1), an_entry(2))
    reader = Reader()
    reader.pull(served(tmp_path))
    build(tmp_path, withdraw=["https://t.me/gossip/1"])
    (batch,) = reader.pull(served(tmp_path))
    assert [entry.withdrawn for entry in batch.entries] == [True]
    assert reader.read == [an_entry(2)]


def test_a_chunk_that_was_signed_and_cannot_be_understood_is_said_and_tried_again(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    build(tmp_path, an_entry(2))
    content = b'{"schema": "exposurewatch-feed-entries/2"}'
    chunks = _manifest(tmp_path)["chunks"]
    chunks[0]["sha256"] = hashlib.sha256(content).hexdigest()
    held = served(tmp_path) | _signed(_manifest(tmp_path) | {"chunks": chunks}) | {_chunk_url(1): content}
    reader = Reader()
    first, _ = reader.pull(held)
    (skipped,) = first.items
    assert isinstance(skipped, Skipped)
    assert skipped.reason is Reason.EXPORT_DAMAGED
    assert "newer version" in skipped.detail
    assert reader.read == [an_entry(2)]
    reader.pull(held)
    assert reader.asked == [*_FILES, _chunk_url(1)]


def test_what_cannot_be_compared_is_counted(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1), an_entry(2))
    (path,) = chunks_in(tmp_path)
    content = path.read_bytes().replace(b'"quality":90', b'"quality":30', 1)
    chunks = _manifest(tmp_path)["chunks"]
    chunks[0]["sha256"] = hashlib.sha256(content).hexdigest()
    held = served(tmp_path) | _signed(_manifest(tmp_path) | {"chunks": chunks}) | {_chunk_url(1): content}
    reader = Reader()
    (batch,) = reader.pull(held)
    assert batch.passed_over == {"hashes of pictures that are too plain to be told from others": 1}
    assert [len(entry.digests) for entry in reader.read] == [1, 3]


def test_what_was_posted_before_the_day_that_is_asked_for_is_counted(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1), an_entry(2, date=None))
    reader = Reader()
    (batch,) = reader.pull(served(tmp_path), since=date(2026, 4, 30))
    assert reader.read == [an_entry(2, date=None)]
    assert batch.passed_over == {"reports of pictures posted before the day that you asked for": 1}


def test_another_key_is_refused_loudly_with_both_and_what_to_do(tmp_path: Path) -> None:
    build(tmp_path / "a", an_entry(1))
    build(tmp_path / "b", an_entry(1), seed=OTHER_SEED)
    reader = Reader()
    reader.pull(served(tmp_path / "a"))
    trouble = reader.refuses(served(tmp_path / "b"))
    assert trouble.cause is Cause.KEY_CHANGED
    for words in (_KEY, _OTHER_KEY, "by another way", "--option key="):
        assert words in trouble.words
    assert reader.read == [an_entry(1)]


def test_the_key_is_kept_even_where_the_rest_of_a_checkpoint_is_not_understood(tmp_path: Path) -> None:
    build(tmp_path / "a", an_entry(1))
    build(tmp_path / "b", an_entry(1), seed=OTHER_SEED)
    reader = Reader()
    reader.pull(served(tmp_path / "a"))
    reader.checkpoint = {"key": reader.checkpoint["key"], "next": "soon"}
    assert reader.refuses(served(tmp_path / "b")).cause is Cause.KEY_CHANGED
    reader.pull(served(tmp_path / "a"))
    assert reader.read == [an_entry(1)]


@pytest.mark.parametrize("typed", [_KEY, _KEY.lower().replace("-", " ")])
def test_a_key_that_was_given_is_the_only_one_from_the_start(tmp_path: Path, typed: str) -> None:
    build(tmp_path / "a", an_entry(1))
    build(tmp_path / "b", an_entry(1), seed=OTHER_SEED)
    reader = Reader(key=typed)
    trouble = reader.refuses(served(tmp_path / "b"))
    assert trouble.cause is Cause.KEY_CHANGED
    assert _KEY in trouble.words
    assert _OTHER_KEY in trouble.words
    reader.pull(served(tmp_path / "a"))
    assert reader.read == [an_entry(1)]


def test_a_key_that_was_given_since_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    build(tmp_path / "a", an_entry(1))
    build(tmp_path / "b", an_entry(2), seed=OTHER_SEED)
    reader = Reader()
    reader.pull(served(tmp_path / "a"))
    reader.options = {"key": _OTHER_KEY}
    reader.pull(served(tmp_path / "b"))
    assert an_entry(2) in reader.read


def test_read_anew_all_is_told_again_and_an_older_state_is_still_refused(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    older = served(tmp_path)
    build(tmp_path, an_entry(2))
    reader = Reader()
    reader.pull(served(tmp_path))
    reader.checkpoint = json.loads(json.dumps(EXPOSUREWATCH_FEED.anew(reader.checkpoint)))
    assert reader.refuses(older).cause is Cause.ROLLED_BACK
    reader.entries.clear()
    reader.pull(served(tmp_path))
    assert sorted(entry.message_id or "" for entry in reader.read) == ["1", "2"]
    reader.pull(served(tmp_path))
    assert len(reader.asked) == 1


def test_read_anew_the_key_is_kept_even_of_a_checkpoint_that_is_not_understood(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    reader = Reader()
    reader.pull(served(tmp_path))
    reader.checkpoint = EXPOSUREWATCH_FEED.anew({"key": reader.checkpoint["key"], "sequence": "x"})
    build(tmp_path / "other", an_entry(1), seed=OTHER_SEED)
    assert reader.refuses(served(tmp_path / "other")).cause is Cause.KEY_CHANGED


def test_whoever_has_read_a_state_whose_manifest_was_put_back_reads_on(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    older = (tmp_path / "feed.json").read_bytes()
    build(tmp_path, an_entry(2))
    reader = Reader()
    reader.pull(served(tmp_path))
    (tmp_path / "feed.json").write_bytes(older)
    build(tmp_path, an_entry(3))
    reader.pull(served(tmp_path))
    assert sorted(entry.message_id or "" for entry in reader.read) == ["1", "2", "3"]


@pytest.mark.parametrize(("options", "right"), [({}, True), ({"key": _KEY}, True), ({"key": "hello"}, False)])
def test_a_key_is_checked_when_it_is_given(options: dict[str, str], right: bool) -> None:  # noqa: FBT001
    assert ("fingerprint of a key" in EXPOSUREWATCH_FEED.checks(options)) is not right
    assert bool(EXPOSUREWATCH_FEED.checks(options)) is not right


def test_a_key_that_is_none_is_said(tmp_path: Path) -> None:
    reader = Reader(key="hello")
    assert reader.refuses({}).cause is Cause.MALFORMED
    assert reader.asked == []


def test_a_manifest_with_any_byte_changed_is_refused(tmp_path: Path) -> None:
    """Each byte class: names, digests, numbers, times, and what is only space."""
    build(tmp_path, an_entry(1))
    content = (tmp_path / "feed.json").read_bytes()
    changes = [
        (b"Helpline", b"Helplime"),
        (b'"sequence": 1', b'"sequence": 2'),
        (b"2026-05-01T", b"2026-05-02T"),
        (b'"entries": 1', b'"entries": 2'),
        (b"0001.json", b"0002.json"),
        (b"\n}", b"\n }"),
    ]
    for before, after in changes:
        changed = content.replace(before, after, 1)
        assert changed != content
        assert Reader().refuses(served(tmp_path) | {ADDRESS: changed}).cause is Cause.BAD_SIGNATURE


@pytest.mark.parametrize("signature", [b"", b"AAAA\n", b"\x00\xff" * 32, b"\n" * 1000, "é".encode()])
def test_a_signature_that_is_none_is_refused_with_the_likeliest_reason(tmp_path: Path, signature: bytes) -> None:
    build(tmp_path, an_entry(1))
    trouble = Reader().refuses(served(tmp_path) | {_FILES[1]: signature})
    assert trouble.cause is Cause.BAD_SIGNATURE
    assert "midst of being updated" in trouble.words


@pytest.mark.parametrize("cause", [Cause.GONE, Cause.NO_FILE, Cause.TOO_LARGE])
def test_a_signature_that_is_not_there_is_refused(tmp_path: Path, cause: Cause) -> None:
    build(tmp_path, an_entry(1))
    held = served(tmp_path) | {_FILES[1]: Trouble(cause, "No.")}
    assert Reader().refuses(held).cause is Cause.BAD_SIGNATURE


def test_a_signature_that_cannot_be_had_for_now_is_asked_for_again(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    held = served(tmp_path) | {_FILES[1]: Trouble(Cause.TOO_SLOW, "It is slow.")}
    assert Reader().refuses(held).cause is Cause.TOO_SLOW


def test_a_host_that_is_half_updated_is_told_apart(tmp_path: Path) -> None:
    """The new signature comes first, and fits the manifest before as well; the other way round it is refused."""
    build(tmp_path, an_entry(1))
    old = served(tmp_path)
    build(tmp_path, an_entry(2))
    new = served(tmp_path)
    reader = Reader()
    reader.pull(new | {ADDRESS: old[ADDRESS]})
    assert reader.read == [an_entry(1)]
    assert reader.refuses(new | {_FILES[1]: old[_FILES[1]]}).cause is Cause.BAD_SIGNATURE
    reader.pull(new)
    assert reader.read == [an_entry(1), an_entry(2)]


def _dropped(manifest: Any) -> None:
    del manifest["chunks"][0]


def _rewritten(manifest: Any) -> None:
    manifest["chunks"][0]["sha256"] = "00" * 32


def _renamed(manifest: Any) -> None:
    manifest["chunks"][0]["file"] = "another.json"


def _swapped(manifest: Any) -> None:
    manifest["chunks"].reverse()


def _emptied(manifest: Any) -> None:
    manifest["chunks"] = []


@pytest.mark.parametrize("change", [_dropped, _rewritten, _renamed, _swapped, _emptied])
def test_what_was_read_before_may_not_change(tmp_path: Path, change: Callable[[Any], None]) -> None:
    build(tmp_path, an_entry(1))
    build(tmp_path, an_entry(2))
    reader = Reader()
    reader.pull(served(tmp_path))
    manifest = _manifest(tmp_path) | {"sequence": 3}
    change(manifest)
    assert reader.refuses(served(tmp_path) | _signed(manifest)).cause is Cause.ROLLED_BACK


@pytest.mark.parametrize("sequence", [1, 2])
def test_an_older_state_or_another_one_of_the_same_number_is_refused(tmp_path: Path, sequence: int) -> None:
    build(tmp_path, an_entry(1))
    build(tmp_path, an_entry(2))
    reader = Reader()
    reader.pull(served(tmp_path))
    manifest = _manifest(tmp_path) | {"sequence": sequence, "name": "Another"}
    assert reader.refuses(served(tmp_path) | _signed(manifest)).cause is Cause.ROLLED_BACK


def test_a_newer_format_is_said_to_be_one(tmp_path: Path) -> None:
    trouble = Reader().refuses(_signed({"schema": "exposurewatch-feed/2"}))
    assert trouble.cause is Cause.MALFORMED
    assert "A newer version of the program is needed" in trouble.words


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"[" * 100_000, b"\xff\xd8\xff", b"{}", b'{"schema": "exp'])
def test_what_is_no_feed_is_said(content: bytes) -> None:
    trouble = Reader().refuses({ADDRESS: content})
    assert trouble.cause is Cause.MALFORMED
    assert "cannot be read as a feed" in trouble.words


@pytest.mark.parametrize("file", ["../../x.json", "https://evil.example/x.json", "//evil.example/x.json", "/x.json"])
def test_a_chunk_elsewhere_is_never_asked_for(tmp_path: Path, file: str) -> None:
    build(tmp_path, an_entry(1))
    manifest = _manifest(tmp_path)
    manifest["chunks"][0]["file"] = file
    reader = Reader()
    assert reader.refuses(_signed(manifest)).cause is Cause.MALFORMED
    assert reader.asked == [ADDRESS]


def test_a_manifest_that_cannot_be_had_is_the_hosts_trouble() -> None:
    assert (
        Reader().refuses({ADDRESS: Trouble(Cause.NO_SUCH_HOST, "There is no such host.")}).cause is Cause.NO_SUCH_HOST
    )


def test_nothing_that_is_asked_for_is_larger_than_a_feed_has() -> None:
    asked: list[Wanted] = []

    def get(wanted: Wanted) -> Fetched | Unchanged:
        asked.append(wanted)
        raise Trouble(Cause.TOO_LARGE, "It is too large.")

    with pytest.raises(Trouble):
        list(EXPOSUREWATCH_FEED.pull(Pulling(ADDRESS, get, read)))
    assert asked == [Wanted(ADDRESS, most=4 << 20)]


@pytest.mark.parametrize(
    "checkpoint",
    [
        {"key": 7},
        {"key": "é"},
        {"key": "AAAA", "sequence": "1"},
        {"sequence": -5},
        {"next": 10**9, "known": 10**9, "late": [5]},
        {"late": "all"},
        {"etag": 7},
    ],
)
def test_a_checkpoint_of_the_wrong_shape_means_beginning_anew(tmp_path: Path, checkpoint: dict[str, Any]) -> None:
    build(tmp_path, an_entry(1))
    reader = Reader()
    reader.pull(served(tmp_path))
    reader.checkpoint, reader.entries = {**reader.checkpoint, **checkpoint}, {}
    reader.pull(served(tmp_path))
    assert reader.asked == [*_FILES, _chunk_url(1)]
    assert reader.read == [an_entry(1)]


def test_a_checkpoint_holds_nothing_but_how_far_the_feed_was_read(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    reader = Reader()
    reader.pull(served(tmp_path))
    assert set(reader.checkpoint) == {
        *("key", "pinned", "sequence", "manifest", "known", "digest", "next", "late", "etag", "last_modified")
    }


def test_a_manifest_is_recognised_and_nothing_else_is(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    held = served(tmp_path)
    assert EXPOSUREWATCH_FEED.resembles(Fetched(ADDRESS, held[ADDRESS]))
    for other in (held[_chunk_url(1)], b'{"version": "https://jsonfeed.org/version/1.1"}', b"", b"<rss/>"):
        assert not EXPOSUREWATCH_FEED.resembles(Fetched(ADDRESS, other))
    assert not EXPOSUREWATCH_FEED.accepts(ADDRESS)


def test_the_validators_are_kept_only_once_all_was_read(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    build(tmp_path, an_entry(2))
    reader = Reader()
    reader.pull(served(tmp_path), most=1)
    assert reader.checkpoint["etag"] == ""
    reader.pull(served(tmp_path))
    assert Validators(reader.checkpoint["etag"]) != Validators()


def test_whose_key_is_pinned_is_told_with_the_day_on_which_it_was_first_seen(tmp_path: Path) -> None:
    build(tmp_path, an_entry(1))
    reader = Reader()
    assert EXPOSUREWATCH_FEED.signer(reader.checkpoint) is None
    reader.pull(served(tmp_path))
    today = datetime.now(UTC).date()
    signer = EXPOSUREWATCH_FEED.signer(reader.checkpoint)
    assert signer is not None
    assert (signer.key, signer.since) in {(_KEY, today), (_KEY, today - timedelta(days=1))}  # at midnight
    reader.checkpoint = {**EXPOSUREWATCH_FEED.anew(reader.checkpoint), "pinned": "2026-01-31"}
    build(tmp_path, an_entry(2))
    reader.pull(served(tmp_path))
    assert EXPOSUREWATCH_FEED.signer(reader.checkpoint) == Signer(_KEY, date(2026, 1, 31))
    assert EXPOSUREWATCH_FEED.signer({**reader.checkpoint, "pinned": "yesterday"}) == Signer(_KEY)
