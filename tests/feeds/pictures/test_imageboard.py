"""A board: only threads that changed are asked for, only new posts are looked at, and deleted threads are no error."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Validators, Wanted
from exposurewatch.feeds.feed import Batch, Checkpoint, Pulling
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.feeds.pictures.imageboard import IMAGEBOARD
from exposurewatch.model import (
    Channel,
    Digest,
    ImageFile,
    Locator,
    MediaKind,
    Permalink,
    PublishedHash,
    Reason,
    Sighting,
    Skipped,
    VideoFile,
)
from exposurewatch.parsers.reader import Reader
from tests.feeds.channels import shown
from tests.feeds.fakes import FakeGet, Held, read
from tests.feeds.server import answer, conditional, serving
from tests.sources.boards import a_board_post, a_file, a_thread

ADDRESS = "https://boards.4chan.org/b/"
LIST = "https://a.4cdn.org/b/threads.json"
CATALOG = "https://a.4cdn.org/b/catalog.json"
THREAD = "https://boards.4chan.org/b/thread/100"


def url(thread: int) -> str:
    return f"https://a.4cdn.org/b/thread/{thread}.json"


def a_post(number: int, thread: int, **fields: Any) -> dict[str, Any]:
    given = {"com": f"words {number}", "tim": number} | fields
    return a_board_post(number, thread, **a_file(**given))


def of_posts(*numbers: int) -> list[str]:
    return [words for number in numbers for words in (f"words {number}", f"{number}.jpg")]


@dataclass
class Board(Mapping[str, Held]):
    """What the host has: threads with the numbers of their posts, and whatever `held` puts in the place of that."""

    threads: dict[int, list[int]]
    held: dict[str, Held] = field(default_factory=dict)

    def __getitem__(self, asked: str) -> Held:
        if asked in self.held:
            return self.held[asked]
        if asked == LIST:
            threads = [
                {"no": no, "last_modified": max(posts), "replies": len(posts)} for no, posts in self.threads.items()
            ]
            return json.dumps([{"page": 1, "threads": threads}]).encode()
        for no, posts in self.threads.items():
            if asked == url(no):
                return a_thread(*(a_post(number, no if number != no else 0) for number in posts))
        raise KeyError(asked)

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)


def a_pulling(held: Mapping[str, Held], checkpoint: Checkpoint | None = None, **fields: Any) -> tuple[Pulling, FakeGet]:
    get = FakeGet(held)
    return replace(Pulling(ADDRESS, get, read, checkpoint or {}), **fields), get


def pulled(
    held: Mapping[str, Held], checkpoint: Checkpoint | None = None, **fields: Any
) -> tuple[list[Batch], list[str]]:
    pulling, get = a_pulling(held, checkpoint, **fields)
    return list(IMAGEBOARD.pull(pulling)), get.urls


def trouble(held: Mapping[str, Held], cause: Cause, **fields: Any) -> str:
    with pytest.raises(Trouble) as caught:
        pulled(held, **fields)
    assert caught.value.cause is cause
    return caught.value.words


TWO = {100: [100, 102, 105], 101: [101, 103]}


def test_a_board_is_read_thread_by_thread() -> None:
    batches, urls = pulled(Board(TWO))

    assert urls == [LIST, url(100), url(101)]
    assert [shown([batch]) for batch in batches] == [of_posts(100, 102, 105), of_posts(101, 103), []]


def test_a_picture_is_tied_to_its_post_and_has_the_sum_of_the_original() -> None:
    batches, _ = pulled(Board({100: [100, 102]}))
    sighting = batches[0].items[-1]

    assert isinstance(sighting, Sighting)
    assert isinstance(sighting.media, ImageFile)
    assert [digest.algorithm for digest in sighting.media.digests] == ["md5"]
    origin = sighting.origin
    assert (origin.source, origin.locator) == ("imageboard", Locator(ADDRESS, "https://i.4cdn.org/b/102.jpg"))
    assert (origin.channel, origin.message_id, origin.reply_to) == (Channel("/b/ thread 100", "b/100"), "102", "100")
    assert origin.permalink == Permalink("https://boards.4chan.org/b/thread/100#p102", public=True)
    assert sighting.caption == "words 102"


def test_files_of_other_kinds_and_files_that_are_gone() -> None:
    board = Board({100: [100]})
    board.held[url(100)] = a_thread(
        a_post(1, 100, ext=".webm"),
        a_post(2, 100, ext=".swf"),
        a_post(3, 100, filedeleted=1),
        a_board_post(4, 100),
        a_board_post(5, 100, md5="AAAAAAAAAAAAAAAAAAAAAA=="),
    )
    (batch, _), _ = pulled(board)
    media = [(item.media, item.origin.locator.path) for item in batch.items if isinstance(item, Sighting)]

    video, thumbnail, other, deleted, unnamed = media
    assert isinstance(video[0], VideoFile)
    assert video[1] == "https://i.4cdn.org/b/1.webm"
    assert isinstance(thumbnail[0], ImageFile)
    assert thumbnail == (ImageFile(MediaKind.THUMBNAIL, thumbnail[0].read), "https://i.4cdn.org/b/1s.jpg")
    assert isinstance(other[0], ImageFile)  # its first bytes tell
    assert isinstance(deleted[0], PublishedHash)
    assert deleted[1] == ""
    assert unnamed == (PublishedHash(MediaKind.PHOTO, (Digest("md5", bytes(16)),)), "")


def test_nothing_new_takes_one_request_and_leaves_the_checkpoint() -> None:
    batches, _ = pulled(Board(TWO))

    assert pulled(Board(TWO), batches[-1].checkpoint) == ([], [LIST])


def test_where_the_host_tells_no_versions_nothing_new_takes_one_request_as_well() -> None:
    board = Board(TWO)
    board.held |= {
        each: Fetched(each, content) for each in (LIST, url(100)) if isinstance(content := board[each], bytes)
    }
    batches, _ = pulled(board)

    assert pulled(board, batches[-1].checkpoint) == ([], [LIST])


def test_only_threads_that_changed_are_asked_for_and_only_new_posts_told() -> None:
    batches, _ = pulled(Board(TWO))
    more, urls = pulled(Board({100: [100, 102, 105, 106], 101: [101, 103], 107: [107]}), batches[-1].checkpoint)

    assert urls == [LIST, url(100), url(107)]
    assert shown(more) == of_posts(106, 107)


def test_a_thread_whose_list_runs_behind_is_not_told_twice() -> None:
    batches, _ = pulled(Board(TWO))
    late = Board(TWO, {LIST: Board({100: [100, 199], 101: [101, 103]})[LIST]})
    more, urls = pulled(late, batches[-1].checkpoint)

    assert urls == [LIST, url(100)]
    assert shown(more) == []


def test_a_list_that_does_not_say_what_changed_has_every_thread_asked_for_its_version() -> None:
    board = Board(TWO, {LIST: b'[{"threads": [{"no": 100}, {"no": 101}]}]'})
    batches, _ = pulled(board)
    more, urls = pulled(board, batches[-1].checkpoint)

    assert urls == [LIST, url(100), url(101)]
    assert shown(more) == []


@pytest.mark.parametrize("cut", range(4))
def test_a_pull_that_is_cut_off_goes_on_with_nothing_lost_and_nothing_doubled(cut: int) -> None:
    threads = TWO | {104: [104], 106: [106, 107]}
    batches = pulled(Board(threads))[0][: cut + 1]
    checkpoint: Checkpoint = json.loads(json.dumps(dict(batches[-1].checkpoint)))
    later = threads | {104: [104, 110], 111: [111]}
    found = shown(batches) + shown(pulled(Board(later), checkpoint)[0])

    assert sorted(found) == sorted(of_posts(100, 101, 102, 103, 104, 105, 106, 107, 110, 111))


def test_a_checkpoint_holds_no_more_than_is_on_the_board() -> None:
    batches, _ = pulled(Board(TWO))
    more, _ = pulled(Board({101: [101, 103]}), batches[-1].checkpoint)

    assert list(more[-1].checkpoint["threads"]) == ["101"]


def test_a_thread_that_is_gone_is_counted_and_no_error() -> None:
    gone = Trouble(Cause.GONE, "It is gone.")
    batches, _ = pulled(Board(TWO, {url(100): gone}))

    assert batches[0].passed_over == {"threads that were deleted before they could be read": 1}
    assert shown(batches) == of_posts(101, 103)
    assert pulled(Board(TWO, {url(100): gone}), batches[-1].checkpoint)[1] == [LIST]


def test_a_thread_that_fails_does_not_stop_the_others_and_is_asked_for_again() -> None:
    broken = Trouble(Cause.HOST_BROKEN, "The host is broken.")
    batches, _ = pulled(Board(TWO, {url(100): broken}))
    (skipped,) = batches[0].items

    assert skipped == Skipped(Locator(ADDRESS, url(100)), None, Reason.UNREACHABLE, "The host is broken.")
    assert shown(batches[1:]) == of_posts(101, 103)
    again, urls = pulled(Board(TWO), batches[-1].checkpoint)
    assert urls == [LIST, url(100)]
    assert shown(again) == of_posts(100, 102, 105)


@pytest.mark.parametrize("cause", [Cause.RATE_LIMITED, Cause.UNREACHABLE, Cause.NO_PROXY, Cause.NOT_TRUSTED])
def test_what_is_the_matter_with_the_host_stops_the_pull(cause: Cause) -> None:
    pulling, get = a_pulling(Board(TWO, {url(101): Trouble(cause, "No.")}))
    pull = IMAGEBOARD.pull(pulling)
    first = next(pull)
    with pytest.raises(Trouble, match="No"):
        next(pull)

    assert shown([first]) == of_posts(100, 102, 105)
    assert shown(pulled(Board(TWO), first.checkpoint)[0]) == of_posts(101, 103)
    assert len(get.asked) == 3


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (a_thread(a_post(100, 0), a_post(102, 100))[:-30], Reason.EXPORT_TRUNCATED),
        (a_thread(a_post(100, 0))[:-2] + b", ?]}", Reason.EXPORT_DAMAGED),
        (b"<html>We are being attacked</html>", Reason.EXPORT_DAMAGED),
        (b"{}", Reason.EXPORT_DAMAGED),
        (b'{"posts": []}', Reason.EXPORT_DAMAGED),
    ],
    ids=["truncated", "damaged", "html", "nothing", "empty"],
)
def test_what_was_read_of_a_thread_that_breaks_off_counts_and_the_rest_is_read_later(
    content: bytes, reason: Reason
) -> None:
    batches, _ = pulled(Board(TWO, {url(100): content}))
    skipped = batches[0].items[-1]

    assert isinstance(skipped, Skipped)
    assert (skipped.locator, skipped.reason) == (Locator(ADDRESS, url(100)), reason)
    again = shown(pulled(Board(TWO), batches[-1].checkpoint)[0])
    told = shown([replace(batches[0], items=batches[0].items[:-1])])
    assert told + again == of_posts(100, 102, 105)


def test_of_a_list_that_is_cut_off_the_beginning_counts_and_no_thread_is_forgotten() -> None:
    batches, _ = pulled(Board(TWO))
    whole = Board({100: [100, 102, 105, 108], 101: [101, 103, 109]})
    content = whole[LIST]
    assert isinstance(content, bytes)
    cut, _ = pulled(Board(whole.threads, {LIST: content[:-20]}), batches[-1].checkpoint)

    assert shown(cut) == [*of_posts(108), "export-truncated: it is cut off"]
    assert shown(pulled(whole, cut[-1].checkpoint)[0]) == of_posts(109)


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"[]", b"{}", b"[" * 9000], ids=["nothing", "html", "none", "object", "deep"]
)
def test_what_is_no_list_is_said_to_be_none(content: bytes) -> None:
    assert "is none: it " in trouble(Board(TWO, {LIST: content}), Cause.MALFORMED)


def test_a_board_without_the_short_list_is_read_by_its_catalog_from_then_on() -> None:
    board = Board(TWO)
    content = board[LIST]
    board.held = {LIST: Trouble(Cause.GONE, "It is gone."), CATALOG: content}
    batches, urls = pulled(board)

    assert urls == [LIST, CATALOG, url(100), url(101)]
    assert pulled(board, batches[-1].checkpoint) == ([], [CATALOG])


def test_a_board_that_is_not_there_says_so() -> None:
    assert "no list of threads" in trouble({}, Cause.GONE)
    assert "busy" in trouble({LIST: Trouble(Cause.RATE_LIMITED, "It is busy.")}, Cause.RATE_LIMITED)
    gone = Trouble(Cause.GONE, "It is gone.")
    assert "busy" in trouble({LIST: gone, CATALOG: Trouble(Cause.HOST_BROKEN, "It is busy.")}, Cause.HOST_BROKEN)


def test_more_threads_than_any_board_has_are_counted() -> None:
    many = json.dumps([{"threads": [{"no": no, "last_modified": 1} for no in range(1, 5003)]}]).encode()
    batches, urls = pulled({LIST: many})

    assert len(urls) == 5001
    assert batches[-1].passed_over == {"threads beyond the first 5,000 of the board": 2}


def test_a_thread_is_followed_on_its_own() -> None:
    batches, urls = pulled(Board(TWO), address=THREAD)
    more, _ = pulled(Board({100: [100, 102, 105, 106]}), batches[-1].checkpoint, address=THREAD)

    assert urls == [url(100)]
    assert shown(batches) == of_posts(100, 102, 105)
    assert shown(more) == of_posts(106)
    assert pulled(Board(TWO), batches[-1].checkpoint, address=THREAD) == ([], [url(100)])


def test_a_thread_that_is_no_more_says_what_to_do() -> None:
    assert "can be removed" in trouble({}, Cause.GONE, address=THREAD)
    assert "busy" in trouble({url(100): Trouble(Cause.HOST_BROKEN, "It is busy.")}, Cause.HOST_BROKEN, address=THREAD)


def test_what_was_posted_before_a_day_is_not_wanted() -> None:
    board = Board({100: [100]})
    days = {102: 1704200000, 103: 1704300000, 104: "?"}  # the 2nd and the 3rd of January 2024
    board.held[url(100)] = a_thread(*(a_post(no, 100, time=time) for no, time in days.items()))

    assert shown(pulled(board, since=date(2024, 1, 3))[0]) == of_posts(103, 104)


def test_a_post_without_a_number_goes_with_the_one_before_it() -> None:
    board = Board({100: [100]})
    posts = [a_post(100, 0), a_post(0, 100, com="nameless", tim=7), a_post(105, 100)]
    board.held[url(100)] = a_thread(*posts)
    batches, _ = pulled(board)

    assert shown(batches) == [*of_posts(100), "nameless", "7.jpg", *of_posts(105)]
    board.held[LIST] = Board({100: [100, 108]})[LIST]
    board.held[url(100)] = a_thread(*posts, a_post(108, 100))
    assert shown(pulled(board, batches[-1].checkpoint)[0]) == of_posts(108)


def test_vichan_is_read_where_it_keeps_its_files() -> None:
    root = "https://chan.example.org/b/"
    extra = a_file(tim="170-1", ext=".png", md5=None)
    held = {
        f"{root}threads.json": b'[{"threads": [{"no": 7, "last_modified": 5}]}]',
        f"{root}res/7.json": a_thread(a_post(7, 0, tim="170-0", extra_files=[extra])),
    }
    (batch, _), urls = pulled(held, address=root)
    sightings = [item for item in batch.items if isinstance(item, Sighting)]

    assert urls == [f"{root}threads.json", f"{root}res/7.json"]
    assert [each.origin.locator.path for each in sightings] == [f"{root}src/170-0.jpg", f"{root}src/170-1.png"]
    assert sightings[0].origin.permalink == Permalink(f"{root}res/7.html#7", public=True)


@pytest.mark.parametrize(
    "checkpoint",
    [
        {"threads": []},
        {"threads": {"100": 5, "101": ["", "x", "", ""]}, "list": "?"},
        {"list": [7, "", ""]},
        {"version": 9},
    ],
)
def test_a_checkpoint_that_is_not_understood_is_none(checkpoint: Checkpoint) -> None:
    assert shown(pulled(Board(TWO), checkpoint)[0]) == of_posts(100, 102, 105, 101, 103)


def test_requests_depend_on_the_address_and_the_checkpoint_alone() -> None:
    def asked(checkpoint: Checkpoint, board: Board) -> list[Wanted]:
        pulling, get = a_pulling(board, checkpoint)
        list(IMAGEBOARD.pull(pulling))
        return get.asked

    assert asked({}, Board(TWO)) == [Wanted(LIST), Wanted(url(100)), Wanted(url(101))]
    checkpoint = pulled(Board(TWO))[0][-1].checkpoint
    more = Board({100: [100, 102, 105, 106], 101: [101, 103]})
    assert asked(checkpoint, more) == asked(checkpoint, more)
    assert all(wanted.validators != Validators() for wanted in asked(checkpoint, more))


def test_what_is_no_address_of_a_board_says_so() -> None:
    assert "no address of a board" in trouble({}, Cause.MALFORMED, address="https://example.org/x/y/z.html")


@pytest.mark.parametrize(
    ("address", "content", "expected"),
    [
        ("https://x.org/b/", b'<html><form name="postcontrols" action="/post.php">', True),
        ("https://x.org/b/index.html", b"<p>- Tinyboard + vichan 5.1.4 -</p>", True),
        ("https://x.org/b/1.json", b'{"threads": [{"posts": [{"no": 1, "com": "hi"}, ', True),
        ("https://x.org/b/", b"<html>My blog</html>", False),
        ("https://x.org/b/1.json", b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', False),
        ("https://x.org/about.html", b"<p>vichan</p>", False),
    ],
)
def test_a_board_is_known_by_its_pages(address: str, content: bytes, expected: bool) -> None:  # noqa: FBT001
    assert IMAGEBOARD.resembles(Fetched(address, content)) is expected


@pytest.mark.usefixtures("loopback")
def test_a_board_is_fetched_from_its_host_and_pictures_from_theirs() -> None:
    board = Board({100: [100]})
    documents = {"/b/threads.json": board[LIST], "/b/thread/100.json": board[url(100)]}
    routes = {path: conditional(content) for path, content in documents.items() if isinstance(content, bytes)}
    with (
        serving({"a.4cdn.org": routes, "i.4cdn.org": {"/b/100.jpg": answer(b"picture")}}) as (net, servers),
        Fetcher(Policy(ADDRESS), surroundings=net.surroundings()) as fetcher,
        Reader() as reader,
    ):

        def read_by_worker(parser: str, document: bytes) -> Iterator[Any]:
            return reader.records(parser, io.BytesIO(document))

        batches = list(IMAGEBOARD.pull(Pulling(ADDRESS, fetcher.get, read_by_worker)))
        (picture,) = (item.media for item in batches[0].items if isinstance(item, Sighting))

        assert isinstance(picture, ImageFile)
        assert picture.read() == b"picture"
        checkpoint = batches[-1].checkpoint
        assert list(IMAGEBOARD.pull(Pulling(ADDRESS, fetcher.get, read_by_worker, checkpoint))) == []
        assert servers["a.4cdn.org"].paths == ["/b/threads.json", "/b/thread/100.json", "/b/threads.json"]
