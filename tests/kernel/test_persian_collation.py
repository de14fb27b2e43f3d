import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from girih.kernel.persian import collation_key, fold

ALPHABET = list("آاءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")

# Sorted by hand.
SORTED = [
    "۱ فرش",
    "2 فرش",
    "Ávila",
    "Aviles",
    "Bistrița",
    "Łódź",
    "Lodz A",
    "Şanlıurfa",
    "Zürich",
    "آذربایجان شرقی",
    "آذربایجان غربی",
    "آمل",
    "ابهر",
    "اراک",
    "اصفهان",
    "ایلام",
    "بندر انزلی",
    "بندرعباس",
    "پاوه",
    "تبریز",
    "ثلاث",
    "جلفا",
    "چابهار",
    "حمیدیه",
    "خرم‌آباد",
    "دزفول",
    "ذرت",
    "رشت",
    "زنجان",
    "ژاورود",
    "ساوه",
    "شیراز",
    "صومعه‌سرا",
    "ضیابر",
    "طبس",
    "ظفرقند",
    "عسلویه",
    "غرق‌آباد",
    "فومن",
    "قم",
    "کاشان",
    "کاشی",
    "كاشي",
    "کاشی کاری",
    "کاشی‌کاری",
    "کاشی‌ها",
    "کرمان",
    "گرگان",
    "لالجین",
    "مریوان",
    "نایین",
    "ورزنه",
    "همدان",
    "یزد",
    "Αθήνα",
    "京都",
]


def test_a_list_in_the_order_of_the_alphabet() -> None:
    shuffled = SORTED.copy()
    random.Random(1403).shuffle(shuffled)
    assert sorted(shuffled, key=collation_key) == SORTED


def test_the_letters_themselves() -> None:
    assert sorted(set(ALPHABET), key=collation_key) == ALPHABET
    assert sorted("٩8۷bBazZ", key=collation_key) == list("۷8٩abBzZ")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("کاشی", "كاشي"),  # the plain spelling first, next to the other
        ("كاشي", "کاشیکاری"),
        ("می شود", "میان"),  # a space is before every letter
        ("میز", "می‌شود"),  # a half-space is nothing
        ("می‌شود", "میل"),
        ("lodz", "Łódź"),
        ("Łódź", "lodza"),
        ("Clermont Ferrand", "Clermont-Ferrand"),
        ("Clermont-Ferrand", "Clermonta"),
        ("", "ا"),
    ],
)
def test_pairs(first: str, then: str) -> None:
    assert collation_key(first) < collation_key(then)


@given(st.text())
def test_only_figures_and_small_letters(text: str) -> None:
    assert re.fullmatch("[0-9a-z]*", collation_key(text))
    assert len(collation_key(text)) <= 200
    assert collation_key(text, max_length=6) == collation_key(text)[:6]


names = st.text(alphabet="آاأءبيیكک ‌ـَ-.éeEL1۱\u00a0", max_size=12)


@given(names, names)
def test_the_order_is_total(first: str, second: str) -> None:
    same = unicodedata.normalize("NFC", first) == unicodedata.normalize("NFC", second)
    assert (collation_key(first) == collation_key(second)) == same


@given(st.text(alphabet="آابپتثجچکگلمنوهی", min_size=1, max_size=20), st.text(alphabet="‌ـَِّ", max_size=2))
def test_marks_move_a_text_past_nothing_but_its_plain_form(text: str, marks: str) -> None:
    marked = text[:1] + marks + text[1:]
    assert collation_key(text) <= collation_key(marked) < collation_key(text + " ا")


@given(st.text(alphabet="abcxyz0189", max_size=20), st.text(alphabet="abcxyz0189", max_size=20))
def test_plain_latin_keeps_its_order(first: str, second: str) -> None:
    assert (collation_key(first) < collation_key(second)) == (first < second)
    assert fold(first) == first
