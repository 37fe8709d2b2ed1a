"""The bytes of a WARC and of what stands in it, unpacked within limits: no header and no record fills the memory."""

from __future__ import annotations

from typing import Any, BinaryIO, ClassVar, Final

from warcio.bufferedreaders import BufferedReader, DecompressingBufferedReader

from exposurewatch.model import Reason, Unreadable

MAX_HEADERS: Final = 1 << 20  # bytes of the lines of one record
_MAX_LINE: Final = 1 << 16
_MAX_UNENDED: Final = 1 << 13  # bytes of a line whose end the library has not found
_MAX_CHUNK: Final = 64 << 20  # servers send chunks of some kilobytes
_BLOCK: Final = 1 << 18
_GZIP: Final = b"\x1f\x8b"


class Broken(Exception):
    """The archive cannot be read any further; `truncated` tells one cut off from one that is damaged."""

    def __init__(self, detail: str, *, truncated: bool = False) -> None:
        super().__init__(detail)
        self.truncated = truncated


class Raw:
    """The bytes of one record as they lie in the archive."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int = _BLOCK, /) -> bytes:
        """Return at most `size` bytes; raise `Unreadable` where more are wanted at once than any server sends."""
        if size > _MAX_CHUNK:
            raise Unreadable(Reason.TOO_LARGE, "it comes in pieces larger than any server sends")
        data: bytes = self._stream.read(size)
        return data

    def readline(self, size: int | None = None, /) -> bytes:
        """Return one line, or the beginning of a longer one."""
        line: bytes = self._stream.readline(size)
        return line


class _Brotli:
    """Unpacks Brotli, which knows no limit of its own, within one."""

    unused_data = None

    def __init__(self) -> None:
        import brotli  # noqa: PLC0415 (few archives need it)

        self._inner = brotli.Decompressor()

    def decompress(self, data: bytes) -> bytes:
        unpacked: bytes = self._inner.process(data, output_buffer_limit=_MAX_CHUNK)
        if not self._inner.can_accept_more_data():
            raise Unreadable(Reason.TOO_LARGE, "it unpacks to far more than its size")
        return unpacked

    def flush(self) -> bytes:
        return b""


class Unpacked(BufferedReader):  # type: ignore[misc]
    """Says so where packed bytes are damaged, instead of ending there. What was never packed passes as it is."""

    decompressor: Any
    DECOMPRESSORS: ClassVar[dict[str, Any]] = {**BufferedReader.DECOMPRESSORS, "br": _Brotli}

    def _decompress(self, data: bytes) -> bytes:
        try:
            unpacked: bytes = self.decompressor.decompress(data) if self.decompressor and data else data
        except Exception as error:
            if isinstance(error, Unreadable):
                raise
            if self.num_block_read or data.startswith(_GZIP):
                raise Unreadable(Reason.CANNOT_OPEN, "it is damaged") from error
            if self.decomp_type == "deflate":
                self._init_decomp("deflate_alt")
                return self._decompress(data)
            self.decompressor = None
            return data
        return unpacked


class Reader(DecompressingBufferedReader):  # type: ignore[misc]
    """The bytes of an archive. No header without an end fills the memory."""

    decompressor: Any

    def __init__(self, file: BinaryIO) -> None:
        self._begun = False
        self._last = b""  # of the lines of a record's own headers, which always end in an empty one
        super().__init__(file)
        self.room = MAX_HEADERS

    def readline(self, length: int | None = None) -> bytes:
        """Return one line; raise `Broken` where it has no end, or ends the file in the midst of headers."""
        line: bytes = super().readline(min(length or _MAX_LINE, _MAX_LINE))
        self.room -= len(line)
        if self.room < 0 or (len(line) > _MAX_UNENDED and not line.endswith(b"\n")):
            raise Broken("its headers are longer than any honest ones")
        if length is None:
            if not line.endswith(b"\n") and (line or self._last.strip()):
                raise Broken("it is cut off", truncated=True)
            self._last = line
        return line

    def _init_decomp(self, decomp_type: str | None) -> None:
        super()._init_decomp(decomp_type)
        self._begun = False

    def _process_read(self, data: bytes) -> None:
        packed = self.decompressor is not None and not self.decompressor.eof
        if not data and packed and self._begun and not self.num_block_read:
            raise Broken("it is cut off", truncated=True)
        super()._process_read(data)

    def _decompress(self, data: bytes) -> bytes:
        self._begun = True
        try:
            unpacked: bytes = self.decompressor.decompress(data) if self.decompressor and data else data
        except Exception as error:
            if self.num_block_read:
                raise Broken("it is damaged") from error
            self.decompressor = None  # it is not packed
            return data
        return unpacked
