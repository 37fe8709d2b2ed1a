"""The report as a person sees it: in what order, how wide, and on which consoles."""

from __future__ import annotations

import io
import time
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from exposurewatch.model import (
    Channel,
    Digest,
    LibrarySummary,
    Locator,
    LookedAt,
    MediaKind,
    Moment,
    Permalink,
    PublishedHash,
    Reason,
    Report,
    Skipped,
    Verdict,
)
from exposurewatch.reports.summary import FINDINGS
from exposurewatch.reports.terminal import TERMINAL, show, terminal_format
from exposurewatch.text import clean
from tests.conftest import a_judgement, a_match, a_photo, a_report, a_sighting, an_alteration, an_origin
from tests.reports.strangers import HOSTILE, a_report_of, misleading

_ALPHABETS = "Сплетни о ней, 噂の彼女についてのとても長い話, שלום, 🏖 at the beach"


def shown(
    report: Report,
    width: int = 80,
    encoding: str = "utf-8",
    verdicts: Collection[Verdict] = FINDINGS,
    **options: Any,
) -> str:
    raw = io.BytesIO()
    into = io.TextIOWrapper(raw, encoding=encoding, newline="")
    plain: dict[str, Any] = {"file": into, "width": width, "color_system": None, "legacy_windows": False}
    show(report, Console(**(plain | options)), verdicts)
    into.flush()
    return raw.getvalue().decode(encoding)


def a_full_report() -> Report:
    mirrored = a_judgement(alteration=an_alteration(mirrored=True, scale=0.5), photo=a_photo(id="b", label="b.jpg"))
    public = an_origin(
        channel=Channel(_ALPHABETS, "1", "gossip"),
        permalink=Permalink("https://t.me/gossip/" + "7" * 90, public=True),
        forwarded_from="Other place",
        date=Moment(None, "01.05.2024 10:00:00", "exporting computer's local time"),
        locator=Locator("ChatExport_2024-05-03", "photos/" + "x" * 200 + ".jpg"),
    )
    return a_report(
        library=LibrarySummary(8, (Skipped(Locator("photos", "old.tif"), None, Reason.UNSUPPORTED_FORMAT, "TIFF"),)),
        looked_at=LookedAt(12345, 1204, 1100),
        matches=(
            a_match(judgement=mirrored, sighting=a_sighting(origin=public, caption=_ALPHABETS * 20)),
            a_match(judgement=a_judgement(verdict=Verdict.EXACT)),
        ),
        skipped=(
            *(Skipped(Locator("Chat", "result.json"), str(n), Reason.NOT_INCLUDED) for n in range(1312)),
            Skipped(Locator("Chat", "files/a.zip"), "12", Reason.ARCHIVE),
        ),
        interrupted=True,
    )


def in_order(text: str, parts: Iterable[str]) -> bool:
    position = 0
    for part in parts:
        position = text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return True


def test_the_summary_comes_first_then_what_was_not_looked_at_then_the_matches() -> None:
    assert in_order(
        shown(a_full_report()),
        (
            "Stopped before the end",
            "2 of your 8 photos were found, in 2 places.",
            "The other 6 were not found here",
            "How sure: 1 exact, 1 certain.",
            "Looked at",
            "12,345 messages, 1,204 pictures, 1,100 different files",
            "compared with 8 photos of your own",
            "Telegram Desktop export (JSON), one chat: ChatExport_2024-05-01",
            "on 2024-06-01 12:00:00 UTC, by exposurewatch 0.1.0",
            "Your own photos that could not be read",
            "1  a kind of picture or video that this version cannot read",
            "- photos/old.tif (TIFF)",
            "Not looked at",
            "1,312  not included in the export\n         Export again with photos switched on",
            "1  an archive that stayed closed",
            "- Chat/files/a.zip, message 12",
            'Your photo "beach.jpg": 1 place',
            "1. Exact:",
            'Your photo "b.jpg": 1 place',
            "1. Certain:",
            "What this means",
            "A match is a lead, not proof.",
        ),
    )


