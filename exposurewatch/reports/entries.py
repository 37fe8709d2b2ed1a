"""What a person reads of one match: the own photo, how sure it is, what was altered, and where the picture stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exposurewatch.model import (
    Channel,
    Digest,
    Exposure,
    Judgement,
    Match,
    Media,
    Moment,
    Nearness,
    Origin,
    Photo,
    PublishedHash,
    Sighting,
)
from exposurewatch.reports.lines import Line, section
from exposurewatch.reports.reasons import from_feed
from exposurewatch.reports.wording import exposed, harmless, how_found, near, noun, place, sureness, utc, when

Field = tuple[str, str | None]
"""A label and its words, which are left out where there are none. An empty label goes on with the one before."""

_MOST_CAPTION = 240  # characters
_SUM_ALONE = "the picture itself was not seen; the published sum of its bytes is that of your photo"
_HASHES_ALONE = "the picture itself was not seen; only fingerprints of it are published"
_LEAD = "A match is a lead, not proof. Look at the original place before you act on it."
_CLAIMS = "Names, dates and links are what the {source} claims; they can be wrong or made up."
_KEEP = "Keep the export as it is, all of it: it may be needed as evidence. A report alone is not enough."
_WRITE_DOWN = (
    "What a feed leads to can be gone tomorrow, and no picture is kept here. Write down the link and when you saw it;"
    " the police, or somebody who helps you, can say how to keep it as evidence."
)


def photo_lines(photo: Photo, found: str) -> Iterator[Line]:
    """The title under which the matches of one own photo stand; `found` says how many there are."""
    yield from section(f'Your {noun(photo)} "{photo.label}": {found}')
    yield from path_line(photo)


def path_line(photo: Photo) -> Iterator[Line]:
    """Where an own photo lies, if that is known and says more than its label."""
    if photo.path and photo.path != photo.label:
        yield Line("  ", photo.path)


def picture_lines(number: int, posts: Sequence[Match]) -> Iterator[Line]:
    """One own photo in one picture: the newest place of that in full, and the others in a line each."""
    newest = posts[0]
    yield from heading(number, newest.judgement)
    yield from field_lines((*judged(newest.judgement), ("Posted", span(posts)), *placed(newest.sighting)))
    yield from field_lines(also_in(posts[1:]))
    yield from field_lines(beside(posts))


def heading(number: int, judgement: Judgement) -> Iterator[Line]:
    """The number of a match, and how sure it is."""
    yield Line()
    yield Line(f"{number:>3,}. ", f"{judgement.verdict.capitalize()}: {sureness(judgement)}", bold=True)


def field_lines(fields: Iterable[Field]) -> Iterator[Line]:
    """Labelled words, under a heading."""
    for label, words in fields:
        if words:
            yield Line(f"     {label:<11}", words)


def judged(judgement: Judgement) -> tuple[Field, ...]:
    """What was done to the photo, and which other photos the picture is like."""
    return (
        ("When", when(judgement)),
        ("How", how_found(judgement)),
        ("Also like", ", ".join(photo.label for photo in judgement.alike)),
    )


def placed(sighting: Sighting) -> tuple[Field, ...]:
    """Where a picture stands, and all that its export says of that place."""
    said, link = _posted(sighting.origin), _linked(sighting.origin)
    file = ("File", place(sighting.origin.locator))
    return (*said, ("Caption", _shortened(sighting.caption)), *link, file, ("", _unseen(sighting.media)))


def _unseen(media: Media) -> str | None:
    match media:
        case PublishedHash(digests=(Digest("md5"),)):
            return _SUM_ALONE
        case PublishedHash():
            return _HASHES_ALONE
        case _:
            return None


def _posted(origin: Origin) -> tuple[Field, ...]:
    return (
        ("Channel", _channel(origin.channel)),
        ("Message", origin.message_id),
        ("Date", _date(origin.date)),
        ("Sender", origin.sender),
        ("Forwarded", origin.forwarded_from and f"from {origin.forwarded_from}"),
    )


def _linked(origin: Origin) -> tuple[Field, ...]:
    return ("Link", None if origin.permalink is None else origin.permalink.url), ("", _who_can_open(origin))


def span(posts: Sequence[Match]) -> str:
    """In how many places a picture stands, from when to when; nothing where there is but one."""
    if len(posts) == 1:
        return ""
    dates = [date.utc for post in posts if (date := post.sighting.origin.date) and date.utc]
    when = f", first {utc(min(dates))}, last {utc(max(dates))} UTC" if dates else ""
    return f"the same picture in {len(posts):,} places{when}"


def also_in(posts: Sequence[Match]) -> Iterator[Field]:
    """Further places of a picture, each in one line that is enough to find it again."""
    for nth, post in enumerate(posts):
        yield "" if nth else "Also in", _briefly(post.sighting.origin)


def beside(posts: Iterable[Match]) -> Iterator[Field]:
    """The user's own details near any place of a picture: each once, where it stands nearest."""
    closest: dict[tuple[str, str], Exposure] = {}
    for exposure in sorted((each for post in posts for each in post.beside), key=_distance):
        closest.setdefault((exposure.kind, exposure.shown), exposure)
    for nth, exposure in enumerate(closest.values()):
        yield "" if nth else "Beside it", ", ".join(filter(None, (exposed(exposure), near(exposure))))


