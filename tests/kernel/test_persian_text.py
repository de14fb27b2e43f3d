import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from girih.kernel.persian import fold, fold_words, normalise

ZWNJ = "\u200c"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("كاشي", "کاشی"),
        ("کاشی‌کاری", "کاشیکاری"),
        ("کاشی کاری", "کاشیکاری"),
        ("برنامه‌ریزی", "برنامهریزی"),
        ("مسؤول", "مسوول"),
        ("رئیس", "رییس"),
        ("آذربایجان", "اذربایجان"),
        ("إيران", "ایران"),
        ("أصفهان", "اصفهان"),
        ("ٱلله", "الله"),
        ("موسى", "موسی"),
        ("مدرسة", "مدرسه"),
        ("خانۀ", "خانه"),
        ("خانهٔ", "خانه"),
        ("شارەزوور", "شارهزوور"),
        ("بڵێ", "بلی"),
        ("جزء", "جز"),
        ("مُحَمَّد", "محمد"),
        ("رحمٰن", "رحمن"),
        ("کتــــاب", "کتاب"),
        ("ﻛﺎﺷﻲ", "کاشی"),
        ("\u2067۱۴۰۳/۱۱\u2069", "140311"),
        ("٤٥۴۵45", "454545"),
        ("Şanlıurfa", "sanliurfa"),
        ("İstanbul", "istanbul"),
        ("Bistrița", "bistrita"),
        ("Bistriţa", "bistrita"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Østersund", "ostersund"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "danang"),
        ("Sana'a", "sanaa"),
        ("San’a", "sana"),
        ("Qoʻqon", "qoqon"),
        ("Şəki", "seki"),
        ("Æ-œ", "aeoe"),
        ("«صنایع‌دستی»، (فرش)!", "صنایعدستیفرش"),
        ("", ""),
        (" ‌ـ ", ""),
    ],
)
def test_fold(text: str, key: str) -> None:
    assert fold(text) == key


def test_fold_of_every_character_is_settled() -> None:
    """Folding works character by character, so this proves idempotence for every text."""
    unsettled = [
        codepoint
        for codepoint in range(0x30000)
        if unicodedata.category(chr(codepoint)) != "Cn" and fold(fold(chr(codepoint))) != fold(chr(codepoint))
    ]
    assert unsettled == []


@given(st.text(), st.text())
def test_fold_works_character_by_character(first: str, second: str) -> None:
    assert fold(first + second) == fold(first) + fold(second)
    assert fold(fold(first)) == fold(first)


persian_text = st.text(alphabet="آابپتجچکگیهوئؤة ۰۱۲abcAB", max_size=30)


@given(persian_text, st.data())
def test_fold_does_not_see_keyboard_and_half_space(text: str, data: st.DataObject) -> None:
    arabic = text.translate(str.maketrans("کی۰۱۲", "كي٠١٢"))
    assert fold(arabic) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    place = data.draw(st.integers(0, len(text)))
    noise = data.draw(st.sampled_from([ZWNJ, "\u200d", "\u200f", " ", "ـ", "َ", "ّ", "ٰ", "-", "،", "\u00a0"]))
    assert fold(text[:place] + noise + text[place:]) == fold(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("صنایع‌دستی، فرش و گلیم", ("صنایعدستی", "فرش", "و", "گلیم")),
        ("Clermont-Ferrand (FR)", ("clermont", "ferrand", "fr")),
        ("Sana'a", ("sanaa",)),
        ("شهر\u00a0خلاق/يزد", ("شهر", "خلاق", "یزد")),
        ("کتـاب ـ دوم", ("کتاب", "دوم")),
        ("… ‌ -", ()),
        ("گره™ 25℃", ("گرهtm", "25c")),
    ],
)
def test_fold_words(text: str, words: tuple[str, ...]) -> None:
    assert fold_words(text) == words


@given(st.text())
def test_words_of_a_text_are_its_fold(text: str) -> None:
    assert "".join(fold_words(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("كاشي", "کاشی"),
        ("موسى", "موسی"),
        ("صنایع‌دستی", "صنایع‌دستی"),
        ("صنایع‌‌‌دستی", "صنایع‌دستی"),
        ("صنایع ‌دستی", "صنایع دستی"),
        ("صنایع‌ دستی", "صنایع دستی"),
        ("‌فرش‌", "فرش"),
        ("«‌فرش‌»", "«فرش»"),
        ("می¬شود", "می‌شود"),
        ("می\u200bشود", "می‌شود"),
        ("5 ¬ 6", "5 ¬ 6"),
        ("۲‌ساله", "۲‌ساله"),
        ("۲‌‌ساله", "۲‌ساله"),
        ("کتابِ‌ من، خانهٔ‌من", "کتابِ من، خانهٔ‌من"),
        ("رئیس مسؤول تأمین دایرة", "رئیس مسؤول تأمین دایرة"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("رئ" + "يس", "رئیس"),
        ("رئ".replace("ئ", "ي\u0654") + "یس", "رئیس"),
        ("کتـــاب", "کتاب"),
        ("\u200fفرش\u200e \u202bیزد\u202c", "فرش یزد"),
        ("\ufeffفرش", "فرش"),
        ("  فرش \t\u00a0 یزد  ", "فرش یزد"),
        ("بند یک \r\n\tبند دو\r", "بند یک\nبند دو"),
        ("فر\x00ش", "فرش"),
        ("فرش\ud800", "فرش"),
        ("ﻛﺎﺷﻲ", "کاشی"),
        ("۱۲ ﷼", "۱۲ ﷼"),
        ("۱۲ ٣٤ 56", "۱۲ ٣٤ 56"),
        ("e\u0301", "é"),
        ("Şanlıurfa", "Şanlıurfa"),
        ("ه\u200d.ش", "ه\u200d.ش"),
        ("", ""),
    ],
)
def test_normalise(text: str, stored: str) -> None:
    assert normalise(text) == stored


noisy_text = st.text(alphabet="اکيیك ‌¬ـ\u200b\u0654\u0338<.a\n\r\u2067ئه") | st.text()


@given(noisy_text)
@example("ا‌¬ب")
@example("<‌\u0338")
@example("ا‌\u200b ب")
@example("<\u200b\u0338\u200ba")
@example("ا\u200b\u0654¬ئ")
def test_normalise_is_settled_after_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(noisy_text)
def test_normalise_never_changes_what_is_found(text: str) -> None:
    # U+FDFA and the like are words in one sign, which only the search key spells out.
    assert fold(normalise(text)) == fold(text.encode("utf-8", "ignore").decode())


def test_fold_reaches_the_end_of_unicode() -> None:
    assert fold(chr(sys.maxunicode)) == ""