def test_a_match_says_all_that_is_known_of_its_place() -> None:
    text = shown(a_report(), width=100)
    assert text[text.index("  1. ") : text.index("\n\nWhat this means")].splitlines() == [
        "  1. Certain: this is almost certainly a copy of your photo",
        "     How        saved again at about the same size, otherwise unaltered",
        "     Channel    Gossip Corner",
        "     Message    7",
        "     Date       2024-05-01 02:00:00 UTC",
        "     Sender     Anon",
        "     Caption    who is she",
        "     Link       https://t.me/c/1234567890/7",
        "                members only: others cannot open this link",
        "     File       ChatExport_2024-05-01/photos/photo_7@01-05-2024_10-00-00.jpg",
    ]


def test_what_is_not_known_has_no_line_but_for_the_date() -> None:
    bare = an_origin(channel=None, message_id=None, date=None, sender=None, permalink=None)
    text = shown(a_report(matches=(a_match(sighting=a_sighting(origin=bare, caption="")),)))
    assert "Date       not known" in text
    for label in ("Channel ", "Message ", "Sender ", "Forwarded ", "Caption ", "Link "):
        assert f"     {label}" not in text


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (Channel("Gossip", "1", "gossip"), "Gossip (@gossip)"),
        (Channel(None, "1", "gossip"), "@gossip"),
        (Channel(None, "1234"), "number 1234"),
    ],
)
def test_how_a_channel_is_named(channel: Channel, words: str) -> None:
    text = shown(a_report(matches=(a_match(sighting=a_sighting(origin=an_origin(channel=channel))),)))
    assert f"     Channel    {words}\n" in text


def test_a_channel_of_which_nothing_is_known_has_no_line() -> None:
    text = shown(a_report(matches=(a_match(sighting=a_sighting(origin=an_origin(channel=Channel()))),)))
    assert "Channel  " not in text


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (Moment(None, "01.05.2024 10:00", "exporting computer's local time"),
         "01.05.2024 10:00 (exporting computer's local time)"),
        (Moment(None, "01.05.2024 10:00"), "01.05.2024 10:00 (in what time zone is not known)"),
        (Moment(None), "not known"),
    ],
)  # fmt: skip
def test_a_date_that_is_not_certain_says_why(date: Moment, words: str) -> None:
    text = shown(a_report(matches=(a_match(sighting=a_sighting(origin=an_origin(date=date))),)))
    assert f"     Date       {words}\n" in text


def test_the_details_of_a_link_a_forward_and_an_alteration() -> None:
    text = shown(a_full_report(), width=120)
    assert "everyone can open this link" in text
    assert "Forwarded  from Other place" in text
    assert "How        mirrored, smaller (50 % of your photo's size)" in text
    assert "How        the same file, byte for byte" in text


def test_a_picture_that_is_known_by_its_sum_alone_is_said_not_to_be_there() -> None:
    words = "the picture itself was not seen; the published sum of its bytes"
    published = a_sighting(media=PublishedHash(MediaKind.PHOTO, (Digest("md5", bytes(16)),)))
    assert words in shown(a_report(matches=(a_match(sighting=published),)), width=200)
    assert words not in shown(a_report(matches=(a_match(),)), width=200)


def test_a_picture_of_which_fingerprints_are_published_is_said_not_to_be_seen() -> None:
    words = "the picture itself was not seen; only fingerprints of it are published"
    digests = (Digest("pdq", bytes(32)), Digest("md5", bytes(16)))
    published = a_sighting(media=PublishedHash(MediaKind.PUBLISHED_HASH, digests))
    possible = a_match(judgement=a_judgement(verdict=Verdict.POSSIBLE), sighting=published)
    report = a_report(matches=(possible,), looked_at=LookedAt(hashes=100_000))
    text = shown(report, width=200)
    assert "100,000 published reports" in text
    assert "Possible: this may be a copy of your photo; the picture itself could not be compared" in text
    assert "How        only a published fingerprint agrees\n" in text
    assert words in text
    assert " found" not in text.split("Looked at")[0].replace("not found", "")


IN_FEED = a_match(sighting=a_sighting(origin=an_origin(locator=Locator("https://a.example/feed", ""))))
CLAIMED = "Names, dates and links are what the {} claims"


def test_what_a_match_means_is_said_of_exports_of_feeds_or_of_both() -> None:
    of_exports = shown(a_report(matches=(a_match(),)), width=200)
    of_feeds = shown(a_report(matches=(IN_FEED,)), width=200)
    of_both = shown(a_report(matches=(a_match(), IN_FEED)), width=200)
    keep, write_down = "Keep the export as it is", "Write down the link and when you saw it"
    for text, source, kept, written in (
        (of_exports, "export", True, False),
        (of_feeds, "feed", False, True),
        (of_both, "export or feed", True, True),
    ):
        assert CLAIMED.format(source) in text
        assert (keep in text, write_down in text) == (kept, written)


