from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from girih.kernel.persian import (
    InvalidNumber,
    format_money,
    format_number,
    format_percent,
    parse_number,
    to_ascii_digits,
    to_persian_digits,
)


def test_digits_of_every_script() -> None:
    assert to_ascii_digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ ０９ ९ IR82") == "0123456789 0123456789 09 9 IR82"
    assert to_persian_digits("0123456789 ٤٥٦ ۷") == "۰۱۲۳۴۵۶۷۸۹ ۴۵۶ ۷"


@pytest.mark.parametrize(
    ("value", "decimals", "persian", "english"),
    [
        (0, None, "۰", "0"),
        (1403, None, "۱٬۴۰۳", "1,403"),
        (1234567.89, None, "۱٬۲۳۴٬۵۶۷٫۸۹", "1,234,567.89"),
        (0.1, None, "۰٫۱", "0.1"),
        (5.0, None, "۵", "5"),
        (5, 2, "۵٫۰۰", "5.00"),
        (0, 2, "۰٫۰۰", "0.00"),
        (2.5, 0, "۳", "3"),
        (1.005, 2, "۱٫۰۱", "1.01"),
        (0.00856, 5, "۰٫۰۰۸۵۶", "0.00856"),
        (Decimal("1.50"), None, "۱٫۵۰", "1.50"),
        (Decimal("-1250.5"), None, "\u200e−۱٬۲۵۰٫۵", "-1,250.5"),
        (-0.4, 0, "۰", "0"),
        (1e21, None, "۱٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰", "1,000,000,000,000,000,000,000"),
        (
            10**30 + 1,
            1,
            "۱٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۱٫۰",
            "1,000,000,000,000,000,000,000,000,000,001.0",
        ),
    ],
)
def test_format_number(
    value: int | float | Decimal, decimals: int | None, persian: str, english: str
) -> None:
    assert format_number(value, "fa", decimals) == persian
    assert format_number(value, "en", decimals) == english


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_an_undefined_figure_is_not_printed(value: float | Decimal) -> None:
    with pytest.raises(InvalidNumber) as refusal:
        format_number(value)
    assert refusal.value.code == "not_finite"


def test_format_percent() -> None:
    assert format_percent(0.27) == "۲۷٪"
    assert format_percent(0.27, "en") == "27%"
    assert format_percent(0.2209, decimals=1) == "۲۲٫۱٪"
    assert format_percent(-0.05) == "\u200e−۵٪"
    assert format_percent(Decimal(157) / Decimal(711), "en", 2) == "22.08%"


def test_format_money() -> None:
    assert format_money(1250000) == "۱٬۲۵۰٬۰۰۰ ریال"
    assert format_money(1250000, unit="toman") == "۱۲۵٬۰۰۰ تومان"
    assert format_money(1250005, unit="toman") == "۱۲۵٬۰۰۰٫۵ تومان"
    assert format_money(-10, unit="toman") == "\u200e−۱ تومان"
    assert format_money(1250000, lang="en") == "1,250,000 IRR"
    assert format_money(1250000, lang="en", unit="toman") == "125,000 toman"
    assert format_money(1250, "EUR") == "۱٬۲۵۰ یورو"
    assert format_money(1250, "CHF") == "۱٬۲۵۰ CHF"


def test_toman_of_another_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="not USD"):
        format_money(10, "USD", unit="toman")
    with pytest.raises(ValueError, match="'qiran'"):
        format_money(10, unit="qiran")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("۱۲۳", 123),
        ("٠٤٥", 45),
        (" 1,234,567 ", 1234567),
        ("۱٬۲۳۴٬۵۶۷٫۸۹", Decimal("1234567.89")),
        ("۱،۲۳۴", 1234),
        ("1 234 567", 1234567),
        ("1\u00a0234", 1234),
        ("- 5", -5),
        ("−۵", -5),
        ("+3", 3),
        (".5", Decimal("0.5")),
        ("1.50", Decimal("1.50")),
        ("\u202b۷\u202c", 7),
    ],
)
def test_parse_number(text: str, number: int | Decimal) -> None:
    read = parse_number(text)
    assert read == number
    assert type(read) is type(number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \u200f", "empty"),
        ("1" * 41, "too_long"),
        ("۲/۵", "ambiguous_slash"),
        ("1,5", "bad_grouping"),
        ("1,23,4", "bad_grouping"),
        ("12 34", "bad_grouping"),
        ("1234,567", "bad_grouping"),
        ("1.234.567", "several_decimal_marks"),
        ("ده", "not_a_number"),
        ("12a", "not_a_number"),
        ("1e5", "not_a_number"),
        ("12.", "not_a_number"),
        ("--1", "not_a_number"),
        ("-", "not_a_number"),
        ("NaN", "not_a_number"),
        ("²", "not_a_number"),
    ],
)
def test_parse_number_refuses(text: str, code: str) -> None:
    with pytest.raises(InvalidNumber) as refusal:
        parse_number(text)
    assert refusal.value.code == code


@given(
    st.integers(-(10**25), 10**25)
    | st.decimals(allow_nan=False, allow_infinity=False, places=4, max_value=10**15)
)
def test_what_is_written_is_read_back(value: int | Decimal) -> None:
    for lang in ("fa", "en"):
        written = format_number(value, lang)
        if len(written) <= 40:
            assert parse_number(written) == value
