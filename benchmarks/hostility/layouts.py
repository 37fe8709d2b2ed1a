"""Where the document of each kind of export lies, and a picture beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths in an export: of its document, which the parser of that name reads, and of a picture."""

    document: str
    picture: str
    parser: str


LAYOUTS: Final[Mapping[str, Layout]] = {
    "tdl": Layout("tdl-export.json", "downloads/9_7_5.jpg", "tdl"),
    "telegram-json": Layout("result.json", "photos/a.jpg", "telegram-json"),
    "telegram-html": Layout("messages.html", "photos/a.jpg", "telegram-html"),
    "telegram-preview": Layout("Gossip.html", "Gossip_files/a.jpg", "telegram-preview"),
    "telegram-dump": Layout("messages.json", "photo_2024-05-01_10-00-00.jpg", "telegram-dump"),
    "tg-archive": Layout("data.sqlite", "media/7.jpg", "tg-archive"),
    "telegram-archive": Layout("telegram_backup.db", "media/-1009/a.jpg", "telegram-archive"),
    "whatsapp": Layout("WhatsApp Chat with Ana.txt", "IMG-20221231-WA0001.jpg", "whatsapp"),
    "messenger": Layout("messages/inbox/ana_1/message_1.json", "messages/inbox/ana_1/photos/a.jpg", "messenger"),
    "discord-json": Layout("c.json", "c.json_Files/a.jpg", "discord-json"),
    "discord-html": Layout("c.html", "c.html_Files/a.jpg", "discord-html"),
    "imageboard": Layout("b/thread/100.json", "b/thread/1700000000123.jpg", "imageboard"),
}
"""By the name of each source; that which reads any folder has no document."""
