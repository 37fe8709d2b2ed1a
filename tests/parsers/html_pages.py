"""Pages of a Telegram Desktop export in HTML, laid out and indented as the program does it."""

from __future__ import annotations

NOON = "01.05.2024 10:00:00 UTC+08:00"
END = "\n    </div>\n\n   </div>\n\n  </div>\n\n </body>\n\n</html>\n"
NOT_INCLUDED = "Not included, change data exporting settings to download."


def div(names: str, inside: str, extra: str = "") -> str:
    return f'\n   <div class="{names}"{extra}>\n{inside}\n   </div>\n'


def header(title: str, *, back: str = "") -> str:
    """The beginning of a page; `back` leads to the page above it in the export of an account."""
    content = f'<a class="content block_link" href="{back}" onclick="return GoBack(this)">' if back else None
    return (
        '<!DOCTYPE html>\n<html>\n\n <head>\n\n  <meta charset="utf-8"/>\n<title>Exported Data</title>\n'
        '  <link href="css/style.css" rel="stylesheet"/>\n\n </head>\n\n <body onload="CheckLocation();">\n\n'
        '  <div class="page_wrap">\n\n   <div class="page_header">\n\n    '
        + (content or '<div class="content">')
        + f'\n\n     <div class="text bold">\n{title}\n     </div>\n\n    '
        + ("</a>" if content else "</div>")
        + "\n\n   </div>\n"
    )


def page(*inside: str, title: str = "Gossip Corner ", back: str = "") -> bytes:
    """A page of a chat."""
    history = '\n   <div class="page_body chat_page">\n\n    <div class="history">\n'
    return (header(title, back=back) + history + "".join(inside) + END).encode()


def listing(*inside: str, title: str) -> bytes:
    """A page with a list of an account."""
    entries = '\n   <div class="page_body list_page">\n\n    <div class="entry_list">\n'
    return (header(title, back="../export_results.html") + entries + "".join(inside) + END).encode()


def account() -> bytes:
    """The first page of the export of an account."""
    sections = '<a class="section block_link chats" href="lists/chats.html#allow_back">Chats</a>'
    return (header("Exported Data") + div("page_body", sections) + END).encode()


def message(number: int, *inside: str, sender: str = "Anon", date: str = NOON, joined: bool = False) -> str:
    """A message; a joined one has neither a picture nor the name of its sender."""
    userpic = div("pull_left userpic_wrap", div("userpic userpic8", div("initials", "A")))
    body = div("pull_right date details", date[11:16], f' title="{date}"')
    body += "" if joined else div("from_name", sender)
    names = "message default clearfix" + (" joined" if joined else "")
    return div(names, ("" if joined else userpic) + div("body", body + "".join(inside)), f' id="message{number}"')


def service(number: int, said: str, inside: str = "") -> str:
    return div("message service", div("body details", said) + inside, f' id="message{number}"')


def day(number: int, said: str) -> str:
    """The line above the messages of one day."""
    return service(-number, said)


def text(words: str) -> str:
    return div("text", words)


def framed(inside: str) -> str:
    return div("media_wrap clearfix", inside)


def drawn(names: str, href: str, src: str) -> str:
    """A medium with a preview, as `photo` of `photo_wrap`."""
    image = f'<img class="{names.removesuffix("_wrap")}" src="{src}" style="width: 260px; height: 195px"/>'
    return framed(f'<a class="{names} clearfix pull_left" href="{href}">\n\n{image}\n\n</a>')


def photo(path: str) -> str:
    return drawn("photo_wrap", path, path.replace(".jpg", "_thumb.jpg"))


def row(names: str, title: str = "", description: str = "", status: str = "", href: str = "", src: str = "") -> str:
    """A medium without a preview; one without `href` is not in the export."""
    inside = f'<img class="thumb pull_left" src="{src}"/>' if src else div("fill pull_left", "")
    parts = (("title bold", title), ("description", description), ("status details", status))
    inside += div("body", "".join(div(kind, said) for kind, said in parts if said))
    if href:
        return framed(f'<a class="media clearfix pull_left block_link {names}" href="{href}">{inside}</a>')
    return framed(div(f"media clearfix pull_left {names}", inside))


def forwarded(*inside: str, sender: str = "", date: str = "") -> str:
    """What was forwarded; joined to the forward above it, it has neither sender nor date."""
    named = div("from_name", f'{sender}<span class="date details" title="{date}"> {date[:19]}</span>') if sender else ""
    return div("forwarded body", named + "".join(inside))


def profile_picture(path: str, date: str = "01.05.2024 10:00:00", said: str = "12.3 KB") -> str:
    name = path or "Photo unavailable"
    inside = div("pull_left userpic_wrap", f'<img class="userpic" src="../{path}_thumb.jpg"/>' if path else "")
    inside += div("body", div("pull_right info details", date) + div("name bold", name) + div("details_entry", said))
    if not path:
        return div("entry clearfix", inside)
    return f'<a class="entry block_link clearfix" href="../{path}#allow_back">{inside}</a>'


def story(path: str, caption: str, date: str = "01.05.2024 10:00:00") -> str:
    link = f'href="../{path}#allow_back"'
    inside = f'<a class="pull_left userpic_wrap" {link}><img class="story" src="../{path}_thumb.jpg"/></a>'
    named = f'<a class="block_link expanded" {link}>{div("name bold", path)}</a>'
    inside += div("body", div("pull_right info details", date) + named + text(caption) + div("details_entry", "1 KB"))
    return div("entry clearfix", inside)
