"""The ``feed build`` and ``feed key`` commands: fingerprints of what exports hold, for others to compare with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exposurewatch.cli.options import WorkersOption
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption
from exposurewatch.errors import ExitStatus

_EXIT = (
    "The exit status is 0 when it was done, 2 when the command or the passphrase was wrong, 3 when the work could not"
    " be finished, and 130 when you stopped it."
)

BUILD_HELP = "\n\n".join(
    (
        "Publish fingerprints of the pictures in exports, so that others can look for theirs without seeing a picture.",
        "The folder that it writes is a feed that any web host can serve: it holds hashes of pictures and of parts of"
        " them, in which public chats they were seen, when, and the links to the messages. It never holds pictures,"
        " captions or senders. It is signed with a key that the vault keeps. Nothing is uploaded. Examples:",
        'exposurewatch feed build ChatExport_2026-05-01 --output ~/feed --name "Our helpline"',
        "exposurewatch feed build ChatExport_2026-06-01 --output ~/feed",
        "exposurewatch feed build --output ~/feed --withdraw https://t.me/examplechannel/17",
        "Chats are named only where a link that everybody can open shows that they are public; whoever runs this is"
        " asked before a chat is named for the first time.",
        "Export the channels by themselves: of a whole account, the pictures in its private chats are published too, if"
        " without a place.",
        "A feed only ever grows: the same command with a newer export adds what is new, and goes on where it was"
        " stopped. What was published can be withdrawn, and not be made unseen.",
        _EXIT,
    )
)
KEY_HELP = "\n\n".join(
    (
        "Show the fingerprint of the key that your feeds are signed with; the first time, the key is made.",
        "Those who read your feed compare it: tell it to them by another way than the feed's own address. Example:"
        " exposurewatch feed key",
        _EXIT,
    )
)


def build(  # noqa: PLR0913, PLR0917 (each is an argument or an option)
    output: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            readable=False,
            help="The folder of the feed: a new one, or one that this command has written. Example: --output ~/feed",
            envvar="EXPOSUREWATCH_FEED_OUTPUT",
            show_default=False,
        ),
    ],
    exports: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="EXPORT",
            readable=False,  # the sources say it better
            help="An export, folder or archive, as `scan` reads them.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help='Who publishes it. Example: --name "Our helpline"', show_default="as it is"),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS",
            help='What it holds, and how you can be reached. Example: --about "Write to help@example.org"',
            show_default="as it is",
        ),
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="The public name of the channel, as for `scan`: it is then named in the feed, with links. For an"
            " export with several chats, give the chat's number as well: --channel 1234567890=examplechannel",
            envvar="EXPOSUREWATCH_CHANNEL",
            show_default=False,
        ),
    ] = None,
    private_titles: Annotated[  # noqa: FBT002 (a flag)
        bool,
        typer.Option(
            "--private-titles",
            help="Name also chats that are not known to be public. The title of a chat between two people is the name"
            " of one of them: look at what the exports hold first.",
        ),
    ] = False,
    withdraw: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Take an entry back, by its id or the link to its message; repeat it for several. Example: --withdraw"
            " https://t.me/examplechannel/17",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--yes",
            help="Do not ask whether the chats may be named that the feed names for the first time; they are listed"
            " all the same. Without a terminal and without this, nothing is published that names one.",
        ),
    ] = False,
    workers: WorkersOption = None,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Build, and say what the folder holds now."""
    from exposurewatch.cli.feed_building import Building, BuildingStopped, build_feed  # noqa: PLC0415 (heavy, and --help must be quick)
    from exposurewatch.cli.feed_built import show  # noqa: PLC0415

    building = Building(
        folder=output,
        exports=tuple(exports or ()),
        name=name,
        about=about,
        channels=tuple(channel or ()),
        private_titles=private_titles,
        withdraw=tuple(withdraw or ()),
        yes=yes,
        workers=workers,
        access=Access(vault, passphrase_fd, recovery),
    )
    try:
        built = build_feed(building)
    except BuildingStopped as stopped:
        show(stopped.built)
        raise
    if built is None:
        return
    show(built)
    if built.interrupted:
        raise typer.Exit(ExitStatus.INTERRUPTED)


def key(
    new: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--new",
            help="Make another key in its place. Everybody who reads your feeds is then told that somebody may have"
            " taken them over, and reads no more of them.",
        ),
    ] = False,
    yes: Annotated[  # noqa: FBT002
        bool, typer.Option("--yes", help="With --new: do not ask whether it is meant. Example: feed key --new --yes")
    ] = False,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Show it, or replace it."""
    from exposurewatch.cli.feed_key import replace_key, show_key  # noqa: PLC0415

    access = Access(vault, passphrase_fd, recovery)
    if new:
        replace_key(access, sure=yes)
    else:
        show_key(access)
