"""Persian as an office writes it: how texts are compared, kept and sorted, digits and amounts, the Jalali
calendar, national identifiers and numbers in words. Pure functions on plain values; what cannot be read is
refused with a code and its figures, and the sentence is left to the screen."""

from girih.kernel.persian.calendar import (
    PartialDate,
    Period,
    end_of_day,
    format_date,
    format_datetime,
    from_jalali,
    is_leap,
    month_length,
    month_name,
    month_period,
    parse_date,
    season_name,
    season_of,
    season_period,
    to_jalali,
    weekday_name,
    year_period,
)
from girih.kernel.persian.collation import collation_key
from girih.kernel.persian.digits import (
    format_money,
    format_number,
    format_percent,
    parse_number,
    to_ascii_digits,
    to_persian_digits,
)
from girih.kernel.persian.errors import InvalidDate, InvalidNumber, Unreadable
from girih.kernel.persian.identifiers import (
    Checked,
    check_iban,
    check_legal_id,
    check_mobile,
    check_national_id,
    check_postal_code,
)
from girih.kernel.persian.text import fold, fold_words, normalise
from girih.kernel.persian.words import number_to_words, ordinal_words

__all__ = [
    "Checked",
    "InvalidDate",
    "InvalidNumber",
    "PartialDate",
    "Period",
    "Unreadable",
    "check_iban",
    "check_legal_id",
    "check_mobile",
    "check_national_id",
    "check_postal_code",
    "collation_key",
    "end_of_day",
    "fold",
    "fold_words",
    "format_date",
    "format_datetime",
    "format_money",
    "format_number",
    "format_percent",
    "from_jalali",
    "is_leap",
    "month_length",
    "month_name",
    "month_period",
    "normalise",
    "number_to_words",
    "ordinal_words",
    "parse_date",
    "parse_number",
    "season_name",
    "season_of",
    "season_period",
    "to_ascii_digits",
    "to_jalali",
    "to_persian_digits",
    "weekday_name",
    "year_period",
]
