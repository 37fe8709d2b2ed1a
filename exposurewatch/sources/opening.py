"""Finds the exports in what the user named: a folder, an archive, a document of an export or a single picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from exposurewatch.errors import WrongUsage
from exposurewatch.model import Unreadable
from exposurewatch.parsers.suffixes import suffix
from exposurewatch.parsers.telegram_ids import bare_id, username, whole_number
from exposurewatch.paths import shown
from exposurewatch.sources.accounted import Accounted
from exposurewatch.sources.containers import Member, Refused
from exposurewatch.sources.files import is_picture
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.naming import open_container
from exposurewatch.sources.nested import Nesting
from exposurewatch.sources.nothing import no_such_document, nothing_found
from exposurewatch.sources.source import Export, Part, Recognised, Source, Usernames
from exposurewatch.sources.survey import Survey, holding, survey

_OFTEN_BESIDE_PICTURES: Final = {".txt"}  # notes that people write, and hardly ever an export that went wrong


@dataclass(frozen=True, slots=True)
class _Found:
    """A part of a container, and who reads it; `beside` is an export that would only tell the same again."""

    part: Part
    source: Source
    recognised: Recognised
    beside: str = ""


def open_with(sources: tuple[Source, ...], path: Path, usernames: Mapping[str, str]) -> tuple[Export, ...]:
    """Return the exports at `path`, each read by the first of `sources` that recognises it; raise `WrongUsage`."""
    names = _checked(usernames)
    nesting = Nesting()
    documents = frozenset().union(*(source.suffixes for source in sources))
    container, document = open_container(path, documents, nesting.seats)
    whole = Part(container, nesting=nesting if isinstance(container, Folder) else nesting.deeper)
    seen = survey(sources, container)
    found = tuple(_exports(sources, whole, seen))
    if document is not None:
        found = tuple(_of_document(sources, whole, seen, found, document))
    readable = tuple(each for each in found if _is_worth_reading(each))
    if all(each.recognised.empty for each in found) and not any(_has_pictures(each.part) for each in found):
        readable = ()  # then there is nothing to look at, and that is said
    if document is not None:
        if not found:
            raise no_such_document(shown(str(path)))
        rest: tuple[_Found, ...] = ()
    else:
        rest = tuple(_rest(sources, whole, seen, found))
    if not readable and not rest:
        raise nothing_found(container, seen, empty=bool(found))
    opened = readable + rest
    return tuple(_export(each, names, several=len(opened) > 1) for each in opened)


def _of_document(
    sources: tuple[Source, ...], whole: Part, seen: Survey, found: tuple[_Found, ...], document: str
) -> Iterator[_Found]:
    """Yield the exports that one document belongs to. The others in its folder keep what is theirs."""
    roots = {each.part.root for each in found}
    paged = {source.name for source in sources if source.paged}
    for root, claims in holding(seen.claims, document, paged).items():
        others = tuple(sorted(other for other in roots if other != root and other.startswith(root)))
        yield from _at_root(sources, replace(whole, root=root, others=others), claims)


def _is_worth_reading(found: _Found) -> bool:
    """Whether there is anything in an export, or should have been: one that broke off at its beginning must be told."""
    return not found.recognised.empty or not found.recognised.whole or _has_pictures(found.part)


def _exports(sources: tuple[Source, ...], whole: Part, seen: Survey) -> Iterator[_Found]:
    """Yield the exports in a container, the outer ones knowing of those inside them."""
    found: list[_Found] = []
    for root, claims in seen.claims.items():
        found.extend(_at_root(sources, replace(whole, root=root), claims))
    for each in found:
        inner = {other.part.root for other in found if other.part.root != each.part.root}
        others = tuple(sorted(root for root in inner if root.startswith(each.part.root)))
        yield replace(each, part=replace(each.part, others=others))


def _at_root(sources: tuple[Source, ...], part: Part, claims: Mapping[str, list[Member]]) -> Iterator[_Found]:
    """Yield what the documents at one root make. A document belongs to the first source that recognises it."""
    taken: set[str] = set()
    found: dict[str, _Found] = {}
    for source in sources:
        documents = tuple(member for member in claims.get(source.name, ()) if member.path not in taken)
        if not documents:
            continue
        furniture = tuple(f"{part.root}{folder}/" for folder in source.furniture)
        candidate = replace(part, documents=documents, furniture=furniture, lesser=bool(found))
        recognised = source.detect(candidate)
        if recognised is None:
            continue
        taken.update(document.path for document in recognised.documents)
        same = [found[name] for name in source.repeats if name in found]
        if telling := next((each for each in same if _tells_all(each.recognised, recognised)), None):
            furnished = replace(telling.part, furniture=telling.part.furniture + furniture)
            found[telling.source.name] = replace(telling, part=furnished, beside=source.title)
            continue
        for each in same:
            if each.recognised.empty:  # broken off before its first message
                del found[each.source.name]
        found[source.name] = _Found(replace(candidate, documents=recognised.documents), source, recognised)
    accounted = Accounted()
    last = next(reversed(found), None)
    for name, each in found.items():
        # What no message mentions is the last one's to report: by then it is known what all of them mention.
        yield replace(each, part=replace(each.part, lesser=name != last, accounted=accounted))


def _tells_all(one: Recognised, other: Recognised) -> bool:
    """Whether an export tells at least what another at the same root does: it is whole, and not of another chat."""
    of_one_chat = one.title is None or other.title is None or one.title == other.title
    return one.whole and not one.empty and of_one_chat


def _rest(sources: tuple[Source, ...], around: Part, seen: Survey, found: tuple[_Found, ...]) -> Iterator[_Found]:
    """Yield what lies outside every export, if there is anything to look at or to report in it.

    Archives there are opened, as they may hold exports; what cannot be opened is left where it is.
    """
    roots = tuple({each.part.root: None for each in found})
    if "" in roots:
        return
    outside = tuple(member for member in seen.archives if not member.path.startswith(roots))
    opened: set[str] = set()
    for member in outside:
        try:
            inner = Part(around.nesting.open(around.container, member), nesting=around.nesting.deeper)
        except Unreadable:
            continue
        within = survey(sources, inner.container)
        exports = tuple(_exports(sources, inner, within))
        found_in_it = (*exports, *_rest(sources, inner, within, exports))
        if found_in_it:  # else what is in it is told one by one
            opened.add(member.path)
            yield from found_in_it
    rest = replace(around, others=roots, opened=frozenset(opened), note=_note(seen, roots))
    refused = any(isinstance(member, Refused) for member in rest.members())
    if _has_pictures(rest) or len(opened) < len(outside) or ((found or opened) and refused):
        folder = sources[-1]
        if recognised := folder.detect(rest):
            yield _Found(rest, folder, recognised)


def _note(seen: Survey, roots: tuple[str, ...]) -> str:
    outside = (named for root, named in seen.claims.items() if not root.startswith(roots))
    members = (member for named in outside for members in named.values() for member in members)
    unread = {suffix(member.path) for member in members} - _OFTEN_BESIDE_PICTURES - {""}
    return f"no export that can be read was found in its {' and '.join(sorted(unread))} files" if unread else ""


def _has_pictures(part: Part) -> bool:
    return any(not isinstance(member, Refused) and is_picture(member) for member in part.members())


def _export(found: _Found, names: Usernames, *, several: bool) -> Export:
    part, source, recognised = found.part, found.source, found.recognised
    where = f", in {shown(part.root.rstrip('/'))}" if several and part.root else ""
    beside = f"; the {found.beside} beside it tells the same and is not read again" if found.beside else ""
    ignored = names.get("") if recognised.account else None
    used = {chat: name for chat, name in names.items() if chat or not recognised.account}
    return Export(
        source=source.name,
        label=recognised.label + where + beside,
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
