"""The words of WhatsApp are recognised whatever marks, brackets and capital letters they come with."""

from __future__ import annotations

import unicodedata

import pytest

from exposurewatch.parsers.whatsapp_words import Notice, is_afternoon, notice


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("<Media omitted>", Notice.MEDIA),
        ("<media dikecualikan>", Notice.MEDIA),
        ("<Media disingkirkan>", Notice.MEDIA),
        ("<Media tidak disertakan>", Notice.MEDIA),
        ("<Multimedia omitido>", Notice.MEDIA),
        ("<Mídia oculta>", Notice.MEDIA),
        ("<Medien ausgeschlossen>", Notice.MEDIA),
        ("<Médias omis>", Notice.MEDIA),
        ("<تم استبعاد الوسائط>", Notice.MEDIA),
        ("<मीडिया के बिना>", Notice.MEDIA),
        ("<忽略多媒體檔>", Notice.MEDIA),
        ("< ஊடகங்கள் நீக்கப்பட்டது >", Notice.MEDIA),
        ("image omitted", Notice.PICTURE),
        ("\u200eIMEJ tidak dimasukkan", Notice.PICTURE),
        ("gambar tidak disertakan", Notice.PICTURE),
        ("Bild weggelassen", Notice.PICTURE),
        ("imagem ocultada", Notice.PICTURE),
        ("\u200fلم يتم إدراج الصورة", Notice.PICTURE),
        ("video omitted", Notice.VIDEO),
        ("GIF omitted", Notice.VIDEO),
        ("<Video note omitted>", Notice.VIDEO),
        ("pelekat tidak disertakan", Notice.STICKER),
        ("document omitted", Notice.DOCUMENT),
        ("audio omitted", Notice.SOUND),
        ("Contact card omitted", Notice.CONTACT),
        ("This message was deleted.", Notice.DELETED),
        ("Mesej ini telah dipadam", Notice.DELETED),
        ("Pesan ini dihapus", Notice.DELETED),
        ("who is she", None),
        ("the image omitted her face", None),
        ("", None),
        ("image omitted" * 100_000, None),
    ],
)
def test_what_stands_in_for_a_file_is_recognised(words: str, expected: Notice | None) -> None:
    assert notice(words) is expected


def test_accents_may_be_spelt_either_way() -> None:
    assert notice(unicodedata.normalize("NFD", "<Médias omis>")) is Notice.MEDIA


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (" AM", False),
        ("\u202fPM", True),
        (" p.\u00a0m.", True),
        (" a. m.", False),
        (" PTG", True),
        (" PG", False),
        (", 下午", True),
        (" 오전 ", False),
        (" م", True),
        (" ص", False),
        (" μ.μ.", True),
        (" अपराह्न", True),
        (", பிற்பகல் ", True),
        (" klo ", None),
        (", ", None),
        ("", None),
    ],
)
def test_the_halves_of_the_day_are_known_in_many_languages(words: str, expected: bool | None) -> None:  # noqa: FBT001
    assert is_afternoon(words) is expected
