"""Numbers, dates and verdicts in the reader's language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import get_language

from girih.kernel.persian import PartialDate, format_date, format_datetime, format_number, format_percent

register = template.Library()


def _language() -> str:
    return "en" if get_language() == "en" else "fa"


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """A figure in the reader's digits; what is missing is a dash, never zero."""
    if value is None or value == "":
        return "—"
    return format_number(value, _language(), decimals)


@register.filter
def percent(ratio: Any, decimals: int = 0) -> str:
    return "—" if ratio is None else format_percent(ratio, _language(), decimals)


@register.filter
def day(value: Any, style: str = "long") -> str:
    """A date, an aware datetime, a `PartialDate`, or its stored text."""
    if not value:
        return "—"
    if isinstance(value, datetime):
        return format_datetime(value, _language(), style)
    if isinstance(value, str):
        value = PartialDate.from_stored(value)
    return format_date(value, _language(), style)


@register.filter
def listed(things: Iterable[Any]) -> str:
    """Names one after another, with the comma of the reader's language."""
    return (", " if _language() == "en" else "، ").join(map(str, things))
