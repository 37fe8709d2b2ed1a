"""Composes the two use cases: photos are enrolled, exports are scanned, and nothing is remembered of either."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from exposurewatch import order
from exposurewatch.cli.arguments import expanded
from exposurewatch.cli.detailing import Watch, in_file
from exposurewatch.cli.enrolling import enrolled, no_photo
from exposurewatch.cli.exports import opened
from exposurewatch.cli.looking import Own, look
from exposurewatch.cli.overlaps import own_among_exports, without_repeats
from exposurewatch.cli.request import Request
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopping_on_ctrl_c
from exposurewatch.enrol import Enrolled
from exposurewatch.fingerprints.extract import default_workers, photo_extractor
from exposurewatch.matching.library import Library
from exposurewatch.model import Photo, Report, Skipped
from exposurewatch.sources import Export

_NOT_PHOTOS = (
    "{container}, named with --photos, holds an export: every picture in it is taken for one of your own. If the two"
    " were swapped, name the export first and your own photos after --photos."
)


def compare(request: Request) -> Report:
    """Enrol the photos, scan the exports, and say on the standard error what is going on.

    Raises:
        WrongUsage: a path or a name is wrong, or there is no photo to compare with.
        CouldNotFinish: no worker can be started; where that happens during the scan, it is `StoppedShort`.
    """
    details = in_file(request.details)
    exports, export_notes = opened(request.exports, request.channels)
    own, photo_notes = opened(request.photos)
    say(*photo_notes, *export_notes, *_swapped(own), *_overlaps(request))
    with stopping_on_ctrl_c() as stop:
        watch = Watch(details, show=request.show_details) if details else None
        return look(exports, replace(_enrolled(own, request, stop), watch=watch), request, stop)


def _overlaps(request: Request) -> Iterator[str]:
    photos, exports = (without_repeats(tuple(map(expanded, paths)))[0] for paths in (request.photos, request.exports))
    return own_among_exports(photos, exports)


def _swapped(own: Sequence[Export]) -> Iterator[str]:
    for export in own:
        if export.source != "folder":
            yield _NOT_PHOTOS.format(container=export.container)


def _enrolled(own: Sequence[Export], request: Request, stop: threading.Event) -> Own:
    """The library of all photos, and what could not become one."""
    unread: list[Skipped] = []
    with photo_extractor(request.workers or default_workers()) as extractor:
        photos = _photos(enrolled(own, extractor, stop), unread)
        library = Library(photos, request.setting, reports=False)
    if not library.photos and not stop.is_set():
        raise no_photo("Nothing that --photos names", unread)
    return Own(library, tuple(sorted(unread, key=order.of_skip)))


def _photos(results: Iterator[Enrolled], unread: list[Skipped]) -> Iterator[Photo]:
    """Pass the photos on, and put what could not become one aside."""
    for result in results:
        if isinstance(result, Photo):
            yield result
        elif isinstance(result, Skipped):
            unread.append(result)
