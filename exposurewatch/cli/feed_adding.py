"""Adds a feed to the vault, saying first what its host learns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from exposurewatch.cli.asking import ask, ask_openly, read_line
from exposurewatch.cli.durations import said
from exposurewatch.cli.feed_arguments import Adding, is_file, made_name, understood, without_secret
from exposurewatch.cli.feed_recognising import check_address, found_there, kept_as, kind_called, kind_of_address
from exposurewatch.cli.saying import say
from exposurewatch.cli.unlocking import Access, data_key, held_open
from exposurewatch.errors import WrongUsage
from exposurewatch.feeds import Feed
from exposurewatch.feeds.feed import LEARNS
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.text import clean
from exposurewatch.vault.records import NewFeed

_KEYS_FD = "--keys-fd"


def add_feed(adding: Adding, access: Access) -> None:
    """Find out what kind of feed it is, ask, and keep it.

    The vault is not held open meanwhile: a host may take minutes to answer, and a watch goes on.

    Raises:
        WrongUsage: something in it is wrong, there is such a feed already, or nobody can be asked.
        CouldNotFinish: what it is cannot be told, for it cannot be had.
        NoVault, WrongSecret, VaultDamaged, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: the vault cannot be opened.
    """
    told = understood(adding)
    address = told.address
    policy = Policy(address, allow_http=adding.allow_http, proxy=told.proxy)
    kind = kind_called(adding.kind) if adding.kind is not None else kind_of_address(address)
    if kind is not None:
        address = kept_as(kind, address)
        _check_options(kind, told.options)
    check_address(address, policy)
    with data_key(access) as key:
        with held_open(access, key) as vault:
            vault.feeds.check_free(address, told.name)
        if not _may_be_asked(kind, address, adding):
            say("Nothing was added.")
            return
        if kind is None:
            kind, address = _recognised(address, policy, told.options)
        keys = _keys(kind, address, adding.keys_fd)
        with held_open(access, key, again=True) as vault:
            name = told.name or made_name(address, {one.name for one in vault.feeds.listed()})
            vault.feeds.add(
                NewFeed(
                    name=name,
                    kind=kind.name,
                    address=address,
                    title="",
                    every=told.every,
                    since=told.since,
                    proxy=told.proxy,
                    allow_http=adding.allow_http,
                    options=told.options,
                    keys=keys,
                )
            )
            photos = len(vault.photos.listed())
    say(*_added(name, told.every, photos))


def _may_be_asked(kind: Feed | None, address: str, adding: Adding) -> bool:
    """Say what asking means, and whether the user agrees; a file on this computer needs no asking."""
    if is_file(address):
        return True
    say(*_learns(address, kind), *_hides(adding.proxy))
    return adding.yes or ask_openly("Add it? [y/N]", "--yes").lower() in ("y", "yes")


def _learns(address: str, kind: Feed | None = None) -> Iterator[str]:
    """What the hosts of a feed learn; of one whose kind is not known yet, what any host does."""
    hosts = [clean(host) for host in _hosts(address, kind)]
    whose = f"its host, {hosts[0]}, learns" if len(hosts) == 1 else f"its hosts, {', '.join(hosts)}, learn"
    yield f"Whenever this feed is read, {whose} {LEARNS if kind is None else kind.learns}."


def _hosts(address: str, kind: Feed | None) -> tuple[str, ...]:
    return (() if kind is None else kind.hosts(address)) or (urlsplit(address).hostname or address,)


def _hides(proxy: str | None) -> Iterator[str]:
    """What is in no request, and how a host learns less."""
    yield "Nothing of your photos is in any request, nor anything that is made of them."
    if proxy is None:
        yield (
            "Whoever runs your network can see which host is asked. To hide your internet address from the host, and"
            " the host from your network, start Tor (torproject.org) and add the feed with"
            " --proxy socks5://127.0.0.1:9050 (Tor Browser: 9150)."
        )
    else:
        yield f"It is asked by the proxy {without_secret(proxy)}: the host sees the proxy's address, not yours."


def _recognised(address: str, policy: Policy, options: Mapping[str, str]) -> tuple[Feed, str]:
    """The kind of what stands there, and the address that is kept. Raises as `found_there`, and `WrongUsage`."""
    if not is_file(address):
        say(f"Asking {clean(urlsplit(address).hostname or address)} what stands there.")
    found = found_there(address, policy)
    kept = kept_as(found.kind, found.address)
    say(f"What stands there: {found.kind.title}.")
    _check_options(found.kind, options)
    if words := found.kind.lacks(found.document, options):
        names = " or ".join(f"--option {name}=…" for name in found.kind.options)
        raise WrongUsage(
            words, f"Nothing was added. Add it with {names}; `exposurewatch feed kinds` says what each is."
        )
    if not is_file(kept) and (found.kind.learns != LEARNS or len(_hosts(kept, found.kind)) > 1):
        say(*_learns(kept, found.kind))
    return found.kind, kept


def _check_options(kind: Feed, options: Mapping[str, str]) -> None:
    for name in options:
        if name not in kind.options:
            known = "; ".join(f"{each}: {what}" for each, what in kind.options.items()) or "none"
            raise WrongUsage(f"{kind.heading}: there is no option “{clean(name)}”.", f"Its options: {known}.")
    if words := kind.checks(options):
        raise WrongUsage(words, "Correct the value that was given with --option, and add the feed again.")


def _keys(kind: Feed, address: str, descriptor: int | None) -> dict[str, str]:
    """A partner's keys: asked for without being shown, or read from an open file. A file needs none."""
    if is_file(address):
        return {}
    if descriptor is not None:
        return {name: read_line(descriptor, _KEYS_FD, "key") for name in kind.keys}
    return {name: ask(f"{what} ({name})", _KEYS_FD) for name, what in kind.keys.items()}


def _added(name: str, every: timedelta, photos: int) -> Iterator[str]:
    yield f"The feed {name} was added. Read it now with “exposurewatch feed pull {name}”."
    yield f"“exposurewatch watch” reads it every {said(every)}, and tells you what is new."
    if not photos:
        yield "There is no photo in the vault yet. Add yours: exposurewatch add ~/Pictures/me"
