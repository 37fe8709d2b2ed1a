"""A server on this machine that speaks HTTP/2, and keeps the requests that it was sent."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

import h2.config
import h2.connection
import h2.events
import h2.exceptions

from tests.feeds.server import Listener, certificate_for

Speak = Callable[[h2.connection.H2Connection, int], None]
"""Answers on a stream."""


class Http2Server(Listener):
    """Answers every request in one way."""

    def __init__(self, name: str, speak: Speak) -> None:
        self.asked: list[list[tuple[bytes, bytes]]] = []
        self._answer = speak
        self._tls = certificate_for(name).context("h2")
        super().__init__()

    def speak(self, connection: socket.socket) -> None:
        tls = self._tls.wrap_socket(connection, server_side=True)
        with tls as line, contextlib.suppress(h2.exceptions.ProtocolError):
            config = h2.config.H2Configuration(client_side=False, validate_outbound_headers=False, header_encoding=None)
            state = h2.connection.H2Connection(config)
            state.initiate_connection()
            line.sendall(state.data_to_send())
            while data := line.recv(65536):
                for event in state.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        self.asked.append([(bytes(name), bytes(value)) for name, value in event.headers])
                        self._answer(state, event.stream_id)
                line.sendall(state.data_to_send())


def answer(body: bytes, *more: tuple[str, str], status: str = "200") -> Speak:
    """A whole answer."""

    def speak(state: h2.connection.H2Connection, stream: int) -> None:
        state.send_headers(stream, [(":status", status), *more])
        state.send_data(stream, body, end_stream=True)

    return speak


def reset(state: h2.connection.H2Connection, stream: int) -> None:
    """Break a stream off in the midst of an answer."""
    state.send_headers(stream, [(":status", "200")])
    state.send_data(stream, b"wor")
    state.reset_stream(stream)


def go_away(state: h2.connection.H2Connection, _: int) -> None:
    """Hang up without an answer."""
    state.close_connection(last_stream_id=0)
