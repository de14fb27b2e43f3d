"""Writing dates and times the way Persian and English readers expect them."""

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from girih.kernel.persian.calendar.conversion import to_jalali
from girih.kernel.persian.calendar.names import GREGORIAN_MONTHS, JALALI_MONTHS, SEASONS, WEEKDAYS
from girih.kernel.persian.calendar.periods import PartialDate
from girih.kernel.persian.digits import to_persian_digits

__all__ = ["DateStyle", "format_date", "format_datetime", "month_name", "season_name", "weekday_name"]

DateStyle = Literal["full", "long", "short", "month", "weekday"]
TEHRAN = ZoneInfo("Asia/Tehran")


def _language(lang: str) -> str:
    return "fa" if lang.startswith("fa") else "en"


def month_name(month: int, lang: str = "fa", calendar: str = "jalali") -> str:
    """«بهمن», "Bahman"; with calendar="gregorian" «ژانویه», "January". `month` is 1–12."""
    months = JALALI_MONTHS if calendar == "jalali" else GREGORIAN_MONTHS
    return months[_language(lang)][month - 1]


def season_name(quarter: int, lang: str = "fa") -> str:
    """«زمستان» or "winter" for 4."""
    return SEASONS[_language(lang)][quarter - 1]


def weekday_name(day: date, lang: str = "fa") -> str:
    """«دوشنبه» or "Monday"."""
    return WEEKDAYS[_language(lang)][day.weekday()]


def format_date(value: date | PartialDate, lang: str = "fa", style: DateStyle = "long") -> str:
    """A day in the reader's calendar: Jalali in Persian, Gregorian otherwise.

    style    fa                       en
    full     دوشنبه ۱ بهمن ۱۴۰۳       Monday 20 January 2025
    long     ۱ بهمن ۱۴۰۳              20 January 2025
    short    ۱۴۰۳/۱۱/۰۱               2025-01-20
    month    بهمن ۱۴۰۳                January 2025
    weekday  دوشنبه                   Monday

    Of a partial date only what is known is printed. A month or year cannot be turned into the other calendar,
    so it keeps its own and says which: «ژانویهٔ ۲۰۲۵», «۲۰۲۵ میلادی», "Bahman 1403", "1403 SH".
    """
    if isinstance(value, datetime):
        raise TypeError("a datetime has no day until its time zone is settled; use format_datetime")
    if isinstance(value, PartialDate):
        if value.precision != "day":
            return _partial(value, _language(lang), style)
        value = value.start
    return _persian_day(value, style) if _language(lang) == "fa" else _english_day(value, style)


def _persian_day(day: date, style: DateStyle) -> str:
    year, month, month_day = to_jalali(day)
    name = JALALI_MONTHS["fa"][month - 1]
    written = {
        "full": f"{weekday_name(day)} {month_day} {name} {year}",
        "long": f"{month_day} {name} {year}",
        "short": f"{year:04}/{month:02}/{month_day:02}",
        "month": f"{name} {year}",
        "weekday": weekday_name(day),
    }[style]
    return to_persian_digits(written)


def _english_day(day: date, style: DateStyle) -> str:
    name = GREGORIAN_MONTHS["en"][day.month - 1]
    return {
        "full": f"{weekday_name(day, 'en')} {day.day} {name} {day.year}",
        "long": f"{day.day} {name} {day.year}",
        "short": day.isoformat(),
        "month": f"{name} {day.year}",
        "weekday": weekday_name(day, "en"),
    }[style]


def _partial(value: PartialDate, language: str, style: DateStyle) -> str:
    year, month, _ = value.parts
    own = (language == "fa") == (value.calendar == "jalali")
    if value.precision == "year":
        mark = "" if own else " میلادی" if language == "fa" else " SH"
        written = f"{year}{mark}"
    elif style == "short":
        separator = "/" if language == "fa" else "-"
        mark = "" if own else " میلادی" if language == "fa" else " SH"
        written = f"{year:04}{separator}{month:02}{mark}"
    else:
        written = f"{month_name(month, language, value.calendar)} {year}"
        if language == "fa" and not own:
            name = month_name(month, language, value.calendar)
            # The ezafe of a name in ه is written: «ژانویهٔ ۲۰۲۵».
            written = f"{name}ٔ {year}" if name.endswith("یه") else f"{name} {year}"
    return to_persian_digits(written) if language == "fa" else written


def format_datetime(moment: datetime, lang: str = "fa", style: DateStyle = "long") -> str:
    """A moment as day and time in Tehran: «۱ بهمن ۱۴۰۳، ساعت ۱۴:۳۰», short «۱۴۰۳/۱۱/۰۱ ۱۴:۳۰».

    The offset comes from the time-zone database, since summer time was kept until 2022. Raises ValueError
    for a datetime without time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment without time zone has no time in Tehran")
    local = moment.astimezone(TEHRAN)
    day = format_date(local.date(), lang, style)
    time = f"{local:%H:%M}"
    if _language(lang) == "fa":
        time = to_persian_digits(time)
        return f"{day} {time}" if style == "short" else f"{day}، ساعت {time}"
    return f"{day} {time}" if style == "short" else f"{day}, {time}"
