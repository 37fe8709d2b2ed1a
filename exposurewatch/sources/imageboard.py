"""Reads threads of imageboards as JSON: their posts, the pictures beside them, and the sums of those that are not."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

from exposurewatch.model import Item, Reason, Unreadable
from exposurewatch.parsers.attachments import Attachment
from exposurewatch.parsers.imageboard_places import Board, board_of, placed
from exposurewatch.parsers.imageboard_thread import recognise
from exposurewatch.parsers.posts import Post
from exposurewatch.paths import folder_of
from exposurewatch.sources.by_name import ByName
from exposurewatch.sources.containers import Member
from exposurewatch.sources.counting import count
from exposurewatch.sources.posted import Document, Reading, read_documents
from exposurewatch.sources.source import Part, Recognised, Source, Usernames, begin_like

_NAME: Final = "imageboard"
_LABEL: Final = "Imageboard posts (JSON)"
_POST: Final = (b'"no":', b'"no" :')  # stands once in each post
_UNREADABLE: Final = "unreadable"  # in the place of a sum, and equal to none


def _detect(part: Part) -> Recognised | None:
    found = begin_like(part, lambda beginning: recognise(io.BytesIO(beginning)))
    if not found:
        return None
    boards = {board.name for document in found if (board := _board(part, document)) is not None}
    where = ", ".join(f"/{board}/" for board in sorted(boards)[:3])
    number = count(found, *_POST)
    posts = "1 post" if number == 1 else f"{number:,} posts"
    return Recognised(", ".join(filter(None, (_LABEL, where, posts))), documents=found, account=True)


def _read(part: Part, _usernames: Usernames) -> Iterator[Item]:
    files = _Files(part)
    documents = (
        Document(document, _NAME, partial(_completed, files, _board(part, document))) for document in part.documents
    )
    return read_documents(Reading(part, _NAME, find=files.find), documents)


def _board(part: Part, document: Member) -> Board | None:
    return board_of(f"{part.container.name}/{document.path}")


def _completed(files: _Files, board: Board | None, post: Post) -> Post:
    return replace(placed(board, post), attachments=files.chosen(post.attachments))


class _Files:
    """The files beside the documents, which people keep under the board's names or under those of the posters."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._named = ByName(part)
        self._chosen: set[str] = set()  # paths in the container
        self._md5 = lru_cache(maxsize=4096)(_md5)  # many a file is called "image.jpg"

    def find(self, claimed: str, document: str) -> Member:
        """Return a file that was chosen, or one from the document's own folder; raise `Unreadable`."""
        if claimed in self._chosen:
            return self._part.container.look_up(claimed)
        return self._part.look_up(claimed, document)

    def chosen(self, attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        """Return each file of a post once, under the path at which it is there, if it is.

        The name that a file was posted with follows the one that the board gave it.
        """
        kept: list[Attachment] = []
        found = False
        for attachment in attachments:
            if attachment.certain:
                absent = attachment.absent or (Reason.MISSING_FILE if attachment.md5 else None)
                kept.append(replace(attachment, absent=absent))
                found = False
            if kept and not found and (path := self._kept_as(attachment)) is not None:
                self._chosen.add(path)
                kept[-1] = replace(kept[-1], path=path, absent=None)
                found = True
        return tuple(kept)

    def _kept_as(self, attachment: Attachment) -> str | None:
        """Return the path of a file by its name, which is no one's alone if the board did not give it.

        Of such files only the published sum tells whether one of them was posted here. Nor is a name that a board gave
        unique among boards: in the folders of others the sum must be that of the post as well, if there is one.
        """
        if attachment.certain:
            for member in self._named.within(attachment.path):
                return member.path
        for member in self._named.ending_in(attachment.path):
            if (attachment.certain and not attachment.md5) or self._md5(member) == attachment.md5:
                return member.path
        return None


def _md5(member: Member) -> str:
    try:
        return hashlib.md5(member.read(), usedforsecurity=False).hexdigest()
    except Unreadable:
        return _UNREADABLE


IMAGEBOARD: Final = Source(
    name=_NAME,
    title=_LABEL,
    making=(
        "Open the address of a thread with “.json” in place of “.html”, or at its end, and save what comes, in folders "
        "like b/thread/123.json, so that the report can link to the posts. Save the pictures beside it if you can: "
        "those that are not there are compared by the sums that the board publishes, which only tell exact copies."
    ),
    suffixes=frozenset({".json"}),
    root=folder_of,
    detect=_detect,
    read=_read,
)
