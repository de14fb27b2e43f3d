"""Days as people type them, and as the tables of this room keep them."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from girih.kernel.persian import (
    InvalidDate,
    PartialDate,
    end_of_day,
    parse_date,
    to_ascii_digits,
    to_jalali,
)

__all__ = ["is_stored_day", "lies_ahead", "looks_lunar", "sentence_on", "stored_day"]

# The lunar years of this decade and the next. Read as Jalali they lie decades ahead.
_LUNAR_YEARS = range(1440, 1461)
_LUNAR_YEAR = re.compile(r"(?<!\d)14[456]\d(?!\d)")

_SENTENCES: Mapping[str, str | Promise] = {
    "lunar_date": _(
        "“%(text)s” is a lunar date; which day it was depends on a sighting of the moon."
        " Give it in the Jalali or Gregorian calendar."
    ),
    "lunar_like": _(
        "“%(text)s” looks like a lunar date; as a Jalali one it lies ahead."
        " Give it in the Jalali or Gregorian calendar."
    ),
    "ambiguous": _("“%(text)s” can be read in several ways. Write the year with four digits."),
    "ambiguous_day_month": _("“%(text)s”: which is the day, which the month? Write the year first."),
    "two_digit_year": _("“%(text)s”: write the year with four digits."),
    "year_missing": _("“%(text)s” has no year."),
    "month_out_of_range": _("“%(text)s”: a year has twelve months."),
    "day_out_of_range": _("“%(text)s”: that month has no such day."),
    "calendar_conflict": _("“%(text)s”: the month is of one calendar and the year of the other."),
    "weekday_mismatch": _("“%(text)s”: the day of the week is not that of the date."),
}
_ANY_OTHER = _("“%(text)s” is not a date that can be read. Write it like 1403/11/01 or 2025-01-20.")


def sentence_on(error: InvalidDate, text: str) -> tuple[str | Promise, dict[str, str]]:
    """The sentence about an unreadable date, with its parameters."""
    return _SENTENCES.get(error.code, _ANY_OTHER), {"text": text}


# A list of ties repeats its few hundred days a thousand times.
@lru_cache(maxsize=20_000)
def stored_day(text: str) -> str:
    """What a person typed, as kept; empty stays empty. Raises `InvalidDate`."""
    return parse_date(text).stored if text.strip() else ""


def is_stored_day(text: str) -> bool:
    try:
        PartialDate.from_stored(text)
    except InvalidDate:
        return False
    return True


def lies_ahead(stored: str, today: date) -> bool:
    """Whether a stored day, month or year begins after `today`."""
    return stored > end_of_day(today)


def looks_lunar(stored: str, today: date, typed: str | None = None) -> bool:
    """Whether what lies ahead as a Jalali date was probably meant as a lunar one, such as 1447/01/12.

    `typed` is the text as it was given, where it is known; without a lunar year in it nothing looks lunar.
    """
    if not lies_ahead(stored, today):
        return False
    if typed is not None and not _LUNAR_YEAR.search(to_ascii_digits(typed)):
        return False
    given = PartialDate.from_stored(stored)
    # Of a single day the calendar is not kept.
    if given.calendar != "jalali" and given.precision != "day":
        return False
    return to_jalali(given.start)[0] in _LUNAR_YEARS
