"""In what order a report lists things: always the same one, whichever worker was faster."""

from __future__ import annotations

from exposurewatch.model import DetailKind, Exposure, Judgement, Match, Reason, Skipped, Verdict

STRENGTH = {verdict: rank for rank, verdict in enumerate(Verdict)}  # the strongest first

_MOST_DIGITS = 20  # of a message's number; a stranger may write any

MessageOrder = tuple[int, int, str]


def number_of(message_id: str | None) -> int | None:
    """The number of a message in its chat; None where it has none, or one that no chat ever comes to."""
    if message_id is None or not message_id.isdecimal() or len(message_id) > _MOST_DIGITS:
        return None
    return int(message_id)


def of_message(message_id: str | None) -> MessageOrder:
    """Message 9 comes before message 10; what belongs to no message comes first, and what is no number last."""
    number = number_of(message_id)
    if number is not None:
        return 1, number, message_id or ""
    return (0, 0, "") if message_id is None else (2, 0, message_id)


def of_match(match: Match) -> tuple[str, str, str, MessageOrder]:
    """By own photo, then by the place of the picture found."""
    origin = match.sighting.origin
    return match.judgement.photo.id, origin.locator.container, origin.locator.path, of_message(origin.message_id)


def of_skip(skip: Skipped) -> tuple[str, str, MessageOrder, Reason, str]:
    """By place, then by why it was not looked at."""
    return skip.locator.container, skip.locator.path, of_message(skip.message_id), skip.reason, skip.detail


def of_exposure(exposure: Exposure) -> tuple[str, str, MessageOrder, int, str]:
    """By the message in which it stands, then by what it is."""
    origin = exposure.origin
    channel = origin.channel.id or origin.channel.title or "" if origin.channel else ""
    kind = tuple(DetailKind).index(exposure.kind)
    return origin.locator.container, channel, of_message(origin.message_id), kind, exposure.shown


def of_judgement(judgement: Judgement) -> tuple[int, float, str]:
    """By how sure it is, the surest first."""
    return STRENGTH[judgement.verdict], -judgement.score, judgement.photo.id
