"""Every crafted document in an export is read or named, and the picture beside it is found; nothing outside is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.hostility.accounts import LOOKED_AT, MATCHED, READ, of_files
from benchmarks.hostility.archives.names import NAMES
from benchmarks.hostility.case import Case
from benchmarks.hostility.documents import documents
from benchmarks.hostility.layouts import LAYOUTS
from benchmarks.hostility.scanning import CONTROL, Workers, control, own, scanned_exports, steps_of
from exposurewatch.paths import shown
from exposurewatch.sources import SOURCES, open_exports
from exposurewatch.sources.folder import FOLDER
from tests.hostile import corpus

_LONGEST = 255  # bytes of a name that file systems take


def test_every_source_has_a_layout() -> None:
    assert LAYOUTS.keys() | {FOLDER.name} == {source.name for source in SOURCES}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_export_is_accounted_for(name: str, workers: Workers, tmp_path: Path) -> None:
    cases = corpus.of_source(name)
    accounts = scanned_exports(cases, tmp_path, LAYOUTS[name], workers)
    assert accounts.faults == ()
    assert accounts.outcomes.keys() == {CONTROL, *(case.name for case in cases)}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_documents_that_are_well_are_read(name: str, workers: Workers, tmp_path: Path) -> None:
    """Else the rest would prove nothing."""
    good = Case("well", documents()[LAYOUTS[name].parser].content)
    accounts = scanned_exports([good], tmp_path, LAYOUTS[name], workers)
    assert accounts.faults == ()
    assert accounts.outcomes["well"] == READ


@pytest.mark.parametrize("name", [name for name, layout in LAYOUTS.items() if layout.mentioned])
def test_no_path_in_an_export_leads_out_of_it(name: str, workers: Workers, tmp_path: Path) -> None:
    layout = LAYOUTS[name]
    document = documents()[layout.parser].content
    cases = [
        Case(path, document.replace(layout.mentioned.encode(), path.encode()))
        for path in ("../outside.jpg", "../../outside.jpg", str(tmp_path / "outside.jpg"), "../../../../outside.jpg")
    ]
    assert all(case.content != document for case in cases)
    assert scanned_exports(cases, tmp_path, layout, workers).faults == ()


def _tree(folder: Path) -> dict[str, str]:
    """Hostile names and kinds of files in a folder; return the cases by the path that each is told of under."""
    given = {CONTROL: CONTROL}
    (folder / CONTROL).write_bytes(control())
    for word, name in sorted(NAMES.items()):
        plain = name.replace("/", "|").replace("\0", "|")
        if plain.strip(".") and len(plain.encode()) <= _LONGEST:
            (folder / f"{plain}.png").write_bytes(own(0))
            given[f"{plain}.png"] = word
    outside = folder.parent / "outside.jpg"
    outside.write_bytes(own(1))
    links: dict[str, Path] = {
        "up.jpg": outside,
        "absolute.jpg": Path("/etc/passwd"),
        "loop.jpg": folder / "loop.jpg",
        "gone.jpg": Path("x"),
    }
    for name, target in links.items():
        (folder / name).symlink_to(target)
        given[name] = f"a link called {name}"
    (folder / "circle").symlink_to(folder)
    os.mkfifo(folder / "fifo.jpg")
    given["fifo.jpg"] = "a FIFO"
    with (folder / "holes.jpg").open("wb") as holes:
        holes.truncate(300 << 20)
    given["holes.jpg"] = "300 MB of nothing"
    return given


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither these names nor FIFOs")
def test_a_folder_of_hostile_names_links_and_pipes_is_accounted_for(workers: Workers, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    given = _tree(folder)
    assert len(given) >= corpus.LEAST
    (export,) = open_exports(folder, {})
    accounts = of_files(steps_of(export.read(), workers), {shown(path): case for path, case in given.items()})
    assert accounts.faults == ()
    assert accounts.counted()[MATCHED] > 30
    assert accounts.counted()[LOOKED_AT] == 0
