"""Fields that several forms of this room use."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from girih.kernel.persian import InvalidDate
from girih.networks.queries.days import sentence_on, stored_day

__all__ = ["DayField"]


class DayField(forms.CharField):
    """A day, month or year in either calendar and any digits; cleaned to the stored form."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)
        self.widget.attrs.update({"placeholder": "1403/11/01", "dir": "auto", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return stored_day(text)
        except InvalidDate as error:
            sentence, params = sentence_on(error, text)
            raise ValidationError(sentence, code=error.code, params=params) from error
