"""The ``vault`` commands: make it, see how it stands, change what opens it, destroy it."""

from __future__ import annotations

from typing import Annotated

import typer

from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption

HELP = (
    "Keep your photos' fingerprints and what was found, encrypted, between scans.\n\n"
    "A passphrase opens the vault. It is asked for, or read from an open file with --passphrase-fd; never give it as an"
    " argument or in a variable."
)
_EXIT = (
    "The exit status is 0 when it was done, 2 when the command, the passphrase or the code was wrong, 3 when the vault"
    " is damaged, in use or cannot be written, and 130 when you stopped it."
)
_NEW_FD = "--new-passphrase-fd"

app = typer.Typer(no_args_is_help=True)

NewPassphraseFdOption = Annotated[
    int | None,
    typer.Option(
        _NEW_FD,
        metavar="N",
        min=0,
        help="Read the new passphrase from this open file: its next line, which may follow the old one in the same"
        f" file. Example: --passphrase-fd 3 {_NEW_FD} 3 3< FILE",
        show_default="ask for it",
    ),
]


def _help(*paragraphs: str) -> str:
    """Paragraphs are joined here, because Typer keeps every line break but those of the first paragraph."""
    return "\n\n".join((*paragraphs, _EXIT))


@app.command(
    help=_help(
        "Make a vault, and show its recovery code.",
        "It suggests a passphrase of six words, says how strong the one is that you type, and asks for it twice."
        " Example: exposurewatch vault create",
    )
)
def create(
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    no_recovery: Annotated[  # noqa: FBT002 (a flag)
        bool,
        typer.Option(
            "--no-recovery",
            help="Make no recovery code: then nothing opens the vault if you forget the passphrase. Example:"
            " vault create --no-recovery",
        ),
    ] = False,
) -> None:
    """Make it."""
    from exposurewatch.cli.making import make_vault  # noqa: PLC0415 (heavy, and --help must be quick)

    make_vault(Access(vault).folder, passphrase_fd, with_code=not no_recovery)


@app.command(
    help=_help(
        "Say where the vault is, what opens it, and whether it is whole.",
        "No passphrase is needed, but for --details. Example: exposurewatch vault status",
    )
)
def status(
    vault: VaultOption = None,
    details: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--details",
            help="Open the vault, and count photos, past scans and matches. Example: vault status --details",
        ),
    ] = False,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Look, and show."""
    from exposurewatch.cli.standing import show_standing  # noqa: PLC0415

    show_standing(Access(vault, passphrase_fd, recovery), details=details)


@app.command(
    help=_help(
        "Change the passphrase.",
        "The old one is asked for first, or the recovery code with --recovery. Copies of the vault that were made"
        " before, such as backups, still open with the old one. Example: exposurewatch vault passphrase",
    )
)
def passphrase(
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    new_passphrase_fd: NewPassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Change it."""
    from exposurewatch.cli.changing import change_passphrase  # noqa: PLC0415

    change_passphrase(Access(vault, passphrase_fd, recovery, keyring=False), new_passphrase_fd, _NEW_FD)


@app.command(
    help=_help(
        "Make a new recovery code, which replaces the one before, and show it.",
        "The passphrase is asked for first. Example: exposurewatch vault recovery",
    )
)
def recovery(
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    with_code: RecoveryOption = False,  # noqa: FBT002
    remove: Annotated[  # noqa: FBT002
        bool,
        typer.Option("--remove", help="Have no recovery code at all, and show none. Example: vault recovery --remove"),
    ] = False,
) -> None:
    """Replace it, or remove it."""
    from exposurewatch.cli.changing import remove_code, replace_code  # noqa: PLC0415

    access = Access(vault, passphrase_fd, with_code, keyring=False)
    if remove:
        remove_code(access)
    else:
        replace_code(access)


@app.command(
    name="lock-to-keyring",
    help=_help(
        "Let the keyring of this system open the vault, without asking for a passphrase.",
        "Whoever is logged in as you can then open the vault, and so can any program that runs as you. The passphrase"
        " goes on to work. Example: exposurewatch vault lock-to-keyring",
    ),
)
def lock_to_keyring(
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
    remove: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--remove",
            help="Undo it: the keyring opens the vault no more, and keeps nothing of it. Example:"
            " vault lock-to-keyring --remove",
        ),
    ] = False,
) -> None:
    """Lock it, or undo that."""
    from exposurewatch.cli import changing  # noqa: PLC0415

    if remove:
        changing.unlock_from_keyring(Access(vault, passphrase_fd, recovery))
    else:
        changing.lock_to_keyring(Access(vault, passphrase_fd, recovery, keyring=False))


@app.command(
    help=_help(
        "Say whether what was found and decided is as exposurewatch has written it.",
        "Every other command that opens the vault looks as well, and says so if it is not. This one shows a code that"
        " stands for all that is in the vault now. Example: exposurewatch vault check",
    )
)
def check(
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
    code: Annotated[
        str | None,
        typer.Option(
            "--code",
            metavar="CODE",
            help="Say what became of all that was in the vault when it had this code. Example:"
            " vault check --code 214-9e3a5d4eb299cd2eb11c6efdbf1b9e77",
            show_default=False,
        ),
    ] = None,
    accept: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--accept",
            help="Take what is in the vault as it is now, after it was changed by something else. Codes from before"
            " count no more. Example: vault check --accept",
        ),
    ] = False,
) -> None:
    """Check it."""
    from exposurewatch.cli.checking import check_vault  # noqa: PLC0415

    check_vault(Access(vault, passphrase_fd, recovery), code, accept=accept)


@app.command(
    help=_help(
        "Destroy the vault for good: its keys first, then the rest.",
        "No passphrase is needed. It says at the end what it cannot reach, such as backups. Example: exposurewatch"
        " vault destroy",
    )
)
def destroy(
    vault: VaultOption = None,
    yes: Annotated[  # noqa: FBT002
        bool, typer.Option("--yes", help="Do not ask whether it is meant. Example: vault destroy --yes")
    ] = False,
) -> None:
    """Destroy it."""
    from exposurewatch.cli.destroying import destroy_vault  # noqa: PLC0415

    destroy_vault(Access(vault).folder, sure=yes)
