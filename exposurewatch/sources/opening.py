"""Finds the exports in what the user named: a folder, a zip, a result.json or a single picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from exposurewatch.errors import WrongUsage
from exposurewatch.parsers.telegram_ids import bare_id, username, whole_number
from exposurewatch.sources.containers import Container, Refused
from exposurewatch.sources.files import is_picture
from exposurewatch.sources.naming import open_container
from exposurewatch.sources.nothing import nothing_found
from exposurewatch.sources.source import Export, Part, Recognised, Source, Usernames
from exposurewatch.sources.survey import Survey, survey

Found = tuple[Part, Source, Recognised]


def open_with(sources: tuple[Source, ...], path: Path, usernames: Mapping[str, str]) -> tuple[Export, ...]:
    """Return the exports at `path`, each read by the first of `sources` that recognises it; raise `WrongUsage`."""
    names = _checked(usernames)
    container, document = open_container(path)
    seen = survey(container, document)
    found = tuple(_documented(sources, container, seen))
    readable = tuple(each for each in found if not each[2].empty or _has_pictures(each[0]))
    rest = tuple(_rest(sources, container, seen, found))
    if not readable and not rest:
        raise nothing_found(container, seen, empty=bool(found))
    return tuple(_export(part, source, recognised, names) for part, source, recognised in readable + rest)


def _documented(sources: tuple[Source, ...], container: Container, seen: Survey) -> Iterator[Found]:
    roots = [_folder_of(document.path) for document in seen.documents]
    for document, root in zip(seen.documents, roots, strict=True):
        others = tuple(other for other in roots if other != root and other.startswith(root))
        interface = tuple(f"{root}{name}/" for name in ("images", "css", "js"))
        yield from _first(sources, Part(container, root, document, others, interface))


def _rest(sources: tuple[Source, ...], container: Container, seen: Survey, found: tuple[Found, ...]) -> Iterator[Found]:
    """Yield what lies outside every export, if there is anything to look at or to report in it."""
    roots = tuple(part.root for part, _, _ in found)
    if "" in roots:
        return
    interface = tuple(f"{root}{name}/" for root in seen.pages for name in ("images", "css", "js"))
    rest = Part(container, others=roots, interface=interface, note=_note(seen, roots))
    if _has_pictures(rest) or (found and any(isinstance(member, Refused) for member in rest.members())):
        yield from _first(sources, rest)


def _note(seen: Survey, roots: tuple[str, ...]) -> str:
    if any(not page.startswith(roots) for page in seen.pages):
        return "a Telegram HTML export lies in it, and this version does not read its messages"
    if len(seen.documents) > len(roots):
        return "the result.json in it is no Telegram Desktop export"
    return ""


def _first(sources: tuple[Source, ...], part: Part) -> Iterator[Found]:
    for source in sources:
        if recognised := source.detect(part):
            yield part, source, recognised
            return


def _has_pictures(part: Part) -> bool:
    return any(not isinstance(member, Refused) and is_picture(member) for member in part.members())


def _export(part: Part, source: Source, recognised: Recognised, names: Usernames) -> Export:
    ignored = names.get("") if recognised.account else None
    used = {chat: name for chat, name in names.items() if chat or not recognised.account}
    return Export(
        source=source.name,
        label=recognised.label,
        container=part.container.name,
        ignored_username=ignored,
        usernames=used,
        _count=part.picture_count,
        _read=partial(source.read, part, used),
    )


def _checked(usernames: Mapping[str, str]) -> Usernames:
    checked = {}
    for chat, name in usernames.items():
        found = username(name)
        key = bare_id(whole_number(chat), {"date_unixtime": ""}) if chat else ""
        if found is None or key is None:
            given = f"{chat}={name}" if chat else name
            raise WrongUsage(
                f"“{given}” is no Telegram username.",
                "Give the name at the end of the channel's address, as in --channel gossipcorner "
                "for t.me/gossipcorner, or --channel 1234567890=gossipcorner for one of several chats.",
            )
        checked[key] = found
    return checked


def _folder_of(path: str) -> str:
    folder, slash, _ = path.rpartition("/")
    return folder + slash
