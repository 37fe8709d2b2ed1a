"""The ``details`` commands: which of the user's own details are searched for in messages; the vault keeps them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from exposurewatch.cli.options import ShowDetailsOption
from exposurewatch.cli.stopping import stopped_saying
from exposurewatch.cli.unlocking import Access, PassphraseFdOption, RecoveryOption, VaultOption
from exposurewatch.errors import WrongUsage

if TYPE_CHECKING:
    from exposurewatch.vault.records import DetailEntry

HELP = (
    "Keep your own phone number, name, address and the like in the vault, so that every scan searches messages for"
    " them.\n\n"
    "What strangers post beside a picture is what brings others to a door. The vault is encrypted, and reports cover"
    " your details up unless you ask for them with --show-details."
)
_EXIT = (
    "The exit status is 0 when it was done, 2 when the command or the passphrase was wrong, 3 when the vault is"
    " damaged, in use or cannot be written, and 130 when you stopped it."
)
_MASKED = "Covered up here; --show-details writes them out."

app = typer.Typer(no_args_is_help=True)


@app.command(
    help="\n\n".join(
        (
            "Add one of your details.",
            "The kinds are phone, handle, email, name, address, ic (a Malaysian identity card number) and plate; a"
            " service, such as instagram or telegram, stands for a handle there. Leave the value out: it is then asked"
            " for, or read from what is piped in, and your shell does not keep it. Examples:",
            "exposurewatch details add phone",
            "exposurewatch details add instagram jane_doe",
            _EXIT,
        )
    )
)
def add(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="What it is.", show_default=False)],
    value: Annotated[
        str | None,
        typer.Argument(metavar="VALUE", help="The detail itself; better left out.", show_default="ask for it"),
    ] = None,
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002 (a flag)
) -> None:
    """Check it, open the vault, and keep it."""
    from exposurewatch.cli.detailing import masked  # noqa: PLC0415 (heavy, and --help must be quick)
    from exposurewatch.cli.saying import say  # noqa: PLC0415
    from exposurewatch.cli.unlocking import unlocked  # noqa: PLC0415
    from exposurewatch.details import named, read_detail  # noqa: PLC0415
    from exposurewatch.reports.wording import DETAILS  # noqa: PLC0415

    found = named(kind)
    detail = read_detail(
        kind, _asked(f"Your {DETAILS[found.name]}, such as {found.example}") if value is None else value
    )
    label = f"Your {DETAILS[detail.kind]} ({masked(detail)})"
    with unlocked(Access(vault, passphrase_fd, recovery)) as opened:
        added = opened.details.add(detail)
    if added:
        say(f"{label} is kept. The next scan searches all messages for it.")
    else:
        say(f"{label} was there already.")


def _asked(words: str) -> str:
    """The value: typed at the terminal, where it is seen, or the first line of what is piped in.

    Raises:
        WrongUsage: there is none.
    """
    from exposurewatch.cli.asking import ask_openly  # noqa: PLC0415

    piped = sys.stdin is not None and not sys.stdin.isatty()
    value = sys.stdin.readline().strip() if piped else ask_openly(words, "a pipe")
    if not value:
        raise WrongUsage("No detail was given.", "Type it where it is asked for, or pipe it in.")
    return value


@app.command(
    name="list",
    help="\n\n".join(
        ("List your details in the vault, with their numbers.", "Example: exposurewatch details list", _EXIT)
    ),
)
def listed(
    show_details: ShowDetailsOption = False,  # noqa: FBT002
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Open the vault, and list."""
    from rich.console import Console  # noqa: PLC0415

    from exposurewatch.cli.unlocking import unlocked  # noqa: PLC0415
    from exposurewatch.reports.lines import Line, print_lines  # noqa: PLC0415
    from exposurewatch.reports.summary import counted  # noqa: PLC0415

    with unlocked(Access(vault, passphrase_fd, recovery)) as opened:
        entries = opened.details.listed()
    lines = [Line(words=f"{counted(len(entries), 'detail')} in the vault", bold=True)]
    if not entries:
        lines = [
            Line(words="There is no detail in the vault yet.", bold=True),
            Line(words="Add one: exposurewatch details add phone"),
        ]
    elif not show_details:
        lines.append(Line(words=_MASKED))
    described = _described(entries, show=show_details)
    lines += [Line(f"{entry.number:>4}  ", described[entry.number]) for entry in entries]
    print_lines(lines, Console(highlight=False))


def _described(entries: Sequence[DetailEntry], *, show: bool) -> dict[int, str]:
    """What is said of all details of the vault, by their numbers."""
    from exposurewatch.details import told_apart  # noqa: PLC0415
    from exposurewatch.reports.wording import DETAILS  # noqa: PLC0415

    details = [entry.detail for entry in entries]
    shown = {detail: detail.value for detail in details} if show else told_apart(details)
    return {entry.number: f"{DETAILS[entry.detail.kind]}: {shown[entry.detail]}" for entry in entries}


@app.command(
    help="\n\n".join(
        (
            "Take details out of the vault, with where they stood beside pictures.",
            "`exposurewatch details list` shows their numbers. Example: exposurewatch details forget 2 3",
            _EXIT,
        )
    )
)
def forget(
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="NUMBER", help="Which, by their numbers.", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,  # noqa: FBT002
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,  # noqa: FBT002
    vault: VaultOption = None,
    passphrase_fd: PassphraseFdOption = None,
    recovery: RecoveryOption = False,  # noqa: FBT002
) -> None:
    """Say which would be forgotten, ask, and forget them."""
    from exposurewatch.cli.saying import say  # noqa: PLC0415
    from exposurewatch.cli.unlocking import unlocked  # noqa: PLC0415
    from exposurewatch.reports.summary import counted  # noqa: PLC0415

    if bool(numbers) == everything:
        raise WrongUsage(
            "Say which details to forget." if not numbers else "Either numbers or --all, not both.",
            "`exposurewatch details list` shows their numbers; --all stands for all of them.",
        )
    with unlocked(Access(vault, passphrase_fd, recovery)) as opened:
        entries = opened.details.listed()
        chosen = entries if everything else _numbered(numbers or (), entries)
        described = _described(entries, show=False)
        say(*(f"To be forgotten: {described[entry.number]}" for entry in chosen))
        if not chosen or not (yes or _agreed()):
            say("Nothing was forgotten.")
            return
        with stopped_saying("Stopped. `exposurewatch details list` shows what is there."):
            forgotten = opened.details.forget([entry.number for entry in chosen])
    say(f"{counted(forgotten, 'detail')} {'was' if forgotten == 1 else 'were'} forgotten.")


def _agreed() -> bool:
    from exposurewatch.cli.asking import ask_openly  # noqa: PLC0415

    return ask_openly("Forget? It cannot be taken back. [y/N]", "--yes").lower() in ("y", "yes")


def _numbered(numbers: Sequence[int], entries: Sequence[DetailEntry]) -> tuple[DetailEntry, ...]:
    """The details with these numbers, each once.

    Raises:
        WrongUsage: there is none of a number.
    """
    known = {entry.number: entry for entry in entries}
    for number in numbers:
        if number not in known:
            raise WrongUsage(f"There is no detail {number} in the vault.", "`exposurewatch details list` shows them.")
    return tuple(known[number] for number in dict.fromkeys(numbers))
