"""The words that WhatsApp itself writes into the export of a chat, in the languages whose words are known."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final

MARKS: Final = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
"""Characters that only say in which direction others run, for use in a class of a regular expression."""


class Notice(StrEnum):
    """What WhatsApp says in the place of something that is not in the export."""

    MEDIA = "media"  # left out; Android does not say what it was
    PICTURE = "picture"
    VIDEO = "video"
    STICKER = "sticker"
    DOCUMENT = "document"
    SOUND = "sound"
    CONTACT = "contact"
    DELETED = "deleted"


_MEDIA: Final = """
    media omitted | media dikecualikan | media disingkirkan | media tidak disertakan | multimedia omitido
    | medios omitidos | archivo omitido | archivos omitidos | se omitió archivo multimedia | mídia omitida
    | mídia oculta | arquivo de mídia oculto | ficheiro não revelado | medien ausgeschlossen | medien weggelassen
    | medien ausgelassen | médias omis | média omis | fichier omis | médias absents | media omessi | media omesso
    | media weggelaten | media weggelaat | без медиафайлов | файл пропущен | медиа отсутствует | медіа пропущено
    | медіафайли відсутні | تم استبعاد الوسائط | המדיה לא נכללה | מדיה הושמטה | המדיה הוסרה | رسانه حذف شد
    | پيوست نما/آهنگ حذف شد | میڈیا چھوڑ دیا گیا | میڈیا ہٹا دیا گیا | medya dahil edilmedi | medya atlanmış
    | मीडिया के बिना | मीडिया वगळण्यात आला | मीडिया वगळले | মিডিয়া বাদ দেওয়া হয়েছে | கோப்புகள் விடப்பட்டன
    | ஊடகங்கள் நீக்கப்பட்டது | మీడియా విస్మరించబడింది | మాధ్యమం విస్మరించబడింది | ಮಾಧ್ಯಮ ಕೈಬಿಡಲಾಗಿದೆ
    | ಮೀಡಿಯಾ ಕೈಬಿಡಲಾಗಿದೆ | മീഡിയ ഒഴിവാക്കി | મિડિયા છોડી મૂકાયું | મીડિયા અવગણવામાં આવ્યા | ਮੀਡੀਆ ਛੱਡਿਆ
    | ਮੀਡੀਆ ਛੱਡਿਆ ਗਿਆ | 忽略多媒體檔 | 省略多媒体文件 | メディアなし | メディアは含まれていません | 미디어 파일 제외됨
    | 미디어 파일을 생략한 대화내용 | bỏ qua tệp phương tiện | bỏ qua media | ไฟล์สื่อถูกลบ | สื่อถูกลบ | ບໍ່ລວມມີເດຍ
    | inalis ang media | walang kalakip na media | pominięto multimedia | pliki pominięto | média vynechány
    | média vynechána | médiá vynechané | média elhagyva | hiányzó médiafájl | conținut media omis
    | αρχείο παραλήφθηκε | εξαίρεση πολυμέσων | media utelämnat | media har utelämnats | media utelatt
    | uten vedlegg | medier udeladt | mediefil udeladt | media jätettiin pois | media jätetty pois
    | medijski zapis izostavljen | медији су изостављени | без файл | без фајл | без фајлови | datoteke izpuščene
    | medij izpuščen | medija praleista | praleistas medijos turinys | nav iekļauta multivide | bez multivides
    | meedia välja jäetud | meedia ära jäetud | media hazijajumuishwa | media imerukwa | media u hoq | media hequr
    | fitxers multimèdia omesos | mitjans omesos | media buraxıldı | media çıxarılmışdır | файлдар қосылмаған
    | файл қосылған жоқ | fayl o‘tkazib yuborildi
"""
_PICTURE: Final = """
    image omitted | imej tidak dimasukkan | gambar tidak disertakan | imagen omitida | imagem ocultada
    | imagem não revelada | bild weggelassen | image absente | immagine omessa | afbeelding weggelaten
    | изображение отсутствует | зображення відсутнє | لم يتم إدراج الصورة | התמונה הושמטה | تصویر حذف شد
    | تصویر نکال دی گئی ہے | görüntü dahil edilmedi | फ़ोटो हटाई गई | इमेज वगळली | ইমেজ বাদ দেওয়া হয়েছে
    | છબી પડતી મૂકાઈ | 圖片已略去 | 圖像已省略 | 照片已忽略 | 画像は含まれていません | 이미지 생략됨
    | đã bỏ qua hình ảnh | ไม่มีรูปภาพ | obraz pominięty | obrázek vynechán | obrázok vynechaný | imagine omisă
    | kép küldése sikertelen | εικόνα παραλείφθηκε | bild utesluten | bilde ikke inkludert | billede udeladt
    | ei kuvaa | slika izostavljena | imatge omesa | íomhá ligthe ar lár
