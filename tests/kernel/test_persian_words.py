import pytest
from hypothesis import given
from hypothesis import strategies as st

from girih.kernel.persian import InvalidNumber, number_to_words, ordinal_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "صفر"),
        (7, "هفت"),
        (10, "ده"),
        (19, "نوزده"),
        (20, "بیست"),
        (21, "بیست و یک"),
        (100, "صد"),
        (110, "صد و ده"),
        (365, "سیصد و شصت و پنج"),
        (1000, "یک هزار"),
        (1403, "یک هزار و چهارصد و سه"),
        (1_250_000, "یک میلیون و دویست و پنجاه هزار"),
        (1_000_001, "یک میلیون و یک"),
        (2_000_000_000, "دو میلیارد"),
        (999_000_000_000_000, "نهصد و نود و نه تریلیون"),
        (10**15, "یک کوادریلیون"),
        (-12, "منفی دوازده"),
    ],
)
def test_number_to_words(number: int, words: str) -> None:
    assert number_to_words(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "صفرم"),
        (1, "یکم"),
        (2, "دوم"),
        (3, "سوم"),
        (9, "نهم"),
        (23, "بیست و سوم"),
        (30, "سی اُم"),
        (33, "سی و سوم"),
        (100, "صدم"),
        (130, "صد و سی اُم"),
        (1000, "هزارم"),
        (1403, "هزار و چهارصد و سوم"),
        (21000, "بیست و یک هزارم"),
        (101_000, "صد و یک هزارم"),
        (1_000_000, "میلیونم"),
    ],
)
def test_ordinal_words(number: int, words: str) -> None:
    assert ordinal_words(number) == words


def test_beyond_the_words() -> None:
    for number in (10**15 + 1, -(10**15) - 1):
        with pytest.raises(InvalidNumber) as refusal:
            number_to_words(number)
        assert refusal.value.code == "out_of_range"
        assert refusal.value.params["largest"] == 10**15
    with pytest.raises(InvalidNumber) as refusal:
        ordinal_words(-1)
    assert refusal.value.code == "out_of_range"


VALUES = {
    "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "هفت": 7, "هشت": 8, "نه": 9, "ده": 10,
    "یازده": 11, "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15, "شانزده": 16, "هفده": 17, "هجده": 18,
    "نوزده": 19, "بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "هفتاد": 70, "هشتاد": 80, "نود": 90,
    "صد": 100, "دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500, "ششصد": 600, "هفتصد": 700,
    "هشتصد": 800, "نهصد": 900, "صفر": 0,
}  # fmt: skip
SCALES = {"هزار": 10**3, "میلیون": 10**6, "میلیارد": 10**9, "تریلیون": 10**12, "کوادریلیون": 10**15}


@given(st.integers(0, 10**15))
def test_words_add_up_to_the_number(number: int) -> None:
    total = group = 0
    for word in number_to_words(number).split():
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word != "و":
            group += VALUES[word]
    assert total + group == number
