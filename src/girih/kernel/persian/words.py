"""Numbers in Persian words, as cheques, invoices, contracts and letters need them."""

from girih.kernel.persian.errors import InvalidNumber

__all__ = ["number_to_words", "ordinal_words"]

_LARGEST = 10**15
_ONES = (
    "", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده", "یازده", "دوازده", "سیزده",
    "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده",
)  # fmt: skip
_TENS = ("", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
_HUNDREDS = ("", "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد")
_SCALES = ("", "هزار", "میلیون", "میلیارد", "تریلیون", "کوادریلیون")


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    if rest < 20:
        return [word for word in (_HUNDREDS[hundreds], _ONES[rest]) if word]
    tens, ones = divmod(rest, 10)
    return [word for word in (_HUNDREDS[hundreds], _TENS[tens], _ONES[ones]) if word]


def number_to_words(number: int) -> str:
    """«یک میلیون و دویست و پنجاه هزار» for 1,250,000.

    From −10^15 to 10^15, else InvalidNumber("out_of_range"). A thousand is «یک هزار», not «هزار», so
    that nothing can be written before it on a cheque.
    """
    if abs(number) > _LARGEST:
        raise InvalidNumber("out_of_range", number=number, largest=_LARGEST)
    if number == 0:
        return "صفر"
    groups = []
    rest, scale = abs(number), 0
    while rest:
        rest, group = divmod(rest, 1000)
        if group:
            groups.append(" ".join(filter(None, (" و ".join(_below_thousand(group)), _SCALES[scale]))))
        scale += 1
    words = " و ".join(reversed(groups))
    return f"منفی {words}" if number < 0 else words


def ordinal_words(number: int) -> str:
    """«یکم», «سوم», «بیست و پنجم», «سی اُم»; from 0 to 10^15, else InvalidNumber("out_of_range").

    The number and «م», with سه becoming سو; after a final ی «اُم» is written apart. A leading «یک» before
    thousand, million … is not said: «هزارم», as «یک هزارم» is a fraction.
    """
    if number < 0:
        raise InvalidNumber("out_of_range", number=number, smallest=0, largest=_LARGEST)
    words = number_to_words(number)
    if number >= 1000:
        words = words.removeprefix("یک ") if words.split()[1] in _SCALES else words
    if words.endswith("ی"):
        return f"{words} اُم"
    if words.endswith("سه"):
        return f"{words.removesuffix('سه')}سوم"
    return f"{words}م"