"""
_VIDEO: Final = """
    video omitted | video note omitted | video tidak dimasukkan | video tidak disertakan | video omitido
    | nota de video omitida | vídeo ocultado | vídeo omitido | nota de vídeo omitida | vídeo não revelado
    | video weggelassen | videonotiz ausgelassen | vidéo absente | note vidéo omise | video omesso
    | nota video omessa | video weggelaten | видео отсутствует | відео відсутнє | لم يتم إدراج الفيديوهات
    | סרטון הווידאו הושמט | ویدیو حذف شد | ویڈیو نظرانداز | video dahil edilmedi | वीडियो छोड़ा गया | व्हिडीओ वगळला
    | ভিডিও বাদ দেওয়া হয়েছে | વિડિયો પડતી મુકાઈ | 影片已略去 | 影片已省略 | 视频已忽略 | ビデオは含まれていません
    | 비디오 생략됨 | đã bỏ video | วิดีโอถูกลบ | wideo pominięte | video vynecháno | video vynechané
    | clip video omis | videó kihagyva | βίντεο παραλείφθηκε | video utesluten | video utelatt | video udeladt
    | videota ei sisällytetä | video izostavljen | vídeo omès | físeán ligthe ar lár
    | gif omitted | gif tidak dimasukkan | gif tidak disertakan | gif omitido | gif não revelada | gif weggelassen
    | gif retiré | gif esclusa | gif weggelaten | gif отсутствует | gif-анімацію пропущено | لم يتم إدراج صورة gif
    | gif הושמט | gif حذف شد | gif نظرانداز | gif dahil edilmedi | gif छोड़ा गया | gif वगळले
    | জিআইএফ বাদ দেওয়া হয়েছে | gif પડતી મૂકાઈ | gif 已略去 | gif 圖片已被省略 | gif 动态图已被忽略
    | gifは含まれていません | gif 생략됨 | đã bỏ qua ảnh gif | ละเว้น gif | plik gif pominięty | gif vynechán
    | gif vynechaný | gif omis | gif fájl kihagyása | παράληψη gif | gif utesluten | gif utelatt | gif udeladt
    | gif-animaatio jätetty pois | gif izostavljen | gif omès | gif ligthe ar lár
"""
_STICKER: Final = """
    sticker omitted | pelekat tidak disertakan | stiker tidak disertakan | sticker omitido | figurinha omitida
    | sticker não revelado | sticker weggelassen | sticker omis | sticker non incluso | sticker weggelaten
    | стикер не добавлен | наклейку не додано | تم حذف الملصقات | סטיקר הושמט | استیکر حذف شد | اسٹیکر نظرانداز
    | çıkartma dahil edilmedi | स्टिकर छोड़ा गया | स्टिकर वगळले | স্টিকার বাদ দেওয়া হয়েছে | સ્ટીકર પડતું મુકાયું
    | 貼圖已略去 | 貼圖已忽略 | 贴图已省略 | スタンプは含まれていません | 스티커 제외됨 | đã bỏ sticker
    | ไม่มีสติกเกอร์ | pominięto naklejkę | nálepka vynechána | nálepka vynechaná | matrica kihagyva
    | αυτοκόλλητο παραλήφθηκε | sticker utesluten | klistremerke utelatt | klistermærke udeladt
    | tarraa ei sisällytetty | naljepnica izostavljena | adhesiu omès | fágadh an greamán ar lár
"""
_DOCUMENT: Final = """
    document omitted | dokumen tidak dimasukkan | dokumen tidak disertakan | documento omitido
    | documento não revelado | dokument weggelassen | document manquant | documento omesso | document weggelaten
    | документ отсутствует | документ пропущено | لم يتم إدراج المستند | מסמך הושמט | سند حذف شد | دستاویز نظرانداز
    | belge dahil edilmedi | डॉक्यूमेंट छोड़ा गया | डॉक्युमेंट वगळले | ডকুমেন্ট বাদ দেওয়া হয়েছে
    | ડોક્યુમેન્ટ સામેલ કર્યું નહિ | 文件已略去 | 文件已忽略 | 文档已省略 | ドキュメントは含まれていません
    | 문서 생략됨 | đã bỏ qua tài liệu | ละเว้นเอกสาร | dokument pominięty | dokument vynechán | dokument vynechaný
    | document omis | dokumentum kihagyva | έγγραφο παραλείφθηκε | dokument uteslutet | utelatt dokument
    | dokument udeladt | dokumenttia ei sisällytetä | dokument izostavljen | document omès | cáipéis ligthe ar lár
"""
_SOUND: Final = """
    audio omitted | audio tidak dimasukkan | audio tidak disertakan | audio omitido | áudio ocultado
    | ficheiro de áudio não revelado | audio weggelassen | audio omis | audio omesso | audio weggelaten
    | аудиофайл отсутствует | аудио отсутствует | аудіо відсутнє | لم يتم إدراج المقاطع الصوتية | ses dahil edilmedi
    | ऑडियो हटाई गयी | 音訊已略去 | 音訊已省略 | 音频已忽略 | 音声は含まれていません | 오디오 생략됨
