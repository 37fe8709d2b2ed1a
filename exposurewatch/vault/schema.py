"""The tables of the vault, one numbered step after the other."""

from __future__ import annotations

from typing import Final

from exposurewatch.errors import VaultTooNew
from exposurewatch.vault import chaining
from exposurewatch.vault.database import Database
from exposurewatch.vault.evidence import begin

# A step that was released is never changed; a change is a further step. Of pictures found there are only SHA-256 sums.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE photos (
        number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
        version INTEGER NOT NULL UNIQUE, -- of all photos together, when this one was added
        sha256 BLOB NOT NULL UNIQUE,
        id TEXT NOT NULL,
        label TEXT NOT NULL,
        path TEXT,
        added_at TEXT NOT NULL,
        pipeline INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        points INTEGER NOT NULL,
        fingerprints BLOB NOT NULL -- the last, so that a list of the others reads little
    ) STRICT;

    CREATE TABLE marks (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO marks VALUES ('version', 0); -- the last that was given to a photo, be it forgotten since

    CREATE TABLE pictures ( -- what came of looking at each file, by its bytes
        sha256 BLOB PRIMARY KEY,
        look BLOB,
        pipeline TEXT NOT NULL,
        library INTEGER NOT NULL, -- the largest version of the photos that it was compared with
        closely INTEGER NOT NULL, -- the same of its last look under this pipeline that was not a fast one, else 0
        spared INTEGER NOT NULL,
        reason TEXT, -- why it could not be compared; else its findings are the answer
        detail TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX pictures_by_look ON pictures (look) WHERE look IS NOT NULL;

    CREATE TABLE findings (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        picture BLOB NOT NULL,
        photo INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,
        stands INTEGER NOT NULL, -- 0: not found any more when looked at anew, kept for what the user decided
        verdict TEXT NOT NULL,
        score REAL NOT NULL,
        agreement REAL NOT NULL,
        alteration TEXT NOT NULL,
        alike TEXT NOT NULL, -- numbers of photos
        found_at TEXT NOT NULL,
        decision TEXT,
        note TEXT NOT NULL DEFAULT '',
        decided_at TEXT,
        seen_at TEXT,
        seen INTEGER NOT NULL DEFAULT 0, -- the largest number of a sighting when the user was shown it
        UNIQUE (picture, photo)
    ) STRICT;
    CREATE INDEX findings_by_photo ON findings (photo);

    CREATE TABLE sightings ( -- only of pictures with a finding
        number INTEGER PRIMARY KEY AUTOINCREMENT, -- the larger, the later, whatever the clock says
        picture BLOB NOT NULL,
        place TEXT NOT NULL, -- the message it is in, whatever export that was read from; without one, the file
        container TEXT NOT NULL,
        path TEXT NOT NULL,
        origin TEXT NOT NULL,
        media TEXT NOT NULL,
        caption TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        UNIQUE (picture, place)
    ) STRICT;

    CREATE TABLE files ( -- the journal: which bytes each file had when it was last read
        container TEXT NOT NULL,
        path TEXT NOT NULL,
        size INTEGER NOT NULL,
        sha256 BLOB NOT NULL,
        PRIMARY KEY (container, path)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE scans (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        started_at TEXT NOT NULL,
        ended_at TEXT,
        state TEXT NOT NULL,
        opened TEXT NOT NULL,
        counts TEXT
    ) STRICT;
    """,
    """
    CREATE TABLE centres ( -- of the lists into which the codes of all photos are sorted
        only INTEGER PRIMARY KEY CHECK (only = 1),
        codes BLOB NOT NULL
    ) STRICT;

    CREATE TABLE lists (
        photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        numbers BLOB NOT NULL -- of the lists, one for each point
    ) STRICT;
    """,
    """
    CREATE TABLE sums ( -- by which a file is told that is published nowhere but as a sum
        photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        md5 BLOB NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE videos ( -- which photos are videos
        photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        seconds REAL NOT NULL
    ) STRICT;

    ALTER TABLE findings ADD COLUMN moments TEXT; -- of a video: which show the photo, and which of an own one are shown
    """,
    """
    CREATE TABLE details (
        number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        added_at TEXT NOT NULL,
        UNIQUE (kind, value)
    ) STRICT;

    CREATE TABLE beside ( -- which details stood near a picture, masked
        sighting INTEGER NOT NULL REFERENCES sightings ON DELETE CASCADE,
        kind TEXT NOT NULL,
        shown TEXT NOT NULL,
        part TEXT NOT NULL,
        spelling TEXT NOT NULL,
        nearness TEXT,
        away INTEGER NOT NULL,
        origin TEXT NOT NULL,
        PRIMARY KEY (sighting, kind, shown)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE near (
        sighting INTEGER NOT NULL REFERENCES sightings ON DELETE CASCADE,
        detail INTEGER REFERENCES details ON DELETE CASCADE, -- none for one that was only in a file
        kind TEXT NOT NULL,
        shown TEXT NOT NULL, -- what was told of it then; another detail may be told of alike
        part TEXT NOT NULL,
        spelling TEXT NOT NULL,
        nearness TEXT,
        away INTEGER NOT NULL,
        origin TEXT NOT NULL
    ) STRICT;
    INSERT INTO near SELECT sighting, NULL, kind, shown, part, spelling, nearness, away, origin FROM beside;
    DROP TABLE beside;
    ALTER TABLE near RENAME TO beside;
    CREATE INDEX beside_by_sighting ON beside (sighting);
    CREATE INDEX beside_by_detail ON beside (detail);
    """,
    """
    CREATE TABLE feeds (
        number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
        name TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        address TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        every INTEGER NOT NULL, -- seconds
        since TEXT,
        proxy TEXT,
        allow_http INTEGER NOT NULL,
        options TEXT NOT NULL,
        keys TEXT NOT NULL,
        added_at TEXT NOT NULL,
        checkpoint TEXT NOT NULL DEFAULT '{}',
        attempts INTEGER NOT NULL DEFAULT 0, -- at what follows the checkpoint, that did not get all of its pictures
        tried_at TEXT,
        pulled_at TEXT, -- the last time that nothing was the matter
        not_before TEXT,
        cause TEXT,
        trouble TEXT NOT NULL DEFAULT '',
        withdrawn INTEGER NOT NULL DEFAULT 0,
        not_looked_at TEXT NOT NULL DEFAULT '{}' -- how many pictures that are not tried again, by why
    ) STRICT;

    CREATE TABLE parts ( -- of what a feed tells anew each time
        feed INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
        part TEXT NOT NULL,
        generation INTEGER NOT NULL, -- how often it was begun
        passed_over TEXT NOT NULL, -- since it was begun
        PRIMARY KEY (feed, part)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE entries ( -- published reports of pictures, by what the feed calls them
        feed INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
        key TEXT NOT NULL,
        part TEXT NOT NULL,
        generation INTEGER NOT NULL,
        compared INTEGER NOT NULL, -- the version of what photos can be told by that it was compared with
        compared_by INTEGER NOT NULL DEFAULT 0, -- the version of what compared it
        digests BLOB NOT NULL,
        told TEXT, -- where the picture was seen
        note TEXT NOT NULL,
        added_at TEXT NOT NULL,
        PRIMARY KEY (feed, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX entries_by_part ON entries (feed, part);

    CREATE TABLE signing ( -- what this user publishes
        only INTEGER PRIMARY KEY CHECK (only = 1),
        seed BLOB NOT NULL
    ) STRICT;

    ALTER TABLE sums ADD COLUMN sha1 BLOB;
    CREATE TABLE crops ( -- of each photo, which published hashes may be of
        photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        packed BLOB NOT NULL
    ) STRICT;
    ALTER TABLE sightings ADD COLUMN withdrawn_at TEXT; -- when the publisher of a report was seen to take it back
    INSERT INTO marks VALUES ('sums', 0); -- how often a photo was given sums or crops that it had lacked
    """,
    chaining.STEP,
)

_CHAINED: Final = 8  # the step since which there is a chain, which begins with what the vault then holds


def version(database: Database) -> int:
    """How many steps were taken; 0 for a database that was only just made."""
    ((steps,),) = database.execute("PRAGMA user_version")
    return int(steps)


def migrate(database: Database) -> None:
    """Take the steps that this vault lacks, each whole or not at all.

    Raises:
        VaultTooNew: a later version of the program has taken steps that this one does not know.
    """
    taken = version(database)
    if taken > len(MIGRATIONS):
        raise VaultTooNew(
            "The vault was written by a newer version of exposurewatch.",
            "Install that version, or name another folder with --vault.",
        )
    for number, step in enumerate(MIGRATIONS[taken:], taken + 1):
        with database.transaction():
            database.execute(step)
            if number == _CHAINED:
                begin(database)
            database.execute(f"PRAGMA user_version = {number}")
