"""Says why there is nothing to look at in a container, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from exposurewatch.errors import WrongUsage
from exposurewatch.model import Reason
from exposurewatch.sources.containers import Container
from exposurewatch.sources.survey import Survey

_EXPORT_AGAIN = (
    "Export the chat again and wait until the program says that it is done; in Telegram Desktop, tick the photos in "
    "“Export chat history”. “exposurewatch sources” says how to make each kind of export."
)
_NAME_ANOTHER = "Name the folder or archive that holds the export or the pictures."
_SEE_SOURCES = "“exposurewatch sources” lists the exports that can be read, and how to make each."


def no_such_document(name: str) -> WrongUsage:
    """Return the error for a file that is called like a document of an export and is none."""
    return WrongUsage(
        f"{name} is no export that can be read, and no picture.",
        f"{_SEE_SOURCES} To look at the pictures beside it, name the folder.",
    )


def nothing_found(container: Container, seen: Survey, *, empty: bool) -> WrongUsage:
    """Return the error for a container with nothing to look at; `empty`: an export is in it, without messages."""
    said, hint = next(_explanations(seen, empty=empty))
    return WrongUsage(f"The {container.kind} {container.name} {said}.", hint)


def _explanations(seen: Survey, *, empty: bool) -> Iterator[tuple[str, str]]:
    """Yield what may be said and advised, the most telling first."""
    if seen.closed is not None:
        yield f"cannot be read: {seen.closed}", "Check whether you may open it."
    if empty:
        yield "holds an export without a single message", _EXPORT_AGAIN
    if seen.refused == {Reason.ENCRYPTED} and not seen.files:
        yield "is locked with a password", "Unpack it with the password and name the folder."
    if seen.claims:
        yield "holds no picture, and no export that can be read", _SEE_SOURCES
    if seen.refused and not seen.files:
        yield "holds nothing that may be opened", f"Copy its files into a plain folder and name that. {_NAME_ANOTHER}"
    yield ("holds no picture and no video" if seen.files else "is empty"), _NAME_ANOTHER
