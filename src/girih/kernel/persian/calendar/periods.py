"""Months, seasons and years as half-open periods, and dates of which only a part is known."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from girih.kernel.persian.calendar.conversion import from_jalali, to_jalali
from girih.kernel.persian.errors import InvalidDate

__all__ = [
    "Calendar",
    "PartialDate",
    "Period",
    "Precision",
    "end_of_day",
    "month_period",
    "season_of",
    "season_period",
    "year_period",
]

Precision = Literal["day", "month", "year"]
Calendar = Literal["jalali", "gregorian"]


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to but not including `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise InvalidDate("period_is_empty", start=self.start, end=self.end)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def _first_of_jalali_month(year: int, months: int) -> date:
    """First day of the month that begins `months` whole months after 1 Farvardin of `year`."""
    return from_jalali(year + months // 12, months % 12 + 1, 1)


def month_period(year: int, month: int) -> Period:
    """A Jalali month, 1–12."""
    if not 1 <= month <= 12:
        raise InvalidDate("month_out_of_range", month=month, calendar="jalali")
    return Period(_first_of_jalali_month(year, month - 1), _first_of_jalali_month(year, month))


def season_period(year: int, quarter: int) -> Period:
    """A season of the Jalali year, which is also a quarter of the fiscal year: 1 spring … 4 winter."""
    if not 1 <= quarter <= 4:
        raise InvalidDate("season_out_of_range", season=quarter)
    return Period(_first_of_jalali_month(year, 3 * (quarter - 1)), _first_of_jalali_month(year, 3 * quarter))


def year_period(year: int) -> Period:
    """A Jalali year, which is also the fiscal year: 1 Farvardin to 29 or 30 Esfand."""
    return Period(from_jalali(year, 1, 1), from_jalali(year + 1, 1, 1))


def season_of(day: date) -> tuple[int, int]:
    """Jalali year and season (1–4) of a day."""
    year, month, _ = to_jalali(day)
    return year, (month - 1) // 3 + 1


_STORED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)([my])?)?)?")


def end_of_day(day: date) -> str:
    """Text that sorts after every stored date that begins on `day` or earlier, and before all later ones."""
    return f"{day.isoformat()}z"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year: the first day it may be, and how much of it is known.

    `calendar` is the one in which it was given, because 1403 and 2024 are different years: a year known
    only as 2004 begins on 1 January. Raises InvalidDate("not_first_day") when `start` is not the first day of
    its month or year in that calendar, since such a pair says two things at once.
    """

    start: date
    precision: Precision
    calendar: Calendar = "jalali"

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime):
            raise TypeError("a partial date starts on a date, not at a datetime")
        if self.precision not in ("day", "month", "year"):
            raise InvalidDate("unknown_precision", precision=self.precision)
        if self.calendar not in ("jalali", "gregorian"):
            raise InvalidDate("unknown_calendar", calendar=self.calendar)
        _, month, day = self.parts
        if (self.precision != "day" and day != 1) or (self.precision == "year" and month != 1):
            raise InvalidDate(
                "not_first_day", start=self.start, precision=self.precision, calendar=self.calendar
            )

    @classmethod
    def from_stored(cls, text: str) -> "PartialDate":
        """Read the stored form. Raises InvalidDate("not_stored") for anything else."""
        read = _STORED.fullmatch(text)
        try:
            if read is None:
                raise ValueError
            year, month, day = (int(part) if part else 1 for part in read.group(1, 2, 3))
            if read[4]:
                return cls(date(year, month, day), "year" if read[4] == "y" else "month", "jalali")
            precision: Precision = "day" if read[3] else "month" if read[2] else "year"
            return cls(date(year, month, day), precision, "gregorian")
        except ValueError as error:
            raise InvalidDate("not_stored", text=text[:20]) from error

    @property
    def stored(self) -> str:
        """Text whose order is the order of time: YYYY, YYYY-MM or YYYY-MM-DD; a Jalali month or year, which
        lies in two Gregorian ones, is its first day followed by m or y. The calendar of a single day is not
        kept.
        """
        day = self.start.isoformat()
        if self.precision == "day":
            return day
        if self.calendar == "jalali":
            return day + ("y" if self.precision == "year" else "m")
        return day[:4] if self.precision == "year" else day[:7]

    @property
    def parts(self) -> tuple[int, int, int]:
        """Year, month and day of `start` in its own calendar."""
        if self.calendar == "jalali":
            return to_jalali(self.start)
        return self.start.year, self.start.month, self.start.day

    @property
    def period(self) -> Period:
        """All the days it may be."""
        if self.precision == "day":
            return Period(self.start, self.start + timedelta(days=1))
        year, month, _ = self.parts
        if self.calendar == "jalali":
            return year_period(year) if self.precision == "year" else month_period(year, month)
        if self.precision == "year":
            return Period(self.start, date(year + 1, 1, 1))
        return Period(self.start, date(year + month // 12, month % 12 + 1, 1))
