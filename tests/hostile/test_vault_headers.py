"""Whatever stands in the place of a vault's header, it is read, or it ends in an error that is the program's own."""

from __future__ import annotations

from pathlib import Path

from benchmarks.hostility.vault_headers import OPENED, opened, sample
from exposurewatch.errors import VaultDamaged, VaultTooNew
from tests.hostile import corpus


def test_each_header_is_accounted_for(tmp_path: Path) -> None:
    cases = corpus.of_header()
    outcomes = {case.name: opened(case.content, tmp_path) for case in cases}
    assert len(outcomes) == len(cases)
    assert set(outcomes.values()) == {OPENED, VaultDamaged.__name__, VaultTooNew.__name__}
    assert opened(sample(), tmp_path) == OPENED


def test_none_is_believed_without_its_seal(tmp_path: Path) -> None:
    unsealed = [case for case in corpus.of_header() if "sealed" not in case.name]
    assert len(unsealed) >= corpus.LEAST
    for case in unsealed:
        assert opened(case.content, tmp_path) == VaultDamaged.__name__, case.name
