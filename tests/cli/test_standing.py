from pathlib import Path
from typing import NoReturn

import pytest

from exposurewatch.cli import standing
from exposurewatch.errors import VaultTooNew
from exposurewatch.vault import header, keys
from exposurewatch.vault.keys import SlotKind
from exposurewatch.vault.lock import held
from exposurewatch.vault.records import Decision
from exposurewatch.vault.store import opened
from tests.cli.conftest import SECRET, Given, MadeVault, Ran, Run, Typist
from tests.vault.builders import PIPELINE, own, posted, sha, shows


def _rows(ran: Ran) -> dict[str, str]:
    return {line[:14].strip(): line[14:] for line in ran.out.splitlines()}


def test_what_can_be_known_without_a_secret_is_told(run: Run, made_vault: MadeVault, typist: Typist) -> None:
    ran = run("vault", "status", "--vault", made_vault.folder)
    assert (ran.status, ran.err) == (0, "")
    assert _rows(ran) == {
        "Vault": str(made_vault.folder),
        "Opens with": "its passphrase or its recovery code",
        "Keys": "whole, in both copies",
        "Who can open": "only you: the folder, and each file in it",
        "On the disk": "0.2 MB",
        "Holds": "encrypted; --details asks for the passphrase, and counts",
    }
    assert not typist.asked


def test_with_the_secret_it_counts(run: Run, made_vault: MadeVault, typist: Typist) -> None:
    data_key = keys.unlock(made_vault.folder, SlotKind.PASSPHRASE, SECRET)
    with opened(made_vault.folder, data_key) as vault:
        photos = [own(number) for number in range(3)]
        for photo in photos:
            vault.photos.add(photo, 1)
        vault.history.begin(())
        journal = vault.journal(vault.photos.all(), PIPELINE)
        for number, photo in enumerate(photos):
            journal.saw(posted(f"{number}.jpg", str(number)), sha(number), 100)
            journal.keep(sha(number), shows(photo), None)
        first, second, _ = (finding.number for finding in vault.findings.listed())
        vault.findings.mark_seen([first])
        vault.findings.decide(second, Decision.NOT_ME)
    typist.types("wrong", SECRET)
    ran = run("vault", "status", "--details", "--vault", made_vault.folder)
    assert ran.status == 0
    rows = _rows(ran)
    assert (rows["Photos"], rows["Past scans"]) == ("3", "1")
    assert rows["Matches"] == "2, 1 of them not looked at yet"
    assert rows["Not me"] == "1, which you said are not of you"


def test_one_damaged_copy_is_told_and_mended(run: Run, given: Given, made_vault: MadeVault) -> None:
    (made_vault.folder / "keys").write_bytes(b"?")
    ran = run("vault", "status", "--vault", made_vault.folder)
    assert ran.status == 0
    assert "It is mended the next time the vault is opened." in " ".join(ran.out.split())
    details = run("vault", "status", "--details", "--vault", made_vault.folder, "--passphrase-fd", given(SECRET))
    assert _rows(details)["Keys"] == "whole, in both copies"


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (("keys", "keys.backup"), "error: The keys of the vault in"),
        (("vault.db",), "error: The vault is damaged: what it holds cannot be read."),
    ],
)
def test_damage_is_told_after_what_can_be_told(
    run: Run, given: Given, made_vault: MadeVault, broken: tuple[str, ...], told: str
) -> None:
    for name in broken:
        path = made_vault.folder / name
        path.write_bytes(bytes(path.stat().st_size))
    ran = run("vault", "status", "--details", "--vault", made_vault.folder, "--passphrase-fd", given(SECRET))
    assert ran.status == 3
    assert told in ran.err
    assert _rows(ran)["Holds"] == "cannot be told"
    assert _rows(ran)["Vault"] == str(made_vault.folder)


@pytest.mark.parametrize("details", [(), ("--details",)], ids=["bare", "details"])
def test_a_vault_of_a_newer_version_is_told_after_what_can_be_told(
    run: Run, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch, details: tuple[str, ...]
) -> None:
    def too_new(_folder: Path) -> NoReturn:
        raise VaultTooNew("A newer version made it.", "Use that one.")

    monkeypatch.setattr(header, "read", too_new)
    ran = run("vault", "status", *details, "--vault", made_vault.folder)
    assert (ran.status, ran.err) == (3, "error: A newer version made it.\nhint: Use that one.\n")
    rows = _rows(ran)
    assert (rows["Vault"], rows["Keys"]) == (str(made_vault.folder), "A newer version made it.")
    assert (rows["Opens with"], rows["Holds"]) == ("cannot be told", "cannot be told")


@pytest.mark.parametrize(("lost", "told"), [("vault.db", "has lost its database"), ("keys*", "has lost its keys")])
def test_what_is_lost_is_told(run: Run, made_vault: MadeVault, lost: str, told: str) -> None:
    for path in made_vault.folder.glob(lost):
        path.unlink()
    ran = run("vault", "status", "--vault", made_vault.folder)
    assert ran.status == 3
    assert told in ran.err
    assert "exposurewatch vault destroy" in ran.err


def test_others_who_can_open_it_are_told(run: Run, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "is_private", lambda _folder: False)
    ran = run("vault", "status", "--vault", made_vault.folder)
    assert _rows(ran)["Who can open"].startswith("others who use this computer, too; `exposurewatch doctor`")


def test_it_can_be_looked_at_while_it_is_in_use_and_not_into(run: Run, given: Given, made_vault: MadeVault) -> None:
    with held(made_vault.folder):
        assert run("vault", "status", "--vault", made_vault.folder).status == 0
        ran = run("vault", "status", "--details", "--vault", made_vault.folder, "--passphrase-fd", given(SECRET))
    assert ran.status == 3
    assert "Another command has the vault" in ran.err


def test_looking_changes_nothing(run: Run, made_vault: MadeVault) -> None:
    def contents() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in made_vault.folder.iterdir()}

    before = contents()
    run("vault", "status", "--vault", made_vault.folder)
    assert contents() == before


def test_a_path_stays_whole_and_words_keep_to_80_columns(run: Run, given: Given, tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    run("vault", "create", "--vault", folder, "--passphrase-fd", given(SECRET))
    lines = run("vault", "status", "--vault", folder).out.splitlines()
    assert str(folder) in "\n".join(lines)
    assert all(len(line) <= 80 or "long" in line for line in lines)
