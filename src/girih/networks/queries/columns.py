"""The columns of a list of ties, and what people call them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from girih.kernel.exchange.columns import Column, Shape

__all__ = ["SHAPE"]

# What each column is called, before or after the mark of its side; then the marks, Latin and Persian.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "city": ("city", "member", "place", "name", "شهر", "عضو", "نام", "نام شهر", "نام عضو"),
    "country": ("country", "iso", "iso2", "country code", "کشور", "کد کشور"),
    "field": ("field", "creative field", "حوزه", "حوزه خلاق", "زمینه"),
    "post": ("post", "contact", "focal point", "سمت", "پست", "رابط", "سمت رابط"),
}
_MARKS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "a": (("a", "1", "first"), ("الف", "۱", "اول")),
    "b": (("b", "2", "second"), ("ب", "۲", "دوم")),
}
_LABELS: Mapping[str, Any] = {
    "city_a": _("first member"),
    "country_a": _("country of the first member"),
    "field_a": _("field of the first member"),
    "post_a": _("post on the first side"),
    "city_b": _("second member"),
    "country_b": _("country of the second member"),
    "field_b": _("field of the second member"),
    "post_b": _("post on the second side"),
}


def _side(side: str) -> list[Column]:
    """Columns of one side: city_a, first city, شهر الف; under a group heading member A city, عضو الف شهر."""
    columns = []
    for what, words in _WORDS.items():
        headings: dict[str, None] = {}
        for word in words:
            latin = word.isascii()
            for mark in _MARKS[side][0 if latin else 1]:
                groups = ("member", "side", "city") if latin else ("عضو", "طرف", "شهر")
                headings |= dict.fromkeys([f"{word} {mark}", *(f"{group} {mark} {word}" for group in groups)])
                if mark in ("first", "second"):
                    headings |= dict.fromkeys([f"{mark} {word}", f"{word} of the {mark} member"])
                elif mark in ("اول", "دوم"):
                    headings[f"{word} عضو {mark}"] = None
        columns.append(
            Column(f"{what}_{side}", _LABELS[f"{what}_{side}"], tuple(headings), required=what == "city")
        )
    return columns


SHAPE = Shape(
    columns=(
        *_side("a"),
        *_side("b"),
        Column("kind", _("kind"), (
            "kind of tie", "type", "tie", "نوع", "نوع پیوند", "نوع رابطه", "نوع همکاری",
        )),
        Column("since", _("since"), (
            "from", "start", "start date", "signed", "date", "begin",
            "از", "از تاریخ", "آغاز", "شروع", "تاریخ شروع", "تاریخ آغاز", "تاریخ امضا", "تاریخ",
        )),
        Column("until", _("until"), (
            "to", "end", "end date", "expires", "valid until",
            "تا", "تا تاریخ", "پایان", "تاریخ پایان", "اعتبار تا",
        )),
        Column("purpose", _("purpose"), ("هدف همکاری", "موضوع", "مقصود", "منظور", "subject", "topic")),
        Column("objective", _("objective"), ("goal", "aim", "هدف", "هدف پیوند", "شرح هدف")),
        Column("source", _("source"), (
            "sources", "evidence", "reference", "منبع", "منابع", "مدرک", "مستند", "مستندات", "شماره نامه",
        )),
    )
)  # fmt: skip
