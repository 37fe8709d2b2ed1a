"""The memory of a scan: what came of every file, so that none is looked at twice and no finding is ever lost."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence

from exposurewatch.hashed import HashedSet
from exposurewatch.model import (
    ImageFile,
    Judgement,
    MediaKind,
    Missing,
    Photo,
    PublishedHash,
    Reason,
    Remembered,
    Sighting,
    Unreadable,
    Verdict,
    VideoFile,
)
from exposurewatch.vault import values
from exposurewatch.vault.database import Database, Row
from exposurewatch.vault.judgements import Judgements
from exposurewatch.vault.records import Done

FAST = "-fast"
"""How the name of a pipeline ends that looks less closely than the one without it."""

_SECONDS, _PICTURES = 2.0, 200  # after so much, what was looked at without a finding is committed
_TRY_AGAIN = frozenset({Reason.TIMED_OUT, Reason.OUT_OF_MEMORY, Reason.DECODER_DIED, Reason.CANNOT_OPEN, Reason.VIDEO})


class Journal:
    """What one scan knows and keeps. Its photos are all those of the vault, and stay the same while it lasts.

    `remembered` counts the files that earlier scans have spared this one; `hidden` the sightings in which something
    was left out, because the user had said that it is not her.
    """

    def __init__(self, database: Database, photos: Sequence[Photo], pipeline: str, *, again: bool) -> None:
        self._database = database
        self._judgements = Judgements(database, photos)
        self._pipeline = pipeline
        self._again = again
        ((self._library,),) = database.execute("SELECT coalesce(max(version), 0) FROM photos")
        self._settled = HashedSet()  # by this scan
        self._recalled = HashedSet()
        self._failed: dict[bytes, Remembered] = {}  # to be tried again, but not by this scan
        self._waiting: dict[bytes, list[Sighting]] = {}
        self._uncommitted = 0
        self._committed_at = time.monotonic()
        self.hidden = 0

    @property
    def remembered(self) -> int:
        """How many files an earlier scan had looked at, so that this one need not."""
        return len(self._recalled)

    def done_in(self, containers: Collection[str]) -> Done:
        """How many files of these exports were looked at before, and how many of them need no further look."""
        done = Done()
        for container in set(containers):
            ((files, lacking, otherwise),) = self._database.execute(
                "SELECT count(*), count(*) FILTER (WHERE library < ?),"
                " count(*) FILTER (WHERE library >= ? AND pipeline NOT IN (?, ?))"
                " FROM files JOIN pictures USING (sha256) WHERE container = ?",
                *(self._library, self._library, self._pipeline, self._pipeline.removesuffix(FAST), container),
            )
            enough = files - lacking - otherwise
            done += Done(as_asked=files) if self._again else Done(enough, lacking, otherwise)
        return done

    def recall(self, sha256: bytes) -> Remembered | None:
        """What is known of a file with these bytes; None where it must be looked at."""
        if sha256 in self._failed:
            return self._failed[sha256]
        row = self._done(sha256)
        if row is None:
            return None
        if sha256 not in self._settled:
            self._recalled.add(sha256)
        _, _, spared, reason, detail = row
        if reason is None:
            return Remembered(self._judgements.of(sha256), bool(spared), detail)
        with values.reading():
            return Remembered(Unreadable(Reason(reason), detail), bool(spared))

    def recall_look(self, look: bytes) -> tuple[Judgement, ...] | None:
        """What was found in a picture of this look, whatever the user said of it; None where none was compared yet.

        What she said of one picture is not held against another: `recall` leaves out what is not her in that one.
        """
        for (sha256,) in self._database.execute(
            "SELECT sha256 FROM pictures WHERE look = ? AND reason IS NULL ORDER BY sha256", look
        ):
            if self._done(sha256) is not None:
                return self._judgements.standing(sha256)
        return None

    def keep(self, sha256: bytes, remembered: Remembered, look: bytes | None) -> None:
        """Remember what came of a file. What was found in it lasts when this returns, the rest soon after.

        `recall` has the last word on what is to be told of it: there, what the user said is not her is left out.
        """
        outcome = remembered.outcome
        if isinstance(outcome, Unreadable) and outcome.reason in _TRY_AGAIN:
            self._failed[sha256] = remembered
        else:
            self._failed.pop(sha256, None)
        with self._database.writing():
            if sha256 not in self._failed:
                self._settle(sha256, remembered, look)
            found = self._record(sha256, self._waiting.get(sha256, ()))
        self._waiting.pop(sha256, None)
        self._wrote(at_once=found)

    def saw(self, sighting: Sighting, sha256: bytes, size: int) -> None:
        """Take down where a file with these bytes was seen, be it before or after it is judged."""
        locator = sighting.origin.locator
        with self._database.writing():
            if not isinstance(sighting.media, PublishedHash):  # the file itself is not there
                self._database.execute(
                    "INSERT INTO files VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                    " SET (size, sha256) = (excluded.size, excluded.sha256) WHERE sha256 != excluded.sha256",
                    *(locator.container, locator.path, size, sha256),
                )
            if sha256 in self._failed or self._done(sha256) is not None:
                self._record(sha256, (sighting,))
            else:
                self._waiting.setdefault(sha256, []).append(sighting)
        self._wrote(at_once=False)

    def commit(self) -> None:
        """Have all that was kept last; called by itself every now and then, and when the vault is closed."""
        self._database.commit()
        self._uncommitted, self._committed_at = 0, time.monotonic()

    def _done(self, sha256: bytes) -> Row | None:
        """The row of a picture that needs no further look."""
        rows = self._database.execute(
            "SELECT pipeline, library, spared, reason, detail FROM pictures WHERE sha256 = ?", sha256
        )
        if not rows or (self._again and sha256 not in self._settled):
            return None
        pipeline, library = rows[0][:2]
        enough = pipeline in (self._pipeline, self._pipeline.removesuffix(FAST)) and library >= self._library
        return rows[0] if enough else None

    def _settle(self, sha256: bytes, remembered: Remembered, look: bytes | None) -> None:
        outcome = remembered.outcome
        unreadable = outcome if isinstance(outcome, Unreadable) else None
        judgements = () if isinstance(outcome, Unreadable) else outcome
        if any(judgement.verdict is Verdict.EXACT for judgement in judgements):
            look = None  # its bytes told it, which another file of the same look does not have
        closely = self._closely(sha256)
        self._database.execute(
            "INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            sha256,
            look,
            self._pipeline,
            self._library,
            closely if self._pipeline.endswith(FAST) else self._library,
            remembered.spared,
            None if unreadable is None else unreadable.reason,
            remembered.partly if unreadable is None else unreadable.detail,
        )
        self._judgements.replace(sha256, judgements, closely=closely)
        if look is not None:
            self._judgements.inherit(sha256, look)
        self._database.execute(
            "DELETE FROM sightings WHERE picture = ? AND picture NOT IN (SELECT picture FROM findings)", sha256
        )
        self._settled.add(sha256)

    def _closely(self, sha256: bytes) -> int:
        """Up to which version of the photos an earlier scan has compared a picture more closely than this one does."""
        if not self._pipeline.endswith(FAST):
            return 0
        rows = self._database.execute(
            "SELECT closely FROM pictures WHERE sha256 = ? AND pipeline IN (?, ?)",
            *(sha256, self._pipeline, self._pipeline.removesuffix(FAST)),
        )
        return int(rows[0][0]) if rows else 0

    def _record(self, sha256: bytes, sightings: Sequence[Sighting]) -> bool:
        """Keep these sightings if something was found in the picture, and say whether."""
        kept, hidden = self._judgements.kept(sha256)
        if not kept:
            return False
        if hidden:
            self.hidden += len(sightings)
        for sighting in sightings:
            origin = sighting.origin
            self._database.execute(
                "INSERT INTO sightings (picture, place, container, path, origin, media, caption, recorded_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
                " SET (container, path, origin, media, caption, withdrawn_at) ="
                " (excluded.container, excluded.path, excluded.origin, excluded.media, excluded.caption, NULL)",
                *(sha256, values.place(sighting), origin.locator.container, origin.locator.path),
                *(values.stored_origin(origin), _kind(sighting), sighting.caption, values.now()),
            )
        return True

    def _wrote(self, *, at_once: bool) -> None:
        self._uncommitted += 1
        late = time.monotonic() - self._committed_at > _SECONDS
        if at_once or late or self._uncommitted >= _PICTURES:
            self.commit()


def _kind(sighting: Sighting) -> MediaKind:
    match sighting.media:
        case PublishedHash():
            return MediaKind.PUBLISHED_HASH
        case Missing():
            return MediaKind.FILE
        case ImageFile(kind=kind) | VideoFile(kind=kind):
            return kind
