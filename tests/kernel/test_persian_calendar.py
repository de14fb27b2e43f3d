"""The calendar against the sky: leap years, every day of three centuries, and the March equinox itself."""

import math
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from girih.kernel.persian import (
    InvalidDate,
    PartialDate,
    Period,
    from_jalali,
    is_leap,
    month_length,
    month_period,
    season_of,
    season_period,
    to_jalali,
    year_period,
)

# Leap years of 1200–1500. Source: the year begins on the day of the March equinox, or on the next when the
# equinox falls after noon at 52.5° east; equinoxes after Meeus, Astronomical Algorithms, 2nd ed., ch. 27
# (recomputed below). Borkowski's table of breaks (The Persian calendar for 3000 years, 1996) and the 33-year
# rule of ICU, (25 y + 11) mod 33 < 8, give the same list for this range.
LEAP_YEARS = frozenset({
    1201, 1205, 1210, 1214, 1218, 1222, 1226, 1230, 1234, 1238, 1243, 1247, 1251, 1255, 1259, 1263,
    1267, 1271, 1276, 1280, 1284, 1288, 1292, 1296, 1300, 1304, 1309, 1313, 1317, 1321, 1325, 1329,
    1333, 1337, 1342, 1346, 1350, 1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395,
    1399, 1403, 1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441, 1445, 1449, 1453, 1457, 1461,
    1465, 1469, 1474, 1478, 1482, 1486, 1490, 1494, 1498,
})  # fmt: skip
NOWRUZ_1200 = date(1821, 3, 21)


def test_every_day_of_three_centuries() -> None:
    day = NOWRUZ_1200
    wrong = []
    for year in range(1200, 1501):
        lengths = [31] * 6 + [30] * 5 + [30 if year in LEAP_YEARS else 29]
        for month, length in enumerate(lengths, start=1):
            for month_day in range(1, length + 1):
                if to_jalali(day) != (year, month, month_day) or from_jalali(year, month, month_day) != day:
                    wrong.append((year, month, month_day))
                day += timedelta(days=1)
    assert wrong == []
    assert day == date(2122, 3, 21)


def test_leap_years() -> None:
    assert {year for year in range(1200, 1501) if is_leap(year)} == LEAP_YEARS
    assert all(((25 * year + 11) % 33 < 8) == (year in LEAP_YEARS) for year in range(1200, 1501))


# Periodic terms of the equinox, Meeus table 27.C: A, B (degrees), C (degrees a century).
EQUINOX_TERMS = (
    (485, 324.96, 1934.136), (203, 337.23, 32964.467), (199, 342.08, 20.186), (182, 27.85, 445267.112),
    (156, 73.14, 45036.886), (136, 171.52, 22518.443), (77, 222.54, 65928.934), (74, 296.72, 3034.906),
    (70, 243.58, 9037.513), (58, 119.81, 33718.147), (52, 297.17, 150.678), (50, 21.02, 2281.226),
    (45, 247.54, 29929.562), (44, 325.15, 31555.956), (29, 60.93, 4443.417), (18, 155.12, 67555.328),
    (17, 288.79, 4562.452), (16, 198.04, 62894.029), (14, 199.76, 31436.921), (12, 95.39, 14577.848),
    (12, 287.11, 31931.756), (12, 320.81, 34777.259), (9, 227.73, 1222.114), (8, 15.45, 16859.074),
)  # fmt: skip


def march_equinox(gregorian_year: int) -> float:
    """Julian date, dynamical time, of the March equinox; good to a minute between 1000 and 3000."""
    millennia = (gregorian_year - 2000) / 1000
    mean = 2451623.80984 + 365242.37404 * millennia + 0.05169 * millennia**2
    mean += -0.00411 * millennia**3 - 0.00057 * millennia**4
    centuries = (mean - 2451545.0) / 36525
    longitude = math.radians(35999.373 * centuries - 2.47)
    scale = 1 + 0.0334 * math.cos(longitude) + 0.0007 * math.cos(2 * longitude)
    periodic = sum(a * math.cos(math.radians(b + c * centuries)) for a, b, c in EQUINOX_TERMS)
    return mean + 0.00001 * periodic / scale


def test_new_year_follows_the_equinox() -> None:
    """Universal time is 0 to 4 minutes behind dynamical time in these centuries; the method adds a minute."""
    first_day, wrong, too_close = NOWRUZ_1200, [], []
    for year in range(1200, 1502):
        # Three hours and a half east of Greenwich; whole Julian dates are noons.
        dynamical = march_equinox(year + 621) + 3.5 / 24
        earliest, latest = dynamical - 5 / (24 * 60), dynamical + 1 / (24 * 60)
        expected = {date.fromordinal(math.ceil(moment) - 1721425) for moment in (earliest, latest)}
        if len(expected) > 1:
            too_close.append(year)
        if first_day not in expected:
            wrong.append(year)
        first_day += timedelta(days=366 if year in LEAP_YEARS else 365)
    assert wrong == []
    # In 1309 the equinox and noon were within seconds of each other: the sky alone does not decide.
    assert set(too_close) <= {1210, 1309}


@pytest.mark.parametrize(
    ("jalali", "gregorian", "weekday"),
    [
        ((1403, 11, 1), date(2025, 1, 20), 0),
        ((1397, 12, 5), date(2019, 2, 24), 6),
        ((1398, 4, 15), date(2019, 7, 6), 5),
        ((1404, 7, 29), date(2025, 10, 21), 1),
        ((1403, 12, 30), date(2025, 3, 20), 3),
        ((1404, 1, 1), date(2025, 3, 21), 4),
        ((1405, 1, 1), date(2026, 3, 21), 5),
        ((1406, 1, 1), date(2027, 3, 21), 6),
        ((1408, 1, 1), date(2029, 3, 20), 1),
        ((1408, 12, 30), date(2030, 3, 20), 2),
    ],
)
def test_known_days(jalali: tuple[int, int, int], gregorian: date, weekday: int) -> None:
    assert from_jalali(*jalali) == gregorian
    assert to_jalali(gregorian) == jalali
    assert gregorian.weekday() == weekday


