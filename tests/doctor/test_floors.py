import pytest

from exposurewatch.doctor.floors import FLOORS, below


@pytest.mark.parametrize(
    ("version", "floor", "is_below"),
    [
        ("1.3.1", "1.3.2", True),
        ("1.3.2", "1.3.2", False),
        ("1.10", "1.9.9", False),
        ("13.0", "13.0.0", False),
        ("12.9.9", "13.0.0", True),
        ("1.3.1-rc1", "1.3.2", True),
        ("13.1.0.dev0", "13.0.0", False),
        ("unknown", "1.0", False),
        ("", "1.0", False),
    ],
)
def test_versions_are_compared_as_numbers(version: str, floor: str, *, is_below: bool) -> None:
    assert below(version, floor) is is_below


@pytest.mark.parametrize("name", FLOORS)
def test_each_floor_is_a_version_and_says_where_the_hole_is_published(name: str) -> None:
    assert below("0.0.1", FLOORS[name].version)
    assert "CVE-" in FLOORS[name].why