def _distance(exposure: Exposure) -> tuple[int, int]:
    return tuple(Nearness).index(exposure.nearness or Nearness.SAME_MESSAGE), exposure.away


def exposed_lines(number: int, exposures: Sequence[Exposure]) -> Iterator[Line]:
    """One message that exposes details, and all that its export says of it."""
    origin = exposures[0].origin
    yield Line()
    words = "; ".join(map(exposed, exposures))
    yield Line(f"{number:>3,}. ", words[0].upper() + words[1:], bold=True)
    yield from field_lines((*_posted(origin), *_linked(origin), ("File", place(origin.locator))))


def meaning(origins: Iterable[Origin]) -> Iterator[Line]:
    """What must be known to whoever acts on what stands at these places."""
    feeds = {from_feed(origin.locator) for origin in origins}
    source = "export or feed" if len(feeds) > 1 else "feed" if True in feeds else "export"
    yield from section("What this means")
    yield Line("  ", _LEAD)
    yield Line("  ", _CLAIMS.format(source=source))
    if feeds != {True}:
        yield Line("  ", _KEEP)
    if True in feeds:
        yield Line("  ", _WRITE_DOWN)


def _briefly(origin: Origin) -> str:
    message = f"message {origin.message_id}" if origin.message_id else ""
    date = _date(origin.date) if origin.date else ""
    sender = f"by {origin.sender}" if origin.sender else ""
    link = origin.permalink.url if origin.permalink else place(origin.locator)
    return ", ".join(filter(None, (_channel(origin.channel), message, date, sender, link)))


def _channel(channel: Channel | None) -> str | None:
    if channel is None:
        return None
    username = f"@{channel.username}" if channel.username else ""
    if channel.title and username:
        return f"{channel.title} ({username})"
    return channel.title or username or (f"number {channel.id}" if channel.id else None)


def _date(date: Moment | None) -> str:
    if date and date.utc:
        return f"{utc(date.utc)} UTC" + (f" ({date.uncertain})" if date.uncertain else "")
    if date and date.raw:
        return f"{date.raw} ({date.uncertain or 'in what time zone is not known'})"
    return "not known"


def _shortened(caption: str) -> str:
    words = " ".join(harmless(caption).split())
    return words if len(words) <= _MOST_CAPTION else words[: _MOST_CAPTION - 1].rstrip() + "…"


def _who_can_open(origin: Origin) -> str | None:
    if origin.permalink is None:
        return None
    return "everyone can open this link" if origin.permalink.public else "members only: others cannot open this link"
