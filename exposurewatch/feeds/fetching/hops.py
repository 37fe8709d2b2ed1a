"""Asks for a document politely: host by host as redirects lead, each address checked, and again where that may help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Wanted
from exposurewatch.feeds.fetching import troubles
from exposurewatch.feeds.fetching.addresses import Address, joined, unsafe
from exposurewatch.feeds.fetching.messages import without_etag
from exposurewatch.feeds.fetching.policy import Policy, admitted, check, own_address
from exposurewatch.feeds.fetching.politeness import USUAL_REST, Clock, Pace, pause

MAX_REDIRECTS: Final = 5

_RETRIED: Final = frozenset({Cause.UNREACHABLE, Cause.HOST_BROKEN, Cause.RATE_LIMITED})
_TOO_OFTEN: Final = 2  # times in a row that a host is too slow until it is not asked any more


class Onward(str):
    """Where an answer says that the document is: whatever the host has written there."""

    __slots__ = ()


Ask = Callable[[Address, Wanted, float], Fetched | Unchanged | Onward]
"""Asks one host once, which may take so many seconds; raises `Trouble`."""


class Hops:
    """Asks for the documents of one feed through `ask`, which connects to nothing that was not checked here."""

    def __init__(self, policy: Policy, pace: Pace, clock: Clock, ask: Ask) -> None:
        self._policy = policy
        self._own = own_address(policy)
        self._pace = pace
        self._clock = clock
        self._ask = ask
        self._asked = ""  # the host that was asked last
        self._failing: set[str] = set()  # hosts that did not answer however often they were asked
        self._too_slow: Counter[str] = Counter()  # hosts by how often in a row they were too slow

    def get(self, wanted: Wanted) -> Fetched | Unchanged:
        """Return a document, after a while where a failure passes; raises `Trouble` where it does not."""
        retry, waited = 0, 0.0
        while True:
            try:
                answer = self._followed(wanted)
            except Trouble as trouble:
                seconds = self._before_retry(trouble, retry)
                if seconds is None or waited + seconds > self._policy.patience:
                    raise self._given_up(trouble) from trouble.__cause__
                self._clock.sleep(seconds)
                retry, waited = retry + 1, waited + seconds
            else:
                self._failing.discard(self._asked)
                del self._too_slow[self._asked]
                return answer

    def _before_retry(self, trouble: Trouble, retry: int) -> float | None:
        """Return how long to wait before asking again; None where that is no use."""
        if trouble.cause not in _RETRIED or retry >= self._policy.retries or self._asked in self._failing:
            return None
        usual = pause(retry, self._policy.first_pause)
        if trouble.not_before is None:
            return usual
        return max(usual, (trouble.not_before - self._clock.now()).total_seconds())

    def _given_up(self, trouble: Trouble) -> Trouble:
        """Return what to say; a host that has failed to the end is not asked time and again for each document."""
        if trouble.cause is Cause.RATE_LIMITED:
            until = trouble.not_before or self._clock.now() + USUAL_REST
            self._pace.rest(self._asked, until)
            return Trouble(trouble.cause, trouble.words, until)
        if trouble.cause in _RETRIED:
            self._failing.add(self._asked)
        if trouble.cause is Cause.TOO_SLOW:
            self._too_slow[self._asked] += 1
        return trouble

    def _followed(self, wanted: Wanted) -> Fetched | Unchanged:
        """Go from address to address until one of them is that of the document.

        A host could give every visitor an ETag of her own, and know her again by it. So it is told none that another
        has given, and through a proxy none at all, for there it does not learn her internet address either.
        """
        address = admitted(wanted.url, self._policy)
        if wanted.headers and (self._own is None or address.origin != self._own.origin):
            raise unsafe(f"The feed's key is for its own host alone, and is not sent to {address.host}.")
        self._asked = ""
        gave = "" if self._policy.proxy else address.host  # the host whose ETags are kept and sent back
        for _ in range(MAX_REDIRECTS + 1):
            self._take_turn(address)
            slow = self._too_slow[address.host] > 0
            seconds = self._policy.hasty if slow else self._policy.whole
            asked = wanted if address.host == gave else replace(wanted, validators=without_etag(wanted.validators))
            answer = self._ask(address, asked, seconds)
            if isinstance(answer, Fetched) and address.host != gave:
                return replace(answer, validators=without_etag(answer.validators))
            if not isinstance(answer, Onward):
                return answer
            address = self._onward(address, answer, wanted)
        raise Trouble(Cause.TOO_MANY_REDIRECTS, f"{address.host} leads on and on, and never to a document.")

    def _take_turn(self, address: Address) -> None:
        """Wait until the host may be asked; a redirect within it belongs to the same turn."""
        if address.host == self._asked:
            return
        self._asked = address.host
        if self._too_slow[address.host] >= _TOO_OFTEN:
            raise troubles.given_up_on(address.host)
        until = self._pace.resting(address.host, self._clock.now())
        if until is not None:
            raise troubles.limited(address.host, until)
        is_own = self._own is not None and address.host == self._own.host
        between = self._policy.between_documents if is_own else self._policy.between_links
        seconds = self._pace.turn(address.host, self._clock.ticks(), between)
        if seconds > 0:
            self._clock.sleep(seconds)

    def _onward(self, address: Address, location: str, wanted: Wanted) -> Address:
        """Return where a redirect leads, if it may be followed."""
        following = joined(address, location)
        if address.scheme == "https" and following.scheme != "https":
            raise unsafe(f"{address.host} leads on to an address without encryption, where nothing is fetched.")
        check(following, self._policy)
        if wanted.headers and following.origin != address.origin:
            raise unsafe(f"{address.host} leads on to {following.host}, where the feed's key is not sent.")
        return following
