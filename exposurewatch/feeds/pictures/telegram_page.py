"""Asks for one page of a public channel, and says what is the matter where it shows no posts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final
from urllib.parse import urlsplit

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Validators, Wanted
from exposurewatch.feeds.feed import Pulling
from exposurewatch.feeds.pictures.telegram_address import page_of
from exposurewatch.parsers.entries import Told
from exposurewatch.parsers.posts import Ended, Post, Record

_HOST: Final = "t.me"
_PARSER: Final = "telegram-channel"
# What the parser tells of a page: `parsers/telegram_channel.py`, which only workers load, has the words for it.
_ANSWER: Final = "answer"
_OLDER: Final = "older"
_TITLE: Final = "title"
_EXTRA: Final = "extra"
_POSTS: Final = "posts"
_NONE_FOUND: Final = "none-found"
_NO_PREVIEW: Final = "no-preview"


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page: its posts with their numbers, lowest first, and the channel's own picture.

    All parts of an album have one number. `leads_on` says that there are older posts; `ended` why the page broke off.
    """

    url: str
    posts: tuple[tuple[int, Post], ...]
    picture: Post | None
    leads_on: bool
    ended: Ended | None
    validators: Validators

    @property
    def numbers(self) -> list[int]:
        """The numbers of the posts, lowest first; [] where there are none."""
        return [number for number, _ in self.posts]


def page(pulling: Pulling, name: str, before: int | None, validators: Validators) -> Page | None:
    """Return the page of the newest posts, or of those before a number; None where it is as it was.

    Raises:
        Trouble: there is no such page, or it is none of a channel that is shown on the web.
    """
    url = page_of(name) + ("" if before is None else f"?before={before}")
    answer = pulling.get(Wanted(url, validators))
    if isinstance(answer, Fetched):
        return _page(answer, url, name, list(pulling.read(_PARSER, answer.content)))
    if validators == Validators():
        raise _no_page("")
    return None


def _page(answer: Fetched, url: str, name: str, records: Sequence[Record]) -> Page:
    told = {record.about: record.value for record in records if isinstance(record, Told)}
    posts = [record for record in records if isinstance(record, Post)]
    ended = next((record for record in records if isinstance(record, Ended)), None)
    what = told.get(_ANSWER, "")
    if not _is_of_channel(answer.url, name) or what == _NO_PREVIEW:
        raise _not_shown(name, told)
    if what not in (_POSTS, _NONE_FOUND):
        raise _no_page("" if ended is None else f" ({ended.detail})")
    return Page(
        url,
        tuple(sorted(_numbered([post for post in posts if post.is_message]), key=itemgetter(0))),
        next((post for post in posts if not post.is_message), None),
        _OLDER in told,
        ended,
        answer.validators,
    )


def _numbered(posts: list[Post]) -> Iterator[tuple[int, Post]]:
    """Yield posts with their numbers; one that has none is taken along with its neighbour."""
    number = next((found for post in posts if (found := _number(post))), 0)
    for post in posts:
        number = _number(post) or number
        if number:
            yield number, post


def _number(post: Post) -> int:
    """Return the number that a post, or the album that it is a part of, stands under; 0 for one that has none."""
    number = post.id if post.album is None else post.album.rpartition("/")[2]
    return int(number or 0)


def _no_page(why: str) -> Trouble:
    return Trouble(
        Cause.HOST_BROKEN,
        f"What came from {_HOST} cannot be read as the page of a channel{why}. It is asked for again the next time; if "
        "it stays so, try another network or a proxy.",
    )


def _is_of_channel(url: str, name: str) -> bool:
    """Tell whether a page was found where Telegram shows posts; raise `Trouble` where it was found somewhere else."""
    place = urlsplit(url)
    path = place.path.strip("/").lower().split("/")
    if place.hostname != _HOST or path not in (["s", name.lower()], [name.lower()]):
        raise Trouble(
            Cause.HOST_BROKEN,
            f"The page of @{name} led away from {_HOST}, and what is there was not read. Some networks block Telegram "
            "in this way: try another one, or a proxy.",
        )
    return len(path) == 2


def _not_shown(name: str, told: dict[str, str]) -> Trouble:
    """Return what is the matter with a chat whose page shows no posts: who has none to show, and who is not there."""
    extra = told.get(_EXTRA, "").lower()
    if told.get(_ANSWER) == _NO_PREVIEW and _TITLE not in told:
        return Trouble(
            Cause.GONE,
            f"Telegram knows no channel called @{name}. The name may be mistyped, or the channel was renamed or "
            "deleted.",
        )
    if extra.startswith("@") or "monthly user" in extra:
        return Trouble(Cause.NOT_PREVIEWABLE, f"@{name} is a person or a bot, and no channel.")
    what = "is a group, and Telegram shows no groups" if "member" in extra else "has posts that Telegram does not show"
    return Trouble(
        Cause.NOT_PREVIEWABLE,
        f"@{name} {what} on the web, so nothing of it could be looked at. If you can open it in Telegram, export it "
        "with Telegram Desktop, and scan the export.",
    )
