"""Nothing that the vault remembers can be read in its files: while it is open, after a kill, and closed."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from exposurewatch.details import Detail
from exposurewatch.feeds.feed import Batch
from exposurewatch.fingerprints.wire import pack_photo
from exposurewatch.model import (
    Channel,
    DetailKind,
    Exposure,
    Locator,
    Match,
    Nearness,
    Opened,
    Permalink,
    Reason,
    Remembered,
    Unreadable,
)
from exposurewatch.parsers.entries import Entry
from exposurewatch.vault.location import DATABASE
from exposurewatch.vault.records import Decision
from exposurewatch.vault.store import Vault, opened
from tests.conftest import a_judgement, an_origin
from tests.vault.builders import KEY, KEY_CONTENT, PIPELINE, own, posted, sha, shows
from tests.vault.disk import Create, Disk
from tests.vault.reports import a_feed, hashes
from tests.vault.test_power_cut import vault_on

SEED = bytes(range(100, 132))
WORDS = (
    *("MARKlabel", "MARKother", "MARKpath", "MARKcontainer", "MARKfile", "MARKstranger", "MARKmessage", "MARKsender"),
    *("MARKforwarded", "MARKtitle", "MARKusername", "MARKchannel", "MARKlink", "MARKcaption", "MARKnote", "MARKdetail"),
    *("MARKdetail", "MARKshown", "MARKanswered"),
    *("MARKfeed", "MARKaddress", "MARKtold", "MARKkey", "MARKcheckpoint", "MARKpart", "MARKentry", "MARKreported"),
    *("MARKopened", "MARKexport", "telegram-json", "who is she", "photo 1.jpg", "certain", "not me", "unreadable"),
    *("finished", "under way", "CREATE TABLE", "findings", "fingerprints", "rotation_degrees"),
)


def markers() -> dict[str, bytes]:
    """What must stand in no file: words, and sums and fingerprints as bytes and as digits."""
    packed = pack_photo(own(1).fingerprints)
    frame = own(1).fingerprints.frames[0]
    raw = {
        "sha256 of a photo": own(1).sha256,
        "md5 of a photo": own(1).md5,
        "sha256 of a picture": sha("found"),
        "sha256 of a stranger": sha("stranger"),
        "look": sha("look"),
        "pdq": frame.digests["pdq"][0],
        "points": packed[400:432],
        "codes": packed[-1100:-1000],
        "layout": packed[-32:],
        "key": KEY_CONTENT,
        "sha1 of a photo": own(1).sha1,
        "published sha256": hashes("published")[0].value,
        "seed": SEED,
    }
    found = {word: word.encode() for word in WORDS}
    for name, value in raw.items():
        found |= {f"{name}, raw": value, f"{name}, hex": value.hex().encode(), f"{name}, 64": base64.b64encode(value)}
    found["id"] = own(1).id.encode()
    return found


def fill(vault: Vault) -> None:
    """Have the vault remember every marker."""
    vault.photos.add(own(1, label="MARKlabel", path="/home/her/MARKpath"), 1)
    vault.photos.add(own(2, label="photo 1.jpg"), 1)
    vault.photos.add(own(3, label="MARKother"), 1)
    scan = vault.history.begin([Opened("MARKopened", "MARKexport")])
    journal = vault.journal(vault.photos.all(), PIPELINE)
    origin = an_origin(
        locator=Locator("MARKcontainer", "MARKfile"),
        channel=Channel("MARKtitle", "MARKchannel", "MARKusername"),
        message_id="MARKmessage",
        sender="MARKsender",
        forwarded_from="MARKforwarded",
        permalink=Permalink("https://t.me/MARKlink", public=True),
    )
    journal.saw(posted("", origin=origin, caption="MARKcaption"), sha("found"), 10)
    journal.keep(sha("found"), shows(own(1)), sha("look"))
    journal.saw(posted("MARKstranger"), sha("stranger"), 10)
    journal.keep(sha("stranger"), Remembered(Unreadable(Reason.UNREADABLE, "MARKdetail")), None)
    journal.commit()
    vault.details.add(Detail(DetailKind.NAME, "MARKdetail"))
    answered = an_origin(message_id="MARKanswered")
    beside = Exposure(DetailKind.NAME, "MARKshown", answered, nearness=Nearness.REPLY)
    vault.details.stood_beside([Match(a_judgement(), posted("", origin=origin), (beside,))], {})
    vault.findings.decide(vault.findings.listed()[0].number, Decision.NOT_ME, "MARKnote")
    assert scan
    _follow(vault)


def _follow(vault: Vault) -> None:
    feed = vault.feeds.add(
        a_feed("MARKfeed", address="https://MARKaddress/", title="MARKtold", keys={"token": "MARKkey"})
    )
    entry = Entry("MARKentry", hashes("published"), note="MARKreported")
    vault.feeds.keep_batch(feed.number, Batch({"at": "MARKcheckpoint"}, entries=(entry,), part="MARKpart"))
    vault._database.execute("INSERT INTO signing VALUES (1, ?)", SEED)
    vault._database.commit()


def in_files(folder: Path) -> list[tuple[str, str]]:
    """Every marker that stands in a file, with that file."""
    contents = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert DATABASE in contents
    assert not contents[DATABASE].startswith(b"SQLite format 3")
    return [
        (name, file) for file, content in contents.items() for name, marker in markers().items() if marker in content
    ]


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files of this test alone, in which nothing may be left."""
    folder = tmp_path_factory.mktemp("temporary")
    for name in ("TMPDIR", "SQLITE_TMPDIR", "HOME"):
        monkeypatch.setenv(name, str(folder))
    yield folder
    assert list(folder.rglob("*")) == []


