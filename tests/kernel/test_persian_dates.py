"""Dates as people type them and as they are printed."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from girih.kernel.persian import (
    InvalidDate,
    PartialDate,
    end_of_day,
    format_date,
    format_datetime,
    from_jalali,
    month_name,
    month_period,
    parse_date,
    season_name,
    weekday_name,
    year_period,
)

BAHMAN_1 = date(2025, 1, 20)


@pytest.mark.parametrize(
    "text",
    [
        "۱۴۰۳/۱۱/۰۱",
        "1403/11/01",
        "١٤٠٣/١١/٠١",
        "1403-11-1",
        "1403.11.1",
        "۱۴۰۳٫۱۱٫۰۱",
        "1403 / 11 / 01",
        "\u200f۱۴۰۳/۱۱/۰۱\u200e",
        "14031101",
        "01/11/1403",
        "1-11-1403",
        "۱ بهمن ۱۴۰۳",
        "۱بهمن۱۴۰۳",
        "۱ بهمن‌ماه ۱۴۰۳",
        "۱م بهمن ۱۴۰۳",
        "یکم بهمن ۱۴۰۳",
        "اول بهمن ماه سال ۱۴۰۳",
        "۱۴۰۳ بهمن ۱",
        "دوشنبه ۱ بهمن ۱۴۰۳",
        "دوشنبه، ۱ بهمن ۱۴۰۳",
        "دو شنبه ۱ بهمن ۱۴۰۳",
        "دوشنبه ۱ بهمن ۱۴۰۳ ه‍.ش",
        "۱ بهمن ۱۴۰۳ هجری شمسی",
        "مورخ ۱۴۰۳/۱۱/۰۱",
        "1 Bahman 1403",
        "۱۴۰۳/۱۱/۰۱ ۱۴:۳۰",
        "۱ بهمن ۱۴۰۳، ساعت ۲۳:۵۹",
    ],
)
def test_a_jalali_day(text: str) -> None:
    assert parse_date(text) == PartialDate(BAHMAN_1, "day", "jalali")


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-20",
        "2025/1/20",
        "۲۰۲۵/۰۱/۲۰",
        "20250120",
        "20/01/2025",
        "01/20/2025",
        "20.1.2025",
        "20 January 2025",
        "20th of January 2025",
        "January 20, 2025",
        "20-Jan-2025",
        "2025 JAN 20",
        "Mon, 20 Jan 2025",
        "Monday 20 January 2025 AD",
        "۲۰ ژانویهٔ ۲۰۲۵",
        "۲۰ ژانویه ۲۰۲۵ میلادی",
        "2025-01-20T14:30",
        "2025-01-20 00:00:00",
        "2025-01-20T14:30:05.123456+03:30",
        "2025-01-19T20:30:00Z",
        "2025-01-20T20:29:59Z",
        "2025-01-19T15:30-05:00",
    ],
)
def test_a_gregorian_day(text: str) -> None:
    assert parse_date(text) == PartialDate(BAHMAN_1, "day", "gregorian")


def test_summer_time_of_2022_moves_the_day() -> None:
    assert parse_date("2022-07-01T19:30:00Z").start == date(2022, 7, 2)
    assert parse_date("2023-07-01T19:30:00Z").start == date(2023, 7, 1)
    assert parse_date("2023-07-01T20:30:00Z").start == date(2023, 7, 2)


@pytest.mark.parametrize(
    ("text", "start", "precision", "calendar"),
    [
        ("بهمن ۱۴۰۳", BAHMAN_1, "month", "jalali"),
        ("بهمن‌ماه ۱۴۰۳", BAHMAN_1, "month", "jalali"),
        ("دي ١٤٠٣", date(2024, 12, 21), "month", "jalali"),
        ("۱۴۰۳/۱۱", BAHMAN_1, "month", "jalali"),
        ("11/1403", BAHMAN_1, "month", "jalali"),
        ("۱۴۰۳", date(2024, 3, 20), "year", "jalali"),
        ("سال ۱۴۰۳", date(2024, 3, 20), "year", "jalali"),
        ("۱۴۰۳ ش", date(2024, 3, 20), "year", "jalali"),
        ("Jan 2025", date(2025, 1, 1), "month", "gregorian"),
        ("2025-12", date(2025, 12, 1), "month", "gregorian"),
        ("مه ۲۰۲۵", date(2025, 5, 1), "month", "gregorian"),
        ("می ۲۰۲۵", date(2025, 5, 1), "month", "gregorian"),
        ("2025", date(2025, 1, 1), "year", "gregorian"),
        ("۲۰۰۴ م", date(2004, 1, 1), "year", "gregorian"),
    ],
)
def test_what_is_only_partly_known(text: str, start: date, precision: str, calendar: str) -> None:
    assert parse_date(text) == PartialDate(start, precision, calendar)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("سی‌ام دی ۱۴۰۲", (1402, 10, 30)),
        ("۳۰ اُم دی ۱۴۰۲", (1402, 10, 30)),
        ("سی و یکم مرداد ۱۴۰۲", (1402, 5, 31)),
        ("بیست و پنجم اسفند ۱۴۰۲", (1402, 12, 25)),
        ("سوم مهر ۱۴۰۲", (1402, 7, 3)),
        ("۳۰ اسفند ۱۴۰۳", (1403, 12, 30)),
        ("سه‌شنبه ۲ بهمن ۱۴۰۳", (1403, 11, 2)),
        ("پنج شنبه ۴ بهمن ۱۴۰۳", (1403, 11, 4)),
        ("جمعه 5 امرداد 1403", (1403, 5, 5)),
    ],
)
def test_days_in_words(text: str, day: tuple[int, int, int]) -> None:
    assert parse_date(text).start == from_jalali(*day)


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("", "empty", {}),
        (" \u200f ", "empty", {}),
        ("۱" * 101, "too_long", {"length": 101, "longest": 100}),
        ("03/11/01", "ambiguous", {"text": "03/11/01"}),
        ("98/11/01", "ambiguous", {}),
        ("03/04/2025", "ambiguous_day_month", {}),
        ("۱ بهمن ۹۸", "two_digit_year", {}),
        ("۱ بهمن", "year_missing", {}),
        ("1/11", "year_missing", {}),
        ("1403-1404", "two_years", {"years": (1403, 1404)}),
        ("1550", "year_out_of_range", {"year": 1550}),
        ("0000/01/01", "year_out_of_range", {"year": 0}),
        ("2200-01-01", "year_out_of_range", {"year": 2200}),
        ("1403/13/01", "month_out_of_range", {"month": 13, "calendar": "jalali"}),
        ("2025-13-01", "month_out_of_range", {"month": 13, "calendar": "gregorian"}),
        ("1403/00/01", "month_out_of_range", {"month": 0}),
        ("1404/12/30", "day_out_of_range", {"last": 29, "calendar": "jalali"}),
        ("2025-02-29", "day_out_of_range", {"last": 28, "calendar": "gregorian"}),
        ("۳۱ مهر ۱۴۰۳", "day_out_of_range", {"last": 30}),
        ("1403/11/00", "day_out_of_range", {"day": 0}),
        ("1403/11/01 25:10", "time_out_of_range", {"hour": 25}),
        ("2025-01-20T10:10+99:00", "time_out_of_range", {"zone": "+99:00"}),
        ("۲۰ رجب ۱۴۴۶", "lunar_date", {}),
        ("10 محرم الحرام 1446", "lunar_date", {}),
        ("ذی‌الحجه ۱۴۴۵", "lunar_date", {}),
        ("ذي الحجة ١٤٤٥", "lunar_date", {}),
        ("ربیع‌الاول ۱۴۴۶", "lunar_date", {}),
        ("۱۴۴۶/۰۷/۲۰ ه.ق", "lunar_date", {}),
        ("۱۴۴۶ ق", "lunar_date", {}),
        ("۱۴۴۶ هجری ق.", "lunar_date", {}),
        ("قم ۱۴۰۳", "not_a_date", {}),
        ("مه" * 50, "not_a_date", {}),
        ("1446/7/20 هجری قمری", "lunar_date", {}),
        ("20 Rajab 1446", "lunar_date", {}),
        ("1 بهمن 2025", "calendar_conflict", {"year": 2025, "calendar": "jalali"}),
        ("20 Jan 1403", "calendar_conflict", {"year": 1403, "calendar": "gregorian"}),
        ("1403/11/01 میلادی", "calendar_conflict", {"year": 1403, "calendar": "gregorian"}),
        ("سه‌شنبه ۱ بهمن ۱۴۰۳", "weekday_mismatch", {"named": 1, "actual": 0, "day": BAHMAN_1}),
        ("فردا", "not_a_date", {"text": "فردا"}),
        ("بهمن", "year_missing", {}),
        ("12345", "not_a_date", {}),
        ("140311", "not_a_date", {}),
        ("11/1403/01", "not_a_date", {}),
        ("1403/11/01/02", "not_a_date", {}),
        ("بهمن اسفند ۱۴۰۳", "not_a_date", {}),
        ("1403 14:30", "not_a_date", {}),
        ("1403/11/01 <b>", "not_a_date", {}),
        ("=1403/11/01", "not_a_date", {}),
        ("دوشنبه بهمن ۱۴۰۳", "not_a_date", {}),
    ],
)
def test_refused_with_a_reason(text: str, code: str, params: dict[str, object]) -> None:
    with pytest.raises(InvalidDate) as refusal:
        parse_date(text)
    assert refusal.value.code == code
    assert params.items() <= refusal.value.params.items()


@given(st.text(max_size=40) | st.text(alphabet="۱۲۳0149/-:. TZبهمنیق\u200c", max_size=24))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        read = parse_date(text)
    except InvalidDate as refusal:
        assert refusal.code
    else:
        assert read.start in read.period


jalali_days = st.dates(date(1821, 3, 21), date(2122, 3, 20))


@given(jalali_days)
def test_what_is_printed_is_read_back(day: date) -> None:
    for lang, calendar in (("fa", "jalali"), ("en", "gregorian")):
        for style in ("full", "long", "short"):
            assert parse_date(format_date(day, lang, style)) == PartialDate(day, "day", calendar)  # type: ignore[arg-type]


@given(st.integers(1200, 1500), st.integers(1, 12))
def test_partial_dates_printed_are_read_back(year: int, month: int) -> None:
    for partial in (
        PartialDate(month_period(year, month).start, "month"),
        PartialDate(year_period(year).start, "year"),
        PartialDate(date(year + 620, month, 1), "month", "gregorian"),
        PartialDate(date(year + 620, 1, 1), "year", "gregorian"),
    ):
        for lang in ("fa", "en"):
            for style in ("long", "short"):
                assert parse_date(format_date(partial, lang, style)) == partial  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("style", "persian", "english"),
    [
        ("full", "دوشنبه ۱ بهمن ۱۴۰۳", "Monday 20 January 2025"),
        ("long", "۱ بهمن ۱۴۰۳", "20 January 2025"),
        ("short", "۱۴۰۳/۱۱/۰۱", "2025-01-20"),
        ("month", "بهمن ۱۴۰۳", "January 2025"),
        ("weekday", "دوشنبه", "Monday"),
    ],
)
def test_format_date(style: str, persian: str, english: str) -> None:
    for value in (BAHMAN_1, PartialDate(BAHMAN_1, "day"), PartialDate(BAHMAN_1, "day", "gregorian")):
        assert format_date(value, "fa", style) == persian  # type: ignore[arg-type]
        assert format_date(value, "en", style) == english  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("partial", "style", "persian", "english"),
    [
        (PartialDate(BAHMAN_1, "month"), "full", "بهمن ۱۴۰۳", "Bahman 1403"),
        (PartialDate(BAHMAN_1, "month"), "short", "۱۴۰۳/۱۱", "1403-11 SH"),
        (PartialDate(date(2024, 3, 20), "year"), "full", "۱۴۰۳", "1403 SH"),
        (PartialDate(date(2025, 1, 1), "month", "gregorian"), "long", "ژانویهٔ ۲۰۲۵", "January 2025"),
        (PartialDate(date(2025, 9, 1), "month", "gregorian"), "long", "سپتامبر ۲۰۲۵", "September 2025"),
        (PartialDate(date(2025, 1, 1), "month", "gregorian"), "short", "۲۰۲۵/۰۱ میلادی", "2025-01"),
        (PartialDate(date(2004, 1, 1), "year", "gregorian"), "short", "۲۰۰۴ میلادی", "2004"),
    ],
)
def test_only_what_is_known_is_printed(partial: PartialDate, style: str, persian: str, english: str) -> None:
    assert format_date(partial, "fa", style) == persian  # type: ignore[arg-type]
    assert format_date(partial, "en", style) == english  # type: ignore[arg-type]


def test_format_datetime_is_in_tehran() -> None:
    moment = datetime(2025, 1, 19, 20, 45, tzinfo=UTC)
    assert format_datetime(moment) == "۱ بهمن ۱۴۰۳، ساعت ۰۰:۱۵"
    assert format_datetime(moment, style="short") == "۱۴۰۳/۱۱/۰۱ ۰۰:۱۵"
    assert format_datetime(moment, "en") == "20 January 2025, 00:15"
    assert format_datetime(moment, "en", "short") == "2025-01-20 00:15"
    assert format_datetime(datetime(2022, 7, 1, 12, tzinfo=UTC), "en", "short") == "2022-07-01 16:30"
    assert format_datetime(datetime(2023, 7, 1, 12, tzinfo=UTC), "en", "short") == "2023-07-01 15:30"
    east = timezone(timedelta(hours=9))
    assert format_datetime(datetime(2025, 1, 20, 2, tzinfo=east), "en", "short") == "2025-01-19 20:30"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        format_datetime(datetime(2025, 1, 20, 12))
    with pytest.raises(TypeError):
        format_date(datetime(2025, 1, 20, 12))


def test_names() -> None:
    assert [month_name(1), month_name(12), month_name(5, "en")] == ["فروردین", "اسفند", "Mordad"]
    assert [month_name(1, "fa", "gregorian"), month_name(12, "en", "gregorian")] == ["ژانویه", "December"]
    assert [season_name(1), season_name(4, "en")] == ["بهار", "winter"]
    assert [weekday_name(BAHMAN_1), weekday_name(BAHMAN_1 + timedelta(days=1))] == ["دوشنبه", "سه‌شنبه"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1403", "2024-03-20y"),
        ("بهمن ۱۴۰۳", "2025-01-20m"),
        ("1403/11/01", "2025-01-20"),
        ("2024", "2024"),
        ("Jan 2025", "2025-01"),
        ("2025-01-20", "2025-01-20"),
    ],
)
def test_a_partial_date_is_kept_as_it_was_meant(typed: str, stored: str) -> None:
    read = parse_date(typed)
    assert read.stored == stored
    again = PartialDate.from_stored(stored)
    assert (again.start, again.precision) == (read.start, read.precision)
    assert read.precision == "day" or again == read


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2024-02-30", "2024-03-21y", "2024-03y", "2024-03-20x"]
)
def test_what_is_not_a_stored_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidDate) as refusal:
        PartialDate.from_stored(text)
    assert refusal.value.code == "not_stored"


def test_stored_dates_sort_by_time_and_the_end_of_a_day_after_all_that_begin_on_it() -> None:
    in_order = [
        "2024",
        "2024-03",
        "2024-03-20",
        "2024-03-20m",
        "2024-03-20y",
        end_of_day(date(2024, 3, 20)),
        "2024-03-21",
    ]
    assert sorted(in_order) == in_order
