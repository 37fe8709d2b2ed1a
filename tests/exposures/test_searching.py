"""What stands beside a match, what stands alone, and that no more is kept of an export than that."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from exposurewatch.details import Detail, Finder
from exposurewatch.exposures import NEAR, Exposures
from exposurewatch.model import (
    Channel,
    DetailKind,
    ImageFile,
    Item,
    Locator,
    Match,
    MediaKind,
    Message,
    Nearness,
    Origin,
    Part,
    Reason,
    Report,
    Sighting,
    Skipped,
    Spelling,
    Verdict,
)
from exposurewatch.steps import Looked, Step
from tests.conftest import a_judgement, a_match, a_report

PHONE = Detail(DetailKind.PHONE, "+60123456789")
NAME = Detail(DetailKind.NAME, "siti nurhaliza binti tarudin")
CALL = "call 012-345 6789"
CHAT = Channel("Gossip Corner", "123")


def origin(number: int, sender: str = "Anon", reply_to: int | None = None, channel: Channel | None = CHAT) -> Origin:
    answered = None if reply_to is None else str(reply_to)
    home = Locator("export", "result.json")
    return Origin("telegram-json", home, channel, str(number), sender=sender, reply_to=answered)


def message(number: int, text: str = "", **fields: object) -> Message:
    return Message(origin(number, **fields), text)  # type: ignore[arg-type]


def picture(of: Message, caption: str | None = None, path: str | None = None) -> Sighting:
    place = Locator("export", path or f"photos/{of.origin.message_id}.jpg")
    media = ImageFile(MediaKind.PHOTO, lambda: b"")
    return Sighting(media, replace(of.origin, locator=place), of.text if caption is None else caption)


def told(items: Iterable[Item], matching: Iterable[Sighting] = (), late: int = 3) -> Report:
    """The report of a scan in which these sightings match, each so many items after it was read."""
    exposures = Exposures(Finder([PHONE, NAME]))
    matching = list(matching)
    matches: list[Match] = []

    def steps() -> Iterator[Step]:
        waiting: list[Sighting] = []

        def looked(sighting: Sighting) -> Iterator[Step]:
            yield Looked(sighting, anew=True)
            if sighting in matching:
                matches.append(a_match(sighting=sighting))
                yield matches[-1]

        for item in exposures.noted(items):
            if isinstance(item, Sighting):
                waiting.append(item)
            else:
                yield item
            while len(waiting) > late:
                yield from looked(waiting.pop(0))
        for sighting in waiting:
            yield from looked(sighting)

    for _ in exposures.followed(steps()):
        pass
    return exposures.told(a_report(matches=tuple(matches)), lambda detail: detail.value[-2:])


def test_a_detail_in_the_message_of_a_match_stands_beside_it_and_not_alone() -> None:
    posted = message(5, CALL)
    report = told([message(4), posted, picture(posted)], [picture(posted)])
    (beside,) = report.matches[0].beside
    assert (beside.kind, beside.shown, beside.part) == (DetailKind.PHONE, "89", Part.TEXT)
    assert (beside.spelling, beside.nearness, beside.away) == (Spelling.EXACT, Nearness.SAME_MESSAGE, 0)
    assert beside.origin == posted.origin
    assert report.exposed == ()
    assert report.library.details == 2


def test_a_detail_in_another_message_stands_alone_as_well() -> None:
    posted, other = message(5), message(7, CALL)
    report = told([posted, picture(posted), message(6), other], [picture(posted)])
    (beside,), (alone,) = report.matches[0].beside, report.exposed
    assert (beside.nearness, beside.away, beside.origin) == (Nearness.NEARBY, 2, other.origin)
    assert (alone.nearness, alone.away, alone.origin) == (None, 0, other.origin)


@pytest.mark.parametrize("away", [-NEAR, -1, 1, NEAR])
def test_up_to_ten_messages_away_is_near(away: int) -> None:
    items: list[Item] = []
    for number in range(1, 40):
        items.append(message(number, CALL if number == 20 + away else "", sender=f"user {number}"))
        if number == 20:
            items.append(picture(message(20, sender="user 20")))
    (match,) = told(items, [picture(message(20, sender="user 20"))]).matches
    assert [each.away for each in match.beside] == [abs(away)]


@pytest.mark.parametrize("away", [-NEAR - 1, NEAR + 1])
def test_eleven_messages_away_is_not(away: int) -> None:
    items: list[Item] = []
    for number in range(1, 40):
        items.append(message(number, CALL if number == 20 + away else "", sender=f"user {number}"))
        if number == 20:
            items.append(picture(message(20, sender="user 20")))
    report = told(items, [picture(message(20, sender="user 20"))])
    assert report.matches[0].beside == ()
    assert len(report.exposed) == 1


@pytest.mark.parametrize(
    ("answered", "answers"), [(None, 1), (50, None)], ids=["it answers the picture", "the picture answers it"]
)
def test_a_reply_is_near_however_far_away_it_is(answered: int | None, answers: int | None) -> None:
    posted = message(1, sender="one", reply_to=answered)
    other = message(50, CALL, sender="two", reply_to=answers)
    between = [message(number, sender="three") for number in range(2, 50)]
    report = told([posted, picture(posted), *between, other], [picture(posted)])
    assert [(each.nearness, each.away) for each in report.matches[0].beside] == [(Nearness.REPLY, 0)]


def test_the_same_sender_is_near_however_far_away() -> None:
    posted, other = message(1, sender="one"), message(50, CALL, sender="one")
    between = [message(number, sender="three") for number in range(2, 50)]
    report = told([posted, picture(posted), *between, other], [picture(posted)])
    assert [each.nearness for each in report.matches[0].beside] == [Nearness.SAME_SENDER]


def test_the_name_of_a_channel_is_no_sender() -> None:
    posted, other = message(1, sender="Gossip Corner"), message(50, CALL, sender="Gossip Corner")
    between = [message(number) for number in range(2, 50)]
    assert told([posted, picture(posted), *between, other], [picture(posted)]).matches[0].beside == ()


def test_of_several_places_the_nearest_is_told() -> None:
    posted = message(5, sender="one")
    near, reply, far = message(6, CALL), message(7, CALL, reply_to=5), message(30, CALL, sender="one")
    between = [message(number) for number in range(8, 30)]
    report = told([posted, picture(posted), near, reply, *between, far], [picture(posted)])
    assert [(each.nearness, each.origin) for each in report.matches[0].beside] == [(Nearness.REPLY, reply.origin)]
    assert len(report.exposed) == 3


def test_another_chat_is_not_near() -> None:
    posted = message(1)
    other = message(2, CALL, channel=Channel("Elsewhere", "456"))
    assert told([posted, picture(posted), other], [picture(posted)]).matches[0].beside == ()


def test_a_name_in_the_names_of_people_is_told_once_for_each_chat() -> None:
    sent = [message(number, sender="Siti Nurhaliza") for number in range(1, 4)]
    forwarded = Message(replace(origin(9), forwarded_from="SITI NURHALIZA"), "")
    report = told([*sent, forwarded, message(10, sender="Siti Nurhaliza", channel=None)])
    assert [(each.part, each.origin.message_id) for each in report.exposed] == [
        (Part.SENDER, "10"),
        (Part.SENDER, "1"),
        (Part.FORWARDED_FROM, "9"),
    ]


def test_a_name_in_the_sender_of_a_match_stands_beside_it() -> None:
    first, posted = message(1, sender="Siti Nurhaliza"), message(90, sender="Siti Nurhaliza")
    report = told([first, posted, picture(posted)], [picture(posted)])
    assert [(each.kind, each.part) for each in report.matches[0].beside] == [(DetailKind.NAME, Part.SENDER)]


def test_the_caption_that_an_album_shares_is_told_once() -> None:
    first, second = message(1, CALL), message(2)
    items: list[Item] = [first, picture(first), second, picture(second, CALL)]
    assert [each.origin.message_id for each in told(items).exposed] == ["1"]
    report = told(items, [picture(second, CALL)])
    assert [each.nearness for each in report.matches[0].beside] == [Nearness.SAME_MESSAGE]


def test_a_caption_without_a_message_is_searched() -> None:
    alone = Sighting(ImageFile(MediaKind.FILE, lambda: b""), Origin("folder", Locator("folder", "a.jpg")), CALL)
    assert [each.origin.locator.path for each in told([alone]).exposed] == ["a.jpg"]
    (match,) = told([alone], [alone]).matches
    assert [each.nearness for each in match.beside] == [Nearness.SAME_MESSAGE]


def test_a_picture_of_the_same_scene_is_no_picture_of_hers() -> None:
    posted = message(1, CALL)
    exposures = Exposures(Finder([PHONE]))
    scene = a_match(judgement=a_judgement(verdict=Verdict.SAME_SCENE), sighting=picture(posted))
    list(exposures.noted([posted, picture(posted)]))
    list(exposures.followed([Looked(picture(posted), anew=True), scene]))
    report = exposures.told(a_report(matches=(scene,)), lambda _: "")
    assert len(report.exposed) == len(report.matches[0].beside) == 1


def test_two_pictures_of_one_message_and_one_that_is_skipped_are_told_apart() -> None:
    posted = message(1, CALL)
    one, two = picture(posted, path="a.jpg"), picture(posted, path="b.jpg")
    exposures = Exposures(Finder([PHONE]))
    list(exposures.noted([posted, one, two]))
    match = a_match(sighting=two)
    list(exposures.followed([one.skipped(Reason.UNREADABLE), Looked(two, anew=True), match]))
    assert len(exposures.told(a_report(matches=(match,)), lambda _: "").matches[0].beside) == 1


def test_a_match_of_which_nothing_was_read_has_nothing_beside_it() -> None:
    report = Exposures(Finder([PHONE])).told(a_report(), lambda _: "")
    assert [match.beside for match in report.matches] == [()]


def test_what_could_not_be_read_takes_the_place_of_no_picture() -> None:
    posted = message(1, CALL)
    shown = picture(posted)
    passed = Skipped(shown.origin.locator, "1", Reason.LINK)
    exposures = Exposures(Finder([PHONE]))
    read = list(exposures.noted([posted, shown, passed]))
    assert read == [posted, shown, passed]
    match = a_match(sighting=shown)
    list(exposures.followed([passed, Looked(shown, anew=True), match]))
    assert len(exposures.told(a_report(matches=(match,)), lambda _: "").matches[0].beside) == 1


def test_memory_does_not_grow_with_the_export() -> None:
    def items(count: int) -> Iterator[Item]:
        for number in range(count):
            posted = message(number, "nothing to see here", sender=f"user {number % 9}")
            yield posted
            yield picture(posted)

    def kept(count: int) -> int:
        exposures = Exposures(Finder([PHONE, NAME]))
        read = exposures.noted(items(count))
        steps = (Looked(item, anew=True) if isinstance(item, Sighting) else item for item in read)
        gc.collect()
        tracemalloc.start()
        for _ in exposures.followed(steps):
            pass
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return size

    kept(200)  # what is worked out once stays
    assert kept(5_000) < 100_000


def test_a_picture_belongs_to_its_message_where_messages_have_no_numbers() -> None:
    home = Origin("whatsapp", Locator("export", "chat.txt"), CHAT, sender="Anon")
    photo = Sighting(ImageFile(MediaKind.PHOTO, lambda: b""), replace(home, locator=Locator("export", "a.jpg")), CALL)
    other = replace(photo, origin=replace(photo.origin, sender="Else", locator=Locator("export", "b.jpg")))

    report = told([Message(home, CALL), photo, other], [photo])

    (found,) = report.matches[0].beside
    assert (found.nearness, found.away) == (Nearness.SAME_MESSAGE, 0)


def test_what_is_left_of_a_video_is_not_taken_for_another_picture() -> None:
    """Two videos in one file and message: after the first is told of, its place is still known for the second."""
    post = message(1, CALL)
    video = picture(post)
    exposures = Exposures(Finder([PHONE]))
    for _ in exposures.noted([post, video, video]):
        pass
    match = a_match(sighting=video)
    rest = video.skipped(Reason.REST_OF_VIDEO)
    for _ in exposures.followed([Looked(video, anew=True), rest, Looked(video, anew=False), match]):
        pass

    report = exposures.told(a_report(matches=(match,)), lambda _: "shown")

    assert [found.nearness for found in report.matches[0].beside] == [Nearness.SAME_MESSAGE]


@pytest.mark.parametrize("late", [0, 1, 99])
def test_a_file_that_messages_without_numbers_share_belongs_to_each_however_late_it_is_looked_at(late: int) -> None:
    sender = [replace(origin(number), message_id=None, sender=f"member {number}") for number in range(28)]
    said = [Message(one, CALL if number == 27 else "") for number, one in enumerate(sender)]
    first, last = (picture(said[number], path="sticker.webp") for number in (0, 27))
    report = told([said[0], first, *said[1:], last], [last], late=late)
    (match,) = report.matches
    assert [(each.kind, each.nearness) for each in match.beside] == [(DetailKind.PHONE, Nearness.SAME_MESSAGE)]
    assert report.exposed == ()


@pytest.mark.parametrize("named", [Channel("Leaks of Siti Nurhaliza", "9"), Channel("Leaks", "9", "siti_nurhaliza")])
def test_a_name_in_that_of_the_chat_is_told_once_for_it_and_beside_every_match(named: Channel) -> None:
    posts = [message(number, channel=named, sender=named.title) for number in range(40)]
    shown = picture(posts[30])
    report = told([*posts[:31], shown, *posts[31:]], [shown])
    (alone,) = report.exposed
    assert (alone.kind, alone.part, alone.origin) == (DetailKind.NAME, Part.CHANNEL, posts[0].origin)
    ((near,),) = (match.beside for match in report.matches)
    assert (near.part, near.nearness) == (Part.CHANNEL, Nearness.SAME_MESSAGE)


def test_what_a_message_says_of_her_is_told_before_the_name_of_its_chat() -> None:
    post = message(1, "siti nurhaliza", channel=Channel("Leaks of Siti Nurhaliza", "9"))
    shown = picture(post)
    ((near,),) = (match.beside for match in told([post, shown], [shown]).matches)
    assert near.part is Part.TEXT