def test_there_are_enough_markers_and_the_search_would_find_them(folder: Path) -> None:
    assert len(markers()) >= 40
    (folder / "clear").write_bytes(b"\0".join(markers().values()))
    assert len(in_files(folder)) == len(markers())


def test_nothing_can_be_read_while_the_vault_is_open_or_when_it_is_closed(folder: Path) -> None:
    with opened(folder, KEY) as vault:
        fill(vault)
        assert (folder / f"{DATABASE}-wal").stat().st_size > 10_000
        assert in_files(folder) == []
        vault._database.empty_log()
        assert in_files(folder) == []
    assert in_files(folder) == []
    with opened(folder, KEY) as vault:
        vault.photos.forget([own(1).id])
        assert in_files(folder) == []
    assert in_files(folder) == []


KILLED = """
import os, sys
from pathlib import Path
from exposurewatch.vault.store import opened
from tests.vault.builders import KEY
from tests.vault.test_markers import fill
with opened(Path(sys.argv[1]), KEY) as vault:
    fill(vault)
    os._exit(9)
"""


def test_nothing_can_be_read_after_a_kill_and_nothing_is_lost(folder: Path) -> None:
    command = [sys.executable, "-B", "-c", KILLED, str(folder)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], check=False)  # noqa: S603
    assert done.returncode == 9
    assert (folder / f"{DATABASE}-wal").stat().st_size > 10_000
    assert in_files(folder) == []
    with opened(folder, KEY) as vault:
        (finding,) = vault.findings.listed(with_not_me=True)
        assert (finding.note, finding.sightings[0].caption) == ("MARKnote", "MARKcaption")
        assert [each.exposure.shown for each in finding.sightings[0].beside] == ["MARKshown"]
    assert in_files(folder) == []


def test_sorting_much_makes_no_temporary_file() -> None:
    disk = Disk()
    many = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
        " SELECT hex(randomblob(50)) AS x FROM n ORDER BY x"
    )
    with vault_on(disk) as vault:
        assert len(vault._database.execute(many)) == 100_000
    made = {event.name for event in disk.log if isinstance(event, Create)}
    assert made == {f"/{DATABASE}{end}" for end in ("", "-journal", "-wal")}