"""
_CONTACT: Final = """
    contact card omitted | kad kenalan tidak dimasukkan | kartu kontak tidak disertakan
    | tarjeta de contacto omitida | cartão do contato omitido | contacto não revelado | kontaktkarte ausgelassen
    | fiche contact manquante | scheda contatto omessa | visitekaartje weggelaten | карточка контакта отсутствует
    | لم يتم إدراج بطاقة جهة اتصال
"""
_DELETED: Final = """
    this message was deleted | you deleted this message | mesej ini telah dipadam | anda telah memadamkan mesej ini
    | pesan ini dihapus | pesan ini telah dihapus | anda menghapus pesan ini | se eliminó este mensaje
    | eliminaste este mensaje | este mensaje fue eliminado | mensagem apagada | esta mensagem foi apagada
    | você apagou esta mensagem | apagou esta mensagem | diese nachricht wurde gelöscht
    | du hast diese nachricht gelöscht | ce message a été supprimé | vous avez supprimé ce message
    | questo messaggio è stato eliminato | hai eliminato questo messaggio | dit bericht is verwijderd
    | u hebt dit bericht verwijderd | je hebt dit bericht verwijderd | данное сообщение удалено
    | вы удалили данное сообщение | це повідомлення було видалено | ви видалили це повідомлення | تم حذف هذه الرسالة
    | لقد حذفت هذه الرسالة | הודעה זו נמחקה | מחקת את ההודעה הזו | این پیام حذف شده است | یہ میسج حذف کر دیا گیا ہے
    | bu mesaj silindi | bu mesajı sildiniz | यह मैसेज डिलीट कर दिया गया है | आपने यह मैसेज डिलीट किया
    | এই মেসেজটি বাদ দেওয়া হয়েছে | 此訊息已刪除 | 您已刪除此訊息 | 这条消息已被删除 | 您已删除这条消息
    | このメッセージは削除されました | このメッセージを削除しました | 이 메시지는 삭제되었습니다
    | 이 메시지를 삭제했습니다 | tin nhắn này đã bị xóa | bạn đã xóa tin nhắn này | ข้อความนี้ถูกลบแล้ว
    | คุณได้ลบข้อความนี้ | ta wiadomość została usunięta | tato zpráva byla smazána | acest mesaj a fost șters
"""
# Where the halves of a day have words of their own (Unicode CLDR), those words stand before or after the time.
_MORNING: Final = """
    am | pg | ص | قظ | قبلازظهر | पूर्वाह्न | পূর্বাহ্ণ | முற்பகல் | 上午 | 早上 | 凌晨 | 清晨 | 午前 | 오전 | πμ | öö
    | sa | vm
"""
_AFTERNOON: Final = """
    pm | ptg | م | بظ | بعدازظهر | अपराह्न | অপরাহ্ণ | பிற்பகல் | 下午 | 晚上 | 中午 | 傍晚 | 午後 | 오후 | μμ | ös
    | ch | nm
"""

_INVISIBLE: Final = re.compile(rf"[{MARKS}\u200b-\u200d]")
_BETWEEN: Final = re.compile(r"[\s.,،]+")


def known(words: str) -> str:
    """Return `words` as the lists here have them: without marks, brackets, full stop and capital letters."""
    plain = words if words.isascii() else unicodedata.normalize("NFC", _INVISIBLE.sub("", words))
    return " ".join(plain.casefold().split()).strip("<>.。 ।")


def _list(words: str) -> frozenset[str]:
    return frozenset(known(each) for each in words.split("|"))


_NOTICES: Final = {
    phrase: notice
    for notice, words in (
        (Notice.MEDIA, _MEDIA),
        (Notice.PICTURE, _PICTURE),
        (Notice.VIDEO, _VIDEO),
        (Notice.STICKER, _STICKER),
        (Notice.DOCUMENT, _DOCUMENT),
        (Notice.SOUND, _SOUND),
        (Notice.CONTACT, _CONTACT),
        (Notice.DELETED, _DELETED),
    )
    for phrase in _list(words)
}
_HALVES: Final = dict.fromkeys(_list(_MORNING), False) | dict.fromkeys(_list(_AFTERNOON), True)
_LONGEST: Final = 2 * max(map(len, _NOTICES))  # with all the marks and accents that may stand in them


def notice(words: str) -> Notice | None:
    """Return what these words say of something that is not there, or None if they are none of WhatsApp's."""
    return _NOTICES.get(known(words)) if len(words) <= _LONGEST else None


@lru_cache(maxsize=256)
def is_afternoon(words: str) -> bool | None:
    """Return which half of the day the words beside a time mean: True the second, None where they mean neither."""
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", words)).casefold()
    return _HALVES.get(_BETWEEN.sub("", plain))
