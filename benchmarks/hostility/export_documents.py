"""One small document that is well for each kind of export, with something in every field that is read."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final

from benchmarks.hostility.databases import a_telegram_archive, a_tg_archive
from benchmarks.hostility.document import Document, Nature, json_document

PICTURE: Final = "photos/a.jpg"
"""The path of the picture that documents name, where they are free to name any."""

_TIME: Final = 1714557600


def _telegram_json() -> Document:
    when = {"date": "2024-05-01T10:00:00", "date_unixtime": "1714528800", "from": "Anon", "from_id": "user5"}
    words = ["who ", {"type": "link", "text": "is she", "href": "https://e.org"}]
    messages: list[Any] = [
        {"id": 1, "type": "message", **when, "photo": PICTURE, "width": 96, "height": 72, "text": words},
        {
            "id": 2,
            "type": "message",
            **when,
            "forwarded_from": "Leaks",
            "reply_to_message_id": 1,
            "file": "files/b.png",
            "thumbnail": "files/b_thumb.jpg",
            "mime_type": "image/png",
            "text": "",
        },
        {"id": 3, "type": "service", **when, "action": "edit_group_photo", "photo": PICTURE, "text": ""},
    ]
    return json_document(
        {"name": "Gossip Corner", "type": "private_supergroup", "id": 1234567890, "messages": messages}
    )


def _telegram_html() -> Document:
    photo = f'<a class="photo_wrap clearfix pull_left" href="{PICTURE}"><img class="photo" src="{PICTURE}"/></a>'
    message = (
        '<div class="message default clearfix" id="message{}"><div class="pull_left userpic_wrap"><div class="userpic">'
        '<div class="initials">A</div></div></div><div class="body"><div class="pull_right date details"'
        ' title="01.05.2024 10:00:00 UTC+08:00">10:00</div><div class="from_name">Anon</div>{}</div></div>'
    )
    forwarded = '<div class="forwarded body"><div class="from_name">Leaks<span class="date details"></span></div></div>'
    words = '<div class="text">who is <a href="https://e.org">she</a></div>'
    media = f'<div class="media_wrap clearfix">{photo}</div>'
    messages = message.format(1, media + words) + message.format(2, forwarded + media)
    page = (
        '<!DOCTYPE html>\n<html>\n <head>\n  <meta charset="utf-8"/>\n<title>Exported Data</title>\n'
        '  <link href="css/style.css" rel="stylesheet"/>\n </head>\n <body onload="CheckLocation();">\n'
        '  <div class="page_wrap">\n   <div class="page_header">\n    <div class="content">\n'
        '     <div class="text bold">\nGossip Corner\n     </div>\n    </div>\n   </div>\n'
        '   <div class="page_body chat_page">\n    <div class="history">\n'
        f"{messages}\n    </div>\n   </div>\n  </div>\n </body>\n</html>\n"
    )
    return Document(Nature.MARKUP, page.encode())


def _whatsapp() -> Document:
    lines = (
        "31/12/22, 11:40 - Messages and calls are end-to-end encrypted.",
        "31/12/22, 11:41 - Ana: IMG-20221231-WA0001.jpg (file attached)",
        "who is she",
        "31/12/22, 11:42 - +60 12-345 6789: <Media omitted>",
        "31/12/22, 11:43 - Ben: hello",
    )
    return Document(Nature.TEXT, "\n".join((*lines, "")).encode())


def _messenger() -> Document:
    message = {
        "sender_name": "Ana",
        "timestamp_ms": 1714528800123,
        "content": "who is she",
        "photos": [{"uri": "messages/inbox/ana_1/photos/a.jpg", "creation_timestamp": 1714528800}],
        "is_geoblocked_for_viewer": False,
    }
    sticker = {"sender_name": "Ben", "timestamp_ms": 1714528800124, "sticker": {"uri": "stickers_used/1.png"}}
    root = {"participants": [{"name": "Ana"}, {"name": "Ben"}], "messages": [message, sticker], "title": "Ana"}
    return json_document(
        root | {"thread_path": "inbox/ana_1", "image": {"uri": "a.jpg", "creation_timestamp": 1714528800}}
    )


def _discord_json() -> Document:
    author = {"id": "7", "name": "anon123", "nickname": "Anon", "avatarUrl": "c.json_Files/avatar.png"}
    message = {
        "id": "175928847299117063",
        "type": "Default",
        "timestamp": "2016-04-30T19:18:25.796+08:00",
        "timestampEdited": None,
        "content": "who is she",
        "author": author,
        "attachments": [{"id": "1", "url": "c.json_Files/a.jpg", "fileName": "a.jpg", "fileSizeBytes": 9}],
        "embeds": [{"title": "x", "url": "https://e.org", "image": {"url": "c.json_Files/b.png"}}],
        "stickers": [{"id": "3", "name": "s", "format": "Png", "sourceUrl": "c.json_Files/s.png"}],
        "reference": {"messageId": "42", "channelId": "222"},
    }
    header = {
        "guild": {"id": "111", "name": "Gossip Server", "iconUrl": "c.json_Files/icon.png"},
        "channel": {"id": "222", "type": "GuildTextChat", "category": "Text", "name": "general"},
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2024-05-01T10:00:00+08:00",
    }
    return json_document(header | {"messages": [message], "messageCount": 1})


def _discord_html() -> Document:
    message = (
        '<div class="chatlog__message-container" data-message-id="175928847299117063"><div class="chatlog__message">'
        '<span class="chatlog__author" title="anon123">Anon</span><span class="chatlog__timestamp" title="Saturday">'
        '19:18</span><div class="chatlog__content chatlog__markdown"><span class="chatlog__markdown-preserve">who is'
        ' she</span></div><div class="chatlog__attachment"><img class="chatlog__attachment-media"'
        ' src="c.html_Files/a.jpg" title="Image: a.jpg (12 KB)"></div></div></div>'
    )
    page = (
        "<!DOCTYPE html><html><head><title>Gossip Server - general</title></head><body>"
        '<div class="preamble"><div class="preamble__entry">Gossip Server</div>'
        '<div class="preamble__entry">Text / general</div></div><div class="chatlog">'
        f'<div class="chatlog__message-group">{message}</div></div><div class="postamble">'
        '<div class="postamble__entry">Exported 1 message(s)</div></div></body></html>'
    )
    return Document(Nature.MARKUP, page.encode())


def _imageboard() -> Document:
    post = {
        "no": 100,
        "resto": 0,
        "time": 1700000000,
        "name": "Anonymous",
        "trip": "!x",
        "sub": "leaks",
        "com": 'who is <a href="#p99" class="quotelink">&gt;&gt;99</a> she',
        "tim": 1700000000123,
        "ext": ".jpg",
        "filename": "beach",
        "md5": base64.b64encode(bytes(16)).decode(),
        "fsize": 9,
        "extra_files": [{"tim": "1700000000124", "ext": ".png", "filename": "b", "md5": "x"}],
    }
    return json_document(
        {"posts": [post, {"no": 101, "resto": 100, "time": 1700000001, "filedeleted": 1, "com": "lol"}]}
    )


def _preview(extra: str = "") -> bytes:
    photo = (
        '<a class="tgme_widget_message_photo_wrap 5109" href="https://t.me/gossipcorner/205" style="width:800px'
        ';background-image:url(\'https://cdn4.telesco.pe/file/a.jpg\')"><div class="tgme_widget_message_photo"></div>'
        "</a>"
    )
    post = (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message'
        ' js-widget_message" data-post="gossipcorner/205" data-view="e30"><div class="tgme_widget_message_bubble">'
        '<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"'
        f' href="https://t.me/gossipcorner"><span dir="auto">Gossip Corner</span></a></div>{photo}'
        '<div class="tgme_widget_message_text js-message_text" dir="auto">who is she</div>'
        '<div class="tgme_widget_message_footer compact"><a class="tgme_widget_message_date"'
        ' href="https://t.me/gossipcorner/205"><time datetime="2022-11-30T14:11:21+00:00" class="time">14:11</time></a>'
        "</div></div></div></div>"
    )
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>Gossip Corner – Telegram</title>'
        f'<meta property="og:title" content="Gossip Corner"><link rel="canonical" href="/s/gossipcorner">{extra}'
        '<link href="//telegram.org/css/widget-frame.css?72" rel="stylesheet"></head><body class="widget_frame_base">'
        '<div class="tgme_channel_info"><i class="tgme_page_photo_image bgcolor1"><img'
        ' src="https://cdn4.telesco.pe/file/avatar.jpg"></i><div class="tgme_channel_info_header_title"><span>Gossip'
        '</span></div></div><main class="tgme_main" data-url="/gossipcorner"><section'
        f' class="tgme_channel_history js-message_history">{post}</section></main></body></html>\n'
    ).encode()


def _tdl() -> Document:
    raw = {"FwdFrom": {"FromID": {"ChannelID": 9}}, "FromID": {"UserID": 5}, "ReplyTo": {"ReplyToMsgID": 3}}
    message = {"id": 7, "type": "message", "file": "5.jpg", "date": _TIME, "text": "who", "raw": raw | {"GroupedID": 7}}
    return json_document({"id": 9, "messages": [message, {"id": 8, "type": "message", "file": "6.png"}]})


def _tg_archive() -> Document:
    content = a_tg_archive(
        messages=[
            (7, "message", "2024-05-01 10:00:00", None, "who is she", None, 5, 7),
            (8, "message", "2024-05-01 10:01:00", None, "lol " * 500, 7, 5, None),
        ],
        users=[(5, "anon", "Ana", "B", "[]", "avatar_5.jpg")],
        media=[(7, "photo", "7.jpg", "5.jpg", None, "thumb_7.jpg")],
    )
    return Document(Nature.DATABASE, content)


def _telegram_archive() -> Document:
    content = a_telegram_archive(
        chats=[(-1009, "channel", "Gossip", "gossip", None, None)],
        users=[(5, "anon", "Ana", "B")],
        messages=[
            (7, -1009, 5, "2024-05-01 10:00:00", "who is she", None, None, "{}"),
            (8, -1009, 5, "2024-05-01 10:01:00", "lol " * 500, 7, 5, None),
        ],
        media=[("a", 7, -1009, "photo", "/data/backups/media/-1009/a.jpg", "a.jpg", "image/jpeg", 1)],
    )
    return Document(Nature.DATABASE, content)


def _telegram_dump() -> Document:
    telethon = {
        "_": "Message",
        "id": 7,
        "peer_id": {"_": "PeerChannel", "channel_id": 1234567890},
        "date": "2024-05-01T10:00:00+00:00",
        "message": "who is she",
        "from_id": {"_": "PeerUser", "user_id": 5},
        "fwd_from": {"_": "MessageFwdHeader", "from_id": {"_": "PeerChannel", "channel_id": 9}},
        "reply_to": {"_": "MessageReplyHeader", "reply_to_msg_id": 3},
        "media": {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": 55, "sizes": []}},
        "grouped_id": 77,
    }
    pyrogram = {
        "_": "Message",
        "id": 8,
        "from_user": {"_": "User", "first_name": "Jane", "last_name": "Doe"},
        "date": "2024-05-01 12:00:00",
        "chat": {"_": "Chat", "id": -1001234567890, "type": "ChatType.CHANNEL", "title": "Gossip", "username": "g"},
        "photo": {"_": "Photo", "file_unique_id": "x", "date": "2024-05-01 11:59:59"},
        "caption": "who",
    }
    return json_document([telethon, pyrogram])


def exports() -> Mapping[str, Document]:
    """By the name of the parser of each."""
    return {
        "telegram-json": _telegram_json(),
        "telegram-html": _telegram_html(),
        "whatsapp": _whatsapp(),
        "messenger": _messenger(),
        "discord-json": _discord_json(),
        "discord-html": _discord_html(),
        "imageboard": _imageboard(),
        "telegram-preview": Document(Nature.MARKUP, _preview()),
        "telegram-channel": Document(Nature.MARKUP, _preview('<link rel="prev" href="/s/gossipcorner?before=205">')),
        "tdl": _tdl(),
        "tg-archive": _tg_archive(),
        "telegram-archive": _telegram_archive(),
        "telegram-dump": _telegram_dump(),
    }
