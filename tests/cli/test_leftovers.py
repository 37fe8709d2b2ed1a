"""A vault is used from the command line as it would be, and nothing it knows can be read anywhere on the disk."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from exposurewatch.fingerprints.look import look_at_photo
from exposurewatch.fingerprints.wire import pack_photo
from exposurewatch.images import decode
from tests.cli.conftest import PASSPHRASE, Small, run_apart

WORDS = (
    *("MARKphoto", "MARKlabel", "MARKdetached", "MARKexport", "MARKpicture", "MARKtitle", "MARKsender", "MARKcaption"),
    *(
        "MARKforward",
        "MARKstranger",
        "MARKtext",
        "MARKnote",
        "+60123456789",
        "0123456789",
        "marksecret",
        "user777000777",
        "1234509876",
        "ChatExport",
        "result.json",
    ),
    *("certain", "not me", "exact", "findings", "sightings", "SQLite format 3", "telegram", "image/jpeg", "JFIF"),
)


def written(root: Path, small: Small) -> tuple[Path, Path]:
    """Photos and an export in which every word is one to look for."""
    photos, export = root / "MARKdetached", root / "ChatExport_MARKexport"
    photos.mkdir()
    shutil.copytree(small.export, export)
    for number, path in enumerate(sorted(small.photos.iterdir())):
        shutil.copy(path, photos / f"MARKphoto {number}{path.suffix}")
    chat = json.loads((export / "result.json").read_text("utf-8"))
    chat |= {"name": "MARKtitle", "id": 1234509876}
    for message in chat["messages"]:
        message |= {"from": "MARKsender", "from_id": "user777000777", "text": "MARKcaption MARKtext"}
        message["forwarded_from"] = "MARKforward"
    (export / "result.json").write_text(json.dumps(chat), "utf-8")
    return photos, export


def markers(photos: Path, export: Path, recovery: str) -> Iterator[tuple[str, bytes]]:
    """What must stand in no file: words, sums, fingerprints and secrets."""
    yield from ((word, word.encode()) for word in WORDS)
    yield from (("passphrase", PASSPHRASE.encode()), ("recovery", recovery.encode()))
    yield "recovery, joined", recovery.replace("-", "").encode()
    raw: dict[str, bytes] = {}
    for number, path in enumerate(sorted(photos.iterdir())):
        seen = look_at_photo(decode(path.read_bytes()))
        raw[f"sum {number}"] = hashlib.sha256(path.read_bytes()).digest()
        raw[f"PDQ {number}"] = seen.frames[0].digests["pdq"][0]
        raw[f"pHash {number}"] = seen.frames[0].digests["phash"][0]
        raw[f"points {number}"] = pack_photo(seen)[600:632]
    for number, path in enumerate(sorted(path for path in export.rglob("*.jpg"))):
        raw[f"picture {number}"] = hashlib.sha256(path.read_bytes()).digest()
    for name, value in raw.items():
        yield from ((name, value), (f"{name}, hex", value.hex().encode()), (f"{name}, 64", base64.b64encode(value)))


def test_nothing_can_be_read_in_the_vault_the_home_folder_or_among_temporary_files(
    small: Small, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    photos, export = written(given, small)
    (given / "secret").write_text(f"{PASSPHRASE}\n{PASSPHRASE}\n", "utf-8")
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    around = {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "SQLITE_TMPDIR": str(temporary),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    told = []
    for status, *command in (
        (0, "vault", "create"),
        (0, "add", photos, "--label", "MARKlabel", "--workers", "1"),
        (0, "details", "add", "phone", "012-345 6789"),
        (0, "details", "add", "name", "Marksecret Detailname"),
        (1, "scan", export, "--workers", "1"),
        (0, "review", "--number", "1", "--decision", "not-me", "--note", "MARKnote"),
        (1, "matches", "--all"),
        (0, "history"),
    ):
        ran = run_apart(*command, "--passphrase-fd", "3", after=f"3< '{given / 'secret'}'", **around)
        assert ran.status == status, (command, ran.err)
        told.append(ran.out)
    recovery = re.search(r"(?:[0-9A-Z]{5}-){6}[0-9A-Z]{5}", told[0])
    assert recovery is not None, told[0]
    assert "MARKnote" in told[-2], "what is looked for was really remembered"
    looked_for = list(markers(photos, export, recovery.group()))
    assert len(looked_for) >= 40
    files = [path for place in (home, temporary, Path()) for path in place.rglob("*") if path.is_file()]
    assert any(path.name == "vault.db" for path in files)
    contents = {path: path.read_bytes() for path in files}
    assert [(name, path.name) for name, marker in looked_for for path in files if marker in contents[path]] == []
