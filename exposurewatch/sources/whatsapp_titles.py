"""Tells from the name of a WhatsApp export which chat it holds: its text does not say."""

from __future__ import annotations

import re
from typing import Final

from exposurewatch.text import clean

_TEXT_OF_IOS: Final = "_chat"
# What WhatsApp puts around the name of a chat, by language of the phone; … is the name.
_AROUND: Final = """
    WhatsApp Chat with … | WhatsApp Chat - … | Sembang WhatsApp dengan … | Chat WhatsApp dengan …
    | Obrolan WhatsApp dengan … | Chat de WhatsApp con … | Conversa do WhatsApp com … | Conversa no WhatsApp com …
    | WhatsApp Chat mit … | Discussion WhatsApp avec … | Chat WhatsApp con … | WhatsApp-chat met … | Чат WhatsApp с …
    | Бесіда WhatsApp з … | دردشة واتساب مع … | گفتگوی WhatsApp با … | … کے ساتھ WhatsApp بات چیت | צ'אט WhatsApp עם …
    | … ile WhatsApp Sohbeti | … के साथ WhatsApp चैट | … सोबतच्या WhatsApp गप्पा | … এর সাথে WhatsApp চ্যাট
    | … உடன் WhatsApp உரையாடல் | … తో WhatsApp సంభాషణ | … ಜೊತೆ WhatsApp ಸಂಭಾಷಣೆ | … മായുള്ള WhatsApp ചാറ്റുകൾ
    | … સાથેની WhatsApp વાત | … ਨਾਲ WhatsApp ਗੱਲਬਾਤ | WhatsApp 与 … 的对话 | WhatsApp 與 … 的對話
    | …とのWhatsAppチャット | …님과의 WhatsApp 대화 | Trò chuyện WhatsApp với …
    | แชท WhatsApp กับ … | WhatsApp Chat kay …
    | Czat WhatsApp z … | Chat WhatsApp s uživatelem … | WhatsApp chat s používateľom … | WhatsApp csevegés vele: …
    | Conversație WhatsApp cu … | Συνομιλία WhatsApp με … | WhatsApp-chatt med … | WhatsApp-samtale med …
    | WhatsApp chat med … | WhatsApp-keskustelu henkilön … kanssa | WhatsApp razgovor s … | WhatsApp Ћаскање са …
    | WhatsApp Чат с … | WhatsApp klepet z … | WhatsApp pokalbis su … | WhatsApp sarakste ar … | WhatsApp чат: …
    | Xat de WhatsApp amb … | Soga za WhatsApp na … | WhatsApp Gesprek met … | Biseda me … në WhatsApp
"""


def _pattern(around: str) -> str:
    """Return what matches such a name; some ways of sharing put underscores in the place of blanks."""
    before, _, after = around.strip().partition("…")
    return "{}(.+){}".format(*(re.escape(words).replace(r"\ ", "[ _]") for words in (before, after)))


_PATTERNS: Final = tuple(re.compile(_pattern(each), re.IGNORECASE) for each in _AROUND.split("|"))


def title(path: str, container: str) -> str | None:
    """Return the name of the chat whose text lies at a raw `path` in the folder or archive `container`.

    On iOS every text is called ``_chat.txt``, and what it lies in bears the name. Names that nobody knows how to take
    apart stand for themselves.
    """
    *folders, name = path.split("/")
    stem = _stem(name)
    if stem == _TEXT_OF_IOS:
        stem = folders[-1] if folders else _stem(re.split(r"[/\\]", container)[-1])
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(stem):
            return clean(found[1].replace("_", " ")) or None
    return clean(stem) or None


def _stem(name: str) -> str:
    stem, dot, end = name.rpartition(".")
    return stem if dot and end.lower() in ("txt", "zip", "tar", "gz", "tgz", "7z") else name
