"""What the project depends on is asked for once, locked with digests, and listed with its licence."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parent.parent
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

PROGRAM: Final = [Requirement(each) for each in PROJECT["dependencies"]]
ADDED: Final = {
    group: [Requirement(each) for each in requirements]
    for group, requirements in PROJECT["optional-dependencies"].items()
}
ADDITIONS: Final = PROGRAM + [each for group in ("web", "sevenzip", "video", "keyring") for each in ADDED[group]]
LISTS: Final = {"program": PROGRAM, "additions": ADDITIONS, "development": ADDITIONS + ADDED["dev"]}

_PINNED: Final = re.compile(r"^([a-z0-9-]+)==([^ ]+) (?:; [^\\]+)?\\$")


def locked(name: str) -> dict[str, list[str]]:
    """Every library that requirements/`name`.txt locks, with its versions: more than one where systems differ."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if pinned := _PINNED.match(line):
            found.setdefault(pinned[1], []).append(pinned[2])
    return found


@pytest.mark.parametrize("name", LISTS)
def test_a_list_locks_all_that_is_asked_for_in_versions_that_are_allowed(name: str) -> None:
    versions = locked(name)
    for requirement in LISTS[name]:
        for version in versions[canonicalize_name(requirement.name)]:
            assert requirement.specifier.contains(version), requirement


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_pinned_versions_with_digests_and_nothing_else(name: str) -> None:
    """No address, no path and no option: nothing of the computer on which it was written."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    digests = [line for line in lines if re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line)]
    pins = [line for line in lines if _PINNED.match(line)]
    assert len(digests) + len(pins) == len(lines)
    for pin, after in pairwise(lines):
        assert not _PINNED.match(pin) or after in digests


@pytest.mark.parametrize("name", ["program", "additions"])
def test_what_users_get_is_what_was_tested(name: str) -> None:
    tested = locked("development")
    assert all(set(versions) <= set(tested[library]) for library, versions in locked(name).items())


@pytest.mark.parametrize("requirement", ADDITIONS, ids=lambda each: each.name)
def test_the_licence_of_a_library_is_listed_for_the_version_that_is_locked(requirement: Requirement) -> None:
    """A new library, or a new version: .ci/licences.py writes the list anew."""
    name = canonicalize_name(requirement.name)
    rows = [line.split(" | ") for line in (ROOT / "docs" / "licences.md").read_text(encoding="utf-8").splitlines()]
    (row,) = [row for row in rows if row[0] == f"| {name}" and len(row) == 5]
    assert row[1] in locked("additions")[name]
    assert row[2].strip()
    assert row[4].strip(" |")


@pytest.mark.parametrize("group", ["", *ADDED])
def test_every_library_is_asked_for_from_a_lowest_version_on(group: str) -> None:
    """The version that .ci/lowest tests with."""
    for requirement in ADDED[group] if group else PROGRAM:
        assert [each.operator for each in requirement.specifier if each.operator == ">="], requirement