def test_of_a_feed_nobody_is_told_to_export_it_again() -> None:
    locator = Locator("https://a.example/feed", "https://a.example/feed")
    skips = tuple(Skipped(locator, None, reason) for reason in (Reason.UNAVAILABLE, Reason.EXPORT_DAMAGED))
    text = shown(a_report(matches=(IN_FEED,), skipped=skips), width=200)
    assert "1  not there any more, or not given out\n" in text
    assert "1  a part of a feed that is damaged and was not read to its end\n" in text
    assert "the export" not in text.lower().replace("telegram desktop export", "")


def test_a_long_caption_is_shortened() -> None:
    text = shown(a_report(matches=(a_match(sighting=a_sighting(caption="she " * 1000)),)))
    assert 50 < text.count("she ") < 70
    assert "…" in text


SCENE = a_match(judgement=a_judgement(verdict=Verdict.SAME_SCENE, photo=a_photo(id="r", label="room.jpg")))
NOT_COUNTED = "Not counted as found"


def test_another_shot_of_the_scene_is_counted_and_not_listed() -> None:
    again = replace(SCENE, sighting=a_sighting(origin=an_origin(message_id="8")))
    text = shown(a_report(matches=(SCENE, a_match(), again)), width=200)
    assert "room.jpg" not in text
    assert (
        f"\n\n{NOT_COUNTED}\n  2 pictures show the same scene as a photo of yours, and are no copies of it;"
        " --show-same-scene lists them.\n\nWhat this means"
    ) in text
    assert "1 of your 3 photos was found, in 1 place." in text


@pytest.mark.parametrize("verdicts", [FINDINGS, tuple(Verdict)])
def test_a_picture_with_the_scene_of_several_photos_is_one_picture(verdicts: tuple[Verdict, ...]) -> None:
    """Photos of a series may all show the scene of one picture."""
    other = replace(SCENE, judgement=a_judgement(verdict=Verdict.SAME_SCENE, photo=a_photo(id="s", label="next.jpg")))
    text = shown(a_report(matches=(SCENE, other)), width=200, verdicts=verdicts)
    assert f"{NOT_COUNTED}\n  1 picture shows the same scene as a photo of yours, and is no copy of it" in text
    assert ("it; --show-same-scene lists it." in text) == (verdicts is FINDINGS)


def test_other_shots_of_the_scene_are_listed_after_the_matches_where_they_are_wanted() -> None:
    text = shown(a_report(matches=(SCENE, a_match())), verdicts=tuple(Verdict))
    parts = ('Your photo "beach.jpg": 1 place', "1. Certain:", NOT_COUNTED, 'Your photo "room.jpg": 1 place')
    assert in_order(text, (*parts, "1. Same scene:", "What this means"))
    assert "--show-same-scene" not in text
    assert "1 of your 3 photos was found, in 1 place." in text
    assert "How sure: 1 certain." in text


@pytest.mark.parametrize("verdicts", [FINDINGS, tuple(Verdict)])
def test_other_shots_of_the_scene_alone_are_nothing_found(verdicts: tuple[Verdict, ...]) -> None:
    text = shown(a_report(matches=(SCENE,)), verdicts=verdicts)
    assert text.startswith("None of your 3 photos was found among 64 pictures.")
    assert NOT_COUNTED in text
    assert "What this means" not in text
    assert ("room.jpg" in text) == (Verdict.SAME_SCENE in verdicts)


@pytest.mark.parametrize("verdicts", [FINDINGS, tuple(Verdict)])
def test_without_other_shots_of_the_scene_not_a_word_is_lost_on_them(verdicts: tuple[Verdict, ...]) -> None:
    assert NOT_COUNTED not in shown(a_report(), verdicts=verdicts)
    assert shown(a_report(), verdicts=verdicts) == shown(a_report())


