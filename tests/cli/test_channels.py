import pytest

from exposurewatch.cli.channels import Chats, usernames
from exposurewatch.errors import WrongUsage
from exposurewatch.model import Channel, Item, Message
from tests.conftest import a_sighting, an_origin


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


def said(names: dict[str, str], *channels: Channel | None) -> list[str]:
    chats = Chats()
    items: list[Item] = [Message(an_origin(channel=channel)) for channel in channels]
    items.append(a_sighting())
    assert list(chats.noted(items)) == items
    return list(chats.unused(names))


def test_names_of_chats_that_were_read_are_not_spoken_of() -> None:
    assert said({}, Channel("One", "1")) == []
    assert said({"1": "one", "": "two"}, Channel("One", "1", "one"), Channel("Two", "2", "two")) == []


def test_a_number_that_no_chat_has_is_named_with_those_that_there_are() -> None:
    chats = (Channel("One", "1"), Channel(None, "2"), Channel("One", "1"), None)
    assert said({"1": "one", "9": "name"}, *chats) == [
        "--channel 9=name was not used: no chat with the number 9 was read. These were: 1 (“One”), 2."
    ]


def test_of_many_chats_some_are_named_and_where_the_others_are_found() -> None:
    (sentence,) = said({"9999": "name"}, *(Channel("x", str(number)) for number in range(1205)))
    assert sentence.endswith(
        " 3 (“x”), 4 (“x”) and 1,200 more; a chat's number stands in result.json, as “id” beside its name."
    )


def test_a_name_for_no_chat_at_all_is_said_to_be_unused() -> None:
    assert said({"": "name", "9": "other"}, None) == [
        "--channel name was not used: no chat was read that it could belong to.",
        "--channel 9=other was not used: no chat with the number 9 was read.",
    ]
