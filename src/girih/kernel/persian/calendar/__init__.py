"""The Jalali calendar: conversion to and from Gregorian days, months, seasons and years as half-open periods,
dates of which only the month or year is known, and reading and writing dates as people do. Days are stored as
Gregorian dates; this is the only place where they become Jalali."""

from girih.kernel.persian.calendar.conversion import from_jalali, is_leap, month_length, to_jalali
from girih.kernel.persian.calendar.periods import (
    PartialDate,
    Period,
    end_of_day,
    month_period,
    season_of,
    season_period,
    year_period,
)
from girih.kernel.persian.calendar.reading import parse_date
from girih.kernel.persian.calendar.writing import (
    format_date,
    format_datetime,
    month_name,
    season_name,
    weekday_name,
)
from girih.kernel.persian.errors import InvalidDate

__all__ = [
    "InvalidDate",
    "PartialDate",
    "Period",
    "end_of_day",
    "format_date",
    "format_datetime",
    "from_jalali",
    "is_leap",
    "month_length",
    "month_name",
    "month_period",
    "parse_date",
    "season_name",
    "season_of",
    "season_period",
    "to_jalali",
    "weekday_name",
    "year_period",
]