@pytest.mark.parametrize("verdicts", [FINDINGS, tuple(Verdict)])
def test_the_format_for_files_lists_what_the_screen_lists(verdicts: tuple[Verdict, ...]) -> None:
    report = a_report(matches=(SCENE, a_match()))
    form = terminal_format(verdicts)
    assert (form.name, form.suffix) == (TERMINAL.name, TERMINAL.suffix)
    assert form.render(report).decode("utf-8") == shown(report, width=100, verdicts=verdicts)


def test_other_photos_of_the_same_place_are_named_beside_the_best() -> None:
    judgement = a_judgement(alike=(a_photo(id="b", label="b.jpg"), a_photo(id="c", label="c.jpg")))
    assert "     Also like  b.jpg, c.jpg\n" in shown(a_report(matches=(a_match(judgement=judgement),)))
    assert "Also like" not in shown(a_report())


def test_a_possible_match_is_called_possible() -> None:
    possible = a_match(judgement=a_judgement(verdict=Verdict.POSSIBLE, photo=a_photo(id="p", label="p.jpg")))
    assert "1. Possible: this may be" in shown(a_report(matches=(possible,)))


def test_where_nothing_was_found_there_is_nothing_to_explain() -> None:
    text = shown(a_report(matches=()))
    assert text.startswith("None of your 3 photos was found among 64 pictures.\nThat does not mean")
    assert "What this means" not in text
    assert "Not looked at" not in text


def test_a_path_that_is_the_label_is_not_said_twice() -> None:
    match = a_match(judgement=a_judgement(photo=a_photo(label="unique.jpg", path="unique.jpg")))
    assert shown(a_report(matches=(match,))).count("unique.jpg") == 1


def test_files_left_out_are_named_one_by_one_only_where_they_are_few() -> None:
    def named(count: int) -> int:
        skips = tuple(Skipped(Locator("Chat", f"{n}.mp4"), None, Reason.VIDEO) for n in range(count))
        return shown(a_report(skipped=skips)).count(".mp4")

    assert (named(3), named(4)) == (3, 0)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
def test_no_line_is_wider_than_the_console(width: int) -> None:
    several = a_match(judgement=a_judgement(alike=(a_photo(label="another-beach.jpg"),) * 9))
    full = a_full_report()
    report = replace(full, matches=(*full.matches, several, SCENE))
    for verdicts in (FINDINGS, tuple(Verdict)):
        lines = shown(report, width, verdicts=verdicts).splitlines()
        assert max(cell_len(line) for line in lines) <= width
        assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("width", [40, 80, 120])
def test_wrapped_words_are_all_there_and_stay_beside_their_label(width: int) -> None:
    text = shown(a_full_report(), width)
    after = text[text.index("     Link       https://t.me/gossip/") :].splitlines()
    link = [after[0][16:]]
    for line in after[1:]:
        if not line.startswith(" " * 16 + "7"):
            break
        link.append(line.strip())
    assert "".join(link) == "https://t.me/gossip/" + "7" * 90


@pytest.mark.parametrize(("width", "lines"), [
    (100, ["ChatExport_2024-05-01/photos/photo_7@01-05-2024_10-00-00.jpg"]),
    (70, ["ChatExport_2024-05-01/photos/", "photo_7@01-05-2024_10-00-00.jpg"]),
    (43, ["ChatExport_2024-05-01/", "photos/", "photo_7@01-05-2024_10-00-00", ".jpg"]),
])  # fmt: skip
def test_a_path_that_is_too_long_is_broken_behind_its_slashes(width: int, lines: list[str]) -> None:
    text = shown(a_report(), width)
    file = text[text.index("     File       ") : text.index("\n\nWhat this means")].splitlines()
    assert [line[16:] for line in file] == lines
    assert all(not line[:16].strip() for line in file[1:])


@pytest.mark.parametrize(
    "words", ["/" * 200, "a/" * 100, "噂/" * 100, "x" * 99 + "/", "https://t.me/" + "7" * 90 + "/x y"]
)
def test_nothing_is_lost_of_words_that_are_broken_at_slashes(words: str) -> None:
    text = shown(a_report(matches=(a_match(sighting=a_sighting(caption=words)),)), width=60)
    block = text[text.index("     Caption    ") : text.index("     Link  ")].splitlines()
    assert "".join(line[16:] for line in block).replace(" ", "") == words.replace(" ", "")
    assert max(cell_len(line) for line in block) <= 60


