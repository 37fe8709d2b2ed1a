"""Hands requests to httpcore's pool of connections, with nothing between that keeps cookies or follows redirects."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpcore
import httpx

from exposurewatch.feeds.fetching.messages import MAX_HEADERS


class Transport(httpx.BaseTransport):
    """Hands httpx's requests to a pool of httpcore's, and its answers back.

    It is asked directly, and not through a client, so there is nothing that keeps cookies, follows redirects, adds
    headers of its own or goes by the settings of the machine.
    """

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request, and return what comes of it; the body is read as it comes."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(asked)
        stream = _Bytes(answer.stream)
        if sum(len(name) + len(value) for name, value in answer.headers) > MAX_HEADERS:
            stream.close()
            raise httpcore.RemoteProtocolError
        return httpx.Response(answer.status, headers=answer.headers, stream=stream)

    def close(self) -> None:
        """Hang up."""
        self._pool.close()


class _Bytes(httpx.SyncByteStream):
    """The body of an answer, as it comes."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner

    def close(self) -> None:
        self._inner.close()


@cache
def well_known_authorities() -> ssl.SSLContext:
    """Whose certificates are believed: the list that comes with the program."""
    context = httpx.create_ssl_context(trust_env=False)
    # Python takes it from SSLKEYLOGFILE: with it, whoever has set that could read what was fetched.
    context.keylog_filename = None  # type: ignore[assignment]
    return context
