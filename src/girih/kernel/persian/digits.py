"""Digits, numbers and amounts as Persian and English readers write them, and reading them back."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal

from girih.kernel.persian.errors import InvalidNumber

__all__ = [
    "format_money",
    "format_number",
    "format_percent",
    "parse_number",
    "to_ascii_digits",
    "to_persian_digits",
]


class _DigitTable(dict[int, str]):
    def __init__(self, digits: str) -> None:
        super().__init__()
        self.digits = digits

    def __missing__(self, codepoint: int) -> str:
        character = chr(codepoint)
        value = unicodedata.decimal(character, None)
        written = self[codepoint] = character if value is None else self.digits[value]
        return written


_ASCII = _DigitTable("0123456789")
_PERSIAN = _DigitTable("۰۱۲۳۴۵۶۷۸۹")


# The default context would cut a number at 28 figures.
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)


def to_ascii_digits(text: str) -> str:
    """The text with the decimal digits of every script (Persian, Arabic, full-width …) as 0–9."""
    return text.translate(_ASCII)


def to_persian_digits(text: str) -> str:
    """The text with the decimal digits of every script as ۰–۹."""
    return text.translate(_PERSIAN)


def format_number(value: int | float | Decimal, lang: str = "fa", decimals: int | None = None) -> str:
    """«۱٬۲۳۴٬۵۶۷٫۸۹» or "1,234,567.89".

    `decimals` fixes the number of decimal places, rounding halves away from zero as offices do; None
    shows the places the value has. A Persian minus is U+2212 after a left-to-right mark, as in CLDR's
    Persian data, or it would jump to the other end of the number in a right-to-left line.
    Raises InvalidNumber("not_finite") for infinities and NaN: an undefined figure is not a number to print.
    """
    # repr of a float is the shortest text that reads back to it: 0.1, and not its 55 binary places.
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise InvalidNumber("not_finite", value=str(value))
    if decimals is not None:
        exact = _WIDE.quantize(exact, Decimal((0, (1,), -decimals)))
    elif isinstance(value, float) and exact == exact.to_integral_value():
        exact = exact.to_integral_value()
    written = f"{exact.copy_abs():,f}"
    negative = exact < 0
    if lang != "fa":
        return f"-{written}" if negative else written
    persian = to_persian_digits(written.replace(",", "٬").replace(".", "٫"))
    return f"\u200e−{persian}" if negative else persian


def format_percent(ratio: int | float | Decimal, lang: str = "fa", decimals: int = 0) -> str:
    """A ratio (0.27) as «۲۷٪» or "27%"."""
    exact = Decimal(repr(ratio)) if isinstance(ratio, float) else Decimal(ratio)
    return format_number(_WIDE.multiply(exact, Decimal(100)), lang, decimals) + ("٪" if lang == "fa" else "%")


_UNITS_FA = {"IRR": "ریال", "USD": "دلار", "EUR": "یورو"}


def format_money(amount: int, currency: str = "IRR", lang: str = "fa", unit: str = "rial") -> str:
    """A whole amount with its unit behind it: «۱٬۲۵۰٬۰۰۰ ریال», «۱۲۵٬۰۰۰ تومان», "1,250,000 IRR".

    `amount` counts whole units of `currency` (ISO 4217 code; rials for IRR). `unit` "toman" shows rials
    divided by ten, with one decimal where a rial would be lost otherwise. Raises ValueError for an
    unknown unit, and for toman of another currency.
    """
    if unit not in ("rial", "toman"):
        raise ValueError(f"unknown unit: {unit!r}")
    if unit == "toman":
        if currency != "IRR":
            raise ValueError(f"toman counts Iranian rials, not {currency}")
        number = format_number(Decimal(amount) / 10, lang, decimals=1 if amount % 10 else 0)
        return f"{number} {'تومان' if lang == 'fa' else 'toman'}"
    name = _UNITS_FA.get(currency, currency) if lang == "fa" else currency
    return f"{format_number(amount, lang)} {name}"


_INVISIBLE = re.compile("[\u200c\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_SIGNS = str.maketrans({"−": "-", "–": "-", "＋": "+", "٫": "."})
# A space may stand between groups; that it stands between thousands is checked with the commas.
_GROUP_MARK = re.compile(r"[\s,،٬'’]")
_SIGN = re.compile(r"^([+-])\s+")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_LONGEST = 40


def parse_number(text: str) -> int | Decimal:
    """The number a person typed, in digits of any script, with ٬ , or spaces between thousands.

    An int when there is no decimal part, else the exact Decimal. Raises InvalidNumber with code
    `empty`, `too_long`, `ambiguous_slash` («۲/۵»: two and a half, or two fifths), `bad_grouping`
    ("1,5", "12 34": a mark that does not set thousands apart), `several_decimal_marks`, `not_a_number`.
    """
    plain = _INVISIBLE.sub("", to_ascii_digits(text)).strip().translate(_SIGNS)
    if not plain:
        raise InvalidNumber("empty")
    if len(plain) > _LONGEST:
        raise InvalidNumber("too_long", length=len(plain), longest=_LONGEST)
    plain = _GROUP_MARK.sub(",", _SIGN.sub(r"\1", plain))
    if re.fullmatch(r"[+-]?\d+,*/,*\d+", plain):
        raise InvalidNumber("ambiguous_slash", text=text)
    if re.fullmatch(r"[+-]?\d*(\.\d+){2,}", plain):
        raise InvalidNumber("several_decimal_marks", text=text)
    if "," in plain and re.fullmatch(r"[+-]?[\d,.]+", plain):
        if not _GROUPED.fullmatch(plain):
            raise InvalidNumber("bad_grouping", text=text)
        plain = plain.replace(",", "")
    if not _PLAIN_NUMBER.fullmatch(plain):
        raise InvalidNumber("not_a_number", text=text)
    return Decimal(plain) if "." in plain else int(plain)
