"""What is found in the frames of a video becomes one judgement for each own photo, with the moments that show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from exposurewatch.fingerprints.look import look_at_photo, look_at_picture
from exposurewatch.images import decode
from exposurewatch.matching.clips import compare_clip
from exposurewatch.matching.library import Library
from exposurewatch.matching.verdict import identical
from exposurewatch.model import Clip, Fingerprints, Judgement, Photo, Picture, Span, Verdict
from exposurewatch.parameters import DEFAULT
from tests.conftest import a_drawing, a_judgement, a_photo, encoded
from tests.matching.oracle import in_view

EMPTY = in_view(Fingerprints(640, 480, ()))


class Told(Library):
    """A library that is told what each frame shows: by the frame's place, the own photos with their verdicts."""

    def __init__(self, found: Mapping[int, Sequence[Judgement]]) -> None:
        super().__init__([])
        self._found = found
        self._place = -1

    def compare(
        self,
        found: Picture,  # noqa: ARG002
        known: Iterable[Judgement] = (),  # noqa: ARG002
        glanced: Iterable[Judgement] = (),  # noqa: ARG002
    ) -> tuple[Judgement, ...]:
        self._place += 1
        return tuple(self._found.get(self._place, ()))


def shown(name: str, verdict: Verdict = Verdict.CERTAIN, score: float = 20.0, *alike: str) -> Judgement:
    others = tuple(a_photo(id=other) for other in alike)
    return a_judgement(photo=a_photo(id=name), verdict=verdict, score=score, alike=others)


def judged(found: Mapping[int, Sequence[Judgement]], *known: Judgement) -> tuple[Judgement, ...]:
    """What is told of a clip of ten frames, each two seconds long."""
    moments = tuple((Span(2.0 * place, 2.0 * place + 2), EMPTY) for place in range(10))
    return compare_clip(Told(found), Clip(moments, 20.0, 20.0), known)


def spans(judgement: Judgement) -> list[tuple[float, float]]:
    return [(span.start, span.end) for span in judgement.spans]


def test_frames_in_a_row_are_one_moment() -> None:
    (judgement,) = judged({place: [shown("a")] for place in (3, 4, 5)})
    assert spans(judgement) == [(6, 12)]


def test_a_frame_that_misses_between_two_does_not_part_them() -> None:
    (judgement,) = judged({place: [shown("a")] for place in (3, 5)})
    assert spans(judgement) == [(6, 12)]


def test_of_several_moments_the_surest_comes_first() -> None:
    found = {0: [shown("a", score=15)], 4: [shown("a", score=40)], 9: [shown("a", Verdict.PROBABLE, 99)]}
    (judgement,) = judged(found)
    assert judgement.score == 40
    assert spans(judgement) == [(8, 10), (0, 2), (18, 20)]


def test_of_moments_that_are_as_sure_the_longest_comes_first() -> None:
    (judgement,) = judged({0: [shown("a", score=40)], 4: [shown("a", score=15)], 5: [shown("a", score=16)]})
    assert spans(judgement) == [(8, 12), (0, 2)]
    assert judgement.score == 16  # what is told of it is told of the moment that comes first


def test_other_shots_of_the_scene_are_no_moments_of_a_copy() -> None:
    (judgement,) = judged({0: [shown("a", Verdict.SAME_SCENE)], 5: [shown("a")]})
    assert spans(judgement) == [(10, 12)]


def test_where_there_is_nothing_better_they_are() -> None:
    (judgement,) = judged({0: [shown("a", Verdict.SAME_SCENE)], 5: [shown("a", Verdict.SAME_SCENE)]})
    assert judgement.verdict is Verdict.SAME_SCENE
    assert len(judgement.spans) == 2


def test_two_photos_in_one_video_are_two_judgements() -> None:
    found = judged({0: [shown("a", score=15)], 5: [shown("b", score=40)]})
    assert [(one.photo.id, spans(one)) for one in found] == [("b", [(10, 12)]), ("a", [(0, 2)])]


def test_shots_of_one_moment_are_one_judgement_on_the_best() -> None:
    found = {2: [shown("a", Verdict.CERTAIN, 40, "b")], 3: [shown("b", Verdict.CERTAIN, 30, "a")]}
    (judgement,) = judged(found)
    assert judgement.photo.id == "a"
    assert [photo.id for photo in judgement.alike] == ["b"]
    assert spans(judgement) == [(4, 8)]


def test_what_the_bytes_have_told_stands() -> None:
    exact = identical(a_photo(id="a"))
    found = judged({0: [shown("a")], 5: [shown("b", Verdict.CERTAIN, 30, "a")]}, exact)
    assert found[0] == exact
    assert [(one.photo.id, one.alike) for one in found] == [("a", ()), ("b", ())]


def test_nothing_found_is_nothing_told() -> None:
    assert judged({}) == ()


# --- own videos


def own_video(name: str, seeds: Sequence[int]) -> Photo:
    """A video that shows one drawing for two seconds after the other."""
    stills = [look_at_photo(decode(encoded(a_drawing(seed)))) for seed in seeds]
    moments = tuple((Span(2.0 * at, 2.0 * at + 2), still) for at, still in enumerate(stills))
    return Photo(name, f"{name}.mp4", name.encode(), stills[0], None, 2.0 * len(stills), moments)


def seen(seed: int) -> Picture:
    return look_at_picture(decode(encoded(a_drawing(seed).resize((240, 180)))), DEFAULT.first)


def test_an_own_video_is_one_photo_of_the_library() -> None:
    video = own_video("v", (1, 2, 3))
    (photo,) = Library([video]).photos
    assert (photo.id, photo.label, photo.sha256, photo.seconds) == (video.id, video.label, video.sha256, 6.0)
    assert photo.moments == ()


def test_a_still_of_an_own_video_is_found_with_its_moment() -> None:
    library = Library([own_video("v", (1, 2, 3)), replace(own_video("w", (7,)), seconds=None, moments=())])
    (judgement,) = library.compare(seen(2))
    assert judgement.photo == library.photos[0]
    assert judgement.own == Span(2, 4)
    assert judgement.spans == ()


def test_a_video_that_shows_an_own_video_is_one_judgement_with_both_moments() -> None:
    library = Library([own_video("v", (1, 2, 3, 4)), own_video("w", (8, 9))])
    shows = [seen(seed) for seed in (20, 2, 3, 21)]
    clip = Clip(tuple((Span(float(at), at + 1.0), one) for at, one in enumerate(shows)), 4.0, 4.0)
    (judgement,) = compare_clip(library, clip)
    assert judgement.photo.id == "v"
    assert spans(judgement) == [(1, 3)]
    assert judgement.own == Span(2, 6)


def test_the_very_file_is_exact_whatever_its_stills_show() -> None:
    library = Library([own_video("v", (1, 2))])
    exact = library.same_bytes(b"v")
    assert [one.verdict for one in library.compare(seen(1), exact)] == [Verdict.EXACT]
    clip = Clip(((Span(0, 2), seen(1)),), 2.0, 2.0)
    assert compare_clip(library, clip, exact) == exact


def test_stills_that_look_alike_do_not_stand_behind_their_own_video() -> None:
    (judgement,) = Library([own_video("v", (1, 1, 1))]).compare(seen(1))
    assert judgement.alike == ()
