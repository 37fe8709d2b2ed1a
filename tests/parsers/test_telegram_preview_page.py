"""What a public page is, and where to read on: an empty answer is never taken for the end."""

from __future__ import annotations

import pytest

from exposurewatch.parsers.telegram_preview_page import Answer, Paging, paging
from tests.parsers.previews import a_page, a_post, a_text

_MORE = '<a href="/s/gossipcorner?before=205" class="tme_messages_more js-messages_more" data-before="205"></a>'
_NEWER = '<a href="/s/gossipcorner?after=206" class="tme_messages_more js-messages_more" data-after="206"></a>'


def test_a_page_of_posts_leads_to_older_and_newer_ones() -> None:
    page = a_page(_MORE, a_post("", 206), a_post("", 205), _NEWER)

    assert paging(page) == Paging(Answer.POSTS, 2, oldest=205, newest=206, before=205, after=206)


def test_links_in_the_head_of_a_page_are_enough() -> None:
    links = '<link rel="prev" href="/s/x?before=101"><link rel="next" href="/s/x?q=a&amp;after=120">'

    assert paging(a_page(a_post("", 101), links=links)) == Paging(Answer.POSTS, 1, 101, 101, 101, 120)


def test_the_last_page_leads_nowhere() -> None:
    assert paging(a_page(a_post("", 1))) == Paging(Answer.POSTS, 1, 1, 1)


@pytest.mark.parametrize(
    ("page", "answer"),
    [
        (a_page('<div class="tme_no_messages_found">No posts found</div>'), Answer.NONE_FOUND),
        (a_page(), Answer.NONE_FOUND),
        (b'<html><div class="tgme_page"><a class="tgme_action_button_new">View</a></div></html>', Answer.NO_PREVIEW),
        (b'<html><div class="tgme_widget_message_error">Post not found</div></html>', Answer.NO_SUCH_POST),
        (b"<html>Bad gateway</html>", Answer.OTHER),
        (b"", Answer.OTHER),
    ],
    ids=["none-found", "empty", "no-preview", "gone", "other", "nothing"],
)
def test_a_page_without_posts_says_why(page: bytes, answer: Answer) -> None:
    assert paging(page) == Paging(answer)


def test_words_in_a_post_do_not_make_a_page_empty() -> None:
    found = paging(a_page(a_post(a_text("tme_no_messages_found"), 7)))

    assert (found.answer, found.posts) == (Answer.POSTS, 1)


def test_a_link_that_leads_to_no_number_is_none() -> None:
    page = a_page('<a class="tme_messages_more" href="/s/x?before=old" data-before="-5"></a>', a_post("", 9))

    assert paging(page).before is None


def test_what_a_page_loads_later_is_understood() -> None:
    part = (a_post("", 9) + _MORE).replace('"', '\\"').replace("\n", "\\n")

    assert paging(f'"{part}"'.encode()) == Paging(Answer.POSTS, 1, 9, 9, before=205)
