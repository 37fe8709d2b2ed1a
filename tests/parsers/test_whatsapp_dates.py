"""Day and month are told apart by the whole export, and where they cannot be, nothing is made up."""

from __future__ import annotations

import pytest

from exposurewatch.model import Moment
from exposurewatch.parsers.whatsapp_dates import Evidence, Order, Spelling, moment
from exposurewatch.parsers.whatsapp_lines import Start, start_of


def _start(date: str, clock: str = "15:37", said: str = "hi") -> Start:
    start = start_of(f"{date}, {clock} - Ana: {said}")
    assert start is not None
    return start


def _spelling(*dates: str, clock: str = "15:37", said: str = "hi") -> Spelling:
    evidence = Evidence()
    for date in dates:
        evidence.add(_start(date, clock, said))
    return evidence.spelling()


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["31/12/2022"], Order.DAY_FIRST),
        (["12/31/2022"], Order.MONTH_FIRST),
        (["12/31/22"], Order.MONTH_FIRST),
        (["2022/12/31"], Order.YEAR_FIRST),
        (["2022-01-02"], Order.YEAR_FIRST),
        (["31.12.22"], Order.DAY_FIRST),
        (["1.2.22"], Order.DAY_FIRST),
        (["01-02-2022"], Order.DAY_FIRST),
        (["1.31.22"], Order.MONTH_FIRST),
        (["3/1/2022", "13/1/2022"], Order.DAY_FIRST),
        (["3/1/2565", "13/1/2565"], Order.DAY_FIRST),
    ],
)
def test_a_date_that_can_be_read_in_one_way_settles_it(dates: list[str], order: Order) -> None:
    spelling = _spelling(*dates)

    assert (spelling.order, spelling.told) == (order, False)


def test_short_years_that_come_first_are_told_by_what_changes() -> None:
    korean = [f"20. 12. {day}." for day in range(20, 30)]
    slovene = [f"{day}. 12. 20" for day in range(20, 30)]

    assert _spelling(*korean) == Spelling(Order.YEAR_FIRST, told=True, whole_day=True)
    assert _spelling(*slovene) == Spelling(Order.DAY_FIRST, told=True, whole_day=True)
    assert _spelling(*(date.replace(". ", "/").strip(".") for date in korean)).order is Order.YEAR_FIRST
    assert _spelling("20. 12. 30.").order is None
    assert _spelling("20. 12. 30.", clock="오후 3:37") == Spelling(Order.YEAR_FIRST)


def test_dates_that_run_backwards_are_read_wrongly() -> None:
    # 5 March to 1 April, or 3 May to 4 January
    assert _spelling("5/3/2022", "1/4/2022") == Spelling(Order.DAY_FIRST, told=True, whole_day=True)
    assert _spelling("3/5/2022", "4/1/2022") == Spelling(Order.MONTH_FIRST, told=True, whole_day=True)


def test_the_day_changes_more_often_than_the_month() -> None:
    assert _spelling("1/3/2022", "2/3/2022", "3/3/2022", "4/3/2022").order is Order.DAY_FIRST
    assert _spelling("3/1/2022", "3/2/2022", "3/3/2022", "3/4/2022").order is Order.MONTH_FIRST


@pytest.mark.parametrize(
    "dates", [["1/3/2022"], ["1/3/2022", "1/3/2022"], ["3/3/2022"], ["1/2/2022", "2/3/2022", "3/4/2022"], []]
)
def test_where_nothing_tells_them_apart_both_stay_possible(dates: list[str]) -> None:
    assert _spelling(*dates).order is None


def test_the_names_of_media_hold_their_day() -> None:
    android = "IMG-20220301-WA0001.jpg (file attached)"
    ios = "\u200e<attached: 00000042-PHOTO-2022-01-03-11-40-26.jpg>"

    assert _spelling("1/3/2022", said=android) == Spelling(Order.DAY_FIRST, whole_day=True)
    assert _spelling("1/3/2022", said=ios) == Spelling(Order.MONTH_FIRST, whole_day=True)
    assert _spelling("3/3/2022", "1/3/2022", said=android).order is Order.DAY_FIRST
    assert _spelling("1/3/2022", said="IMG-20209999-WA0001.jpg (file attached)").order is None
    assert _spelling("1/3/2022", said="IMG-20190101-WA0001.jpg (file attached)").order is None


def test_one_date_pasted_from_elsewhere_changes_nothing() -> None:
    pasted = [f"{day}/1/2022" for day in range(1, 31)] + ["1/31/2022"]

    assert _spelling(*pasted).order is Order.DAY_FIRST


def test_dates_that_contradict_each_other_settle_nothing() -> None:
    assert _spelling("1/31/2022", "31/1/2022").order is None


@pytest.mark.parametrize("date", ["31/12/1999", "31/12/2051", "0/0/0", "99/99/9999", "31/2/2022", "10/5/1443"])
def test_other_calendars_and_impossible_dates_are_not_guessed_at(date: str) -> None:
    found = moment(_start(date), Spelling(Order.DAY_FIRST))

    assert (found.utc, found.raw) == (None, f"{date} 15:37")
    assert "no such day" in (found.uncertain or "")


@pytest.mark.parametrize(
    ("date", "clock", "raw"),
    [
        ("31/12/2022", "15:37", "2022-12-31T15:37"),
        ("31/12/22", "15:37:09", "2022-12-31T15:37:09"),
        ("31/12/2565", "0:07", "2022-12-31T00:07"),
        ("31/12/2022", "12:07 AM", "2022-12-31T00:07"),
        ("31/12/2022", "12:07 PM", "2022-12-31T12:07"),
        ("31/12/2022", "3:07 PTG", "2022-12-31T15:07"),
        ("31/12/2022", "下午3:07", "2022-12-31T15:07"),
        ("31/12/2022", "3:07", "2022-12-31T03:07"),
        ("31/12/2022", "3:07 xyz", "2022-12-31 31/12/2022 3:07 xyz"),
    ],
)
def test_a_time_is_iso_8601_as_far_as_it_is_clear(date: str, clock: str, raw: str) -> None:
    found = moment(_start(date, clock), Spelling(Order.DAY_FIRST))

    assert (found.utc, found.raw) == (None, raw)
    assert "time zone" in (found.uncertain or "")


def test_words_beside_a_clock_of_24_hours_mean_nothing() -> None:
    spelling = _spelling("31/12/2022", "31/12/2022", clock="klo 15:37")

    assert moment(_start("31/12/2022", "klo 3:37"), spelling).raw == "2022-12-31T03:37"


@pytest.mark.parametrize("clock", ["24:00", "15:60", "15:37:60"])
def test_times_that_do_not_exist_are_left_as_they_are(clock: str) -> None:
    assert moment(_start("31/12/2022", clock), Spelling(Order.DAY_FIRST)).raw == f"31/12/2022 {clock}"


def test_an_unclear_date_keeps_its_words_and_says_why() -> None:
    assert moment(_start("1/3/2022"), Spelling()) == Moment(
        None,
        "1/3/2022 15:37",
        "the export does not show whether the day or the month comes first; WhatsApp does not write in which time zone",
    )


def test_a_date_that_was_told_from_the_others_says_so() -> None:
    assert moment(_start("1/3/2022"), Spelling(Order.DAY_FIRST, told=True)) == Moment(
        None,
        "2022-03-01T15:37",
        "WhatsApp does not write in which time zone; which number is the day was told from how the dates follow each "
        "other",
    )
