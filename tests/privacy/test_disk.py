"""After adding, scanning and reporting only the vault and the named outputs changed; nothing else was ever written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.privacy import tracing
from tests.privacy.conftest import Lived
from tests.privacy.world import HERE

_BESIDE = ".exposurewatch-"  # how the new version of an output is called until all of it is on the disk
_NOWHERE = ("/dev/null",)


def test_only_the_vault_and_the_named_outputs_are_new_or_changed(lived: Lived) -> None:
    root = lived.world.root
    above = [path for path in (lived.world.vault, *lived.world.vault.parents) if path.is_relative_to(lived.world.home)]
    own = {str(path.relative_to(root)) for path in above}
    changed = {
        path
        for path in lived.before.keys() | lived.after.keys()
        if _still(lived.before.get(path)) != _still(lived.after.get(path))
    }
    vault = str(lived.world.vault.relative_to(root))
    assert {path for path in changed if not path.startswith(vault) and path not in own} == {
        "outputs/folder.json",
        "outputs/hashes.txt",
        "outputs/matches.json",
        "outputs/zip.csv",
    }
    assert {Path(path).name for path in changed if path.startswith(f"{vault}/")} == {
        "keys",
        "keys.backup",
        "lock",
        "seal",
        "vault.db",
    }
    for folder in ("tmp", "here", "photos", "ChatExport", "ChatExport.zip"):
        assert lived.before[folder] == lived.after[folder], folder  # not even for a moment: its time would have changed


def _still(entry: tuple[object, ...] | None) -> tuple[object, ...] | None:
    """An entry of a snapshot; of a folder, that it is one: what came into it or left it is told by itself."""
    return entry if entry is None or entry[-1] else entry[:1]


def test_no_file_is_ever_written_that_is_neither_the_vaults_nor_a_named_output(watched: Lived) -> None:
    for name, into in watched.traces.items():
        strange = [call.words for call in tracing.calls(into) if call.writes and not _may(call, name, watched)]
        assert strange == [], name


def test_what_was_written_beside_an_output_took_its_place_or_was_empty(watched: Lived) -> None:
    seen = 0
    for name in ("scan", "scan of a zip", "matches in JSON", "hashes"):
        calls = [call for call in tracing.calls(watched.traces[name]) if call.writes]
        made = {path for call in calls for path in call.paths[:1] if call.name.startswith("open") and _BESIDE in path}
        renamed = {call.paths[0] for call in calls if call.name.startswith("rename") and _BESIDE in call.paths[0]}
        removed = {call.paths[0] for call in calls if call.name.startswith("unlink") and _BESIDE in call.paths[0]}
        assert made == renamed | removed, name
        assert len(renamed) == 1, name
        seen += len(made)
    assert seen >= 4


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("import tempfile; tempfile.TemporaryFile().write(b'x')", "openat"),
        ("open('made', 'x').close(); __import__('os').unlink('made')", "unlink"),
        ("__import__('os').mkdir('made')", "mkdir"),
        ("__import__('os').open('.', __import__('os').O_TMPFILE | 2)", "openat"),
        ("__import__('os').utime('there')", "utimensat"),
        ("__import__('os').link('there', 'also')", "link"),
    ],
    ids=["a temporary file", "a file that is gone again", "a folder", "a file without a name", "a time", "a link"],
)
def test_whatever_else_was_written_would_be_seen(code: str, name: str, tmp_path: Path) -> None:
    if why := tracing.why_not():
        pytest.skip(why)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "there").touch()
    into = tmp_path / "trace"
    command = [*tracing.command(into), sys.executable, "-c", code]
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path / "here"), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, check=True, cwd=tmp_path / "here", env=environment)  # noqa: S603
    written = [call for call in tracing.calls(into) if call.writes]
    assert name in {call.name for call in written}
    named = [tmp_path / "here" / path for call in written for path in call.paths]
    assert all(path.is_relative_to(tmp_path / "here") for path in named)


_SORT = """
import sys
from pathlib import Path
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.database import connect
database = connect(Path("there"), DataKey(bytes(range(32))))
database.execute(sys.argv[1])
rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)"
database.execute(f"{rows} SELECT count(*) FROM (SELECT i, randomblob(900) AS b FROM n ORDER BY b LIMIT -1 OFFSET 1)")
database.close()
"""


@pytest.mark.parametrize(("setting", "spills"), [("SELECT 1", False), ("PRAGMA temp_store = FILE", True)])
def test_what_the_vault_sorts_stays_in_memory_however_much_it_is(setting: str, spills: bool, tmp_path: Path) -> None:  # noqa: FBT001
    if why := tracing.why_not():
        pytest.skip(why)
    here = tmp_path / "here"
    here.mkdir()
    into = tmp_path / "trace"
    command = [*tracing.command(into), sys.executable, "-c", _SORT, setting]
    places = {"TMPDIR": str(here), "SQLITE_TMPDIR": str(here), "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, check=True, cwd=here, env={"PATH": os.environ["PATH"], **places})  # noqa: S603
    written = {Path(path).name for call in tracing.calls(into) if call.writes for path in call.paths}
    assert {"there", "there-wal"} <= written
    assert bool(written - {"there", "there-wal", "there-journal", "null"}) == spills


def _may(call: tracing.Call, name: str, lived: Lived) -> bool:
    vault, outputs = lived.world.vault, lived.world.outputs
    folders = {str(path) for path in (vault, *vault.parents) if path.is_relative_to(lived.world.home)}
    for path in call.paths:
        to_vault = path.startswith(f"{vault}/") and name != "without a vault"
        making_it = name == "create" and path in folders and call.name.startswith(("mkdir", "chmod"))
        again = call.name.startswith("mkdir") and path == str(vault) and "EEXIST" in call.words  # only asked for
        to_output = str(Path(path).parent) == str(outputs) and (
            Path(path).name.startswith(_BESIDE) or path in map(str, lived.runs[name].outputs)
        )
        if not (to_vault or making_it or again or to_output or path in _NOWHERE):
            return False
    return bool(call.paths)
