"""Says which feeds there are, how far each was read, and what is the matter with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from rich.console import Console

from exposurewatch import __version__
from exposurewatch.cli.durations import said
from exposurewatch.cli.formats import Shown
from exposurewatch.cli.not_looked_at import why_not
from exposurewatch.cli.output import print_bytes
from exposurewatch.cli.unlocking import Access, unlocked
from exposurewatch.feeds import FEEDS, Feed
from exposurewatch.feeds.feed import Signer
from exposurewatch.reports import json_report
from exposurewatch.reports.json_report import Json
from exposurewatch.reports.lines import Line, print_lines
from exposurewatch.reports.summary import counted
from exposurewatch.reports.wording import utc
from exposurewatch.vault.records import KeptFeed


def show_feeds(access: Access, form: Shown) -> None:
    """List the feeds of a vault."""
    with unlocked(access) as vault:
        kept = vault.feeds.listed()
    if form is Shown.JSON:
        feeds = [_fields(one) for one in kept]
        print_bytes(json_report.written({"schema": "exposurewatch-feeds/1", "version": __version__, "feeds": feeds}))
    else:
        print_lines(_listed(kept), Console(highlight=False))


def show_feed(access: Access, name: str) -> None:
    """Say all of one feed. Raises `WrongUsage` where there is none of that name."""
    with unlocked(access) as vault:
        kept = vault.feeds.named(name)
    print_lines(_whole(kept), Console(highlight=False))


def kind_lines() -> Iterator[Line]:
    """The kinds of feed that can be read."""
    yield Line(words="Kinds of feed", bold=True)
    for kind in FEEDS:
        yield Line()
        yield Line("  ", f"{kind.heading} ({kind.name})", bold=True)
        yield Line("     ", f"for example {kind.example}")
        for name, what in kind.options.items():
            yield Line("     ", f"--option {name}=…: {what}")
        if kind.keys:
            yield Line("     ", f"asks for the keys that its partners have: {', '.join(kind.keys)}")


def kind_of(kept: KeptFeed) -> Feed | None:
    """The kind of a feed; None where a newer version of the program has added it."""
    return next((kind for kind in FEEDS if kind.name == kept.kind), None)


def signer_of(kept: KeptFeed) -> Signer | None:
    """Whose key everything in a feed has to be signed with; None where nothing is signed, or nothing was read yet."""
    kind = kind_of(kept)
    return None if kind is None else kind.signer(kept.checkpoint)


def _listed(kept: Sequence[KeptFeed]) -> Iterator[Line]:
    if not kept:
        yield Line(words="There is no feed in the vault yet.", bold=True)
        yield Line(words="Add one: exposurewatch feed add https://t.me/s/examplechannel")
        yield Line(words="“exposurewatch feed kinds” lists what can be read.")
        return
    yield Line(words=f"{counted(len(kept), 'feed')}. Times are UTC.", bold=True)
    for one in kept:
        yield Line()
        yield Line("  ", f"{one.name}: {one.title or one.address}", bold=True)
        yield from (Line("     ", words) for words in _standing(one))


def _standing(kept: KeptFeed) -> Iterator[str]:
    kind = kind_of(kept)
    yield f"{kind.heading if kind else kept.kind}, every {said(kept.every)}"
    if kept.title:
        yield kept.address
    if kept.pulled_at is not None:
        yield f"read to its end on {utc(kept.pulled_at)}"
    elif kept.tried_at is None:
        yield f"not read yet: exposurewatch feed pull {kept.name}"
    else:
        yield "never read to its end yet"
    if kept.trouble:
        when = f"on {utc(kept.tried_at)}: " if kept.tried_at is not None else ""
        yield f"not well: {when}{kept.trouble}"
    if kept.not_before is not None and kept.not_before > datetime.now(UTC):
        yield f"its host asks to be left alone until {utc(kept.not_before)}"
    if kept.entries:
        yield f"{counted(kept.entries, 'report')} held, which new photos are compared with as well"
    if kept.withdrawn:
        yield f"{counted(kept.withdrawn, 'report')} withdrawn by the publisher"
    for what, count in kept.passed_over.items():
        yield f"not compared: {count:,} × {what}"
    for words in why_not(kept.not_looked_at):
        yield f"pictures not looked at: {words}"


def _whole(kept: KeptFeed) -> Iterator[Line]:
    kind = kind_of(kept)
    yield Line(words=kept.name, bold=True)
    if not kept.title:
        yield Line("  ", kept.address)
    yield from (Line("  ", words) for words in _standing(kept))
    yield Line("  ", f"added on {utc(kept.added_at)}")
    if kept.since is not None:
        yield Line("  ", f"read back to {kept.since.isoformat()} and no further")
    yield from (Line("  ", f"told: {name}={value}") for name, value in kept.options.items())
    signer = signer_of(kept)
    if signer is not None:
        pinned = f", pinned on {signer.since.isoformat()}" if signer.since is not None else ", pinned"
        yield Line("  ", f"signed with the key {signer.key}{pinned}: what another key has signed is refused")
    if kept.keys:
        yield Line("  ", f"with keys, which are not shown: {', '.join(kept.keys)}")
    if kept.allow_http:
        yield Line("  ", "without encryption: for tests only")
    if not kept.address.startswith("file:"):
        yield Line("  ", "by a proxy" if kept.proxy else "without a proxy")
        if kind is not None:
            yield Line("  ", f"Its host learns {kind.learns}.")


def _fields(kept: KeptFeed) -> Json:
    return {
        "name": kept.name,
        "kind": kept.kind,
        "address": kept.address,
        "title": kept.title,
        "every_seconds": int(kept.every.total_seconds()),
        "since": None if kept.since is None else kept.since.isoformat(),
        "added_at": json_report.timestamp(kept.added_at),
        "tried_at": _timestamp(kept.tried_at),
        "pulled_at": _timestamp(kept.pulled_at),
        "not_before": _timestamp(kept.not_before),
        "cause": kept.cause,
        "trouble": kept.trouble,
        "key": None if (signer := signer_of(kept)) is None else signer.key,
        "reports": kept.entries,
        "withdrawn": kept.withdrawn,
        "passed_over": dict(kept.passed_over),
        "not_looked_at": dict(kept.not_looked_at),
    }


def _timestamp(moment: datetime | None) -> str | None:
    return None if moment is None else json_report.timestamp(moment)
