"""A list of details is read as people write one, and an error names the line without repeating what stands in it."""

from __future__ import annotations

import pytest

from exposurewatch.details import Detail, details_in
from exposurewatch.details.lists import MOST_BYTES
from exposurewatch.errors import WrongUsage
from exposurewatch.model import DetailKind

PHONE = Detail(DetailKind.PHONE, "+60123456789")
JANE = Detail(DetailKind.HANDLE, "instagram:jane_doe")


@pytest.mark.parametrize(
    "line",
    [
        "phone: 012-345 6789",
        "Phone:012-345 6789",
        "  PHONE  :  012-345 6789  ",
        "phone,012-345 6789",
        "phone;012-345 6789",
        "phone=012-345 6789",
        "phone\t012-345 6789",
        '"phone","012-345 6789"',
        '"phone";"012-345 6789";',
        "phone,012-345 6789,,",
        "telefon: 012-345 6789",
        "phone number: 012-345 6789",
        "phone: +60 12-345 6789",
    ],
)
def test_a_line_is_a_kind_and_a_value(line: str) -> None:
    assert details_in(line.encode(), "mine.txt") == (PHONE,)


def test_comments_empty_lines_headings_and_what_stands_there_twice_are_passed_over() -> None:
    text = "kind,value\n# mine\n\n   \nphone: 012-345 6789\r\nphone: 0123456789\ninstagram: jane_doe\n"
    assert details_in(text.encode(), "mine.txt") == (PHONE, JANE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_of_any_editor_is_read(encoding: str) -> None:
    text = "phone: 012-345 6789\nhandle: https://instagram.com/jane_doe\n"
    assert details_in(text.encode(encoding), "mine.txt") == (PHONE, JANE)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("secret", "no kind"),
        ("shoe size: secret", "no such kind"),
        ("phone: secret", "no phone number"),
        ("ic: 991399-14-0007", "identity card"),
        ('email: "secret', "no e-mail address"),
    ],
)
def test_an_error_names_the_line_and_never_what_stands_in_it(line: str, says: str) -> None:
    with pytest.raises(WrongUsage, match=says) as refused:
        details_in(f"# mine\nphone: 012-345 6789\n{line}\n".encode(), "mine.txt")
    words = f"{refused.value} {refused.value.hint}"
    assert str(refused.value).startswith("Line 3 of mine.txt")
    assert "secret" not in words
    assert "991399" not in words
    assert "0007" not in words


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no detail"),
        (b"# nothing\n", "no detail"),
        (b"phone: \xff\xf0", "UTF-8"),
        (b"x" * (MOST_BYTES + 1), "too large"),
        ("\n".join(f"phone: 012{number:07}" for number in range(501)).encode(), "too many"),
    ],
    ids=["empty", "comments", "bytes", "large", "many"],
)
def test_what_is_no_list_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(WrongUsage, match=says):
        details_in(content, "mine.txt")
