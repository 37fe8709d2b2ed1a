"""Every cause that fetching can have is reached, and each is one calm sentence without a key or an address."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Final

import pytest

from exposurewatch.feeds.asking import Cause, Trouble, Wanted
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from tests.feeds.server import (
    Certificate,
    Internet,
    Listener,
    Route,
    Server,
    answer,
    certificate_for,
    drip,
    endless,
    head,
    raw,
    redirect,
)

HOST = "feeds.example.org"
SECRET = "se-cr-et"  # noqa: S105  (a mark to look for)
LIST = f"https://{HOST}/list.txt?access_token={SECRET}"
NOT_OF_FETCHING: Final = frozenset(
    {
        *(Cause.MALFORMED, Cause.NOT_PREVIEWABLE, Cause.KEY_CHANGED, Cause.BAD_SIGNATURE, Cause.ROLLED_BACK),
    }
)

pytestmark = pytest.mark.usefixtures("loopback")


def of_route(route: Route, whole: float = 60) -> Callable[[], Trouble]:
    def provoke() -> Trouble:
        with Server({"/list.txt": route}, HOST) as server:
            return of_wanted(LIST, Internet({HOST: server}), whole=whole)

    return provoke


def of_wanted(
    url: str,
    net: Internet | None = None,
    proxy: str | None = None,
    own: str = LIST,
    key: str = SECRET,
    whole: float = 60,
) -> Trouble:
    around = (net or Internet({})).surroundings()
    headers = {} if url.startswith("file:") else {"X-Key": key}
    with Fetcher(Policy(own, proxy=proxy, whole=whole), None, around) as fetcher, pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(url, most=1000, headers=headers))
    return trouble.value


PROVOKED: dict[Cause, list[Callable[[], Trouble]]] = {
    Cause.UNSAFE_ADDRESS: [of_route(redirect(f"https://127.0.0.1/{SECRET}")), lambda: of_wanted(f"https://{SECRET}/")],
    Cause.NO_SUCH_HOST: [
        lambda: of_wanted(LIST),
        lambda: of_wanted(LIST, Internet({}, at={HOST: []})),
    ],
    Cause.UNREACHABLE: [lambda: of_wanted(LIST, Internet({}, at={HOST: ["20.0.0.1"]})), of_route(raw())],
    Cause.NOT_TRUSTED: [lambda: of_certificate(certificate_for(HOST, trusted=False))],
    Cause.TOO_SLOW: [of_route(drip(), 0.05), of_route(answer(b"", 408))],
    Cause.TOO_LARGE: [of_route(endless())],
    Cause.TOO_MANY_REDIRECTS: [of_route(redirect(LIST))],
    Cause.REFUSED: [
        *(of_route(answer(b"", status)) for status in (400, 401, 403, 451)),
        lambda: of_wanted(LIST, key=SECRET + "\n"),
    ],
    Cause.GONE: [of_route(answer(b"", 404)), of_route(answer(b"", 410))],
    Cause.RATE_LIMITED: [of_route(answer(b"", 429)), of_route(answer(b"", 503, retry_after="9999"))],
    Cause.HOST_BROKEN: [of_route(answer(b"", 500)), of_route(raw(b"\0" * 99))],
    Cause.NO_PROXY: [
        lambda: of_wanted(LIST, proxy=f"socks5://anna:{SECRET}@127.0.0.1:9"),
        lambda: of_wanted(LIST, proxy=f"{SECRET}://x"),
        of_route(answer(b"", 407)),
    ],
    Cause.NO_FILE: [lambda: of_wanted("file:///nowhere/list.txt", own="file:///nowhere/list.txt")],
}


def of_certificate(certificate: Certificate) -> Trouble:
    with Server({"/list.txt": answer(b"words")}, certificate=certificate) as server:
        trouble = of_wanted(LIST, Internet({HOST: server}))
        assert server.asked == []
        return trouble


def test_every_cause_that_fetching_can_have_is_provoked() -> None:
    assert set(PROVOKED) == set(Cause) - NOT_OF_FETCHING


@pytest.mark.parametrize("cause", PROVOKED, ids=str)
def test_it_is_said_in_one_sentence_that_holds_no_secret(cause: Cause) -> None:
    for provoke in PROVOKED[cause]:
        trouble = provoke()
        assert trouble.cause is cause
        assert trouble.words.endswith(".")
        assert trouble.words.isprintable()
        assert "\n" not in trouble.words
        if cause is not Cause.UNSAFE_ADDRESS:
            assert SECRET not in repr(trouble)


@pytest.mark.parametrize(
    "certificate",
    [
        certificate_for(HOST, trusted=False),
        certificate_for("other.example.org"),
        certificate_for("20.0.0.1"),
        certificate_for(HOST, begins=-2, ends=-1),
        certificate_for(HOST, begins=1, ends=2),
    ],
    ids=["self-signed", "other-name", "its-ip-address", "expired", "not-yet"],
)
def test_a_certificate_that_fails_says_not_to_go_on_and_nothing_is_sent(certificate: Certificate) -> None:
    trouble = of_certificate(certificate)
    assert trouble.cause is Cause.NOT_TRUSTED
    assert "do not go on" in trouble.words


def test_a_certificate_out_of_date_may_be_a_wrong_clock() -> None:
    assert "the clock of this computer" in of_certificate(certificate_for(HOST, begins=-2, ends=-1)).words
    assert "the clock of this computer" not in of_certificate(certificate_for("other.example.org")).words


def test_a_host_that_does_not_encrypt_is_no_host_for_feeds() -> None:
    class Plain(Listener):
        def speak(self, connection: socket.socket) -> None:
            self.received = connection.recv(65536)
            connection.sendall(head(400))

    with Plain() as server:
        trouble = of_wanted(LIST, Internet({HOST: server}))
        assert trouble.cause is Cause.HOST_BROKEN
        assert SECRET.encode() not in server.received


@pytest.mark.skipif(os.name == "nt", reason="another way to say so")
def test_a_host_that_hangs_up_before_a_word_is_said_is_out_of_reach() -> None:
    class Rude(Listener):
        def speak(self, connection: socket.socket) -> None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, bytes([1, *bytes(7)]))  # a reset, not an end

    with Rude() as server:
        assert of_wanted(LIST, Internet({HOST: server})).cause is Cause.UNREACHABLE


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), Cause.NO_SUCH_HOST),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), Cause.UNREACHABLE),
        (UnicodeError("label too long"), Cause.NO_SUCH_HOST),
        (OSError("broken"), Cause.NO_SUCH_HOST),
    ],
)
def test_a_name_that_nobody_knows_is_told_from_a_computer_that_is_not_online(error: Exception, cause: Cause) -> None:
    def fail(host: str, _: int) -> list[str]:
        raise error

    around = Internet({}).surroundings(resolve=fail)
    with Fetcher(Policy(LIST), None, around) as fetcher, pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(LIST))
    assert trouble.value.cause is cause
