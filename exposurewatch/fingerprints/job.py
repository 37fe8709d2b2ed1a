"""What a worker does with one picture or video: decode and look. Runs inside the sandbox, never in the parent."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from exposurewatch.fingerprints.look import look_at_photo, look_at_picture, look_at_still
from exposurewatch.fingerprints.regions import published_frames
from exposurewatch.fingerprints.tasks import STILL, TASKS, Task
from exposurewatch.fingerprints.wire import pack_clip, pack_own, pack_picture, pack_regions
from exposurewatch.images import Decoded, decode, load_decoders
from exposurewatch.model import Span
from exposurewatch.parameters import DEFAULT, FAST
from exposurewatch.videos.animation import Animation, is_animation
from exposurewatch.videos.decoding import Video
from exposurewatch.videos.opening import load_tracks
from exposurewatch.videos.sampling import MOST_MOMENTS, Film, kept

_CLOSER = {setting.first: setting.closer for setting in (DEFAULT, FAST)}


def look(request: bytes) -> bytes:
    """Answer one request: a byte that says which task it is, then the picture.

    Raises:
        Refused: with the reason why the picture cannot be decoded.
    """
    task, content = TASKS[request[0]], memoryview(request)[1:].tobytes()
    return _watched(task, content) if task.moving else _seen(task, decode(content))


def _watched(task: Task, content: bytes) -> bytes:
    """Look at the frames that are kept; more closely at the first of a picture that moves: it may stand alone."""
    film: Film = Animation(content) if is_animation(content) else Video(content)
    later = replace(task, moving=False)
    first = Task(_CLOSER.get(task.look, task.look)) if task.look and isinstance(film, Animation) else later
    starts: list[float] = []
    seen: list[bytes] = []
    for frame in kept(film.frames()):
        if len(seen) == MOST_MOMENTS:
            film.stop()
            break
        seen.append(_seen(later if seen else first, frame.decoded(), alone=not seen))
        starts.append(frame.time)
    spans = [Span(start, end) for start, end in pairwise((*starts, film.seen))]
    return pack_clip(spans, seen, film.seconds, film.seen)


def _seen(task: Task, decoded: Decoded, *, alone: bool = True) -> bytes:
    """What is seen of one picture, or of a frame; `alone` where it may be all that there is."""
    if task.publishing:
        return pack_regions(published_frames(decoded))
    if task.look is None:
        return pack_own(look_at_photo(decoded) if alone else look_at_still(decoded))
    return pack_picture(look_at_picture(decoded, task.look))


def warm_up() -> None:
    """Load what the libraries load on first use: a locked worker opens no file."""
    load_decoders()
    load_tracks()
    noise = np.random.default_rng(0).integers(0, 256, (64, 64), dtype=np.uint8)
    for task in STILL:
        _seen(task, Decoded(noise, 64, 64))
