"""The ``feed`` commands: which published reports and public channels are read, and reading them."""

from __future__ import annotations

from typing import Annotated

import typer

from exposurewatch.cli import feed_build
from exposurewatch.cli.formats import Shown
from exposurewatch.cli.options import (
    FastOption,
    ReportFormatOption,
    ReportOutputOption,
    SameSceneOption,
    ShowDetailsOption,
    WorkersOption,
)
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption

HELP = (
    "Read public channels and published reports, and compare what is new in them with your photos.\n\n"
    "A feed is an address, or a file, at which others publish: a public Telegram channel, a list of fingerprints, a"
    " board. Nothing of your photos is in any request: a host learns only that somebody at your internet address reads"
    " it."
)
_EXIT = (
    "The exit status is 0 when it was done, 2 when the command or the passphrase was wrong, 3 when the vault is"
    " damaged, in use or cannot be written, and 130 when you stopped it."
)

app = typer.Typer(no_args_is_help=True)

_NamesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME", help="Which feeds, by their names.", show_default="all of them"),
]
_NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Its name, or its address.", show_default=False)]


@app.command(
    help="\n\n".join(
        (
            "Add a feed to the vault.",
            "It says what the feed's host learns, and asks before anything is sent. Where the address alone does not"
            " say what kind of feed it is, the document there is fetched once to see it, and in a folder those by which"
            " feeds are known; nothing of them is kept. With --kind nothing is fetched. The feed itself is read by"
            " `feed pull` and `watch`. Examples:",
            "exposurewatch feed add https://t.me/s/examplechannel",
            "exposurewatch feed add https://ngo.example/feed/ --name ngo --every 12h",
            "exposurewatch feed add ~/hashes.txt --option algorithm=pdq",
            "The exit status is 0 when it was done, 2 when the command or the passphrase was wrong or what stands there"
            " is no feed, 3 when the address could not be read or the vault is damaged, in use or cannot be written,"
            " and 130 when you stopped it.",
        )
    )
)
def add(  # noqa: PLR0913, PLR0917 (each is an argument or an option)
    address: Annotated[
        str, typer.Argument(metavar="URL", help="Its address, or a file or folder.", show_default=False)
    ],
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What you call it. Example: --name ngo", show_default="made of the address"),
    ] = None,
    every: Annotated[str, typer.Option(metavar="TIME", help="How often `watch` reads it. Example: --every 12h")] = "6h",
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="What kind of feed it is. `feed kinds` lists them. Example: --kind hash-list",
            show_default="see what is there",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Read back to this day (UTC) and no further. Example: --since 2026-01-31",
            show_default="all that is there",
        ),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="Something that this kind of feed must be told. Example: --option algorithm=pdq",
            show_default=False,
        ),
    ] = None,
    proxy: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Reach it by this proxy, so that its host does not see your internet address. Example, with Tor"
            " running on this computer: --proxy socks5://127.0.0.1:9050",
            envvar="EXPOSUREWATCH_PROXY",
            show_default=False,
        ),
    ] = None,
    allow_http: Annotated[  # noqa: FBT002 (a flag)
        bool,
        typer.Option("--allow-http", help="For a host of your own, to try things out: without encryption."),
    ] = False,
    keys_fd: Annotated[
        int | None,
        typer.Option(
            "--keys-fd",
            metavar="N",
            min=0,
            help="Read the keys that a partner has for such a feed from this open file, a line for each, in the order"
            " in which `feed kinds` lists them. Example: --keys-fd 3 3< FILE",
            show_default="ask for them",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,  # noqa: FBT002
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Check what can be checked beforehand, ask, and keep."""
    from exposurewatch.cli.feed_adding import add_feed  # noqa: PLC0415 (heavy, and --help must be quick)
    from exposurewatch.cli.feed_arguments import Adding  # noqa: PLC0415

    adding = Adding(address, name, every, kind, since, tuple(option or ()), proxy, allow_http, keys_fd, yes)
    add_feed(adding, Access(vault, passphrase_fd, recovery))


@app.command(help="List the kinds of feed that can be read, each with an example of its address.")
def kinds() -> None:
    """List them."""
    from rich.console import Console  # noqa: PLC0415

    from exposurewatch.cli.feed_showing import kind_lines  # noqa: PLC0415
    from exposurewatch.reports.lines import print_lines  # noqa: PLC0415

    print_lines(kind_lines(), Console(highlight=False))


@app.command(
    name="list",
    help="\n\n".join(
        (
            "List your feeds: when each was read, what came of it, and what is the matter where something is.",
            "Example: exposurewatch feed list",
            _EXIT,
        )
    ),
)
def listed(
    form: Annotated[
        Shown, typer.Option("--format", help="How to show them.", envvar="EXPOSUREWATCH_FEED_FORMAT")
    ] = Shown.TERMINAL,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Open the vault, and list."""
    from exposurewatch.cli.feed_showing import show_feeds  # noqa: PLC0415

    show_feeds(Access(vault, passphrase_fd, recovery), form)


@app.command(
    help="\n\n".join(
        (
            "Say all that is known of a feed: its address, how far it was read, and what its host learns.",
            "Example: exposurewatch feed show examplechannel",
            _EXIT,
        )
    )
)
def show(
    name: _NameArgument,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Open the vault, and show."""
    from exposurewatch.cli.feed_showing import show_feed  # noqa: PLC0415

    show_feed(Access(vault, passphrase_fd, recovery), name)


@app.command(
    help="\n\n".join(
        (
            "Remove a feed from the vault, with the reports that it published. What was found in it stays.",
            "Example: exposurewatch feed remove examplechannel",
            _EXIT,
        )
    )
)
def remove(
    name: _NameArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,  # noqa: FBT002
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Say what would be removed, ask, and remove it."""
    from exposurewatch.cli.feed_removing import remove_feed  # noqa: PLC0415

    remove_feed(Access(vault, passphrase_fd, recovery), name, yes=yes)


@app.command(
    help="\n\n".join(
        (
            "Read feeds now, from where they were left, and show what was found in what is new.",
            "A pull that breaks off goes on from there the next time, and a feed that cannot be read does not stop the"
            " others. Example: exposurewatch feed pull examplechannel",
            "The exit status is 0 when nothing was found, 1 when something was, 2 when the command was wrong, 3 when a"
            " feed could not be read and nothing was found in the others, and 130 when you stopped it.",
        )
    )
)
def pull(  # noqa: PLR0913, PLR0917
    names: _NamesArgument = None,
    again: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--again",
            help="Read the named feeds from their beginning: pictures behind links are not kept, so that photos that"
            " you added since can only be compared with them so.",
        ),
    ] = False,
    form: ReportFormatOption = None,
    output: ReportOutputOption = None,
    fast: FastOption = False,  # noqa: FBT002
    show_same_scene: SameSceneOption = False,  # noqa: FBT002
    show_details: ShowDetailsOption = False,  # noqa: FBT002
    workers: WorkersOption = None,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Pull, and show."""
    from exposurewatch.cli.feed_pulling import pull_named  # noqa: PLC0415
    from exposurewatch.cli.feed_round import Looking  # noqa: PLC0415
    from exposurewatch.cli.showing import Destination  # noqa: PLC0415
    from exposurewatch.parameters import DEFAULT, FAST  # noqa: PLC0415

    destination = Destination.chosen(form, output, same_scene=show_same_scene)
    access = Access(vault, passphrase_fd, recovery)
    destination.check_outside_vault(access.place)
    looking = Looking(FAST if fast else DEFAULT, workers, show_details)
    raise typer.Exit(pull_named(access, tuple(names or ()), looking, destination, again=again))


app.command(name="build", help=feed_build.BUILD_HELP)(feed_build.build)
app.command(name="key", help=feed_build.KEY_HELP)(feed_build.key)
