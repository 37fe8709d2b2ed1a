"""Builds public pages of Telegram out of their posts."""

from __future__ import annotations

import base64
import json

_VIEW = {"c": -1006503122, "p": 205, "t": 1659000000, "h": "0a1b"}


def a_page(*posts: str, links: str = "", avatar: str = "https://cdn4.telesco.pe/file/avatar.jpg") -> bytes:
    """Return the page ``t.me/s/gossipcorner``."""
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Gossip Corner – Telegram</title>
<meta property="og:title" content="Gossip Corner (og)"><meta property="og:image" content="{avatar}">
<link rel="canonical" href="/s/gossipcorner">{links}
<link href="//telegram.org/css/widget-frame.css?72" rel="stylesheet"></head>
<body class="widget_frame_base tgme_webview">
<header class="tgme_header"><div class="tgme_header_title">Gossip&nbsp;Corner \x1b[1m</div></header>
<div class="tgme_channel_info"><i class="tgme_page_photo_image bgcolor1"><img src="{avatar}"></i>
<div class="tgme_channel_info_header_title"><span dir="auto">Gossip&nbsp;Corner \x1b[1m</span></div></div>
<main class="tgme_main" data-url="/gossipcorner"><section class="tgme_channel_history js-message_history">
{"".join(posts)}
</section></main></body></html>
<!-- page generated in 12.34ms -->
""".encode()


def a_post(
    inner: str,
    number: int = 205,
    *,
    name: str = "gossipcorner",
    date: str = "2022-11-30T14:11:21+00:00",
    view: object = _VIEW,
) -> str:
    """Return one post with `inner` in its bubble."""
    packed = base64.b64encode(json.dumps(view).encode()).decode().rstrip("=") if view is not None else ""
    return f"""
<div class="tgme_widget_message_wrap js-widget_message_wrap">
<div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="{name}/{number}"
 data-view="{packed}">
<div class="tgme_widget_message_user"><a href="https://t.me/{name}"><i class="tgme_widget_message_user_photo bgcolor1">
<img src="//cdn4.telesco.pe/file/user.jpg"></i></a></div>
<div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"
 href="https://t.me/{name}"><span dir="auto">Gossip Corner <i class="emoji"
 style="background-image:url('//telegram.org/img/emoji/40/F09F918D.png')"><b>👍</b></i></span></a></div>
{inner}
<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short">
<span class="tgme_widget_message_views">1.2K</span><span class="tgme_widget_message_meta">
<a class="tgme_widget_message_date" href="https://t.me/{name}/{number}"><time datetime="{date}"
 class="time">14:11</time></a></span></div></div></div></div></div>"""


def a_text(words: str) -> str:
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>'


def a_photo(address: str, number: int = 205, *, name: str = "gossipcorner", album: bool = False) -> str:
    link = f"https://t.me/{name}/{number}" + ("?single" if album else "")
    grouped = "grouped_media_wrap blured js-message_photo" if album else "5109473995509140547 1189642119_460000323"
    return (
        f'<a class="tgme_widget_message_photo_wrap {grouped}" href="{link}" '
        f'style="width:800px;background-image:url(\'{address}\')"><div class="tgme_widget_message_photo"></div></a>'
    )


def an_album(*parts: str) -> str:
    return (
        '<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">'
        '<div class="tgme_widget_message_grouped js-message_grouped">'
        f'<div class="tgme_widget_message_grouped_layer">{"".join(parts)}</div></div></div>'
    )


NOT_SUPPORTED = (
    '<div class="message_media_not_supported_wrap{}"><div class="message_media_not_supported">'
    '<div class="message_media_not_supported_label">{}</div>'
    '<span class="message_media_view_in_telegram">VIEW IN TELEGRAM</span></div></div>'
)


def a_video(
    video: str, thumbnail: str, *, kind: str = "video", number: int = 205, link: str = "https://t.me/gossipcorner/"
) -> str:
    played = f'<video src="{video}" class="tgme_widget_message_{kind}"></video>' if video else ""
    return (
        f'<a class="tgme_widget_message_{kind}_player js-message_{kind}_player" href="{link}{number}">'
        f'<i class="tgme_widget_message_{kind}_thumb" style="background-image:url(\'{thumbnail}\')"></i>'
        f'<div class="tgme_widget_message_{kind}_wrap">{played}</div>'
        f'<time class="message_video_duration">0:12</time>{NOT_SUPPORTED.format("", "Media is too big")}</a>'
    )
