"""A feed that is a file reads that file and what lies beneath its folder, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.fetching.local_files import LocalFiles, is_local

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX names and files")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_bytes(b"secret")
    feed = tmp_path / "a feed"
    (feed / "chunks").mkdir(parents=True)
    (feed / "manifest.json").write_bytes(b"{}")
    (feed / "chunks" / "1.json").write_bytes(b"[1]")
    return feed


def refused(files: LocalFiles, wanted: Wanted) -> Cause:
    with pytest.raises(Trouble) as trouble:
        files.get(wanted)
    assert trouble.value.words.endswith(".")
    return trouble.value.cause


def test_the_file_and_what_lies_beneath_its_folder_are_read(folder: Path) -> None:
    own = (folder / "manifest.json").as_uri()
    fetched = LocalFiles(own).get(Wanted(own))
    assert isinstance(fetched, Fetched)
    assert (fetched.url, fetched.content) == (own, b"{}")
    chunk = LocalFiles(own).get(Wanted((folder / "chunks" / "1.json").as_uri()))
    assert isinstance(chunk, Fetched)
    assert chunk.content == b"[1]"


def test_a_feed_may_be_a_folder(folder: Path) -> None:
    files = LocalFiles(folder.as_uri())
    assert isinstance(files.get(Wanted((folder / "manifest.json").as_uri())), Fetched)
    assert refused(files, Wanted((folder.parent / "secret.txt").as_uri())) is Cause.UNSAFE_ADDRESS
    assert refused(files, Wanted(folder.as_uri())) is Cause.NO_FILE


def test_a_file_is_unchanged_until_it_changes(folder: Path) -> None:
    file = folder / "manifest.json"
    files = LocalFiles(file.as_uri())
    first = files.get(Wanted(file.as_uri()))
    assert isinstance(first, Fetched)
    assert files.get(Wanted(file.as_uri(), first.validators)) == Unchanged()
    file.write_bytes(b"{ }")
    assert isinstance(files.get(Wanted(file.as_uri(), first.validators)), Fetched)
    assert isinstance(files.get(Wanted(file.as_uri(), Validators('"something else"'))), Fetched)


def test_what_lies_elsewhere_is_refused_and_nobody_learns_whether_it_is_there(folder: Path) -> None:
    own = (folder / "manifest.json").as_uri()
    files = LocalFiles(own)
    there = f"{folder.as_uri()}/../secret.txt"
    not_there = f"{folder.as_uri()}/../nothing.txt"
    said = []
    for url in (there, not_there, there.replace("..", "%2e%2e"), "file:///etc/passwd", "file:///nowhere"):
        with pytest.raises(Trouble) as trouble:
            files.get(Wanted(url))
        assert trouble.value.cause is Cause.UNSAFE_ADDRESS
        said.append(trouble.value.words)
    assert len(set(said)) == 1


@POSIX
def test_links_that_lead_out_are_refused_and_links_within_are_followed(folder: Path) -> None:
    (folder / "out").symlink_to(folder.parent / "secret.txt")
    (folder / "up").symlink_to(folder.parent)
    (folder / "within").symlink_to(folder / "chunks" / "1.json")
    files = LocalFiles((folder / "manifest.json").as_uri())
    assert refused(files, Wanted((folder / "out").as_uri())) is Cause.UNSAFE_ADDRESS
    assert refused(files, Wanted(f"{folder.as_uri()}/up/secret.txt")) is Cause.UNSAFE_ADDRESS
    assert isinstance(files.get(Wanted((folder / "within").as_uri())), Fetched)


@POSIX
def test_the_users_own_file_may_be_a_link(folder: Path) -> None:
    link = folder / "latest.json"
    link.symlink_to(folder.parent / "secret.txt")
    fetched = LocalFiles(link.as_uri()).get(Wanted(link.as_uri()))
    assert isinstance(fetched, Fetched)
    assert fetched.content == b"secret"


@POSIX
def test_only_plain_files_are_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    files = LocalFiles((folder / "manifest.json").as_uri())
    assert refused(files, Wanted((folder / "pipe").as_uri())) is Cause.NO_FILE
    assert refused(files, Wanted((folder / "chunks").as_uri())) is Cause.NO_FILE
    assert refused(files, Wanted((folder / "missing.json").as_uri())) is Cause.NO_FILE


def test_a_file_that_is_too_large_is_refused(folder: Path) -> None:
    own = (folder / "manifest.json").as_uri()
    assert isinstance(LocalFiles(own).get(Wanted(own, most=2)), Fetched)
    assert refused(LocalFiles(own), Wanted(own, most=1)) is Cause.TOO_LARGE


@pytest.mark.parametrize("own", ["https://example.org/feed", "http://localhost/feed", "nonsense"])
def test_a_feed_from_the_internet_names_no_files(folder: Path, own: str) -> None:
    assert refused(LocalFiles(own), Wanted((folder / "manifest.json").as_uri())) is Cause.UNSAFE_ADDRESS


@POSIX
@pytest.mark.parametrize(
    "form",
    [
        "file://server{path}",
        "file:////server/share",
        "file:{relative}",
        "file://{path}%00",
        "file://{path}?query",
        "file:",
    ],
)
def test_what_names_no_file_of_this_computer_is_refused(folder: Path, form: str) -> None:
    own = folder / "manifest.json"
    url = form.format(path=own.as_uri().removeprefix("file://"), relative="manifest.json")
    assert refused(LocalFiles(own.as_uri()), Wanted(url)) is Cause.UNSAFE_ADDRESS
    with pytest.raises(Trouble):
        LocalFiles(url)


@POSIX
@pytest.mark.parametrize("form", ["file:{path}", "FILE://{path}", "file://localhost{path}", "file://LOCALHOST{path}"])
def test_the_ways_to_write_a_file_are_understood(folder: Path, form: str) -> None:
    own = folder / "manifest.json"
    url = form.format(path=own.as_uri().removeprefix("file://"))
    assert is_local(url)
    assert isinstance(LocalFiles(own.as_uri()).get(Wanted(url)), Fetched)
