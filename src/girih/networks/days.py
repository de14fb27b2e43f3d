"""Days as people type them, and as the tables of this room keep them."""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from girih.kernel.persian import InvalidDate, PartialDate, parse_date

__all__ = ["is_stored_day", "sentence_on", "stored", "stored_day"]

_STORED = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

_SENTENCES: Mapping[str, str | Promise] = {
    "lunar_date": _(
        "“%(text)s” is a lunar date; which day it was depends on a sighting of the moon."
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


def stored(day: PartialDate) -> str:
    """A partial date as `PartialDateField` keeps it.

    A Jalali month or year lies in two Gregorian ones; it is kept as the one in which it begins, which holds
    most of a year's days: 1403 as 2024. A day is exact.
    """
    start = day.start
    if day.precision == "year":
        return f"{start.year:04}"
    if day.precision == "month":
        return f"{start.year:04}-{start.month:02}"
    return start.isoformat()


# A list of ties repeats its few hundred days a thousand times.
@lru_cache(maxsize=20_000)
def stored_day(text: str) -> str:
    """What a person typed, as kept; empty stays empty. Raises `InvalidDate`."""
    return stored(parse_date(text)) if text.strip() else ""


def is_stored_day(text: str) -> bool:
    return _STORED.fullmatch(text) is not None
