"""What was found in each picture, as a scan judged it."""

from __future__ import annotations

from collections.abc import Sequence

from exposurewatch.model import Judgement, Photo, Verdict
from exposurewatch.order import of_judgement
from exposurewatch.vault import values
from exposurewatch.vault.database import Database, Row
from exposurewatch.vault.records import Decision

_JUDGED = "verdict, score, agreement, alteration, alike, moments"
_SAID = f"(note != '' OR coalesce(decision, '{Decision.UNDECIDED}') != '{Decision.UNDECIDED}')"


class Judgements:
    """The judgements on pictures, by SHA-256, in terms of the photos that a scan compares with."""

    def __init__(self, database: Database, photos: Sequence[Photo]) -> None:
        self._database = database
        by_bytes = {photo.sha256: photo for photo in photos}
        rows = database.execute("SELECT number, sha256 FROM photos")
        self._photos: dict[int, Photo] = {number: by_bytes[sha256] for number, sha256 in rows if sha256 in by_bytes}
        self._numbers = {photo.sha256: number for number, photo in self._photos.items()}

    def of(self, picture: bytes) -> tuple[Judgement, ...]:
        """What is to be told of a picture, strongest first: without what the user said is not her."""
        return self._ranked(picture, "AND decision IS NOT ?", Decision.NOT_ME)

    def standing(self, picture: bytes) -> tuple[Judgement, ...]:
        """All that was found in a picture, strongest first, whatever the user said of it."""
        return self._ranked(picture)

    def _ranked(self, picture: bytes, but: str = "", *without: str) -> tuple[Judgement, ...]:
        rows = self._database.execute(
            f"SELECT photo, {_JUDGED} FROM findings WHERE picture = ? AND stands {but}", picture, *without
        )
        return tuple(sorted((self._judgement(row) for row in rows if row[0] in self._photos), key=of_judgement))

    def kept(self, picture: bytes) -> tuple[int, int]:
        """How many findings there are of a picture, and how many of them `of` leaves out as not her."""
        ((kept, hidden),) = self._database.execute(
            "SELECT count(*), count(*) FILTER (WHERE stands AND decision = ?) FROM findings WHERE picture = ?",
            *(Decision.NOT_ME, picture),
        )
        return kept, hidden

    def replace(self, picture: bytes, judgements: Sequence[Judgement], *, closely: int = 0) -> None:
        """Put `judgements` in the place of those before. What the user decided or noted of a finding outlives that.

        Photos up to the version `closely` were compared with more care before: what was found of these stays, and a
        judgement takes its place only where it is stronger.
        """
        held = self._held(picture, closely)
        found = values.stored_numbers([self._numbers[judgement.photo.sha256] for judgement in judgements])
        self._database.execute(
            "UPDATE findings SET stands = 0 WHERE picture = ? AND photo NOT IN (SELECT value FROM json_each(?))"
            " AND photo NOT IN (SELECT number FROM photos WHERE version <= ?)",
            *(picture, found, closely),
        )
        for judgement in judgements:
            earlier = held.get(judgement.photo.sha256)
            if earlier is None or of_judgement(judgement) < of_judgement(earlier):
                self._put(picture, judgement)
        told = {judgement.photo.sha256 for judgement in judgements}
        for judgement in judgements:
            alike = [self._numbers[photo.sha256] for photo in judgement.alike if photo.sha256 not in told]
            self._hand_over(picture, alike, self._numbers[judgement.photo.sha256])
        self._database.execute(f"DELETE FROM findings WHERE picture = ? AND NOT stands AND NOT {_SAID}", picture)

    def _held(self, picture: bytes, closely: int) -> dict[bytes, Judgement]:
        """What stands of the photos up to this version, by the SHA-256 of the photo."""
        rows = self._database.execute(
            f"SELECT photo, {_JUDGED} FROM findings JOIN photos ON photos.number = photo"
            " WHERE picture = ? AND stands AND version <= ?",
            *(picture, closely),
        )
        held = (self._judgement(row) for row in rows if row[0] in self._photos)
        return {judgement.photo.sha256: judgement for judgement in held}

    def _put(self, picture: bytes, judgement: Judgement) -> None:
        """Have this stand for its photo."""
        self._database.execute(
            f"INSERT INTO findings (picture, photo, stands, found_at, {_JUDGED}) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)"
            f" ON CONFLICT DO UPDATE SET stands = 1, ({_JUDGED}) ="
            " (excluded.verdict, excluded.score, excluded.agreement, excluded.alteration, excluded.alike,"
            " excluded.moments)",
            picture,
            self._numbers[judgement.photo.sha256],
            values.now(),
            judgement.verdict,
            judgement.score,
            judgement.agreement,
            values.stored_alteration(judgement.alteration),
            values.stored_numbers([self._numbers[photo.sha256] for photo in judgement.alike]),
            values.stored_moments(judgement.spans, judgement.own),
        )

    def _hand_over(self, picture: bytes, alike: Sequence[int], photo: int) -> None:
        """Give the finding of a photo what was said of one that shows the same moment, whose place it takes.

        Of several, that goes first which does not hide it.
        """
        if self._database.execute(
            f"SELECT 1 FROM findings WHERE picture = ? AND photo = ? AND {_SAID}", picture, photo
        ):
            return
        said = self._database.execute(
            f"SELECT number FROM findings WHERE picture = ? AND {_SAID} AND photo IN (SELECT value FROM json_each(?))"
            " ORDER BY decision IS ?, decided_at DESC LIMIT 1",
            *(picture, values.stored_numbers(alike), Decision.NOT_ME),
        )
        for (number,) in said:
            self._database.execute(
                "UPDATE findings SET (decision, note, decided_at, seen_at, seen) ="
                " (SELECT decision, note, decided_at, seen_at, seen FROM findings WHERE number = ?)"
                " WHERE picture = ? AND photo = ?",
                *(number, picture, photo),
            )
            self._database.execute("DELETE FROM findings WHERE number = ?", number)

    def inherit(self, picture: bytes, look: bytes) -> None:
        """Have a picture share what the user said is not her of another that looks the same.

        Not where she confirmed a third: then the look alone does not tell.
        """
        self._database.execute(
            "UPDATE findings SET decision = ?, decided_at = ? WHERE picture = ? AND decision IS NULL AND photo IN"
            " (SELECT photo FROM findings JOIN pictures ON sha256 = picture"
            " WHERE look = ? AND picture != ? AND stands AND decision IN (?, ?)"
            " GROUP BY photo HAVING count(DISTINCT decision) = 1 AND min(decision) = ?)",
            *(Decision.NOT_ME, values.now(), picture, look, picture),
            *(Decision.NOT_ME, Decision.CONFIRMED, Decision.NOT_ME),
        )

    def _judgement(self, row: Row) -> Judgement:
        photo, verdict, score, agreement, alteration, alike, moments = row
        with values.reading():
            return Judgement(
                self._photos[photo],
                Verdict(verdict),
                score,
                agreement,
                values.alteration(alteration),
                tuple(self._photos[number] for number in values.numbers(alike) if number in self._photos),
                *values.moments(moments),
            )
