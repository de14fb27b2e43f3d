"""Reading a date in every form that people type, and refusing what could be read in two ways."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from girih.kernel.persian.calendar.conversion import from_jalali
from girih.kernel.persian.calendar.names import LEXICON, Token
from girih.kernel.persian.calendar.periods import Calendar, PartialDate
from girih.kernel.persian.digits import to_ascii_digits
from girih.kernel.persian.errors import InvalidDate
from girih.kernel.persian.text import fold

__all__ = ["parse_date"]

# A four-digit year is told by its size. The calendars do not meet between these bounds, and every day of the
# Jalali years has been tested.
_YEARS: dict[Calendar, range] = {"jalali": range(1200, 1501), "gregorian": range(1600, 2200)}
_LONGEST = 100
_LONGEST_WORD = max(map(len, LEXICON))
_TIME = re.compile(
    r"(?:[\s,،]*ساعت\s*|[Tt]|[\s,،]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>[Zz]|[+-]\d{2}:?\d{2})?$"
)
_INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_PIECE = re.compile(r"(?P<number>\d+)|(?P<latin>[a-z]+)|(?P<persian>[^\W\d_a-z]+)|(?P<sign>[^\s]+?)")
# «۱م بهمن», «۳۰ اُم دی»; after four digits «م» means the Gregorian calendar.
_ORDINAL_ENDING = re.compile("(?<!\\d)(\\d{1,2})[\\s\u200c]?(?:اُم|ام|م)(?=[\\s\u200c])")
_SEPARATORS = frozenset("/-–—−.,،⁄∕٫_()'’ٔ")


class _Number(NamedTuple):
    value: int
    length: int

    @property
    def is_year(self) -> bool:
        return self.length == 4


def parse_date(text: str) -> PartialDate:
    """The day, month or year that a person typed, in either calendar, with digits of any script.

    Reads ۱۴۰۳/۱۱/۰۱, 01/11/1403, 14031101, «دوشنبه ۱ بهمن ۱۴۰۳», «اول بهمن‌ماه ۱۴۰۳», «بهمن ۱۴۰۳», ۱۴۰۳,
    2025-01-20, 20 January 2025, «۲۰ ژانویهٔ ۲۰۲۵», Jan 2025, 2025, and any of the full dates with a time of
    day after it. A time with an offset gives the day it was in Tehran.

    Raises InvalidDate with one of the codes
    `empty`, `too_long`, `not_a_date` (text);
    `lunar_date`: a lunar month or mark; which day it was depends on a sighting of the moon;
    `ambiguous`: three short numbers such as 03/11/01; `ambiguous_day_month`: 03/04/2025;
    `year_missing`, `two_digit_year`, `two_years`, `year_out_of_range`, `month_out_of_range`,
    `day_out_of_range` (with the last day of that month), `time_out_of_range`;
    `calendar_conflict`: a month or mark of one calendar with a year of the other;
    `weekday_mismatch`: the weekday named is not that of the day.
    """
    cleaned = _INVISIBLE.sub("", to_ascii_digits(text)).strip()
    if not cleaned:
        raise InvalidDate("empty")
    if len(cleaned) > _LONGEST:
        raise InvalidDate("too_long", length=len(cleaned), longest=_LONGEST)
    time = _TIME.search(cleaned)
    read = _read_day(cleaned[: time.start()] if time else cleaned, text)
    if time is None:
        return read
    if read.precision != "day":
        raise InvalidDate("not_a_date", text=text)
    return _on_the_day_in_tehran(read, time)


def _on_the_day_in_tehran(read: PartialDate, time: re.Match[str]) -> PartialDate:
    hour, minute, second = (int(time[name] or 0) for name in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        raise InvalidDate("time_out_of_range", hour=hour, minute=minute, second=second)
    if not time["zone"]:
        return read
    zone = "+00:00" if time["zone"] in "Zz" else time["zone"]
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    if abs(offset) >= timedelta(days=1) or int(zone[-2:]) > 59:
        raise InvalidDate("time_out_of_range", hour=hour, minute=minute, second=second, zone=zone)
    moment = (
        datetime.fromisoformat(f"{read.start.isoformat()}T{hour:02}:{minute:02}:{second:02}+00:00") - offset
    )
    return PartialDate(moment.astimezone(ZoneInfo("Asia/Tehran")).date(), "day", read.calendar)


def _read_day(text: str, original: str) -> PartialDate:
    numbers: list[_Number] = []
    tokens: list[Token] = []
    for piece in _pieces(text, original):
        if isinstance(piece, _Number):
            numbers.append(piece)
        elif piece[0] == "day":
            numbers.append(_Number(int(piece[1]), 2))
        else:
            tokens.append(piece)
    for kind, meaning in tokens:
        if kind == "lunar" or (kind, meaning) == ("mark", "lunar"):
            raise InvalidDate("lunar_date", text=original)
    months = [(kind, int(number)) for kind, number in tokens if kind in _YEARS]
    marks = {str(meaning) for kind, meaning in tokens if kind == "mark"}
    weekdays = {int(meaning) for kind, meaning in tokens if kind == "weekday"}
    if len(months) > 1 or len(marks) > 1 or len(weekdays) > 1:
        raise InvalidDate("not_a_date", text=original)
    read = _with_month_name(numbers, months[0], original) if months else _from_numbers(numbers, original)
    if marks and read.calendar not in marks:
        raise InvalidDate("calendar_conflict", year=read.parts[0], calendar=marks.pop())
    if weekdays:
        if read.precision != "day":
            raise InvalidDate("not_a_date", text=original)
        named = weekdays.pop()
        if named != read.start.weekday():
            raise InvalidDate("weekday_mismatch", named=named, actual=read.start.weekday(), day=read.start)
    return read


def _pieces(text: str, original: str) -> Iterator[_Number | Token]:
    # Spaces, half-spaces and stops between Persian letters mean nothing: «سه شنبه», «ه . ش».
    text = _ORDINAL_ENDING.sub(r"\1", text)
    joined = re.sub(r"(?<=[^\W\d_a-zA-Z])[\s\u200c\u200d.]+(?=[^\W\d_a-zA-Z])", "", text)
    previous = ""
    for match in _PIECE.finditer(_folded_between_separators(joined)):
        kind, piece = str(match.lastgroup), match[0]
        if kind == "number":
            yield _Number(int(piece), len(piece))
        elif kind == "latin":
            if not (previous == "number" and piece in ("st", "nd", "rd", "th")):
                yield from _words(piece, whole=True, original=original)
        elif kind == "persian":
            yield from _words(piece, whole=False, original=original)
        elif piece not in _SEPARATORS:
            raise InvalidDate("not_a_date", text=original)
        previous = kind


def _folded_between_separators(text: str) -> str:
    return "".join(
        fold(character) if character.isalnum() else character for character in text.replace("ـ", "")
    )


def _words(piece: str, *, whole: bool, original: str) -> list[Token]:
    found = [LEXICON[piece]] if piece in LEXICON else None
    if found is None and not whole:
        found = _split(piece)
    if found is None:
        raise InvalidDate("not_a_date", text=original)
    return [token for token in found if token[0]]


def _split(run: str) -> list[Token] | None:
    """The words that a run of letters consists of, the longest first; None when something is left over.

    Marks of one letter count only alone: or else «قم» would be two of them.
    """
    # From the end, so that each remainder is split once however many ways lead to it.
    splits: list[list[Token] | None] = [None] * len(run) + [[]]
    for start in range(len(run) - 2, -1, -1):
        for end in range(min(len(run), start + _LONGEST_WORD), start + 1, -1):
            rest = splits[end]
            if rest is not None and run[start:end] in LEXICON:
                splits[start] = [LEXICON[run[start:end]], *rest]
                break
    return splits[0]


def _with_month_name(numbers: list[_Number], month: tuple[str, int], original: str) -> PartialDate:
    calendar: Calendar = "jalali" if month[0] == "jalali" else "gregorian"
    years = [number for number in numbers if number.is_year]
    days = [number for number in numbers if not number.is_year]
    if len(years) > 1:
        raise InvalidDate("two_years", years=tuple(number.value for number in years))
    if len(numbers) > 2 or any(number.length > 2 for number in days):
        raise InvalidDate("not_a_date", text=original)
    if not years:
        raise InvalidDate("two_digit_year" if len(days) == 2 else "year_missing", text=original)
    year = years[0].value
    if _calendar_of(year) != calendar:
        raise InvalidDate("calendar_conflict", year=year, calendar=calendar)
    return _dated(calendar, year, month[1], days[0].value if days else None)


def _from_numbers(numbers: list[_Number], original: str) -> PartialDate:
    if len(numbers) == 1 and numbers[0].length == 8:
        digits = f"{numbers[0].value:08}"
        numbers = [_Number(int(digits[:4]), 4), _Number(int(digits[4:6]), 2), _Number(int(digits[6:]), 2)]
    years = [number.value for number in numbers if number.is_year]
    others = [number.value for number in numbers if not number.is_year]
    if not numbers or len(numbers) > 3 or any(number.length not in (1, 2, 4) for number in numbers):
        raise InvalidDate("not_a_date", text=original)
    if len(years) > 1:
        raise InvalidDate("two_years", years=tuple(years))
    if not years:
        raise InvalidDate("ambiguous" if len(numbers) == 3 else "year_missing", text=original)
    year = years[0]
    calendar = _calendar_of(year)
    if len(numbers) == 1:
        return _dated(calendar, year, None, None)
    if len(numbers) == 2:
        return _dated(calendar, year, others[0], None)
    if numbers[0].is_year:
        return _dated(calendar, year, *others)
    if not numbers[2].is_year:
        raise InvalidDate("not_a_date", text=original)
    first, second = others
    if calendar == "gregorian":
        # 01/20/2025 is American and 20/01/2025 is not; 03/04/2025 may be either. Stops are never American.
        if first != second and first <= 12 and second <= 12 and "." not in original:
            raise InvalidDate("ambiguous_day_month", text=original)
        if second > 12 >= first:
            first, second = second, first
    return _dated(calendar, year, second, first)


def _calendar_of(year: int) -> Calendar:
    for calendar, years in _YEARS.items():
        if year in years:
            return calendar
    raise InvalidDate("year_out_of_range", year=year)


def _dated(calendar: Calendar, year: int, month: int | None, day: int | None) -> PartialDate:
    if month is not None and not 1 <= month <= 12:
        raise InvalidDate("month_out_of_range", month=month, calendar=calendar)
    if calendar == "jalali":
        start = from_jalali(year, month or 1, 1 if day is None else day)
    else:
        start = _gregorian(year, month or 1, 1 if day is None else day)
    return PartialDate(start, "year" if month is None else "month" if day is None else "day", calendar)


def _gregorian(year: int, month: int, day: int) -> date:
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    if not 1 <= day <= last:
        raise InvalidDate(
            "day_out_of_range", year=year, month=month, day=day, last=last, calendar="gregorian"
        )
    return date(year, month, day)