@pytest.mark.parametrize(
    ("jalali", "code", "params"),
    [
        ((1404, 12, 30), "day_out_of_range", {"last": 29, "day": 30, "month": 12, "year": 1404}),
        ((1403, 7, 31), "day_out_of_range", {"last": 30}),
        ((1403, 1, 0), "day_out_of_range", {"last": 31}),
        ((1403, 13, 1), "month_out_of_range", {"month": 13}),
        ((1403, 0, 1), "month_out_of_range", {"month": 0}),
        ((0, 1, 1), "year_out_of_range", {"year": 0}),
        ((10000, 1, 1), "year_out_of_range", {"year": 10000}),
    ],
)
def test_days_that_do_not_exist(jalali: tuple[int, int, int], code: str, params: dict[str, int]) -> None:
    with pytest.raises(InvalidDate) as refusal:
        from_jalali(*jalali)
    assert refusal.value.code == code
    assert params.items() <= refusal.value.params.items()


def test_days_before_the_calendar() -> None:
    assert to_jalali(date(622, 3, 22)) == (1, 1, 1)
    with pytest.raises(InvalidDate) as refusal:
        to_jalali(date(622, 3, 21))
    assert refusal.value.code == "year_out_of_range"


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(TypeError):
        to_jalali(datetime(2025, 1, 20, 22, tzinfo=UTC))
    with pytest.raises(TypeError):
        PartialDate(datetime(2025, 1, 20, 22, tzinfo=UTC), "day")


def test_month_lengths() -> None:
    assert [month_length(1403, month) for month in range(1, 13)] == [31] * 6 + [30] * 6
    assert [month_length(1404, month) for month in range(1, 13)] == [31] * 6 + [30] * 5 + [29]


def test_periods_of_1403() -> None:
    assert year_period(1403) == Period(date(2024, 3, 20), date(2025, 3, 21))
    assert year_period(1403).days == 366
    assert month_period(1403, 12) == Period(date(2025, 2, 19), date(2025, 3, 21))
    assert month_period(1403, 11) == Period(date(2025, 1, 20), date(2025, 2, 19))
    assert season_period(1403, 1) == Period(date(2024, 3, 20), date(2024, 6, 21))
    assert season_period(1403, 4) == Period(date(2024, 12, 21), date(2025, 3, 21))


def test_periods_that_do_not_exist() -> None:
    with pytest.raises(InvalidDate) as month_refusal:
        month_period(1403, 13)
    assert month_refusal.value.code == "month_out_of_range"
    with pytest.raises(InvalidDate) as season_refusal:
        season_period(1403, 5)
    assert season_refusal.value.code == "season_out_of_range"
    with pytest.raises(InvalidDate) as empty_refusal:
        Period(date(2025, 1, 1), date(2025, 1, 1))
    assert empty_refusal.value.code == "period_is_empty"


@pytest.mark.parametrize("year", [1200, 1399, 1403, 1404, 1408, 1500])
def test_months_and_seasons_fill_the_year(year: int) -> None:
    for parts in (
        [month_period(year, month) for month in range(1, 13)],
        [season_period(year, quarter) for quarter in range(1, 5)],
    ):
        assert parts[0].start == year_period(year).start
        assert parts[-1].end == year_period(year).end
        assert all(before.end == after.start for before, after in pairwise(parts))


@given(st.dates(date(1821, 3, 21), date(2122, 3, 20)))
def test_a_day_lies_in_its_periods(day: date) -> None:
    year, month, _ = to_jalali(day)
    assert day in year_period(year)
    assert day in month_period(year, month)
    assert season_of(day)[0] == year
    assert day in season_period(*season_of(day))
    assert year_period(year).end not in year_period(year)


def test_partial_dates_cover_what_they_may_be() -> None:
    assert PartialDate(date(2024, 3, 20), "year").period == year_period(1403)
    assert PartialDate(date(2025, 1, 20), "month").period == month_period(1403, 11)
    assert PartialDate(date(2025, 1, 20), "day").period == Period(date(2025, 1, 20), date(2025, 1, 21))
    assert PartialDate(date(2004, 1, 1), "year", "gregorian").period == Period(
        date(2004, 1, 1), date(2005, 1, 1)
    )
    assert PartialDate(date(2004, 12, 1), "month", "gregorian").period == Period(
        date(2004, 12, 1), date(2005, 1, 1)
    )


@pytest.mark.parametrize(
    ("start", "precision", "calendar", "code"),
    [
        (date(2004, 1, 1), "year", "jalali", "not_first_day"),
        (date(2025, 1, 20), "year", "jalali", "not_first_day"),
        (date(2025, 1, 21), "month", "jalali", "not_first_day"),
        (date(2025, 1, 20), "month", "gregorian", "not_first_day"),
        (date(2025, 1, 1), "decade", "gregorian", "unknown_precision"),
        (date(2025, 1, 1), "day", "lunar", "unknown_calendar"),
    ],
)
def test_partial_dates_that_say_two_things(start: date, precision: str, calendar: str, code: str) -> None:
    with pytest.raises(InvalidDate) as refusal:
        PartialDate(start, precision, calendar)  # type: ignore[arg-type]
    assert refusal.value.code == code
