"""Names of months, weekdays and seasons: as they are written, and every way they are read."""

from collections.abc import Iterable

from girih.kernel.persian.text import fold
from girih.kernel.persian.words import ordinal_words

__all__ = [
    "GREGORIAN_MONTHS",
    "JALALI_MONTHS",
    "LEXICON",
    "SEASONS",
    "WEEKDAYS",
    "Token",
]

JALALI_MONTHS = {
    "fa": (
        "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
        "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
    ),
    "en": (
        "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
        "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
    ),
}  # fmt: skip
GREGORIAN_MONTHS = {
    "fa": (
        "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن",
        "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
# Monday first, as datetime.date.weekday() counts.
WEEKDAYS = {
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
SEASONS = {
    "fa": ("بهار", "تابستان", "پاییز", "زمستان"),
    "en": ("spring", "summer", "autumn", "winter"),
}

_OTHER_JALALI = {
    1: ["Farvardeen"], 2: ["Ordibehest"], 5: ["امرداد", "Amordad"], 6: ["Shahrivar", "Shahriwar"],
    8: ["Abaan"], 9: ["Aazar"], 10: ["Day", "Dai"], 12: ["اسپند", "Isfand"],
}  # fmt: skip
_OTHER_GREGORIAN = {
    1: ["جنوری", "ینایر", "Jan"], 2: ["Feb"], 3: ["Mar"], 4: ["اپریل", "Apr"], 5: ["می", "مای"],
    6: ["جون", "Jun"], 7: ["جولای", "ژولای", "ژویه", "Jul"], 8: ["آگوست", "اگوست", "Aug"],
    9: ["سپتمبر", "Sep", "Sept"], 10: ["اکتوبر", "Oct"], 11: ["Nov"], 12: ["دیسمبر", "Dec"],
}  # fmt: skip
_LUNAR_MONTHS = {
    1: ["محرم", "محرم الحرام", "Muharram"],
    2: ["صفر", "صفر المظفر", "Safar"],
    3: ["ربیع الاول", "ربیع الاولی", "Rabi al-Awwal"],
    4: ["ربیع الثانی", "ربیع الآخر", "Rabi al-Thani"],
    5: ["جمادی الاول", "جمادی الاولی", "Jumada al-Awwal", "Jumada al-Ula"],
    6: ["جمادی الثانی", "جمادی الثانیه", "جمادی الآخر", "جمادی الآخره", "Jumada al-Thani"],
    7: ["رجب", "رجب المرجب", "Rajab"],
    8: ["شعبان", "شعبان المعظم", "Shaban", "Sha'ban"],
    9: ["رمضان", "رمضان المبارک", "Ramadan", "Ramazan"],
    10: ["شوال", "شوال المکرم", "Shawwal"],
    11: ["ذی القعده", "ذیقعده", "ذوالقعده", "Dhu al-Qadah", "Zilqadah"],
    12: ["ذی الحجه", "ذیحجه", "ذوالحجه", "Dhu al-Hijjah", "Zilhajjah"],
}
_OTHER_WEEKDAYS = {
    0: ["Mon"], 1: ["Tue", "Tues"], 2: ["Wed"], 3: ["Thu", "Thur", "Thurs"], 4: ["آدینه", "Fri"],
    5: ["Sat"], 6: ["Sun"],
}  # fmt: skip
_CALENDAR_MARKS = {
    "jalali": ["ش", "هش", "هجری ش", "شمسی", "خورشیدی", "SH", "AP"],
    "gregorian": ["م", "میلادی", "AD", "CE"],
    "lunar": ["ق", "هق", "هجری ق", "قمری", "AH"],
}
_SAYS_NOTHING = ["ه", "هجری", "ماه", "سال", "سنه", "روز", "مورخ", "مورخه", "تاریخ", "به تاریخ", "در",
                 "of", "the", "in", "year"]  # fmt: skip

# What a word of a date stands for: ("jalali" | "gregorian" | "lunar", month), ("weekday", 0–6),
# ("day", 1–31), ("mark", calendar) or ("", "").
Token = tuple[str, int | str]


def _lexicon() -> dict[str, Token]:
    words: dict[str, Token] = {}

    def add(forms: Iterable[str], token: Token) -> None:
        for form in forms:
            words[fold(form)] = token

    add(_SAYS_NOTHING, ("", ""))
    for calendar, marks in _CALENDAR_MARKS.items():
        add(marks, ("mark", calendar))
    for lunar_month, names in _LUNAR_MONTHS.items():
        add(names, ("lunar", lunar_month))
    for day in range(1, 32):
        add([ordinal_words(day)], ("day", day))
    add(["اول"], ("day", 1))
    for calendar, written, others in (
        ("jalali", JALALI_MONTHS, _OTHER_JALALI),
        ("gregorian", GREGORIAN_MONTHS, _OTHER_GREGORIAN),
    ):
        for month in range(1, 13):
            add(
                [written["fa"][month - 1], written["en"][month - 1], *others.get(month, [])],
                (calendar, month),
            )
    for weekday in range(7):
        add(
            [WEEKDAYS["fa"][weekday], WEEKDAYS["en"][weekday], *_OTHER_WEEKDAYS[weekday]],
            ("weekday", weekday),
        )
    return words


LEXICON = _lexicon()
"""Every folded word that may stand in a date, and what it stands for."""
