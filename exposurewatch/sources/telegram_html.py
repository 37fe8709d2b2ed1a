"""Reads the HTML exports of Telegram Desktop, of one chat or of a whole account, page by page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from exposurewatch.model import Item, Reason, Unreadable
from exposurewatch.parsers.addresses import unescaped
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.telegram_pages import Kind, Page, count_messages, recognise
from exposurewatch.paths import folder_of, natural
from exposurewatch.sources.containers import Member
from exposurewatch.sources.counting import messages
from exposurewatch.sources.posted import Adapt, Document, Reading, read_documents
from exposurewatch.sources.source import Part, Recognised, Source, Usernames, head

_NAME: Final = "telegram-html"
_LABEL: Final = "Telegram Desktop export (HTML)"
_OF_ACCOUNT: Final = re.compile(r"(.*/|)(?:chats/chat_[0-9]+|lists)/[^/]+", re.DOTALL)
_CHAT_PAGE: Final = re.compile(r"(.*/|)messages([0-9]*)\.html?", re.DOTALL | re.IGNORECASE)
_BLOCK: Final = 1 << 20
_CHAT_FOLDER: Final = re.compile(r"chat_[0-9]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that is a page, and what it is; `page` is None for one that goes by its name and cannot be opened."""

    member: Member
    page: Page | None
    messages: int = 0


def _root(path: str) -> str:
    of_account = _OF_ACCOUNT.fullmatch(path)
    return of_account[1] if of_account else folder_of(path)


def _detect(part: Part) -> Recognised | None:
    found = sorted(_pages(part), key=lambda each: _place(each.member.path))
    kinds = {each.page.kind for each in found if each.page}
    chats = [each for each in found if each.page is None or each.page.kind is Kind.CHAT]
    if not chats and Kind.ACCOUNT not in kinds:
        return None
    lists = [each for each in found if each.page and each.page.kind in (Kind.PROFILE_PICTURES, Kind.STORIES)]
    count = sum(each.messages for each in chats)
    account = Kind.ACCOUNT in kinds or len({folder_of(each.member.path) for each in chats}) > 1
    return Recognised(
        _label(chats, count, account=account),
        documents=tuple(each.member for each in chats + lists),
        account=account or len({each.page.title for each in chats if each.page}) > 1,
        empty=not count and not lists and all(each.page for each in chats),
        title=None if account else next((each.page.title for each in chats if each.page), None),
    )


def _pages(part: Part) -> Iterator[_Found]:
    """Yield the documents that are pages, and of two that are the same to the last byte only one.

    A page of a later export may begin like one of an earlier export, and go on where that ended.
    """
    copies = _Copies()
    for document in sorted(part.documents, key=lambda each: _CHAT_PAGE.fullmatch(each.path) is None):
        try:
            beginning = head(document)
            page = recognise(beginning)
            if page is None or copies.is_one(document, beginning):
                continue
            yield _Found(document, page, _count(document) if page.kind is Kind.CHAT else 0)
        except Unreadable:
            if _CHAT_PAGE.fullmatch(document.path):  # that it is one must be said
                yield _Found(document, None)


class _Copies:
    """Tells which files of one folder are the same: only those that begin alike are read to their ends for that."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, bytes], Member] = {}
        self._digests: dict[tuple[str, bytes], set[bytes]] = {}

    def is_one(self, document: Member, beginning: bytes) -> bool:
        """Tell whether a file equals one that was asked about before; one that cannot be read equals none."""
        key = folder_of(document.path), hashlib.sha256(beginning).digest()
        first = self._first.setdefault(key, document)
        if first is document:
            return False
        if key not in self._digests:
            self._digests[key] = set(_digest(first))
        known, digest = self._digests[key], _digest(document)
        if known.issuperset(digest):
            return bool(digest)
        known.update(digest)
        return False


def _digest(document: Member) -> tuple[bytes, ...]:
    """Return the digest of a whole file, or nothing where that cannot be had."""
    digest = hashlib.sha256()
    try:
        with document.open() as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except Unreadable:
        return ()
    return (digest.digest(),)


def _count(document: Member) -> int:
    with document.open() as stream:
        return count_messages(stream)


def _place(path: str) -> tuple[object, ...]:
    """Return a key that sorts pages as they follow each other: ``messages.html`` comes before ``messages2.html``."""
    numbered = _CHAT_PAGE.fullmatch(path)
    folder = natural(folder_of(path))
    return (folder, 0, int(numbered[2] or 1), path) if numbered else (folder, 1, 0, path)


def _label(chats: list[_Found], count: int, *, account: bool) -> str:
    if account:
        folders = {folder_of(each.member.path) for each in chats}
        return f"{_LABEL}, whole account, {_number(len(folders), 'chat')}, {messages(count)}"
    if not any(each.page for each in chats):
        return f"{_LABEL}, which cannot be opened"
    titles = {each.page.title: None for each in chats if each.page and each.page.title}
    named = f": {next(iter(titles))}" if len(titles) == 1 else ""
    return f"{_LABEL}, {_number(len(chats), 'page')}{named}, {messages(count)}"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _read(part: Part, usernames: Usernames) -> Iterator[Item]:
    reading = Reading(part, _NAME, usernames, partial(_find, part))
    return read_documents(reading, [_document(part, each) for each in part.documents])


def _document(part: Part, page: Member) -> Document:
    return Document(page, _NAME, _adapt(part, page), lists=folder_of(page.path) == f"{part.root}lists/")


def _find(part: Part, claimed: str, document: str) -> Member:
    """Return the file of that name; no version escapes names, but who moves an export about may have."""
    try:
        return part.look_up(claimed, document)
    except Unreadable as error:
        if error.reason is not Reason.MISSING_FILE or "%" not in claimed:
            raise
        try:
            return part.look_up(unescaped(claimed), document)
        except Unreadable:
            raise error from None


def _adapt(part: Part, document: Member) -> Adapt:
    """Return what makes the paths of a chat that was taken out of the export of an account start at its own folder.

    They lead through the folder ``chats``, which was left behind. A file that was posted in two chats lies in the
    folder of one of them, so another chat's folder is taken for this one only if this one has lost its name.
    """
    if folder_of(document.path) != part.root:
        return _as_it_is
    folder = re.split(r"[/\\]", (part.root or part.container.name).rstrip("/\\"))[-1]
    name = folder if _CHAT_FOLDER.fullmatch(folder) else _CHAT_FOLDER.pattern
    return partial(_at_home, re.compile(rf"\.\./\.\./chats/{name}/"))


def _as_it_is(post: Post) -> Post:
    return post


def _at_home(abroad: re.Pattern[str], post: Post) -> Post:
    def shortened(path: str) -> str:
        found = abroad.match(path)
        return path[found.end() :] if found else path

    return replace(
        post,
        attachments=tuple(
            replace(each, path=shortened(each.path), thumbnail=shortened(each.thumbnail)) for each in post.attachments
        ),
    )


TELEGRAM_HTML: Final = Source(
    name=_NAME,
    title=_LABEL,
    making=(
        "In Telegram Desktop, open the chat, choose “Export chat history” from its menu, tick the photos, raise the "
        "size limit, and keep the format “Human-readable HTML”. Name the folder, or any messages.html in it. Where "
        "you can, choose “Machine-readable JSON”: its dates are exact, and it tells which chat it is of."
    ),
    suffixes=frozenset({".html", ".htm"}),
    root=_root,
    detect=_detect,
    read=_read,
    furniture=("images", "css", "js"),
    repeats=frozenset({"telegram-json"}),
    paged=True,
)
