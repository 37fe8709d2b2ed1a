"""An archive as the parent sees it: workers list and unpack it, and may die doing so."""

from __future__ import annotations

import contextlib
import itertools
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NoReturn

from exposurewatch.archives.archive import BadArchive, RawFile
from exposurewatch.archives.conversation import Conversation, Told, trouble
from exposurewatch.archives.entries import Entry
from exposurewatch.archives.frames import CLOSE, Command, Says
from exposurewatch.archives.handles import Anywhere, File
from exposurewatch.archives.seats import Seats
from exposurewatch.archives.supply import Supply
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sandbox.protocol import Cause, Malformed
from exposurewatch.sandbox.worker import Limits

LIMITS: Final = Limits(seconds=20, memory=2 << 30)  # a zip of a million files takes 1.2 GiB to list
_MOST_ENTRIES: Final = 1_010_000  # formats stop at a million files; what is wrong with the archive stands beside them
_MOST_NAMES: Final = 512 << 20  # bytes of all that it lists together


@dataclass(slots=True)
class _Held:
    """The conversation about an archive, while there is one: its worker waits for a command, or is to be ended."""

    conversation: Conversation | None = None


class Reader:
    """One archive, in a worker that runs the `job` of its format. To be used from one thread.

    It has a worker while it is read, which may have served other archives before. Where that one was ended, or was let
    go for others, the next takes over: files that are open stay open.
    """

    def __init__(self, job: str, supply: Supply, seats: Seats, limits: Limits = LIMITS) -> None:
        self._job = job
        self._limits = limits
        self._supply = supply
        self._seats = seats
        self._held = _Held()
        self._numbers = 0
        self._forgotten: list[tuple[int, int]] = []
        self.life = 0  # grows whenever the worker is let go: files have to be opened anew
        weakref.finalize(self, _end, self._held, supply)

    def entries(self) -> Iterator[Entry]:
        """Yield what the archive says that it holds. What ends the list too early is an entry as well, the last one.

        Raises:
            BadArchive: nothing can be made of it.
            CouldNotFinish: no worker can be started.
        """
        met, room = 0, _MOST_NAMES
        for attempt in (1, 2):
            try:
                for entry in itertools.islice(self._listed(), met, None):
                    met += 1
                    yield entry
                    if met > _MOST_ENTRIES:
                        raise BadArchive(f"it has more than {_MOST_ENTRIES:,} files in it")
                    room -= 4 * (len(entry.name) + len(entry.detail))
                    if room < 0:
                        raise BadArchive("the names of the files in it are too long")
            except Unreadable as error:
                if attempt == 1 and error.reason is Reason.DECODER_DIED:
                    continue
                if not met:
                    raise BadArchive(error.detail) from error
                detail = f"{error.detail}: what stands behind that was not read"
                yield Entry("", refused=Reason.EXPORT_DAMAGED, detail=detail)
            return

    def open(self, token: bytes) -> RawFile:
        """Return a file; raise `Unreadable`."""
        return File(self, token)

    def anywhere(self, token: bytes) -> Supply:
        """Return a file that is an archive itself."""
        return Anywhere(self, token)

    def close(self) -> None:
        """Let the worker go for now: it forgets the archive, so that it can serve another one, or is ended."""
        self.life += 1
        self._forgotten.clear()
        conversation, self._held.conversation = self._held.conversation, None
        if conversation is not None:
            if conversation.end():
                self._seats.spare(self._job, conversation.worker)
            else:
                conversation.worker.kill()
        self._supply.release()

    def number(self) -> int:
        """Return a number for a file that no other has."""
        self._numbers += 1
        return self._numbers

    def ask(self, command: Command, words: bytes) -> tuple[Says, bytes]:
        """Return what the worker says to a command: `Says.DONE` or `Says.ENDED`, and its words.

        Raises:
            Unreadable: the file cannot be read, or the worker was ended over it.
        """
        try:
            with self._at_work() as conversation:
                says, answer = conversation.say(command, words)
                if says not in (Says.DONE, Says.ENDED):
                    raise Malformed
                return says, answer
        except Told as told:
            raise told.of_file() from None

    def forget(self, life: int, number: int) -> None:
        """Have a file closed along with the next command, if the worker that opened it is then still there.

        The worker may wait for bytes of the archive at this moment, and would take any other words for them.
        """
        self._forgotten.append((life, number))

    def distrust(self) -> NoReturn:
        """End the worker, which talks nonsense; raise `Unreadable`."""
        self._kill()
        raise trouble(Cause.TALKED_NONSENSE)

    def _listed(self) -> Iterator[Entry]:
        try:
            with self._at_work() as conversation:
                yield from conversation.listed()
        except Told as told:
            raise told.of_archive() from None

    @contextlib.contextmanager
    def _at_work(self) -> Iterator[Conversation]:
        """Whatever comes between, the worker is in step with the parent afterwards, or ended."""
        with self._seats.taken(self):
            try:
                conversation = self._held.conversation or self._begun()
                self._close_forgotten(conversation)
                yield conversation
            except Told:
                raise
            except Malformed:
                self.distrust()
            except BaseException:
                self._kill()
                raise

    def _begun(self) -> Conversation:
        conversation = Conversation(self._seats.worker(self._job, self._limits), self._supply)
        try:
            conversation.begin()
        except Told:
            self._seats.spare(self._job, conversation.worker)  # it has said all that there is to say
            raise
        except BaseException:
            conversation.worker.kill()
            raise
        self._held.conversation = conversation
        return conversation

    def _close_forgotten(self, conversation: Conversation) -> None:
        while self._forgotten:
            life, number = self._forgotten.pop()
            if life == self.life:
                conversation.say(Command.CLOSE, CLOSE.pack(number))

    def _kill(self) -> None:
        """End the worker, which is out of step."""
        conversation, self._held.conversation = self._held.conversation, None
        if conversation is not None:
            conversation.worker.kill()
        self.close()


def _end(held: _Held, supply: Supply) -> None:
    """End the worker of an archive that nobody can ask for any more. Any thread may come to do this, at any moment."""
    if held.conversation is not None:
        held.conversation.worker.kill()
    supply.release()
