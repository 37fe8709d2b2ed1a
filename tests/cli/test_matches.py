from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from exposurewatch.cli.found_files import COLUMNS
from exposurewatch.vault.records import Decision
from tests.cli.conftest import Run, run_apart
from tests.cli.remembered import BEACH, EXPORT, PASSPHRASE, Remembered, in_message
from tests.reports.strangers import HOSTILE, misleading
from tests.vault.builders import PIPELINE, sha, shows

SCHEMA = json.loads((Path(__file__).parents[2] / "exposurewatch/reports/report.schema.json").read_text("utf-8"))


@pytest.fixture
def bare(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Remembered:
    return Remembered(tmp_path / "vault", run, monkeypatch)


@pytest.fixture
def full(bare: Remembered) -> Remembered:
    bare.add_photos()
    bare.find()
    return bare


def test_matches_are_listed_by_photo_with_every_place(full: Remembered) -> None:
    ran = full.run("matches")
    lines = ran.out.splitlines()
    assert (ran.status, ran.err) == (1, "")
    assert lines[:4] == [
        "3 matches of 2 of your 4 photos, in 5 places.",
        "All of them are new since you last looked.",
        "How sure: 1 exact, 1 certain, 1 probable.",
        "3 are not decided yet; “exposurewatch review” goes through them one by one.",
    ]
    titles = [line for line in lines if line.startswith(("Your photo", "  1.", "  2.", "  3.", "  4."))]
    assert titles == [
        'Your photo "beach": 2 matches in 4 places',
        "  1. Certain: this is almost certainly a copy of your photo",
        "  3. Exact: this is your photo, unchanged",
        'Your photo "garden": 1 match in 1 place',
        "  2. Probable: this is probably a copy of your photo; compare the two yourself",
    ]
    at = lines.index(titles[1])
    assert lines[at + 1 : at + 8] == [
        "     New        you have not been shown this before",
        "     You said   not decided yet",
        "     How        mirrored, smaller (50 % of your photo's size)",
        "     Posted     the same picture in 3 places, first 2026-05-03 12:00:00, last",
        "                2026-05-20 12:00:00 UTC",
        "     Channel    Gossip Corner",
        "     Message    88",
    ]
    told = " ".join(ran.out.split())
    assert "Also in Gossip Corner, message 12, 2026-05-03 12:00:00 UTC, by Anon, https://t.me/c/1234567890/7" in told
    assert "Gossip Corner, message 99, by Anon, https://t.me/c" in told
    assert "     Also like  shed" in lines
    assert "  1 picture shows the same scene as a photo of yours, and is no copy of it;" in lines
    assert "What this means" in lines
    assert max(map(len, lines)) <= 80


def test_what_was_listed_is_not_new_until_it_is_found_elsewhere(full: Remembered) -> None:
    assert full.run("matches", "--new").out.startswith("3 new matches of 2 of your 4 photos, in 5 places.\nHow sure")
    assert full.new() == [4]  # the other shot of the scene was counted, not shown
    ran = full.run("matches", "--new")
    assert ran.status == 0
    assert ran.out.startswith("Nothing is new since you last looked.\n3 matches are remembered")
    with full.open() as vault:
        vault.journal(vault.photos.all(), PIPELINE).saw(in_message(200, 30), sha("c"), 10)
    ran = full.run("matches", "--new")
    assert ran.status == 1
    assert ran.out.startswith("1 new match of 1 of your 4 photos, in 2 places.")
    assert "     New        it was found in more places since you were shown it" in ran.out
    assert "New  " not in full.run("matches").out


@pytest.mark.parametrize(
    ("new", "said"), [(1, "1 of them is new"), (2, "2 of them are new"), (3, "All of them are new")]
)
def test_how_many_are_new_is_said(full: Remembered, new: int, said: str) -> None:
    with full.open() as vault:
        vault.findings.mark_seen(range(1, 4 - new))
    assert f"\n{said} since you last looked.\n" in full.run("matches").out


def test_what_is_not_her_is_left_out_and_said_to_be(full: Remembered) -> None:
    with full.open() as vault:
        vault.findings.decide(2, Decision.NOT_ME)
        vault.findings.decide(3, Decision.CONFIRMED, "the police know")
    ran = full.run("matches")
    assert "garden" not in ran.out
    assert "You have decided on 1 (1 confirmed). 1 is not decided yet; “exposurewatch" in ran.out
    assert "1 match is left out that you said is not you; --all lists it." in ran.out
    assert "     You said   confirmed, 20" in ran.out
    assert "     Your note  the police know" in ran.out
    ran = full.run("matches", "--all")
    assert "     You said   not me, 20" in ran.out
    assert "left out" not in ran.out
    with full.open() as vault:
        vault.findings.decide(1, Decision.NOT_ME)
        vault.findings.decide(3, Decision.NOT_ME)
    ran = full.run("matches")
    assert ran.status == 0
    assert ran.out.startswith(
        "There is no match but what you said is not you.\n3 matches are left out that you said are not you; --all"
    )
    assert "You have decided on all of them: 3 not me." in full.run("matches", "--all").out


def test_other_shots_of_a_scene_are_listed_where_they_are_wanted_and_are_no_matches(full: Remembered) -> None:
    with full.open() as vault:
        for number in (1, 2, 3):
            vault.findings.decide(number, Decision.NOT_ME)
    ran = full.run("matches", "--show-same-scene")
    assert ran.status == 0
    assert 'Your photo "me": 1 picture in 1 place' in ran.out
    assert "  4. Same scene:" in ran.out
    assert full.new() == []


def test_without_photos_scans_or_matches_it_is_said_what_to_do(bare: Remembered) -> None:
    ran = bare.run("matches")
    assert ran.status == 0
    assert ran.out.startswith(
        "The vault holds no photos yet, so nothing could be found.\nAdd yours with “exposurewatch"
    )
    bare.add_photos()
    assert bare.run("matches").out.startswith("Nothing was compared yet with your 4 photos.\n")
    with bare.open() as vault:
        vault.history.begin((EXPORT,))
        vault.photos.forget([photo.id for photo in vault.photos.listed()[1:]])
    assert bare.run("matches").out.startswith(
        "No match of your photo is remembered, after 1 scan.\nThat does not mean that it does not circulate"
    )


def test_without_a_vault_nothing_is_asked(run: Run, tmp_path: Path) -> None:
    for command in ("matches", "history"):
        ran = run(command, "--vault", tmp_path / "none")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("error: ")
        assert "\nhint: " in ran.err


def test_a_finding_without_a_place_is_told_all_the_same(full: Remembered) -> None:
    with full.open() as vault:
        vault.findings._database.execute("DELETE FROM sightings")
        vault.findings._database.commit()
    ran = full.run("matches")
    assert ran.out.startswith("3 matches of 2 of your 4 photos, in 0 places.")
    assert "     Posted     where is not known any more; scan the export again" in ran.out
    assert len(full.run("matches", "--format", "csv").out.splitlines()) == 4
    assert json.loads(full.run("matches", "--format", "json").out)["matches"][0]["sightings"] == []


def test_a_finding_that_no_longer_stands_says_so(full: Remembered) -> None:
    with full.open() as vault:
        vault.findings.decide(3, Decision.CONFIRMED)
        vault.journal(vault.photos.all(), PIPELINE, again=True).keep(sha("c"), shows(), None)
    out = " ".join(full.run("matches").out.split())
    assert "Now not found any more when looked at anew; kept for what you said of it" in out


def test_programs_get_what_the_report_of_a_scan_holds_and_what_the_user_said(full: Remembered) -> None:
    with full.open() as vault:
        vault.findings.decide(1, Decision.CONFIRMED, "a note")
    ran = full.run("matches", "--format", "json", "--show-same-scene")
    written = json.loads(ran.out)
    assert ran.status == 1
    assert (written["schema"], written["library"]) == ("exposurewatch-matches/1", {"photos": 4})
    assert [match["number"] for match in written["matches"]] == [1, 3, 2, 4]
    first = written["matches"][0]
    assert (first["decision"], first["note"], first["new"], first["stands"]) == ("confirmed", "a note", True, True)
    assert (first["first_seen"], first["last_seen"]) == ("2026-05-03T12:00:00Z", "2026-05-20T12:00:00Z")
    assert [sighting["message_id"] for sighting in first["sightings"]] == ["88", "12", "99"]
    shared = ("photo", "verdict", "score", "agreement", "alteration", "alike", "moments", "own_moment")
    for match in written["matches"]:
        for sighting in match["sightings"]:
            beside = sighting.pop("beside")
            assert sighting.pop("withdrawn_at") is None
            as_reported = {name: match[name] for name in shared} | {"sighting": sighting, "beside": beside}
            jsonschema.validate(as_reported, {"$defs": SCHEMA["$defs"], "$ref": "#/$defs/match"})
    assert full.new() == []


@pytest.mark.parametrize(
    ("which", "words", "taken_back"),
    [
        ("*", "by its publisher on 2026-06-01", 3),
        ("photos/12.jpg", "by its publisher on 2026-06-01, in 1 of 3 places", 1),
    ],
)
def test_what_its_publisher_has_taken_back_is_told(full: Remembered, which: str, words: str, taken_back: int) -> None:
    with full.open() as vault:
        vault._database.execute(
            "UPDATE sightings SET withdrawn_at = '2026-06-01T10:00:00.000000+00:00' WHERE path GLOB ?", which
        )
    first = json.loads(full.run("matches", "--format", "json").out)["matches"][0]
    told = [sighting["withdrawn_at"] for sighting in first["sightings"]]
    assert (told.count("2026-06-01T10:00:00Z"), told.count(None)) == (taken_back, 3 - taken_back)
    full.run("matches", "--output", "found.csv")
    rows = csv.DictReader(io.StringIO(Path("found.csv").read_text("utf-8-sig"), newline=""))
    assert sum(bool(row["withdrawn_at"]) for row in rows if row["number"] == "1") == taken_back
    shown = " ".join(full.run("matches").out.split())
    assert f"Withdrawn: {words}" in shown or f"Withdrawn {words}" in shown


def test_spreadsheets_get_a_row_for_each_place(full: Remembered) -> None:
    with full.open() as vault:
        vault.findings.decide(2, Decision.UNDECIDED, "=1+1")
    ran = full.run("matches", "--show-same-scene", "--output", "found.csv")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("3 matches are in found.csv. It holds names and links")
    content = Path("found.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["number"], row["kind"], row["message_id"], row["places"]) for row in rows] == [
        ("1", "match", "88", "3"),
        ("1", "match", "12", "3"),
        ("1", "match", "99", "3"),
        ("3", "match", "14", "1"),
        ("2", "match", "13", "1"),
        ("4", "same scene", "15", "1"),
    ]
    assert (rows[4]["decision"], rows[4]["note"], rows[4]["photo"]) == ("undecided", "'=1+1", "garden")


def test_a_file_of_words_is_what_the_screen_shows_at_100_columns(
    full: Remembered, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.run("matches")
    full.run("matches", "--output", "found.txt")
    monkeypatch.setenv("COLUMNS", "100")
    assert Path("found.txt").read_text("utf-8") == full.run("matches").out


@pytest.mark.parametrize("where", ["ChatExport/found.txt", "vault/vault.db", "nowhere/found.txt"])
def test_nothing_is_written_over_an_export_or_the_vault(full: Remembered, tmp_path: Path, where: str) -> None:
    Path("ChatExport").mkdir()
    place = tmp_path / where if where.startswith("vault") else where
    ran = full.run("matches", "--output", place)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert full.new() == [1, 2, 3, 4]
    assert not list(Path("ChatExport").iterdir())


def test_what_could_not_be_written_stays_new(full: Remembered) -> None:
    full_disk = ("matches", "--vault", full.folder, "--passphrase-fd", "3")
    Path("secret").write_text(PASSPHRASE)
    if Path("/dev/full").exists():
        ran = run_apart(*full_disk, after="3<secret >/dev/full")
        assert ran.status == 3
        assert full.new() == [1, 2, 3, 4]
    ran = run_apart(*full_disk, after="3<secret | cat")
    assert ran.status == 1
    assert full.new() == [4]


def test_words_of_strangers_and_notes_are_words_alone(full: Remembered) -> None:
    words = " ".join(HOSTILE).encode("utf-8", "replace").decode()
    with full.open() as vault:
        journal = vault.journal(vault.photos.all(), PIPELINE)
        journal.saw(in_message(300, 7, caption=words), sha("e"), 10)
        journal.keep(sha("e"), shows(BEACH), None)
        vault.findings.decide(1, Decision.CONFIRMED, words)
    assert not misleading(full.run("matches").out)
    assert not misleading(full.run("matches", "--format", "json").out)


def test_it_is_plain_when_piped(full: Remembered) -> None:
    Path("secret").write_text(PASSPHRASE)
    arguments = ("matches", "--vault", full.folder, "--passphrase-fd", "3")
    ran = run_apart(*arguments, after="3<secret | cat", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (ran.status, ran.err) == (1, "")
    assert "\x1b" not in ran.out
    assert "“exposurewatch review”" in ran.out
