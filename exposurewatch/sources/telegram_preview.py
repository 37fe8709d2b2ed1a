"""Reads public pages of Telegram that somebody saved: as a page with its folder, in one file, or in a web archive."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from exposurewatch.archives.addresses import file_name, is_telegram_page
from exposurewatch.model import Item, Reason, Unreadable
from exposurewatch.parsers.addresses import unescaped
from exposurewatch.parsers.posts import Post
from exposurewatch.paths import folder_of
from exposurewatch.sources.containers import Member, Refused, Stream
from exposurewatch.sources.posted import Document, Reading, read_documents
from exposurewatch.sources.source import Part, Recognised, Source, Usernames, begin_like, head
from exposurewatch.sources.web_archive import WebArchive
from exposurewatch.text import clean

_NAME: Final = "telegram-preview"
_LABEL: Final = "Saved Telegram page"
_REMOTE: Final = ("http://", "https://")
_EMBEDDED: Final = "data:"
_LIKE_THIS: Final = re.compile(
    rb"[\"' ]tgme_(?:webview|widget|channel_|main\b|header\b)"
    rb"|\A.{0,300}?(?:saved from url=\([0-9]{4}\)|url: )https?://(?:t|telegram)\.me/",
    re.DOTALL,
)
_TITLE: Final = re.compile(rb"<meta[^>]{0,40}property=\"og:title\"[^>]{0,40}content=\"([^\"]{1,512})\"", re.IGNORECASE)
_CUT_NAME: Final = 32  # characters of a name after which a browser may have cut it
_SEPARATORS: Final = ("_", "-")  # between the name of a page and the word for its files, in whatever language


def _root(path: str) -> str | None:
    if "://" in path:
        return "" if is_telegram_page(path) else None
    return folder_of(path)


def _detect(part: Part) -> Recognised | None:
    documents = begin_like(part, lambda beginning: _LIKE_THIS.search(beginning) is not None)
    if not documents:
        return None
    titles = tuple(dict.fromkeys(filter(None, map(_title, documents))))
    many = f"{_LABEL}s, {len(documents)}" if len(documents) > 1 else _LABEL
    shown = f": {', '.join(titles[:3])}" + (" …" if len(titles) > 3 else "") if titles else ""
    return Recognised(many + shown + _saved(part, documents), documents, account=len(titles) > 1)


def _is_altered(archive: WebArchive) -> bool:
    return any(isinstance(each, Refused) and each.reason is Reason.EXPORT_ALTERED for each in archive.members())


def _title(document: Member) -> str:
    try:
        found = _TITLE.search(head(document))
    except Unreadable:
        return ""
    return clean(html.unescape(found[1].decode("utf-8", "replace"))) if found else ""


def _saved(part: Part, documents: tuple[Member, ...]) -> str:
    """Return when the pages were saved, and whether they were changed since; '' where nothing says so."""
    archive = part.container
    if not isinstance(archive, WebArchive):
        return ""
    altered = "; changed or damaged after it was made" if _is_altered(archive) else ""
    times = sorted(time for each in documents if (time := archive.saved_at(each.path)) is not None)
    if not times:
        return altered
    first, last = _said(times[0]), _said(times[-1])
    return (f"; saved {first}" if first == last else f"; saved between {first} and {last}") + altered


def _said(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"


def _read(part: Part, usernames: Usernames) -> Iterator[Item]:
    files = _Files(part)
    seen: set[tuple[str, ...]] = set()
    documents = [Document(each, _NAME, partial(_adapted, seen=seen)) for each in part.documents]
    return read_documents(Reading(part, _NAME, usernames, files.find), documents)


def _adapted(post: Post, *, seen: set[tuple[str, ...]]) -> Post:
    """Leave of a post what no page before it showed: pages overlap, and the same one may be saved many times."""
    key = (post.chat.username or post.chat.id or "", post.id or "")
    fresh = tuple(each for each in post.attachments if (*key, each.path, each.thumbnail) not in seen)
    shown_before = post.id is not None and key in seen
    if post.id is not None:
        seen.add(key)
        seen.update((*key, each.path, each.thumbnail) for each in post.attachments)
        return replace(post, attachments=fresh, is_message=post.is_message and not (shown_before and not fresh))
    return post


class _Files:
    """Finds the files of saved pages: by their addresses in a web archive, else in the folder beside the page."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._folders: dict[str, dict[str, str]] | None = None
        self._beside: dict[str, dict[str, str]] = {}

    def find(self, claimed: str, document: str) -> Member:
        """Return the file that a page at `document` draws; raise `Unreadable`."""
        if claimed.startswith(_EMBEDDED):
            return Member(document, partial(_unpacked, claimed))
        if self._part.container.addresses or not claimed.startswith(_REMOTE):
            return self._look_up(claimed, document)
        beside = self._files_of(document)
        name = file_name(claimed)
        path = beside.get(name) or _cut(name, beside)
        if path is None:
            raise Unreadable(Reason.MISSING_FILE)
        return self._part.container.look_up(path)

    def _look_up(self, claimed: str, document: str) -> Member:
        try:
            return self._part.look_up(claimed, document)
        except Unreadable:
            if (spelt := unescaped(claimed)) == claimed:
                raise
        return self._part.look_up(spelt, document)

    def _files_of(self, document: str) -> dict[str, str]:
        """Return the files that were saved along with a page, by their names."""
        if (known := self._beside.get(document)) is not None:
            return known
        if self._folders is None:
            self._folders = {}
            for member in self._part.members():
                if not isinstance(member, Refused):
                    folder = folder_of(member.path)
                    self._folders.setdefault(folder, {})[member.path.removeprefix(folder)] = member.path
        stem = document.rpartition(".")[0] or document
        found: dict[str, str] = {}
        for folder, files in self._folders.items():
            if folder.startswith(tuple(stem + separator for separator in _SEPARATORS)):
                found |= files
        self._beside[document] = found
        return found


def _cut(name: str, files: dict[str, str]) -> str | None:
    """Return the one file whose name is the beginning of a longer one: no disk takes names as long as Telegram's."""
    if len(name) <= _CUT_NAME:
        return None
    found = [path for each, path in files.items() if _begins(each, name)]
    return found[0] if len(found) == 1 else None


def _begins(file: str, name: str) -> bool:
    stem = file.rpartition(".")[0] or file
    return len(stem) >= _CUT_NAME and name.startswith(stem)


def _unpacked(address: str) -> Stream:
    try:
        return Stream(io.BytesIO(base64.b64decode(address.partition(",")[2])))
    except ValueError as error:
        raise Unreadable(Reason.CANNOT_OPEN, "the picture in the page is damaged") from error


TELEGRAM_PREVIEW: Final = Source(
    name=_NAME,
    title="Saved Telegram page (t.me)",
    making=(
        "Where a channel can be seen in a browser at t.me/s/ and its name, save that page: as “Webpage, Single File” "
        "(MHT) in Chrome or Edge, or with a program that makes web archives (WARC, WACZ). Scroll up first to have "
        "older posts on it. Name the file that was saved."
    ),
    suffixes=frozenset({".html", ".htm"}),
    root=_root,
    detect=_detect,
    read=_read,
    addresses=True,
)
