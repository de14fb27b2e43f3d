"""Days between the Gregorian and the Jalali (Solar Hijri) calendar."""

from datetime import date, datetime

from persiantools.jdatetime import JalaliDate

from girih.kernel.persian.errors import InvalidDate

__all__ = ["from_jalali", "is_leap", "month_length", "to_jalali"]

# persiantools follows the astronomical calendar. The tests hold it, for every day of 1200–1500, against leap
# years computed from the March equinox; the popular 2820-year arithmetic is one day off for all of 1404 and
# must not come in with another library.
_FIRST_YEAR, _LAST_YEAR = 1, 9377
_FIRST_DAY = date(622, 3, 22)


def to_jalali(day: date) -> tuple[int, int, int]:
    """Year, month and day of a Gregorian date. Exact for 1200–1500; earlier years are projected back.

    Raises InvalidDate("year_out_of_range") before 1/1/1, and TypeError for a datetime: which day it
    falls on depends on the time zone, and that is for the caller to say.
    """
    if isinstance(day, datetime):
        raise TypeError("a datetime has no day until its time zone is settled; pass its date")
    if day < _FIRST_DAY:
        raise InvalidDate("year_out_of_range", year=day.year, calendar="gregorian")
    jalali = JalaliDate.to_jalali(day)  # type: ignore[no-untyped-call]
    return jalali.year, jalali.month, jalali.day


def from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian date.

    Raises InvalidDate with code `year_out_of_range`, `month_out_of_range` or `day_out_of_range`.
    """
    last = month_length(year, month)
    if not 1 <= day <= last:
        raise InvalidDate("day_out_of_range", year=year, month=month, day=day, last=last, calendar="jalali")
    return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]


def is_leap(year: int) -> bool:
    """Whether Esfand of this Jalali year has 30 days. Raises InvalidDate("year_out_of_range")."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InvalidDate("year_out_of_range", year=year, calendar="jalali")
    return bool(JalaliDate.is_leap(year))


def month_length(year: int, month: int) -> int:
    """Days in a Jalali month: 31 in the first six, 30 in the next five, 29 or 30 in Esfand."""
    leap = is_leap(year)
    if not 1 <= month <= 12:
        raise InvalidDate("month_out_of_range", month=month, calendar="jalali")
    if month <= 6:
        return 31
    return 30 if month < 12 or leap else 29
