from pathlib import Path

import pytest

from exposurewatch.cli.overlaps import own_among_exports, own_photos_within, without_repeats


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "all/export/photos").mkdir(parents=True)
    (tmp_path / "all/mine").mkdir()
    (tmp_path / "all/export/result.json").write_text("{}")
    (tmp_path / "all/other.zip").write_bytes(b"PK")
    (tmp_path / "link").symlink_to(tmp_path / "all/export")
    return tmp_path


@pytest.mark.parametrize(
    ("named", "kept", "words"),
    [
        (("all/export", "all/export/"), ("all/export",), "is the same as"),
        (("all/export", "link"), ("all/export",), "is the same as"),
        (("all/export", "all/export/result.json"), ("all/export",), "is the same as"),
        (("all", "all/export"), ("all",), "lies in"),
        (("all/export", "all"), ("all",), "lies in"),
        (("all/export/result.json", "all"), ("all",), "lies in"),
    ],
)
def test_what_is_named_twice_is_read_once_and_that_is_said(
    folder: Path, named: tuple[str, ...], kept: tuple[str, ...], words: str
) -> None:
    paths, notes = without_repeats([folder / name for name in named])
    assert paths == tuple(folder / name for name in kept)
    assert len(notes) == 1
    assert words in notes[0]
    assert "is looked at once" in notes[0]


@pytest.mark.parametrize("named", [("all/export", "all/mine"), ("all", "all/other.zip"), ("all",)])
def test_what_is_not_read_with_something_else_is_kept(folder: Path, named: tuple[str, ...]) -> None:
    paths = tuple(folder / name for name in named)
    assert without_repeats(paths) == (paths, ())


@pytest.mark.parametrize(
    ("photos", "export", "words"),
    [
        ("all/export", "all/export", "was named both with --photos and as an export"),
        ("all/mine", "all", "mine, named with --photos, lies in"),
        ("all", "all/export/result.json", "which was named with --photos"),
    ],
)
def test_own_files_among_what_is_scanned_are_named(folder: Path, photos: str, export: str, words: str) -> None:
    (note,) = own_among_exports([folder / photos], [folder / export])
    assert words in note
    assert note.endswith("it is your own file, and not a find.")


def test_photos_beside_the_export_need_no_word(folder: Path) -> None:
    assert not list(own_among_exports([folder / "all/mine"], [folder / "all/export"]))


def test_photos_that_lie_in_an_export_are_said_and_others_not(tmp_path: Path) -> None:
    export = tmp_path / "export"
    export.mkdir()
    inside, outside = str(export / "a.jpg"), str(tmp_path / "b.jpg")
    assert list(own_photos_within([outside, None], [export])) == []
    (one,) = own_photos_within([inside, outside], [export])
    assert one.startswith(f"1 of your own photos lies in {export}. A file that is in both")
    (two,) = own_photos_within([inside, inside], [export, tmp_path / "other"])
    assert two.startswith("2 of your own photos lie in")
