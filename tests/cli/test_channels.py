import pytest

from exposurewatch.cli.channels import usernames
from exposurewatch.errors import WrongUsage


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((), {}),
        (("name",), {"": "name"}),
        ((" https://t.me/name ",), {"": "https://t.me/name"}),
        (("123=name", "456=other"), {"123": "name", "456": "other"}),
        (("name", "name"), {"": "name"}),
    ],
)
def test_a_name_stands_for_the_one_chat_and_a_number_says_which(
    given: tuple[str, ...], expected: dict[str, str]
) -> None:
    assert usernames(given) == expected


def test_two_names_for_one_chat_are_refused() -> None:
    with pytest.raises(WrongUsage, match=r"“one” and “two” cannot both"):
        usernames(["one", "two"])
