"""The name of a chat is taken out of what WhatsApp calls its file, in any language of the phone."""

from __future__ import annotations

import pytest

from exposurewatch.sources.whatsapp_titles import title


@pytest.mark.parametrize(
    "name",
    [
        "WhatsApp Chat with Aunties 2.txt",
        "WhatsApp_Chat_with_Aunties_2.txt",
        "Sembang WhatsApp dengan Aunties 2.txt",
        "Chat WhatsApp dengan Aunties 2.txt",
        "Obrolan WhatsApp dengan Aunties 2.txt",
        "Chat WhatsApp con Aunties 2.txt",
        "Chat de WhatsApp con Aunties 2.txt",
        "Conversa do WhatsApp com Aunties 2.txt",
        "WhatsApp Chat mit Aunties 2.txt",
        "Discussion WhatsApp avec Aunties 2.txt",
        "Aunties 2 के साथ WhatsApp चैट.txt",
        "Aunties 2 உடன் WhatsApp உரையாடல்.txt",
        "دردشة واتساب مع Aunties 2.txt",
        "WhatsApp 与 Aunties 2 的对话.txt",
        "Aunties 2とのWhatsAppチャット.txt",
        "Aunties 2.TXT",
        "Aunties 2",
    ],
)
def test_the_words_around_a_name_are_taken_off(name: str) -> None:
    assert title(f"somewhere/{name}", "export.zip") == "Aunties 2"


@pytest.mark.parametrize(
    ("path", "container"),
    [
        ("_chat.txt", "/home/ana/WhatsApp Chat - Aunties.zip"),
        ("_chat.txt", r"C:\Users\Ana\WhatsApp Chat - Aunties.zip"),
        ("_chat.txt", "/home/ana/WhatsApp Chat - Aunties"),
        ("WhatsApp Chat - Aunties/_chat.txt", "/home/ana/many.zip"),
    ],
)
def test_on_an_iphone_the_archive_or_folder_bears_the_name(path: str, container: str) -> None:
    assert title(path, container) == "Aunties"


def test_a_name_that_no_language_explains_stands_for_itself() -> None:
    assert title("WhatsApp xyz Aunties.txt", "") == "WhatsApp xyz Aunties"
    assert title("Mr. Lee & Sons", "") == "Mr. Lee & Sons"


def test_a_name_is_made_harmless() -> None:
    assert title("WhatsApp Chat with A\x1b[31m\u202eB.txt", "") == "A[31mB"
    assert title("\u202e.txt", "") is None
    assert title("WhatsApp Chat with _.txt", "") is None
