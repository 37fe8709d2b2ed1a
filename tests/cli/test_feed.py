"""The commands of feeds, as a user runs them: against files, and against a server on this machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.errors import CouldNotFinish
from exposurewatch.feeds import FEEDS
from exposurewatch.feeds.own.signing import fingerprint, public_key
from exposurewatch.pulling import Pull
from tests.cli.conftest import Kept, Run, Small, Typist, make_vault
from tests.conftest import a_drawing, encoded
from tests.feeds import published
from tests.feeds.server import Server, answer, conditional, cut_off


def flat(words: str) -> str:
    return " ".join(words.split())


def md5_of(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


@pytest.fixture
def hashes(small: Small, tmp_path: Path) -> Path:
    """A list of three reports: one of them is of an own photo, one of a video."""
    path = tmp_path / "hashes.txt"
    path.write_text(f"md5 {md5_of(small.photos / 'own1.png')}\nmd5 {'0' * 32}\nvideo_md5 {'1' * 32}\n")
    return path


@pytest.fixture
def server(loopback: None) -> Iterator[Server]:
    with Server({}) as server:
        yield server


def added(kept: Kept, address: str | Path, *options: str) -> str:
    """Add a feed, and return its name."""
    ran = kept.run("feed", "add", address, "--yes", *options)
    assert ran.status == 0, ran.err
    return flat(ran.err).partition("The feed ")[2].split()[0]


def at(server: Server, path: str) -> str:
    return f"http://127.0.0.1:{server.port}{path}"


# --- adding


def test_a_file_is_recognised_and_nobody_is_asked(filled: Kept, hashes: Path) -> None:
    ran = filled.run("feed", "add", hashes)
    assert ran.status == 0
    assert "What stands there: list of hashes." in ran.err
    assert "The feed hashes was added." in ran.err
    assert "learns" not in ran.err
    listed = filled.run("feed", "list").out
    assert "hashes: file://" in listed
    assert "List of hashes, every 6 hours" in listed


def test_before_anything_is_sent_it_says_what_the_host_learns_and_asks(
    filled: Kept, server: Server, typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    typist.types("n")
    ran = filled.run("feed", "add", at(server, "/list.txt"), "--allow-http")
    words = flat(ran.err)
    assert "its host, 127.0.0.1, learns that somebody at this internet address reads this feed" in words
    assert "Nothing of your photos is in any request" in words
    assert "--proxy socks5://127.0.0.1:9050" in words
    assert "Nothing was added." in words
    assert ran.status == 0
    assert not server.asked


def test_without_a_terminal_nobody_agrees(filled: Kept, server: Server) -> None:
    ran = filled.run("feed", "add", at(server, "/list.txt"), "--allow-http")
    assert ran.status == 2
    assert "--yes" in ran.err
    assert not server.asked


def test_what_stands_at_an_address_says_what_kind_it_is(filled: Kept, server: Server) -> None:
    server.routes["/a/needles.txt"] = answer(f"md5 {'0' * 32}\n".encode())
    assert added(filled, at(server, "/a/needles.txt"), "--allow-http") == "needles"
    assert added(filled, at(server, "/b/needles.txt"), "--allow-http", "--kind", "hash-list") == "needles-2"
    assert server.paths == ["/a/needles.txt"]  # of what was named, nothing is asked


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (["no such thing"], "neither an address nor a file", "https://"),
        (["  "], "No address was given", "t.me"),
        (["https://a.example/x", "--kind", "nonsense"], "no kind of feed called nonsense", "feed kinds"),
        (["https://a.example/x", "--every", "often"], "not a duration", "--every 6h"),
        (["https://a.example/x", "--since", "May"], "not a day of the calendar", "2026-01-31"),
        (["https://a.example/x", "--option", "algorithm"], "is not an option", "NAME=VALUE"),
        (["https://a.example/x", "--proxy", "ftp://me:secret@h:1"], "That is not a proxy.", "socks5"),
        (["https://a.example/x", "--proxy", "socks5://me:secret/of@h:1"], "That is not a proxy.", "socks5"),
        (["https://a.example/x", "--proxy", "socks5://h:x"], "That is not a proxy.", "socks5"),
        (["https://a.example/x", "--proxy", "socks5://[::1:9050"], "That is not a proxy.", "socks5"),
        (["x" * 5000], "neither an address nor a file", "https://"),
        (
            ["https://a.example/x", "--yes", "--kind", "hash-list", "--option", "colour=red"],
            "there is no option “colour”",
            "algorithm",
        ),
        (
            ["https://a.example/x", "--yes", "--kind", "hash-list", "--option", "algorithm=crc32"],
            "The option algorithm is one of",
            "--option",
        ),
        (
            ["https://a.example/x", "--yes", "--kind", "exposurewatch", "--option", "key=hello"],
            "not the fingerprint of a key",
            "--option",
        ),
        (
            ["https://a.example/x", "--yes", "--kind", "hash-list", "--name", "a b"],
            "cannot be the name of a feed",
            "letters",
        ),
    ],
)
def test_what_is_wrong_with_a_feed_is_said(filled: Kept, arguments: list[str], error: str, hint: str) -> None:
    ran = filled.run("feed", "add", *arguments)
    assert ran.status == 2
    assert error in flat(ran.err)
    assert hint in flat(ran.err)
    assert "secret" not in ran.err


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://10.0.0.1/feed", "not on the public internet"),
        ("http://a.example/feed", "https"),
        ("http://127.0.0.1:1/feed", "public internet"),
        ("ftp://a.example/feed", "http"),
    ],
)
def test_no_address_that_is_not_public_is_asked(filled: Kept, address: str, words: str) -> None:
    ran = filled.run("feed", "add", address, "--yes")
    assert ran.status == 2
    assert words in flat(ran.err)


def test_what_is_no_feed_is_said_to_be_none(filled: Kept, server: Server) -> None:
    server.routes["/"] = answer(b"\x89PNG\r\n\x1a\n" + bytes(100))
    ran = filled.run("feed", "add", at(server, "/"), "--allow-http", "--yes")
    assert ran.status == 2
    assert "no feed that can be read" in flat(ran.err)


def test_one_feed_is_not_added_twice(filled: Kept, hashes: Path) -> None:
    added(filled, hashes)
    ran = filled.run("feed", "add", hashes)
    assert ran.status == 2
    assert "There is a feed at this address already: “hashes”" in flat(ran.err)


def test_a_partners_keys_are_kept_and_never_shown(filled: Kept, given: Any) -> None:
    keys = given("sesame-one", "sesame-two")
    ran = filled.run("feed", "add", "https://api.stopncii.org/v1/FetchHashes", "--yes", "--keys-fd", keys)
    assert ran.status == 0, ran.err
    with filled.opened() as vault:
        (feed,) = vault.feeds.listed()
    assert set(feed.keys.values()) == {"sesame-one", "sesame-two"}
    shown = [
        filled.run("feed", "show", feed.name),
        filled.run("feed", "list"),
        filled.run("feed", "list", "--format", "json"),
    ]
    assert not any("sesame" in one.out + one.err for one in (ran, *shown))
    assert "sesame" not in repr(feed)


# --- showing


def test_the_kinds_are_listed_with_examples(run: Run) -> None:
    out = flat(run("feed", "kinds").out)
    assert all(feed.name in out and feed.example in out for feed in FEEDS)


def test_an_empty_list_says_what_to_do(kept: Kept) -> None:
    assert "There is no feed in the vault yet." in kept.run("feed", "list").out
    ran = kept.run("feed", "pull")
    assert (ran.status, "There is no feed in the vault" in ran.err) == (2, True)


def test_a_feed_is_shown_with_all_that_is_known_of_it(filled: Kept, hashes: Path) -> None:
    added(filled, hashes, "--every", "12h", "--since", "2026-01-31", "--option", "algorithm=md5")
    out = flat(filled.run("feed", "show", "hashes").out)
    assert "every 12 hours" in out
    assert "not read yet: exposurewatch feed pull hashes" in out
    assert "read back to 2026-01-31 and no further" in out
    assert "told: algorithm=md5" in out
    assert filled.run("feed", "show", "nothing").status == 2


def test_programs_get_the_same(filled: Kept, hashes: Path) -> None:
    added(filled, hashes)
    filled.run("feed", "pull")
    written = json.loads(filled.run("feed", "list", "--format", "json").out)
    assert written["schema"] == "exposurewatch-feeds/1"
    (feed,) = written["feeds"]
    assert (feed["name"], feed["kind"], feed["reports"], feed["trouble"]) == ("hashes", "hash-list", 2, "")
    assert feed["pulled_at"] is not None
    assert list(feed["passed_over"].values()) == [1]


# --- pulling


def test_a_pull_finds_a_photo_by_its_published_sum(filled: Kept, hashes: Path) -> None:
    added(filled, hashes)
    ran = filled.run("feed", "pull", "hashes", "--workers", "1")
    out = flat(ran.out)
    assert ran.status == 1
    assert "1 of your 3 photos was found" in out
    assert "Exact: this is your photo, unchanged" in out
    assert "the picture itself was not seen" in out
    assert "nothing that your photos can be compared by" in out
    listed = flat(filled.run("feed", "list").out)
    assert "read to its end on" in listed
    assert "2 reports held" in listed
    assert "not compared: 1 ×" in listed


def test_pictures_behind_links_are_fetched_looked_at_and_forgotten(
    filled: Kept, server: Server, small: Small, tmp_path: Path
) -> None:
    server.routes["/a.jpg"] = answer((small.export / "photos" / "photo_1.jpg").read_bytes())
    server.routes["/b.jpg"] = answer(encoded(a_drawing(50)))
    server.routes["/feed.json"] = conditional(
        json_feed(at(server, "/a.jpg"), at(server, "/b.jpg"), at(server, "/c.jpg"))
    )
    added(filled, at(server, "/feed.json"), "--allow-http", "--kind", "json-feed")
    ran = filled.run("feed", "pull", "--workers", "1", "--format", "json")
    report = json.loads(ran.out)
    assert ran.status == 1
    assert [match["verdict"] for match in report["matches"]] == ["certain"]
    assert report["matches"][0]["sighting"]["locator"] == {
        "container": at(server, "/feed.json"),
        "path": at(server, "/a.jpg"),
    }
    assert report["looked_at"]["pictures"] == 2
    assert [skip["reason"] for skip in report["skipped"]] == ["unavailable"]
    assert sorted(path.name for path in Path().iterdir()) == []
    before = len(server.asked)
    again = filled.run("feed", "pull", "--workers", "1")
    assert (again.status, again.out) == (0, "")
    assert "Nothing is new since the last time." in again.err
    assert server.paths[before:] == ["/feed.json"]  # nothing new: one request


def test_pictures_that_cannot_be_had_are_counted_with_the_feed(filled: Kept, server: Server) -> None:
    server.routes["/feed.json"] = conditional(json_feed(at(server, "/gone.jpg"), "https://10.0.0.1/a.jpg"))
    added(filled, at(server, "/feed.json"), "--allow-http", "--kind", "json-feed")
    filled.run("feed", "pull", "--workers", "1")
    filled.run("feed", "pull", "--workers", "1")
    listed = flat(filled.run("feed", "list").out)
    assert "pictures not looked at: 1 × not there any more, or given to nobody" in listed
    assert "pictures not looked at: 1 × at an address that is not on the public web" in listed
    (feed,) = json.loads(filled.run("feed", "list", "--format", "json").out)["feeds"]
    assert feed["not_looked_at"] == {"unavailable": 1, "unsafe-address": 1}


def test_the_report_of_a_feed_that_could_not_be_read_is_not_complete(filled: Kept, server: Server) -> None:
    added(filled, at(server, "/gone.txt"), "--allow-http", "--kind", "hash-list")
    ran = filled.run("feed", "pull", "--format", "json")
    report = json.loads(ran.out)
    (skip,) = report["skipped"]
    assert (report["complete"], skip["reason"]) == (False, "feed-not-read")
    assert skip["locator"] == {"container": at(server, "/gone.txt"), "path": ""}
    assert skip["detail"] in flat(ran.err)


def test_nothing_is_said_to_be_new_or_not_of_a_feed_that_could_not_be_read(filled: Kept, server: Server) -> None:
    added(filled, at(server, "/gone.txt"), "--allow-http", "--kind", "hash-list")
    ran = filled.run("feed", "pull")
    assert (ran.status, ran.out) == (3, "")
    assert "Nothing is new" not in ran.err
    assert flat(ran.err).count("gone could not be read to its end: ") == 1


def test_a_feed_that_is_a_file_leads_to_no_host(filled: Kept, server: Server, tmp_path: Path) -> None:
    saved = tmp_path / "feed.json"
    saved.write_bytes(json_feed(at(server, "/a.jpg"), "https://tracker.example/b.jpg"))
    added(filled, saved)
    ran = filled.run("feed", "pull", "--workers", "1")
    assert ran.status == 0
    assert "This feed is a file on this computer" in flat(ran.out)
    assert not server.asked


def test_every_byte_that_is_sent_is_the_same_whatever_the_photos(
    filled: Kept, server: Server, small: Small, tmp_path: Path, run: Run
) -> None:
    server.routes["/a.jpg"] = answer((small.export / "photos" / "photo_1.jpg").read_bytes())
    server.routes["/feed.json"] = conditional(json_feed(at(server, "/a.jpg")))
    server.routes["/list.txt"] = conditional(f"md5 {md5_of(small.photos / 'own1.png')}\n".encode())
    other = tmp_path / "other.png"
    other.write_bytes(encoded(a_drawing(77), "PNG"))
    another = Kept(tmp_path / "another", make_vault(tmp_path / "another"), run)
    assert another.run("add", other, "--workers", "1").status == 0
    sent = []
    for vault in (filled, another):
        begun = len(server.asked)
        added(vault, at(server, "/feed.json"), "--allow-http", "--kind", "json-feed")
        added(vault, at(server, "/list.txt"), "--allow-http", "--kind", "hash-list")
        for _ in range(2):
            vault.run("feed", "pull", "--workers", "1")
        sent.append([asked.raw for asked in server.asked[begun:]])
    assert sent[0] == sent[1]
    assert len(sent[0]) == 5


def test_a_feed_that_breaks_does_not_stop_the_others(filled: Kept, server: Server, hashes: Path) -> None:
    server.routes["/broken.txt"] = cut_off(b"md5 ", 4000)
    added(filled, at(server, "/broken.txt"), "--allow-http", "--kind", "hash-list")
    added(filled, at(server, "/gone.txt"), "--allow-http", "--kind", "hash-list")
    added(filled, hashes)
    ran = filled.run("feed", "pull", "--workers", "1")
    assert ran.status == 1
    assert "broken could not be read to its end:" in flat(ran.err)
    assert "gone could not be read to its end:" in flat(ran.err)
    assert "1 of your 3 photos was found" in flat(ran.out)
    assert flat(filled.run("feed", "list").out).count("not well: ") == 2
    assert filled.run("feed", "pull", "gone", "--workers", "1").status == 3


def test_photos_that_were_added_since_are_compared_with_what_was_read_before(
    kept: Kept, server: Server, small: Small
) -> None:
    server.routes["/list.txt"] = conditional(f"md5 {md5_of(small.photos / 'own1.png')}\n".encode())
    name = added(kept, at(server, "/list.txt"), "--allow-http", "--kind", "hash-list")
    assert kept.run("feed", "pull").status == 2  # there is nothing to compare with
    kept.run("add", small.photos / "own0.png", "--workers", "1")
    assert kept.run("feed", "pull", name, "--workers", "1").status == 0
    kept.run("add", small.photos / "own1.png", "--workers", "1")
    assert kept.run("feed", "pull", name, "--workers", "1").status == 1
    assert [asked.headers.get("if-none-match") for asked in server.asked] == [None, '"1"']


def test_photos_that_published_fingerprints_are_found_less_of_are_said(filled: Kept, hashes: Path) -> None:
    added(filled, hashes)
    assert "Add the files again" not in flat(filled.run("feed", "pull", "--workers", "1").err)
    with filled.opened() as vault:
        vault.feeds._database.execute("DELETE FROM crops WHERE photo = 1")
    assert "1 photo was added by an older version" in flat(filled.run("feed", "pull", "--workers", "1").err)


def test_a_feed_is_read_from_its_beginning_only_if_it_is_named(filled: Kept, hashes: Path) -> None:
    added(filled, hashes)
    assert filled.run("feed", "pull", "--workers", "1").status == 1
    refused = filled.run("feed", "pull", "--again")
    assert (refused.status, "feed pull NAME --again" in flat(refused.err)) == (2, True)
    again = filled.run("feed", "pull", "hashes", "--again", "--workers", "1", "--format", "json")
    assert again.status in (0, 1)
    assert json.loads(again.out)["library"]["photos"] == 3


def test_a_kind_that_this_version_does_not_know_is_said_and_the_others_are_read(
    filled: Kept, hashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(filled, hashes)
    monkeypatch.setattr("exposurewatch.cli.feed_showing.FEEDS", ())
    ran = filled.run("feed", "pull")
    assert ran.status == 3
    assert "does not know feeds of its kind, hash-list" in flat(ran.err)
    assert "does not know feeds of its kind, hash-list" in flat(filled.run("feed", "list").out)


def test_where_the_vault_takes_nothing_more_what_was_found_is_shown(
    filled: Kept, hashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Pull.steps

    def breaking(self: Pull) -> Iterator[Any]:
        yield from honest(self)
        raise CouldNotFinish("The disk is full.", "Make room.")

    added(filled, hashes)
    monkeypatch.setattr(Pull, "steps", breaking)
    ran = filled.run("feed", "pull", "--workers", "1")
    assert ran.status == 3
    assert "The disk is full." in ran.err
    assert "Stopped before the end" in ran.out
    assert "1 of your 3 photos was found" in flat(ran.out)


def test_the_programs_own_fault_with_one_feed_is_raised_after_the_others(
    filled: Kept, hashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(filled, hashes)
    copy = hashes.with_name("copy.txt")
    copy.write_bytes(hashes.read_bytes())
    added(filled, copy)
    honest = Pull._batches

    def failing(self: Pull) -> Iterator[Any]:
        if self._kept.name == "hashes":
            self.fault = RuntimeError("oh")
            return iter(())
        return honest(self)

    monkeypatch.setattr(Pull, "_batches", failing)
    ran = filled.run("feed", "pull", "--workers", "1")
    assert ran.status == 3
    assert "This is its fault, not yours" in flat(ran.err)
    assert "1 of your 3 photos was found" in flat(ran.out)


def test_whose_key_a_feed_is_pinned_to_is_said_and_shown(filled: Kept, tmp_path: Path) -> None:
    published.build(tmp_path / "ngo", published.an_entry(1))
    key = fingerprint(public_key(published.SEED))
    name = added(filled, tmp_path / "ngo" / "feed.json")
    assert "signed with" not in filled.run("feed", "show", name).out
    ran = filled.run("feed", "pull", "--workers", "1")
    assert f"{name} is signed with the key {key}, which is trusted from now on." in flat(ran.err)
    assert "is trusted from now on" not in flat(filled.run("feed", "pull", "--workers", "1").err)
    assert f"signed with the key {key}, pinned on 2" in flat(filled.run("feed", "show", name).out)
    (feed,) = json.loads(filled.run("feed", "list", "--format", "json").out)["feeds"]
    assert feed["key"] == key


# --- removing


def test_a_feed_is_removed_and_what_was_found_stays(filled: Kept, hashes: Path, typist: Typist) -> None:
    added(filled, hashes)
    filled.run("feed", "pull", "--workers", "1")
    typist.types("n")
    assert "Nothing was removed." in filled.run("feed", "remove", "hashes").err
    typist.types("y")
    ran = filled.run("feed", "remove", "hashes")
    assert "With it go the 2 reports" in flat(ran.err)
    assert "There is no feed in the vault yet." in filled.run("feed", "list").out
    assert filled.run("matches").status == 1
    assert filled.run("feed", "remove", "hashes", "--yes").status == 2


def json_feed(*pictures: str) -> bytes:
    items = [
        {"id": str(number), "url": f"https://a.example/{number}", "image": url} for number, url in enumerate(pictures)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Weekly", "items": items}).encode()
