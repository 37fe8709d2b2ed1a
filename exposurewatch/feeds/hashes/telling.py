"""Pulls a feed that is one document, which tells all its reports anew each time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from exposurewatch.feeds.asking import Cause, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.feed import Batch, Checkpoint, Pulling
from exposurewatch.feeds.hashes.pieces import Piece, pieces
from exposurewatch.feeds.skipping import why_nothing
from exposurewatch.parsers.posts import Ended

_FORMAT: Final = 1  # of the checkpoint; raised where a newer version reads more out of the same document
_ETAG: Final = "etag"
_LAST_MODIFIED: Final = "last_modified"
_SHA256: Final = "sha256"
_PARSER: Final = "parser"


def told_anew(pulling: Pulling, parser: str, check: Callable[[Piece], None]) -> Iterator[Batch]:
    """Yield all reports of a document unless it is the one that was read last; those that it leaves out are forgotten.

    `check` raises `Trouble` where what was found is not what this kind of feed is; it is given a document's only piece
    where that has no reports, however it ended. A pull that is cut off begins anew, as the host may have another
    document by then.
    """
    known = _known(pulling.checkpoint, parser)
    got = pulling.get(Wanted(pulling.address, _validators(known)))
    if isinstance(got, Unchanged):
        return
    now = _checkpoint(got.validators, hashlib.sha256(got.content).hexdigest(), parser)
    if known.get(_SHA256) == now[_SHA256]:
        if known != now:
            yield Batch(now)
        return
    for piece in pieces(pulling.read(parser, got.content)):
        if piece.first and piece.last and not piece.entries:
            check(piece)
        whole = piece.last and piece.ended is None
        yield Batch(
            now if whole else {},
            entries=piece.entries,
            opens=piece.first,
            closes=whole,
            passed_over=piece.passed_over,
        )
        if piece.ended is not None:
            raise broken_off(piece.ended)


def broken_off(ended: Ended) -> Trouble:
    """Return what is the matter with a document that could not be read to its end."""
    return Trouble(
        Cause.MALFORMED,
        f"What it gives out could not be read to its end: {ended.detail}. What was read of it counts, and nothing that "
        "was known before is forgotten.",
    )


def nothing_read(what: str, ended: Ended) -> Trouble:
    """Return what is the matter where nothing could be read of a document that should be `what`."""
    return Trouble(
        Cause.MALFORMED,
        f"What stands there is no {what} that can be read: {why_nothing(ended)}. What was known before is kept. Look at"
        " the address, and add it again if it has changed.",
    )


def _known(checkpoint: Checkpoint, parser: str) -> Mapping[str, Any]:
    """Return a checkpoint that this version has left, for the same way of reading; an empty one for any other."""
    fields = (_ETAG, _LAST_MODIFIED, _SHA256)
    honest = all(isinstance(checkpoint.get(name), str) for name in fields)
    return checkpoint if honest and checkpoint.get(_PARSER) == [parser, _FORMAT] else {}


def _validators(known: Mapping[str, Any]) -> Validators:
    return Validators(known.get(_ETAG, ""), known.get(_LAST_MODIFIED, ""))


def _checkpoint(validators: Validators, sha256: str, parser: str) -> dict[str, Any]:
    return {
        _ETAG: validators.etag,
        _LAST_MODIFIED: validators.last_modified,
        _SHA256: sha256,
        _PARSER: [parser, _FORMAT],
    }
