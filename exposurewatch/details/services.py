"""The services on which people have a handle: what links to a profile look like, and what the service is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Service:
    """`links` are patterns of what stands before the handle in a link; `words` what the service is called in a chat."""

    name: str
    links: tuple[str, ...]
    words: tuple[str, ...] = ()


SERVICES: Final = (
    Service("instagram", (r"instagram\.com/(?:stories/)?", r"instagr\.am/"), ("instagram", "insta", "ig")),
    Service(
        "telegram",
        (r"(?:t|telegram)\.me/(?:s/)?", r"telegram\.dog/", r"resolve\?domain="),
        ("telegram", "tele", "tg"),
    ),
    Service("tiktok", (r"tiktok\.com/@?",), ("tiktok", "tt")),
    Service("twitter", (r"(?<![a-z0-9])x\.com/", r"twitter\.com/"), ("twitter", "x")),
    Service("facebook", (r"facebook\.com/", r"(?<![a-z0-9])(?:fb\.(?:com|me)|m\.me)/"), ("facebook", "fb")),
    Service("snapchat", (r"snapchat\.com/(?:add|@)/?@?",), ("snapchat", "snap", "sc")),
    Service("threads", (r"threads\.(?:net|com)/@?",), ("threads",)),
    Service("onlyfans", (r"onlyfans\.com/",), ("onlyfans", "of")),
    Service("youtube", (r"youtube\.com/@?",), ("youtube", "yt")),
    Service("reddit", (r"reddit\.com/u(?:ser)?/", r"(?<![a-z0-9])u/"), ("reddit",)),
    Service("discord", (), ("discord", "dc")),
    Service("linktree", (r"linktr\.ee/",), ("linktree",)),
)
BY_WORD: Final = {word: service for service in SERVICES for word in (service.name, *service.words)}
