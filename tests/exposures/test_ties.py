"""A detail is tied to a picture by few messages between them, by a reply or by who sent both, and by nothing else."""

from __future__ import annotations

import pytest

from exposurewatch.details import Detail
from exposurewatch.exposures.places import Place
from exposurewatch.exposures.ties import NEAR, Found, Ties, nearness_of
from exposurewatch.model import Channel, DetailKind, Locator, Nearness, Origin, Part, Spelling

_CHAT = ("export", Channel("Gossip", "1"))
_PHONE = Detail(DetailKind.PHONE, "+60123456789")


def _place(number: int, sender: str = "Anon", reply_to: int | None = None) -> Place:
    answered = None if reply_to is None else str(reply_to)
    home = Locator("export", "result.json")
    return Place(_CHAT, number, Origin("x", home, _CHAT[1], str(number), sender=sender, reply_to=answered))


def _found(place: Place) -> Found:
    return Found(_PHONE, Spelling.EXACT, Part.TEXT, place)


@pytest.mark.parametrize(
    ("one", "other", "nearness"),
    [
        (_place(5), _place(5), (Nearness.SAME_MESSAGE, 0)),
        (_place(5), _place(500, reply_to=5), (Nearness.REPLY, 0)),
        (_place(500, reply_to=5), _place(5), (Nearness.REPLY, 0)),
        (_place(5), _place(5 + NEAR), (Nearness.NEARBY, NEAR)),
        (_place(5), _place(6 + NEAR), (Nearness.SAME_SENDER, 0)),
    ],
)
def test_how_near_two_messages_are(one: Place, other: Place, nearness: tuple[Nearness, int]) -> None:
    assert nearness_of(one, other) == nearness


def test_of_all_that_was_found_only_what_is_tied_to_a_place_is_met() -> None:
    places = [
        _place(1),
        _place(40, "Bob"),
        _place(50, "Eve"),
        _place(60, "Bob"),
        _place(61, "Bob"),
        _place(90, "Eve", 50),
    ]
    ties = Ties([_found(place) for place in places])

    near = {found.place.number for found in ties.around(_place(50, "Zed"))}
    far = {found.place.number for found in ties.around(_place(75, "Bob"))}
    answered = {found.place.number for found in ties.around(_place(300, "Zed", 1))}

    assert near == {40, 50, 60, 90}  # 90 answers it
    assert far == {61}  # of one sender the nearest before it, and none is behind
    assert answered == {1}


def test_another_chat_is_tied_to_nothing() -> None:
    ties = Ties([_found(_place(5))])
    elsewhere = Place(("export", Channel("Other", "2")), 5, _place(5).origin)

    assert list(ties.around(elsewhere)) == []