def test_a_window_that_is_far_too_narrow_still_gets_its_words() -> None:
    assert "Gossip" in shown(a_report(), width=5)


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252", "latin-1", "utf-8", "utf-16-le"])
def test_every_console_can_show_it(encoding: str) -> None:
    text = shown(a_full_report(), encoding=encoding, width=60)
    assert "What this means" in text
    assert max(cell_len(line) for line in text.splitlines()) <= 60


def test_a_console_that_lacks_a_character_gets_plain_words_for_it() -> None:
    turned = a_judgement(alteration=an_alteration(rotation_degrees=90.0))
    match = a_match(judgement=turned, sighting=a_sighting(caption="噂 " + "she " * 200))
    text = shown(a_report(matches=(match,)), encoding="ascii")
    assert "turned 90 degrees clockwise" in text
    assert "\\u5642 she" in text
    assert "..." in text
    assert "\\u2026" not in text


def test_colour_adds_bold_type_and_no_word() -> None:
    coloured = shown(a_full_report(), color_system="truecolor", force_terminal=True)
    assert "\x1b[1m" in coloured
    assert coloured.replace("\x1b[1m", "").replace("\x1b[0m", "") == shown(a_full_report())
    assert shown(a_full_report(), no_color=True, force_terminal=True, color_system=None) == shown(a_full_report())


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_strangers_cannot_write_on_the_screen_itself(words: str) -> None:
    for text in (clean(words), words):
        seen = shown(a_report_of(text), color_system="truecolor", force_terminal=True)
        assert misleading(seen.replace("\x1b[1m", "").replace("\x1b[0m", "")) == set()


def test_markup_and_emoji_names_of_strangers_are_shown_as_they_are() -> None:
    text = shown(a_report_of("[bold]x[/bold] :warning: [/]"))
    assert "     Sender     [bold]x[/bold] :warning: [/]\n" in text


def test_the_file_is_what_the_screen_shows_at_100_columns_whatever_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert TERMINAL.render(a_full_report()).decode("utf-8") == shown(a_full_report(), width=100, no_color=True)


def test_ten_thousand_places_are_listed_in_reasonable_time() -> None:
    matches = tuple(
        a_match(sighting=a_sighting(origin=an_origin(message_id=str(n)), caption=_ALPHABETS)) for n in range(10_000)
    )
    started = time.process_time()
    text = TERMINAL.render(a_report(matches=matches)).decode("utf-8")
    assert time.process_time() - started < 60
    assert 'Your photo "beach.jpg": 10,000 places' in text
    assert text.count(", message ") == 9_999  # one line for each place but the newest


def test_pictures_that_were_the_same_as_others_are_counted_apart() -> None:
    looked = LookedAt(messages=9, pictures=8, files=6, spared=3)
    text = TERMINAL.render(a_report(looked_at=looked)).decode()
    assert "3 of these were the same as others looked at before" in text
    assert "the same as" not in TERMINAL.render(a_report()).decode()


def test_re_posts_of_one_picture_are_one_find_with_all_its_places() -> None:
    dates = [None, *(Moment(datetime(2024, 5, day, tzinfo=UTC)) for day in (2, 9, 4))]
    posts = tuple(
        a_match(sighting=a_sighting(origin=an_origin(message_id=str(n), date=date, permalink=None)))
        for n, date in enumerate(dates)
    )
    other = a_match(judgement=a_judgement(score=99.0))
    text = shown(a_report(matches=(*posts, other)), width=120)
    assert 'Your photo "beach.jpg": 5 places' in text
    assert text.count("     How   ") == 2
    first = text[text.index("  1. ") : text.index("\n\n  2. ")].splitlines()
    span = "first 2024-05-02 00:00:00, last 2024-05-09 00:00:00 UTC"
    assert f"     Posted     the same picture in 4 places, {span}" in first
    assert "     Message    2" in first
    file = "ChatExport_2024-05-01/photos/photo_7@01-05-2024_10-00-00.jpg"
    assert " ".join(" ".join(first[first.index(f"     File       {file}") + 1 :]).split()) == (
        f"Also in Gossip Corner, message 3, 2024-05-04 00:00:00 UTC, by Anon, {file}"
        f" Gossip Corner, message 1, 2024-05-02 00:00:00 UTC, by Anon, {file}"
        f" Gossip Corner, message 0, by Anon, {file}"
    )
