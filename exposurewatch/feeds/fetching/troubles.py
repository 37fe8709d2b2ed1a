"""What it means that a document cannot be had, in words that name its host and nothing else of its address."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from exposurewatch.feeds.asking import Cause, Trouble

DOCUMENT: Final = frozenset({200, 203})
REDIRECT: Final = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED: Final = 304

_MISSING: Final = "There is nothing at this address of {host}: it was taken down, or never was there."
_MEANINGS: Final = {
    401: (
        Cause.REFUSED,
        "{host} gives this out only to those who have a key; the feed has none, or not the right one.",
    ),
    403: (Cause.REFUSED, "{host} does not give this out; it may want a key, or shut out this network or Tor."),
    404: (Cause.GONE, _MISSING),
    407: (Cause.NO_PROXY, "The proxy wants a name and password; it was given none, or not the right ones."),
    408: (Cause.TOO_SLOW, "{host} gave up on the connection because it was too slow."),
    410: (Cause.GONE, _MISSING),
    451: (Cause.REFUSED, "{host} may not give this out, for legal reasons."),
}
_TOO_MANY: Final = 429
_UNAVAILABLE: Final = 503


def of_status(status: int, host: str, not_before: datetime | None) -> Trouble:
    """Return what is the matter; `not_before` is when the host wants to be asked again, where it says so."""
    if status == _TOO_MANY or (status == _UNAVAILABLE and not_before is not None):
        return limited(host, not_before)
    cause, words = _MEANINGS.get(status) or _meaning_of_kind(status // 100)
    return Trouble(cause, words.format(host=host, status=status))


def limited(host: str, not_before: datetime | None) -> Trouble:
    """The trouble with a host that wants to be asked less often."""
    return Trouble(
        Cause.RATE_LIMITED, f"{host} was asked too often and wants to be left alone for a while.", not_before
    )


def given_up_on(host: str) -> Trouble:
    """The trouble with a host that was too slow too often."""
    return Trouble(Cause.TOO_SLOW, f"{host} was too slow again and again; it is left alone until the next pull.")


def stopped() -> Trouble:
    """The trouble with a document that the user did not want to wait for."""
    return Trouble(Cause.UNREACHABLE, "It was still being fetched when you stopped.")


def no_such_host(host: str) -> Trouble:
    """The trouble with a name that nobody knows."""
    return Trouble(Cause.NO_SUCH_HOST, f"There is no host of the name {host}.")


def broken_off(host: str) -> Trouble:
    """The trouble with a document that ends before its end."""
    return Trouble(Cause.UNREACHABLE, f"The connection to {host} broke off.")


def no_web_server(host: str) -> Trouble:
    """The trouble with an answer that is none."""
    return Trouble(Cause.HOST_BROKEN, f"{host} does not answer as a web server does.")


def _meaning_of_kind(kind: int) -> tuple[Cause, str]:
    match kind:
        case 4:
            return Cause.REFUSED, "{host} does not understand what the feed asks for (it answers {status})."
        case 5:
            return Cause.HOST_BROKEN, "{host} does not work at the moment (it answers {status})."
    return Cause.HOST_BROKEN, "{host} answers in a way that makes no sense (with status {status})."
