"""Where the document of each kind of export lies, and a picture beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths in an export: of its document, which the parser of that name reads, and of a picture.

    `mentioned` is what stands in the document where it names a picture by a path of its own choice; '' where none does.
    """

    document: str
    picture: str
    parser: str
    mentioned: str = ""


LAYOUTS: Final[Mapping[str, Layout]] = {
    "tdl": Layout("tdl-export.json", "downloads/9_7_5.jpg", "tdl", "5.jpg"),
    "telegram-json": Layout("result.json", "photos/a.jpg", "telegram-json", "photos/a.jpg"),
    "telegram-html": Layout("messages.html", "photos/a.jpg", "telegram-html", "photos/a.jpg"),
    "telegram-preview": Layout(
        "Gossip.html", "Gossip_files/a.jpg", "telegram-preview", "https://cdn4.telesco.pe/file/a.jpg"
    ),
    "telegram-dump": Layout("messages.json", "photo_2024-05-01_10-00-00.jpg", "telegram-dump"),
    "tg-archive": Layout("data.sqlite", "media/7.jpg", "tg-archive"),
    "telegram-archive": Layout("telegram_backup.db", "media/-1009/a.jpg", "telegram-archive"),
    "whatsapp": Layout("WhatsApp Chat with Ana.txt", "IMG-20221231-WA0001.jpg", "whatsapp", "IMG-20221231-WA0001.jpg"),
    "messenger": Layout(
        "messages/inbox/ana_1/message_1.json",
        "messages/inbox/ana_1/photos/a.jpg",
        "messenger",
        "messages/inbox/ana_1/photos/a.jpg",
    ),
    "discord-json": Layout("c.json", "c.json_Files/a.jpg", "discord-json", "c.json_Files/a.jpg"),
    "discord-html": Layout("c.html", "c.html_Files/a.jpg", "discord-html", "c.html_Files/a.jpg"),
    "imageboard": Layout("b/thread/100.json", "b/thread/1700000000123.jpg", "imageboard", "1700000000123"),
}
"""By the name of each source; that which reads any folder has no document."""
