"""Decodes a video frame by frame, within limits on its length, its packets and its pixels. Runs inside a worker."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from exposurewatch.sandbox.protocol import Refused
from exposurewatch.videos.frame import Frame
from exposurewatch.videos.opening import INSTALLED, MAX_PIXELS, complaints, is_encrypted, opened, stream_of
from exposurewatch.videos.sampling import APART, LONGEST, STEP

with contextlib.suppress(ImportError):  # which `opening` has found out, and `Video` says
    import av
    from av.error import FFmpegError

if TYPE_CHECKING:
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

MOST_DECODED: Final = 30_000_000_000  # pixels of all frames: twenty minutes in HD, in one or two minutes of work
MOST_PACKETS: Final = 250_000  # twenty minutes at 200 frames a second
LONGEST_SAID: Final = 360_000.0  # seconds; what a file says of its length is not believed beyond 100 hours
_RATE: Final = 25.0  # frames a second, where a video does not say when its frames are shown
_WIDEST_PIXEL: Final = 4.0  # how much wider than high, or higher than wide, a pixel may be said to be
_SHORT_OF_END: Final = 2.0  # seconds between the last frame and the end that need no word


class Video:
    """One video while it is decoded. `seconds` is how long it lasts, `seen` up to where it was decoded."""

    def __init__(self, data: bytes) -> None:
        """Open it.

        Raises:
            Refused: ``video`` where PyAV is not installed, else why it cannot be opened.
            MemoryError: it needs more than the worker may have.
        """
        if not INSTALLED:
            raise Refused("video")
        self._data = data
        with complaints():
            self._container = opened(data)
            self._stream = stream_of(self._container, data)
            rate = float(self._stream.average_rate or _RATE)
        self._frame_seconds = 1 / min(max(rate, 0.1), 1000.0)
        self.seconds = self._declared()
        self.seen = 0.0
        self._cut = False
        self._shown = 0
        self._first: float | None = None
        self._decoded_pixels = 0

    def frames(self) -> Iterator[Frame]:
        """Yield frames in the order in which they are shown; what comes after a limit is left out.

        Raises:
            Refused: there is none that can be decoded.
            MemoryError: one needs more than the worker may have.
        """
        with complaints(), contextlib.closing(self._container):
            for frame in self._within_limits():
                self.seen = frame.time
                yield frame
        if not self._shown:
            raise Refused("encrypted" if is_encrypted(self._data) else "unreadable")
        self._conclude()

    def stop(self) -> None:
        """Say that what comes next is left out."""
        self._cut = True
        self._conclude()

    def _conclude(self) -> None:
        end = self.seen if self._cut else self.seen + self._frame_seconds
        self.seconds = max(self.seconds, end)
        self.seen = end if self._cut or self.seconds - end > _SHORT_OF_END else self.seconds

    def _within_limits(self) -> Iterator[Frame]:
        for picture in self._pictures():
            frame = self._frame(picture)
            self._decoded_pixels += picture.width * picture.height
            if frame.time > LONGEST or self._decoded_pixels > MOST_DECODED:
                self.seen, self._cut = min(frame.time, LONGEST), True
                return
            self._shown += 1
            yield frame

    def _pictures(self) -> Iterator[VideoFrame]:
        for group in self._groups():
            for packet in group:
                yield from self._decoded(packet)
        yield from self._decoded(None)

    def _decoded(self, packet: Packet[VideoStream] | None) -> Iterator[VideoFrame]:
        try:
            pictures = self._stream.codec_context.decode(packet)
        except FFmpegError as error:
            if isinstance(error, MemoryError):
                raise
            return  # a broken frame need not be the end; whatever can be shown is
        for picture in pictures:
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused("too-many-pixels")
            if not picture.is_corrupt:
                yield picture

    def _groups(self) -> Iterator[list[Packet[VideoStream]]]:
        """Yield packets from one key frame up to the next: of short groups the key frame alone.

        Where key frames follow each other so closely that none would be kept, most of them are left out.
        """
        group: list[Packet[VideoStream]] = []
        sent = -APART
        for packet in self._packets():
            if packet.is_keyframe and group:
                begun, ended = self._time(group[0]), self._time(packet)
                if begun is None or ended is None or not begun <= ended < begun + STEP:
                    yield group
                    sent = -APART if begun is None else begun
                elif ended >= sent + APART:
                    yield group[:1]
                    sent = begun
                group = []
            group.append(packet)
        yield group

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        count = 0
        demuxed = self._container.demux(self._stream)
        while True:
            try:
                packet = next(demuxed)
            except StopIteration:
                return
            except FFmpegError as error:
                if isinstance(error, MemoryError):
                    raise
                return  # the file breaks off; `seconds` says how much is missing
            if packet.size:
                count += 1
                if count > MOST_PACKETS:
                    self._cut = True
                    return
                yield packet

    def _time(self, packet: Packet[VideoStream]) -> float | None:
        stamp = packet.dts if packet.pts is None else packet.pts
        return None if stamp is None or not self._stream.time_base else float(stamp * self._stream.time_base)

    def _frame(self, picture: VideoFrame) -> Frame:
        """The frame with its time: as it says itself, else by its number; never before the frame that came before."""
        stamp = picture.pts
        base = picture.time_base or self._stream.time_base
        if stamp is None or not base:
            time = self._shown * self._frame_seconds
        else:
            absolute = float(stamp * base)
            self._first = absolute if self._first is None else self._first
            time = absolute - self._first
        return Frame(max(time, self.seen), bool(picture.key_frame), picture, self._size_of(picture))

    def _size_of(self, picture: VideoFrame) -> tuple[int, int]:
        shape = self._stream.sample_aspect_ratio
        if not shape or not 1 / _WIDEST_PIXEL <= shape <= _WIDEST_PIXEL:
            return picture.width, picture.height
        return max(1, round(picture.width * shape)), picture.height

    def _declared(self) -> float:
        """How long the file says that it lasts; 0 where it does not."""
        stream, container = self._stream, self._container
        if stream.duration and stream.time_base:
            said = float(stream.duration * stream.time_base)
        else:
            said = (container.duration or 0) / av.time_base
        return min(max(said, 0.0), LONGEST_SAID)
